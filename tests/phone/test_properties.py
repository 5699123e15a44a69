"""The table of settings against the one that it promises to be (A90)."""

from dataclasses import fields

import pytest

from sipwidget.phone.properties import BY_NAME, GROUPS, PROPERTIES
from sipwidget.phone.property import Type
from sipwidget.phone.settings import Config

OH_SIPCLIENT = [
    ("iconSize", "INTEGER", "Icon Size", ""),
    ("websocketUrl", "TEXT", "Websocket URL", "required"),
    ("domain", "TEXT", "SIP Domain", "required"),
    ("username", "TEXT", "SIP Username", ""),
    ("authorizationUser", "TEXT", "SIP Authorization User", "advanced"),
    ("password", "TEXT", "SIP Password", ""),
    ("enableTones", "BOOLEAN", "Enable tones", "advanced"),
    ("phonebook", "TEXT", "Phonebook", "required"),
    ("dtmfString", "TEXT", "DTMF String", "advanced"),
    ("hideCallerId", "BOOLEAN", "Hide caller id", "advanced"),
    ("enableVideo", "BOOLEAN", "Enable Video", ""),
    ("enableLocalVideo", "BOOLEAN", "Enable Local Video View", ""),
    ("defaultVideoAspectRatio", "TEXT", "Default Aspect Ratio", "advanced"),
    ("disableRegister", "BOOLEAN", "Disable REGISTER", "advanced"),
    ("autoAnswer", "TEXT", "Auto Answer", "advanced"),
    ("autoDial", "TEXT", "Auto Dial", "advanced"),
    ("sipStateItem", "TEXT", "State Item", "advanced"),
    ("enableSIPDebug", "BOOLEAN", "Enable SIP Debug", "advanced"),
]

BEYOND = {
    "declineStatus": 486,
    "callWaiting": None,
    "ringSeconds": 0,
    "maxCallSeconds": 0,
    "dtmfMode": "auto",
    "dtmfDuration": 160,
    "dtmfGap": 640,
    "buttons": None,
    "showVideoWhenIdle": None,
    "pictureUrl": None,
    "pictureItem": None,
    "stunServers": None,
    "turnServers": None,
    "openDevices": "call",
    "hideInsecureMessage": None,
    "toneCountry": None,
    "ringtoneUrl": None,
    "commandItem": None,
    "allowCommands": "answer,hangup,dtmf",
    "lockLocalAccount": None,
    "dock": True,
    "pushToTalk": None,
    "echoCancellation": True,
    "noiseSuppression": True,
    "autoGainControl": True,
    "language": None,
}


@pytest.mark.parametrize(("name", "kind", "label", "flag"), OH_SIPCLIENT)
def test_the_form_is_that_of_oh_sipclient(name: str, kind: str, label: str, flag: str) -> None:
    known = BY_NAME[name]
    assert (known.type, known.label) == (kind, label)
    assert known.required is (flag == "required")
    assert known.advanced is (flag == "advanced")


def test_the_rest_are_the_promised_settings_with_their_defaults() -> None:
    rest = PROPERTIES[len(OH_SIPCLIENT) :]
    assert {known.name: known.default for known in rest} == BEYOND


def test_an_unset_property_is_what_the_table_says() -> None:
    lists = {"websocketUrl": "websocket_urls", "allowCommands": "allow_commands"}
    for known in PROPERTIES:
        if known.name in lists:
            continue
        unset = {Type.TEXT: "", Type.INTEGER: None, Type.BOOLEAN: False}[known.type]
        wanted = unset if known.default is None else known.default
        found = getattr(Config(), known.attribute)
        assert found == wanted or (found, wanted) == ((), ""), known.name
    assert ",".join(Config().allow_commands) == BY_NAME["allowCommands"].default


def test_every_attribute_of_the_configuration_comes_from_the_table_or_the_device() -> None:
    attributes = {known.attribute for known in PROPERTIES} - {"websocket_url"}
    beyond = {"websocket_urls", "own_address", "local_account", "withheld", "edit"}
    assert {each.name for each in fields(Config)} == attributes | beyond


def test_names_are_unique_and_every_row_is_complete() -> None:
    assert len(BY_NAME) == len(PROPERTIES)
    groups = {name for name, _ in GROUPS}
    for known in PROPERTIES:
        assert known.description.endswith(".")
        assert known.group in groups
        assert known.limits[0] < known.limits[1] or known.type is not Type.INTEGER


def test_only_what_holds_passwords_is_secret() -> None:
    assert [known.name for known in PROPERTIES if known.secret] == ["password", "turnServers"]


def test_the_state_item_is_an_item_and_keeps_its_older_name() -> None:
    known = BY_NAME["sipStateItem"]
    assert (known.context, known.alias) == ("item", "stateItem")
