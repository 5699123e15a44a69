"""What the single settings may hold."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.checks import (
    FORMS,
    SettingError,
    clean_text,
    comma_list,
    is_blocked,
    shown,
    typed,
    websocket_url,
)
from sipwidget.phone.properties import BY_NAME, PROPERTIES
from sipwidget.phone.property import Property
from sipwidget.phone.settings import TurnServer

PAGE = "https://oh:8443/static/sipwidget/index.html"


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("iconSize", 48, 48),
        ("iconSize", " 48 ", 48),
        ("iconSize", 48.0, 48),
        ("iconSize", "", None),
        ("iconSize", None, None),
        ("enableVideo", True, True),
        ("enableVideo", "true", True),
        ("enableVideo", " False ", False),
        ("enableVideo", " ", None),
        ("autoAnswer", 620, "620"),
        ("autoAnswer", "0620", "0620"),
        ("autoAnswer", "  ", None),
        ("username", "\npaul\r\nX: y ", "paul X: y"),
        ("password", " a b \n", " a b "),
        ("dtmfMode", "info", "info"),
    ],
)
def test_a_value_becomes_what_the_table_says(name: str, value: object, found: object) -> None:
    assert typed(BY_NAME[name], value) == found


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("iconSize", "48px", "config-integer"),
        ("iconSize", "4٨", "config-integer"),
        ("iconSize", True, "config-integer"),
        ("iconSize", float("inf"), "config-integer"),
        ("iconSize", 4.5, "config-integer"),
        ("iconSize", 0, "config-range"),
        ("declineStatus", 302, "config-range"),
        ("declineStatus", "700", "config-range"),
        ("enableVideo", "on", "config-boolean"),
        ("enableVideo", 1.5, "config-boolean"),
        ("domain", True, "config-text"),
        ("domain", ["pbx"], "config-text"),
        pytest.param("domain", 10**5000, "config-text", id="a number of 5,000 digits"),
        ("dtmfMode", "sip", "config-option"),
    ],
)
def test_another_type_is_refused(name: str, value: object, code: str) -> None:
    with pytest.raises(SettingError) as refused:
        typed(BY_NAME[name], value)
    assert refused.value.code == code


@given(st.sampled_from(PROPERTIES), st.text() | st.integers() | st.floats() | st.booleans())
def test_any_value_is_taken_or_refused(known: Property, value: object) -> None:
    with contextlib.suppress(SettingError):
        found = typed(known, value)
        if known.name in FORMS and isinstance(found, str):
            FORMS[known.name](found)


@given(st.text())
def test_a_line_of_text_can_stand_in_a_header(text: str) -> None:
    cleaned = clean_text(text)
    assert not set(cleaned) & set("\r\n\0\t\x7f")
    cleaned.encode()


def test_half_a_surrogate_pair_does_no_harm() -> None:
    assert clean_text("a\ud800") == "a?"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("wss://paul:s3cret@pbx/ws", "wss://•••@pbx/ws"),
        ("x" * 41, "x" * 39 + "…"),
        (True, "true"),
        (7, "7"),
        pytest.param(10**5000, "…", id="a number of 5,000 digits"),
        ({"a": 1}, "{…}"),
        ([1], "[…]"),
    ],
)
def test_a_message_shows_little(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_message_shows_no_secret() -> None:
    assert "s3cret" not in shown("s3cret", secret=True)


@pytest.mark.parametrize(
    ("text", "page", "url"),
    [
        ("wss://host:8089/ws", PAGE, "wss://host:8089/ws"),
        ("ws://host/ws?a=b", PAGE, "ws://host/ws?a=b"),
        ("WSS://[::1]:8089", PAGE, "WSS://[::1]:8089"),
        ("/ws", PAGE, "wss://oh:8443/ws"),
        ("/ws", "http://oh:8080/x", "ws://oh:8080/ws"),
        ("/ws", "https://paul:s3cret@oh/x", "wss://oh/ws"),
        ("/", "http://[::1]:8080/x", "ws://[::1]:8080/"),
    ],
)
def test_an_address_is_absolute_in_the_end(text: str, page: str, url: str) -> None:
    assert websocket_url(text, page) == url


@pytest.mark.parametrize(
    "text",
    [
        "ws",
        "pbx:8089/ws",
        "https://pbx/ws",
        "//pbx/ws",
        "wss:",
        "wss://",
        "wss://:80",
        "wss://p b",
        "wss://pbx:port/ws",
        "wss://[::1/ws",
        "wss://pbx:99999/",
        "javascript:alert(1)",
    ],
)
def test_another_address_is_refused(text: str) -> None:
    with pytest.raises(SettingError) as refused:
        websocket_url(text, PAGE)
    assert refused.value.code == "config-url"


def test_an_address_has_no_fragment() -> None:
    with pytest.raises(SettingError) as refused:
        websocket_url("wss://pbx/ws#x", PAGE)
    assert refused.value.code == "config-url-fragment"


def test_a_path_needs_a_page_from_a_server() -> None:
    with pytest.raises(SettingError):
        websocket_url("/ws", "file:///home/index.html")


@pytest.mark.parametrize(
    ("url", "page", "blocked"),
    [
        ("ws://pbx/ws", PAGE, True),
        ("wss://pbx/ws", PAGE, False),
        ("ws://pbx/ws", "http://oh/", False),
        ("ws://localhost:8088/ws", PAGE, False),
        ("ws://127.0.0.1/ws", PAGE, False),
        ("ws://[::1]/ws", PAGE, False),
        ("ws://localhost.evil/ws", PAGE, True),
    ],
)
def test_ws_is_blocked_on_an_https_page(url: str, page: str, blocked: bool) -> None:
    assert is_blocked(url, page) is blocked


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("domain", "1af019b2ba08", "1af019b2ba08"),
        ("domain", "my_pbx.local:5060", "my_pbx.local:5060"),
        ("domain", "[::1]", "[::1]"),
        ("dtmfString", "12a#,*", "12A#,*"),
        ("defaultVideoAspectRatio", "16 / 9", "16/9"),
        ("defaultVideoAspectRatio", "1.5", "1.5"),
        ("autoAnswer", " *, 620 ,,a@b", ("*", "620", "a@b")),
        ("sipStateItem", "Sip_State1", "Sip_State1"),
        ("pictureUrl", "/static/door.jpg", "/static/door.jpg"),
        ("toneCountry", "gb", "GB"),
        ("ringtoneUrl", "https://oh/ring.mp3", "https://oh/ring.mp3"),
        ("allowCommands", "dial, dtmf", ("dial", "dtmf")),
        ("stunServers", "pbx:3478, stuns:a", ("stun:pbx:3478", "stuns:a")),
        (
            "turnServers",
            "turn:1700:paul:s%2Cx/=@pbx:3478?transport=tcp,turns:u:p@pbx,u:p@[::1]:65535",
            (
                TurnServer("turn:pbx:3478?transport=tcp", "1700:paul", "s,x/="),
                TurnServer("turns:pbx", "u", "p"),
                TurnServer("turn:[::1]:65535", "u", "p"),
            ),
        ),
    ],
)
def test_forms_are_read(name: str, text: str, found: object) -> None:
    assert FORMS[name](text) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("domain", "paul@pbx"),
        ("domain", "sip:pbx;lr"),
        ("domain", "p b"),
        ("dtmfString", "12E"),
        ("dtmfString", "1 2"),
        ("defaultVideoAspectRatio", "0/3"),
        ("defaultVideoAspectRatio", "16:9"),
        ("defaultVideoAspectRatio", "url(x)"),
        ("sipStateItem", "../rest"),
        ("toneCountry", "UK"),
        ("toneCountry", "Germany"),
        ("pictureUrl", "javascript:alert(1)"),
        ("pictureUrl", "http://[::1"),
        ("allowCommands", "dial,reboot"),
        ("stunServers", "http://pbx"),
        ("stunServers", "pbx:99999"),
        ("stunServers", "pbx:0"),
        ("turnServers", "paul@pbx"),
        ("turnServers", "turn:pbx"),
        ("turnServers", "turn:paul@pbx"),
        ("turnServers", "turn:paul:@pbx"),
        ("turnServers", "turn:paul:s@pbx:65536"),
    ],
)
def test_other_forms_are_refused(name: str, text: str) -> None:
    with pytest.raises(SettingError):
        FORMS[name](text)


@given(st.lists(st.from_regex(r"[^,\s]([^,]*[^,\s])?", fullmatch=True)))
def test_a_comma_list_is_read_back(parts: list[str]) -> None:
    assert comma_list(" , ".join(parts)) == tuple(part.strip() for part in parts)
