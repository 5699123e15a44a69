"""Which sheet is open, and what closes it again; the form of the account has its own test."""

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.inputs import Clicked, Commanded, ItemCommanded, ViewGone
from sipwidget.phone.model import Sheet
from sipwidget.phone.sheets import LONGEST_TYPED, OPENED_BY
from tests.phone.bench import Bench, ready, talking

MANY = phonebook.parse("620=Door,621=Gate")


def opened(bench: Bench) -> Sheet | None:
    return bench.phone.model.sheet


@pytest.mark.parametrize("action", OPENED_BY)
def test_a_button_leads_from_one_sheet_to_another_and_cancel_closes_that(action: str) -> None:
    bench = ready(phonebook=MANY)
    bench.do(Clicked("call"), Clicked(action))
    assert opened(bench) is OPENED_BY[action]
    bench.do(Clicked("cancel"))
    assert opened(bench) is None


@pytest.mark.parametrize("action", OPENED_BY)
def test_in_a_call_no_sheet_opens(action: str) -> None:
    bench = talking()
    bench.do(Clicked(action))
    assert opened(bench) is None


def test_the_keypad_opens_and_closes_in_a_call_and_stays_while_other_buttons_are_used() -> None:
    bench = talking()
    bench.do(Clicked("keypad"), Clicked("digit", "5", bench.call.id))
    assert opened(bench) is Sheet.KEYPAD
    bench.do(Clicked("keypad"))
    assert opened(bench) is None


def test_the_keypad_goes_with_the_call_and_is_none_without_one() -> None:
    bench = talking()
    bench.do(Clicked("keypad"), Clicked("hangup", call=bench.call.id), Clicked("keypad"))
    assert opened(bench) is None


def test_what_the_page_commands_closes_nothing() -> None:
    bench = ready(phonebook=MANY)
    bench.do(Clicked("call"), Commanded("hangup"))
    assert opened(bench) is Sheet.PHONEBOOK


# --- a number -------------------------------------------------------------------------------------


def test_a_number_is_typed_by_keyboard_and_by_keys_and_dialed() -> None:
    bench = ready()
    bench.do(Clicked("number"), Clicked("type", "62"), Clicked("digit", "1"), Clicked("digit", "5"))
    bench.do(Clicked("backspace"))
    assert bench.phone.model.typed == "621"
    bench.do(Clicked("dial"))
    assert (bench.call.address, opened(bench)) == ("621@pbx.example", None)


@pytest.mark.parametrize("text", ["sip:621@other.example:5070", " 621@other.example "])
def test_an_address_can_be_dialed_too(text: str) -> None:
    """A15"""
    bench = ready()
    bench.do(Clicked("number"), Clicked("type", text), Clicked("dial"))
    assert bench.call.address == "621@other.example"


def test_what_cannot_be_dialed_is_said_and_stays_to_be_mended() -> None:
    bench = ready()
    bench.do(Clicked("number"), Clicked("type", "sip:"), Clicked("dial"))
    assert (bench.codes, opened(bench)) == (["call-address"], Sheet.NUMBER)
    assert bench.phone.model.typed == "sip:"


def test_nothing_typed_dials_nothing() -> None:
    bench = ready()
    assert bench.do(Clicked("number"), Clicked("type", "  "), Clicked("dial")) == []


def test_what_was_typed_is_gone_with_its_sheet_and_has_a_bound() -> None:
    bench = ready(phonebook=MANY)
    bench.do(Clicked("number"), Clicked("type", "6" * 500), Clicked("digit", "6"))
    assert len(bench.phone.model.typed) == LONGEST_TYPED
    bench.do(Clicked("history"))
    assert bench.phone.model.typed == ""
    bench.do(Clicked("number"), Clicked("type", "6"))
    bench.peer_calls()
    assert bench.phone.model.typed == ""


def test_a_question_of_a_rule_outlives_what_is_done_in_a_sheet() -> None:
    bench = ready(command_item="Rule")
    bench.do(ItemCommanded("dial:4711"), Clicked("number"), Clicked("type", "1"), Clicked("cancel"))
    assert bench.phone.model.asked is not None
    bench.do(Clicked("cancel"))
    assert bench.phone.model.asked is None


# --- several views of one phone -------------------------------------------------------------------


def test_a_sheet_belongs_to_the_view_in_which_it_was_opened() -> None:
    bench = ready(phonebook=MANY)
    bench.do(Clicked("call", view=2))
    assert (opened(bench), bench.phone.model.sheet_view) == (Sheet.PHONEBOOK, 2)
    bench.do(Clicked("number", view=1))
    assert (opened(bench), bench.phone.model.sheet_view) == (Sheet.NUMBER, 1)
    bench.do(Clicked("cancel", view=2))
    assert opened(bench) is None


def test_who_uses_another_view_has_done_with_the_sheet_of_the_first() -> None:
    bench = talking()
    bench.do(Clicked("keypad", view=1), Clicked("mute", call=bench.call.id, view=2))
    assert opened(bench) is None
    bench.do(Clicked("keypad", view=2))
    assert opened(bench) is Sheet.KEYPAD


def test_a_sheet_goes_with_its_view() -> None:
    bench = ready(phonebook=MANY)
    bench.do(Clicked("call", view=1), ViewGone(2))
    assert opened(bench) is Sheet.PHONEBOOK
    bench.do(ViewGone(1))
    assert opened(bench) is None
