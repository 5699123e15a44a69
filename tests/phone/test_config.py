"""From a document to a configuration."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.checks import CutText
from sipwidget.phone.config import (
    Button,
    Config,
    Source,
    configure,
    read_document,
    read_json,
)
from sipwidget.phone.model import Entry
from sipwidget.phone.notices import Level, Notice
from sipwidget.phone.properties import PROPERTIES

PAGE = "https://oh:8443/static/sipwidget/index.html"
SERVER = {"websocketUrl": "/ws", "domain": "fritz.box"}
TRUSTED = ("wss://oh:8443/ws", "fritz.box")


def configured(
    source: Source = Source.HOST, page_url: str = PAGE, **settings: Any
) -> tuple[Config, tuple[Notice, ...]]:
    device = {"local_account", "overrides", "trusted"} & settings.keys()
    own = {name: settings.pop(name) for name in device}
    return configure(SERVER | settings, page_url=page_url, source=source, **own)


def linked(**settings: Any) -> Config:
    return configured(Source.LINK, **settings)[0]


# --- documents ------------------------------------------------------------------------------------


def test_a_value_that_a_comment_cuts_is_told() -> None:
    document = read_document("dtmfString: #9\nphonebook: 620=A, #9=B\nusername: a # me\n", "x")
    assert document == {
        "dtmfString": CutText("", 1),
        "phonebook": CutText("620=A,", 2),
        "username": "a",
    }
    config, notices = configured(**document)
    assert (config.dtmf_string, config.phonebook) == ("", (Entry("620", "A"),))
    assert [each.code for each in notices] == ["config-comment", "config-comment"]
    assert dict(notices[1].values) == {"name": "dtmfString", "line": "1"}


# --- settings -------------------------------------------------------------------------------------


def test_settings_get_their_types() -> None:
    config, notices = configured(
        iconSize="48",
        websocketUrl="wss://a/ws, /ws",
        phonebook="620=Door",
        autoAnswer=620,
        enableVideo="true",
        enableLocalVideo=True,
        enableSIPDebug=True,
        dock="false",
        stunServers="pbx",
    )
    assert notices == ()
    assert config == Config(
        icon_size=48,
        websocket_urls=("wss://a/ws", "wss://oh:8443/ws"),
        domain="fritz.box",
        phonebook=(Entry("620", "Door"),),
        auto_answer=("620",),
        enable_video=True,
        enable_local_video=True,
        enable_sip_debug=True,
        dock=False,
        stun_servers=("stun:pbx",),
    )


def test_edit_mode_is_kept() -> None:
    assert configure({}, page_url=PAGE, source=Source.HOST, edit=True)[0].edit


def test_unset_is_the_default() -> None:
    unset = {known.name: None for known in PROPERTIES if known.name not in SERVER}
    empty = dict.fromkeys(unset, "")
    assert configured(**unset) == configured(**empty) == configured()


def test_local_video_needs_video() -> None:
    assert not configured(enableLocalVideo=True)[0].enable_local_video


def test_the_state_item_has_an_older_name() -> None:
    assert configured(stateItem="Old")[0].sip_state_item == "Old"
    assert configured(stateItem="Old", sipStateItem="New")[0].sip_state_item == "New"
    assert configured(stateItem="Old", sipStateItem="")[0].sip_state_item == "Old"


def test_a_wrong_value_is_told_and_the_default_is_used() -> None:
    config, notices = configured(declineStatus="200", dtmfString="12x", enableTones="on")
    assert (config.decline_status, config.dtmf_string, config.enable_tones) == (486, "", False)
    assert [(each.code, dict(each.values)["name"], each.error) for each in notices] == [
        ("config-boolean", "enableTones", "config"),
        ("config-dtmf", "dtmfString", "config"),
        ("config-range", "declineStatus", "config"),
    ]


@pytest.mark.parametrize("name", ["websocketUrl", "domain"])
def test_nothing_to_connect_to_is_an_alert(name: str) -> None:
    config, notices = configured(**{name: ""})
    assert not config.usable
    missing = Notice("config-missing", Level.ALERT, (("name", name),), "config")
    assert notices == (missing,)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("websocketUrl", "pbx", "config-url"),
        ("websocketUrl", "wss://pbx/#a", "config-url-fragment"),
        ("websocketUrl", ["wss://pbx"], "config-text"),
        ("domain", "a@b", "config-domain"),
    ],
)
def test_a_wrong_address_of_the_server_is_one_alert(name: str, value: object, code: str) -> None:
    config, notices = configured(**{name: value})
    assert not config.usable
    assert [(each.code, each.level, each.error) for each in notices] == [
        (code, Level.ALERT, "config")
    ]


def test_of_several_servers_a_wrong_one_is_left_out() -> None:
    config, notices = configured(websocketUrl="pbx,wss://pbx/ws,")
    assert config.websocket_urls == ("wss://pbx/ws",)
    assert [(each.code, each.error) for each in notices] == [("config-url", "config")]


def test_ws_on_an_https_page_is_an_alert() -> None:
    config, notices = configured(websocketUrl="ws://pbx/ws")
    assert config.usable
    assert [(each.code, each.error) for each in notices] == [("config-insecure", "insecure")]
    assert configured(websocketUrl="ws://pbx/ws", page_url="http://oh/")[1] == ()


def test_unknown_settings_are_told_but_not_those_of_the_host() -> None:
    _, notices = configured(title="Door", noBorder=True, iconsize=3, foo="bar")
    told = Notice("config-unknown", values=(("names", "iconsize, foo"),), error="config")
    assert notices == (told,)


def test_passwords_stay_out_of_messages() -> None:
    _, notices = configured(
        websocketUrl="http://paul:s3cret@pbx/ws",
        password=["s3cret"],
        turnServers="s3cret@@",
    )
    assert len(notices) == 3
    assert "s3cret" not in repr(notices)


def test_buttons_are_a_list_in_any_form() -> None:
    raw = [{"label": "Gate", "dtmf": "#9"}, {"item": "Light", "command": "ON", "when": "always"}]
    yaml = "- label: Gate\n  dtmf: '#9'\n- {item: Light, command: ON, when: always}\n"
    gate = Button("Gate", dtmf="#9")
    light = Button("Light ON", item="Light", command="ON", when="always")
    for form in (raw, yaml, json.dumps(raw)):
        config, notices = configured(buttons=form)
        assert (config.buttons, notices) == ((gate, light), ())


def test_a_wrong_button_is_left_out_and_told() -> None:
    config, notices = configured(buttons=[{"label": "?"}, {"dtmf": "1"}, {"dtmf": CutText("", 7)}])
    assert config.buttons == (Button("1", dtmf="1"),)
    assert [(each.code, dict(each.values)["name"]) for each in notices] == [
        ("config-button", "buttons 1"),
        ("config-comment", "buttons 3"),
    ]


@pytest.mark.parametrize("raw", ["- [", "label: Gate", {"label": "Gate"}, 7, True])
def test_buttons_that_are_no_list_are_told(raw: object) -> None:
    config, notices = configured(buttons=raw)
    assert config.buttons == ()
    assert [each.code for each in notices] == ["config-list"]


# --- the wishes of this device, and trust ----------------------------------------------------


@pytest.mark.parametrize("name", ["echoCancellation", "noiseSuppression", "autoGainControl"])
def test_the_sound_is_worked_on_unless_the_widget_or_this_device_does_not_want_it(
    name: str,
) -> None:
    """N15"""
    for wanted, own in (("true", False), ("false", True)):
        assert configured(**{name: wanted})[0].processing[name] is not own
        assert configured(**{name: wanted}, overrides={name: own})[0].processing[name] is own
    assert set(configured()[0].processing.values()) == {True}


def test_this_device_may_override_few_settings() -> None:
    overrides: dict[str, object] = {"autoAnswer": "", "enableTones": True, "enableVideo": None}
    config, notices = configured(
        overrides=overrides | {"domain": "evil", "speaker": "x"}, autoAnswer="*", enableVideo=True
    )
    assert (config.auto_answer, config.enable_tones, config.enable_video) == ((), True, True)
    assert config.domain == "fritz.box"
    assert notices == ()


ACTING: dict[str, object] = {
    "autoAnswer": "*",
    "autoDial": "620",
    "commandItem": "Sip_Command",
    "buttons": [{"dtmf": "#"}, {"item": "Light", "command": "ON"}],
}
LOCAL: dict[str, object] = {"username": "621", "password": "p", "sipStateItem": "L"}


def test_a_link_cannot_make_the_phone_act_before_consent() -> None:
    config = linked(local_account=LOCAL, username="620", **ACTING)
    assert config.withheld == ("autoAnswer", "autoDial", "commandItem", "buttons", "localAccount")
    assert (config.username, config.auto_dial) == ("620", "")


def test_after_consent_a_link_s_settings_act() -> None:
    config = linked(trusted=(TRUSTED,), local_account=LOCAL, **ACTING)
    assert config.auto_answer == ("*",)
    assert config.local_account
    assert config.withheld == ()
    assert config == configured(local_account=LOCAL, **ACTING)[0]


def test_consent_is_for_one_server_and_domain() -> None:
    other = linked(trusted=(TRUSTED,), **(ACTING | {"websocketUrl": "wss://evil/ws"}))
    assert other.auto_dial == ""
    both = linked(trusted=(TRUSTED,), **(ACTING | {"websocketUrl": "/ws,wss://evil/ws"}))
    assert both.auto_dial == ""
    assert linked(trusted=(TRUSTED,), **(ACTING | {"domain": "evil"})).auto_dial == ""


def test_what_this_device_overrides_does_not_act_for_a_foreign_link() -> None:
    assert linked(overrides={"autoAnswer": "*"}).auto_answer == ()


names = st.sampled_from([known.name for known in PROPERTIES] + ["stateItem"]) | st.text()
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars,
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    max_leaves=4,
)


@given(
    st.dictionaries(names, values),
    st.dictionaries(st.sampled_from(["username", "ownSipAddress", "sipStateItem"]), values),
    st.sampled_from(Source),
    st.sampled_from([PAGE, "", "about:blank", "http://[", "file:///x"]) | st.text(),
)
def test_any_mapping_gives_a_configuration(
    document: dict[str, object], local: dict[str, object], source: Source, page_url: str
) -> None:
    config, notices = configure(
        document, page_url=page_url, source=source, local_account=local, overrides=document
    )
    assert config.usable is (bool(config.websocket_urls) and bool(config.domain))
    assert all(each.code.startswith("config-") for each in notices)
    if source is Source.LINK:
        assert (config.auto_answer, config.auto_dial, config.command_item) == ((), "", "")


@given(st.text(alphabet="0123456789*#", min_size=1), st.booleans())
def test_a_setting_means_the_same_as_text_and_as_json(number: str, flag: bool) -> None:
    settings = {"phonebook": number, "enableTones": flag, "ringSeconds": 30}
    yaml = "".join(f"{name}: '{str(value).lower()}'\n" for name, value in settings.items())
    one, _ = configured(**read_document(yaml, "config.yaml"))
    other, _ = configured(**read_json(json.dumps(settings), "data-config"))
    assert one == other
