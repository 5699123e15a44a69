"""Which sheet is open, and what closes it again; the form of the account has its own test."""

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.inputs import Clicked, Commanded
from sipwidget.phone.model import Sheet
from sipwidget.phone.sheets import OPENED_BY
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
