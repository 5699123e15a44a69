"""Header fields, and the small values that stand in them."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import CSeq, Headers, Replaces, Via, canonical_name
from tests.conformance.load import vectors

NAMES = st.sampled_from(["Via", "v", "VIA", "Subject", "s", "X-Own", "x-own", "Contact", "m"])
VALUES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"))
PAIRS = st.lists(st.tuples(NAMES, VALUES))


def test_names_are_case_blind_and_may_be_compact() -> None:
    headers = Headers([("v", "SIP/2.0/WSS a"), ("CALL-id", "x"), ("x-own", "1")])
    assert headers.items() == [("Via", "SIP/2.0/WSS a"), ("Call-ID", "x"), ("X-Own", "1")]
    assert headers.get("via") == headers.get("VIA") == headers.get("V") == "SIP/2.0/WSS a"
    assert "i" in headers
    assert "cseq" not in headers
    assert headers.get("CSeq") is None
    assert headers.get("CSeq", "none") == "none"


def test_every_compact_form_is_known() -> None:
    names = """Accept-Contact Referred-By Content-Type Request-Disposition Content-Encoding From
        Call-ID Reject-Contact Supported Content-Length Contact Identity-Info Event Refer-To Subject
        To Allow-Events Via Session-Expires Identity"""
    assert [canonical_name(letter) for letter in "abcdefijklmnorstuvxy"] == names.split()
    assert [canonical_name(letter) for letter in "ABCDEFIJKLMNORSTUVXY"] == names.split()


def test_lines_of_list_headers_are_split_and_others_are_not() -> None:
    headers = Headers.parse('Via: a, b\nDate: Sat, 1 Jan\nv: c\nContact: "x, y" <sip:a,b@c>;q=1, *')
    assert headers.all("Via") == ["a", "b", "c"]
    assert headers.get("Via") == "a"
    assert headers.all("Date") == ["Sat, 1 Jan"]
    assert headers.all("Contact") == ['"x, y" <sip:a,b@c>;q=1', "*"]
    assert headers.count("Via") == 2


def test_a_folded_header_is_one_value() -> None:
    headers = Headers.parse("TO :\n sip:a@b ;   tag    = 1\nSubject: one\n\ttwo\n \n three\nl:0")
    assert headers.items() == [
        ("To", "sip:a@b ;   tag    = 1"),
        ("Subject", "one two  three"),
        ("Content-Length", "0"),
    ]


@pytest.mark.parametrize(
    "line", ["From\x0b: a", "From\x00: a", "Fr om: a", ": a", "From", "Fr\xa0om: a", "a\rFrom: b"]
)
def test_what_is_no_header_line_is_no_header(line: str) -> None:
    assert Headers.parse(f"To: a\n{line}\nCall-ID: b").items() == [("To", "a"), ("Call-ID", "b")]


def test_a_lone_carriage_return_never_gets_into_a_value() -> None:
    assert Headers.parse("Subject: a\rVia: b").items() == []


@pytest.mark.parametrize("change", ["add", "prepend", "set"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("Subject", "a\r\nVia: b"), ("Subject", "a\nb"), ("Sub ject", "a"), ("", "a")],
)
def test_no_second_line_can_be_smuggled_in(change: str, name: str, value: str) -> None:
    headers = Headers()
    with pytest.raises(ValueError, match=r"Subject|Sub ject|''"):
        getattr(headers, change)(name, value)
    with pytest.raises(ValueError, match=r"Subject|Sub ject|''"):
        Headers([(name, value)])
    assert len(headers) == 0


def test_lines_are_added_before_and_behind() -> None:
    headers = Headers([("Via", "b")])
    headers.add("To", " x ")
    headers.prepend("v", "a")
    assert headers.items() == [("Via", "a"), ("Via", "b"), ("To", "x")]


def test_setting_replaces_all_lines_of_the_name_where_the_first_was() -> None:
    headers = Headers([("From", "f"), ("Route", "a"), ("To", "t"), ("Route", "b")])
    headers.set("route", "c")
    headers.set("CSeq", "1 BYE")
    assert headers.items() == [("From", "f"), ("Route", "c"), ("To", "t"), ("CSeq", "1 BYE")]


def test_removing_takes_all_lines_of_the_name() -> None:
    headers = Headers([("Via", "a"), ("To", "t"), ("v", "b")])
    headers.remove("VIA")
    headers.remove("Subject")
    assert headers.items() == [("To", "t")]


def test_a_copy_is_equal_and_lives_on_its_own() -> None:
    headers = Headers([("To", "t")])
    copy = headers.copy()
    assert copy == headers
    copy.add("From", "f")
    assert copy != headers
    assert headers.items() == [("To", "t")]


@pytest.mark.parametrize(
    ("change", "expect"),
    [
        (lambda headers: headers.add("Via", "c"), ["a", "b", "c"]),
        (lambda headers: headers.prepend("Via", "c"), ["c", "a", "b"]),
        (lambda headers: headers.set("Via", "c"), ["c"]),
        (lambda headers: headers.remove("Via"), []),
        (lambda headers: headers.all("Via").append("c"), ["a", "b"]),
        (lambda headers: headers.copy().add("Via", "c"), ["a", "b"]),
    ],
)
def test_what_was_looked_up_before_a_change_is_looked_up_anew(
    change: Callable[[Headers], None], expect: list[str]
) -> None:
    headers = Headers([("Via", "a, b"), ("To", "t")])
    assert (headers.all("Via"), headers.count("Via")) == (["a", "b"], 1)
    change(headers)
    assert headers.all("Via") == expect
    assert ("Via" in headers) == bool(expect)


def test_an_excerpt_has_the_first_of_what_may_be_there_but_once() -> None:
    headers = Headers([("To", "t"), ("Via", "a"), ("CSeq", "1"), ("t", "u"), ("Via", "b")])
    excerpt = headers.excerpt(("Via", "To"))
    assert excerpt.items() == [("To", "t"), ("Via", "a"), ("Via", "b")]
    excerpt.remove("To")
    assert headers.get("To") == "t"


@given(PAIRS)
def test_written_lines_are_read_back(pairs: list[tuple[str, str]]) -> None:
    headers = Headers(pairs)
    assert Headers.parse("\n".join(f"{n}: {v}" for n, v in headers.items())) == headers


@given(st.text())
def test_no_text_makes_reading_raise(text: str) -> None:
    headers = Headers.parse(text)
    for name in dict(headers.items()):
        headers.all(name)


@pytest.mark.parametrize(("text", "expect"), vectors("parse_via"))
def test_vias_mean_what_peers_read(text: str, expect: dict[str, Any]) -> None:
    via = Via.parse(text)
    assert (via.protocol, via.version, via.transport) == ("SIP", "3.0", expect["transport"])
    assert (via.host, via.port, via.branch) == (expect["host"], expect["port"], expect["branch"])
    assert expect["params"].items() <= dict(via.params).items()


@pytest.mark.parametrize(
    "text",
    [
        "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK",
        "SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKkdjuw",
        "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks;rport",
        "SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111",
        "SIP/2.0/UDP [2001:db8::9:1]:5060;received=2001:db8::9:255;branch=z9hG4bKas3-111",
        "SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        "SIP/2.0/UDP a_container",
    ],
)
def test_a_via_is_written_as_it_was_read(text: str) -> None:
    assert str(Via.parse(text)) == text
    assert Via.parse(str(Via.parse(text))) == Via.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SIP/2.0/UDP",
        "SIP/2.0 host",
        "SIP/2.0/UDP host:65536",
        "SIP/2.0/UDP 192.0.2.15;;,;,,",
        "SIP/2.0/UDP a b",
        "SIP/2.0/UDP host:",
        "SIP/2.0/UDP 2001:db8::9:1",
    ],
)
def test_what_is_no_via_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        Via.parse(text)


@pytest.mark.parametrize(("text", "expect"), vectors("parse_cseq"))
def test_cseqs_mean_what_peers_read(text: str, expect: dict[str, Any]) -> None:
    assert CSeq.parse(text) == CSeq(expect["value"], expect["method"])


@pytest.mark.parametrize(
    ("text", "cseq"),
    [
        ("0009\r\n  INVITE", CSeq(9, "INVITE")),
        ("4294967295 ACK", CSeq(4294967295, "ACK")),
        ("29344 RE%47IST%45R", CSeq(29344, "RE%47IST%45R")),
    ],
)
def test_a_cseq_is_a_number_and_a_method(text: str, cseq: CSeq) -> None:
    assert CSeq.parse(text) == cseq == CSeq.parse(str(cseq))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abcdefg",
        "1",
        "INVITE 1",
        "-1 INVITE",
        "4294967296 INVITE",
        "9" * 9999 + " BYE",
        "1 A B",
        "36893488147419103232 REGISTER",
        "\u06f1 INVITE",
        "1 INV\u00cfTE",
    ],
)
def test_what_is_no_cseq_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        CSeq.parse(text)


@pytest.mark.parametrize(("text", "expect"), vectors("parse_replaces"))
def test_replaces_means_what_peers_read(text: str, expect: dict[str, Any] | None) -> None:
    if expect is None:
        with pytest.raises(ProtocolError):
            Replaces.parse(text)
    else:
        assert Replaces.parse(text) == Replaces(**expect)
        assert Replaces.parse(str(Replaces(**expect))) == Replaces(**expect)
