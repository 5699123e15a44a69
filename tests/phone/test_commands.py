"""What a rule may do unasked (N23, N37)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone import phonebook
from sipwidget.phone.commands import ACTIONS, Command, Permission, is_known, permission, read
from sipwidget.phone.config import Source, configure
from sipwidget.phone.settings import Config

BOOK = phonebook.parse("620=Door,gate@other.example=Gate")


def config(*allowed: str) -> Config:
    return Config(domain="pbx.example", phonebook=BOOK, allow_commands=allowed)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("dial:620", Command("dial", "620")),
        (" Dial : **620@fritz.box ", Command("dial", "**620@fritz.box")),
        ("dial:sip:620@pbx:5060", Command("dial", "sip:620@pbx:5060")),
        ("answer", Command("answer", "")),
        ("sing:aloud", Command("sing", "aloud")),
    ],
)
def test_a_command_is_a_verb_and_what_stands_behind_the_colon(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize("text", ["", "  ", "NULL", "UNDEF"])
def test_an_item_that_nobody_wrote_to_commands_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "action", "target"),
    [
        ("mute", "mute", "on"),
        ("unmute", "mute", "off"),
        ("hold", "hold", "on"),
        ("resume", "hold", "off"),
        ("dtmf:#1", "digit", "#1"),
    ],
)
def test_what_a_button_switches_over_a_command_switches_one_way(
    text: str, action: str, target: str
) -> None:
    command = read(text)
    assert command is not None
    assert (command.action, command.target) == (action, target)


@pytest.mark.parametrize("verb", sorted(ACTIONS.keys() - {"dial"}))
def test_only_what_is_named_is_done_unasked(verb: str) -> None:
    assert permission(Command(verb, ""), config(verb)) is Permission.GIVEN
    assert permission(Command(verb, ""), config()) is Permission.REFUSED


@pytest.mark.parametrize(
    ("allowed", "target", "expected"),
    [
        (("dial",), "620", Permission.GIVEN),
        (("dial",), "sip:620@pbx.example", Permission.GIVEN),
        (("dial",), "gate@other.example", Permission.GIVEN),
        (("dial",), "0900123", Permission.ASK),
        (("dial",), "620@evil.example", Permission.ASK),
        (("dial",), "gate", Permission.ASK),
        (("dial",), "no uri@@", Permission.REFUSED),
        (("dial:*",), "0900123", Permission.GIVEN),
        ((), "620", Permission.ASK),
        (("dial",), "", Permission.REFUSED),
    ],
)
def test_a_rule_dials_what_the_phonebook_holds_and_asks_for_the_rest(
    allowed: tuple[str, ...], target: str, expected: Permission
) -> None:
    assert permission(Command("dial", target), config(*allowed)) is expected


def test_the_default_lets_no_rule_dial() -> None:
    default = Config(domain="pbx.example", phonebook=BOOK)
    assert permission(Command("dial", "620"), default) is Permission.ASK
    for verb in ("answer", "hangup", "dtmf"):
        assert permission(Command(verb, ""), default) is Permission.GIVEN


@pytest.mark.parametrize("text", ["dial:" + "6" * 124, "dial:62\u202e0", "dial:620\nanswer"])
def test_what_nobody_could_mean_is_no_command(text: str) -> None:
    command = read(text)
    assert command is not None
    assert command.action is None


def test_a_command_item_that_is_the_state_item_too_would_hear_itself() -> None:
    document = {"websocketUrl": "wss://pbx/ws", "domain": "pbx", "phonebook": "620"}
    document |= {"sipStateItem": "Phone", "commandItem": "Phone"}
    found, problems = configure(document, page_url="https://oh/", source=Source.HOST)
    assert (found.sip_state_item, found.command_item) == ("Phone", "")
    assert [each.code for each in problems] == ["config-same-item"]


@given(st.text())
def test_any_text_can_be_read_and_judged(text: str) -> None:
    command = read(text)
    if command is not None:
        assert permission(command, config("dial", *ACTIONS)) in Permission
        is_known(command.argument, config())
