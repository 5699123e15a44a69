import re
from dataclasses import replace

from sipwidget.phone.config import Source, configure
from sipwidget.phone.properties import BY_NAME, GROUPS, PROPERTIES
from tools import manual


def test_each_setting_stands_once_in_the_chapter_of_its_group() -> None:
    _, *chapters = re.split(r"^## (?=SIP server$)", manual.page(), flags=re.MULTILINE)
    found = re.findall(r"^(##|###) (.+)$", "## " + "".join(chapters), flags=re.MULTILINE)
    wanted = [
        heading
        for name, label in GROUPS
        for heading in (
            ("##", label),
            *(("###", known.name) for known in PROPERTIES if known.group == name),
        )
    ]
    assert found == wanted


def test_what_a_setting_takes_is_said_in_a_line() -> None:
    assert manual.takes(BY_NAME["dtmfMode"]) == (
        "TEXT · `auto` or `rtp` or `info` · default `auto` · advanced"
    )
    assert manual.takes(BY_NAME["dtmfGap"]) == ("INTEGER · 30 to 6000 · default `640` · advanced")
    assert manual.takes(BY_NAME["sipStateItem"]) == "TEXT · name of an Item · advanced"
    assert manual.takes(BY_NAME["dock"]) == "BOOLEAN · default `true` · advanced"
    assert manual.takes(BY_NAME["enableVideo"]) == "BOOLEAN · default `false`"


def test_notes_are_about_settings_that_there_are() -> None:
    assert manual.NOTES.keys() <= BY_NAME.keys()
    assert manual.NOTES["phonebook"] in manual.section(BY_NAME["phonebook"])
    unknown = replace(BY_NAME["phonebook"], name="x")
    assert manual.section(unknown).rstrip().endswith("for callers, too.")


def test_the_examples_are_understood() -> None:
    """What stands in backquotes, or in the block of YAML, as a person would copy it."""
    notes = manual.NOTES
    block = re.search(r"buttons: \|\n(.*)```", notes["buttons"], re.DOTALL)
    assert block
    servers = re.findall(r"`(wss[^`]+)`", notes["websocketUrl"])
    document = {
        "websocketUrl": max(servers, key=len),
        "domain": "pbx.example",
        "phonebook": re.findall(r"`(620=[^`]+)`", notes["phonebook"])[0],
        "autoAnswer": re.findall(r"`([^`]+)`", notes["autoAnswer"])[0],
        "turnServers": re.findall(r"`([^`]+)`", notes["turnServers"])[0],
        "stunServers": re.findall(r"`([^`]+)`", notes["stunServers"])[0],
        "buttons": block[1],
        "allowCommands": ", ".join(re.findall(r"`(\w+)`", notes["allowCommands"])),
    }
    config, notices = configure(document, page_url="https://oh/", source=Source.HOST)
    assert notices == ()
    assert [each.label for each in config.buttons] == ["Gate", "Light"]
    assert len(config.websocket_urls) == 2
    assert len(config.phonebook) == 3
