"""The widgets as openHAB reads them: A90, A91, and what Main UI makes of a default."""

import json
from typing import Any

import pytest
import yaml

from sipwidget.phone.config import Source, configure, read_document
from tools import openhab

A90 = """
iconSize                 INTEGER  -         Icon Size
websocketUrl             TEXT     required  Websocket URL
domain                   TEXT     required  SIP Domain
username                 TEXT     -         SIP Username
authorizationUser        TEXT     advanced  SIP Authorization User
password                 TEXT     -         SIP Password
enableTones              BOOLEAN  advanced  Enable tones
phonebook                TEXT     required  Phonebook
dtmfString               TEXT     advanced  DTMF String
hideCallerId             BOOLEAN  advanced  Hide caller id
enableVideo              BOOLEAN  -         Enable Video
enableLocalVideo         BOOLEAN  -         Enable Local Video View
defaultVideoAspectRatio  TEXT     advanced  Default Aspect Ratio
disableRegister          BOOLEAN  advanced  Disable REGISTER
autoAnswer               TEXT     advanced  Auto Answer
autoDial                 TEXT     advanced  Auto Dial
sipStateItem             TEXT     advanced  State Item
enableSIPDebug           BOOLEAN  advanced  Enable SIP Debug
"""
FILES = {name: yaml.safe_load(text) for name, text in openhab.files()}
PLAIN, CARD = FILES["sipwidget.yaml"], FILES["sipwidget-card.yaml"]
KNOWN = {  # of ConfigDescriptionParameterDTO
    *("name", "label", "description", "type", "required", "advanced", "context", "default"),
    *("options", "limitToOptions", "min", "max", "groupName"),
}
BLOCK = """
component: widget:sipwidget
config:
  websocketUrl: wss://pbx:8089/ws
  domain: pbx
  phonebook: 620=Door
  dtmfString: "#"
"""


def parameters(widget: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in widget["props"]["parameters"]}


def test_the_form_has_every_field_of_oh_sipclient_as_it_was() -> None:
    form = parameters(PLAIN)
    found = [
        (name, each["type"], *(f for f in ("required", "advanced") if each.get(f)), each["label"])
        for name, each in form.items()
    ]
    wanted = [
        tuple(part for part in line.split(maxsplit=3) if part != "-")
        for line in A90.strip().splitlines()
    ]
    assert found[: len(wanted)] == wanted


def test_passwords_and_items_have_their_own_fields() -> None:
    form = parameters(PLAIN)
    contexts = {name: each["context"] for name, each in form.items() if "context" in each}
    assert contexts["password"] == "password"
    assert contexts["sipStateItem"] == contexts["commandItem"] == "item"
    assert "stateItem" not in form


@pytest.mark.parametrize("widget", [PLAIN, CARD])
def test_parameters_are_as_openhab_describes_them(widget: dict[str, Any]) -> None:
    groups = [group["name"] for group in widget["props"]["parameterGroups"]]
    assert len(set(groups)) == len(groups)
    for name, each in parameters(widget).items():
        assert each.keys() <= KNOWN, name
        assert each["groupName"] in groups, name
        assert each["description"].endswith("."), name
        assert "<" not in each["description"], f"{name}: Main UI shows it as HTML"
    assert {each["groupName"] for each in parameters(widget).values()} == set(groups)


def test_a_default_is_text_that_main_ui_turns_into_the_right_value() -> None:
    defaults = {n: e["default"] for n, e in parameters(PLAIN).items() if "default" in e}
    assert all(isinstance(text, str) for text in defaults.values())
    assert defaults["dtmfGap"] == "640"
    assert defaults["dock"] == "true"
    assert "false" not in defaults.values(), "Main UI would take it for true"


def test_numbers_have_limits_and_choices_are_listed() -> None:
    form = parameters(PLAIN)
    assert (form["dtmfDuration"]["min"], form["dtmfDuration"]["max"]) == (40, 6000)
    assert [each["value"] for each in form["dtmfMode"]["options"]] == ["auto", "rtp", "info"]
    assert form["dtmfMode"]["limitToOptions"] is True
    assert "min" not in form["domain"]


def test_the_frame_is_given_the_properties_and_may_use_the_devices() -> None:
    assert PLAIN["component"] == "oh-webframe"
    for config in (PLAIN["config"], CARD["config"]):
        assert config["src"] == "/static/sipwidget/index.html"
        assert config["data-config"] == "=JSON.stringify(props)"
        assert config["allow"].startswith("microphone; camera; autoplay; fullscreen")
        assert "'auto'" in config["data-height"]
    assert PLAIN["config"]["title"] == "Telephone"


def test_the_card_has_what_oh_sipclient_card_has() -> None:
    """A91."""
    looks = {"title": "TEXT", "footer": "TEXT"} | dict.fromkeys(
        ("noBorder", "noShadow", "outline"), "BOOLEAN"
    )
    form = parameters(CARD)
    assert {name: form[name]["type"] for name in looks} == looks
    assert form.keys() - parameters(PLAIN).keys() == looks.keys()
    assert CARD["component"] == "oh-webframe-card"
    assert {name: CARD["config"][name] for name in looks} == {n: f"=props.{n}" for n in looks}


def test_the_file_of_openhab_5_holds_both() -> None:
    file = FILES["sipwidget-openhab5.yaml"]
    assert file["version"] == 1
    assert [{"uid": uid, **tree} for uid, tree in file["widgets"].items()] == [PLAIN, CARD]


def test_the_same_table_gives_the_same_text_without_anchors() -> None:
    assert dict(openhab.files()) == dict(openhab.files())
    for name, text in openhab.files():
        assert "&id" not in text, name
        assert all(len(line) <= 110 for line in text.splitlines()), name


def test_what_the_form_hands_over_is_understood() -> None:
    """A47: the config of a page, with the defaults that Main UI adds, and without a hint."""
    config = read_document(BLOCK, "page")
    looks = {"title": "Door", "noBorder": True, "height": "100%"}
    defaults = {n: e["default"] for n, e in parameters(CARD).items() if "default" in e}
    handed = json.loads(json.dumps(defaults | looks | config))
    read, notices = configure(handed, page_url="https://oh/", source=Source.HOST)
    assert notices == ()
    assert (read.domain, read.dtmf_string, read.dock) == ("pbx", "#", True)
