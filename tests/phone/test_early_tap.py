"""A tap from before Python was there opens the phonebook, and never dials (A3)."""

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.early_tap import PATIENCE
from sipwidget.phone.inputs import Clicked, TappedEarly
from sipwidget.phone.model import Sheet
from tests.phone.bench import Bench, kinds, ready, refuse

ONE, TWO = phonebook.parse("620=Door"), phonebook.parse("620=Door, 621=Gate")


def tapped(**settings: object) -> Bench:
    """Somebody has tapped; then the phone began, and connects by now."""
    bench = Bench()
    bench.do(TappedEarly())
    bench.configure(**settings)
    return bench


def test_the_phonebook_opens_as_soon_as_calls_can_go_and_once():
    bench = tapped(phonebook=TWO)
    assert bench.phone.model.sheet is None
    bench.now = PATIENCE - 0.1
    bench.open()
    assert bench.phone.model.sheet is Sheet.PHONEBOOK
    bench.do(Clicked("cancel"))
    assert bench.phone.model.sheet is None


def test_one_target_is_not_dialed():
    bench = tapped(phonebook=ONE)
    bench.open()
    assert "MakeOffer" not in kinds(bench.effects)
    assert (bench.phone.model.sheet, bench.codes) == (None, [])


def test_where_there_is_no_phonebook_that_is_said():
    bench = tapped(phonebook=())
    bench.open()
    assert bench.codes == ["phonebook-empty"]


def test_calls_can_go_where_the_registration_was_refused():
    bench = ready(refuse(403), phonebook=TWO)
    bench.do(TappedEarly())
    assert bench.phone.model.sheet is Sheet.PHONEBOOK


def test_whoever_has_waited_too_long_waits_no_more():
    bench = tapped(phonebook=TWO)
    bench.now = PATIENCE
    bench.open()
    assert bench.phone.model.sheet is None


@pytest.mark.parametrize("action", ["settings", "call"])
def test_whoever_has_done_something_else_meanwhile_wants_that(action):
    bench = tapped(phonebook=TWO)
    bench.do(Clicked(action))
    before = bench.phone.model.sheet
    bench.open()
    assert bench.phone.model.sheet is before


def test_where_nothing_is_configured_nothing_opens():
    bench = tapped(phonebook=TWO, websocket_urls=())
    assert bench.phone.model.sheet is None
