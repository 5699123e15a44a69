"""The form of the local account (A48 to A56)."""

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.board import SOME_SECONDS
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.effects import ListDevices, SaveDevice
from sipwidget.phone.inputs import Clicked, Configured, DevicesListed
from sipwidget.phone.model import Sheet
from sipwidget.phone.notices import notice
from tests.phone.bench import CONFIG, Bench, ready, ringing

TABLET = Device("tablet", "s3cret", "620", "Tablet_SIP")


def opened(**settings: object) -> Bench:
    bench = ready(**settings)
    assert bench.do(Clicked("settings")) == [ListDevices()]
    return bench


def form(bench: Bench) -> tuple[tuple[str, str], ...]:
    """What stands in the form as it was opened."""
    device = bench.phone.model.form.device
    return (*device.account.items(),)


def test_it_opens_by_hand_and_asks_what_there_is_to_choose_from() -> None:
    bench = opened()
    assert bench.phone.model.sheet is Sheet.ACCOUNT
    bench.do(DevicesListed((MediaDevice("camera", "1", "Door side"),)))
    assert bench.phone.model.form.choices[0].label == "Door side"


def test_where_it_is_locked_only_who_edits_the_page_can_open_it() -> None:
    bench = ready(lock_local_account=True)
    assert bench.do(Clicked("settings")) == []
    assert bench.phone.model.sheet is None
    bench.configure(lock_local_account=True, edit=True)
    bench.do(Clicked("settings"))
    assert bench.phone.model.sheet is Sheet.ACCOUNT


def test_in_a_call_it_does_not_open_but_what_was_typed_waits_for_its_end() -> None:
    bench = ringing()
    assert bench.do(Clicked("settings")) == []
    bench = opened()
    bench.peer_calls()
    assert bench.phone.model.sheet is Sheet.ACCOUNT
    bench.do(Clicked("decline", call=bench.call.id))
    assert bench.phone.model.sheet is Sheet.ACCOUNT


def test_a_lock_closes_it() -> None:
    bench = opened()
    bench.configure(lock_local_account=True)
    assert (bench.phone.model.sheet, bench.phone.model.form) == (None, None)


def test_it_shows_what_the_device_keeps_and_the_password_hidden() -> None:
    bench = opened()
    bench.do(Configured(CONFIG, device=TABLET))
    assert bench.phone.model.form.device == TABLET
    assert not bench.phone.model.form.password_shown
    bench.do(Clicked("show"))
    assert bench.phone.model.form.password_shown
    bench.do(Clicked("cancel"), Clicked("settings"))
    assert not bench.phone.model.form.password_shown


def test_nothing_of_it_is_in_the_model_while_it_is_closed() -> None:
    bench = opened()
    bench.do(Configured(CONFIG, device=TABLET), Clicked("cancel"))
    assert bench.phone.model.form is None
    assert "s3cret" not in repr(bench.phone.model)


def test_what_is_saved_goes_to_the_device_and_is_said_when_it_is_kept() -> None:
    bench = opened()
    fields = (*TABLET.account.items(), ("enableVideo", "true"))
    saved = Device("tablet", "s3cret", "620", "Tablet_SIP", enable_video=True)
    assert bench.do(Clicked("save", fields=fields)) == [SaveDevice(saved)]
    assert (bench.phone.model.sheet, bench.codes) == (None, [])
    bench.do(Configured(CONFIG, device=saved))
    assert bench.codes == ["local-saved"]
    bench.tick(SOME_SECONDS)
    assert bench.codes == []


def test_what_the_browser_does_not_keep_is_not_said_to_be_saved() -> None:
    bench = opened()
    bench.do(Clicked("save", fields=form(bench)))
    bench.do(Configured(CONFIG, (notice("local-unsaved"),)))
    assert bench.codes == ["local-unsaved"]


def test_an_account_that_another_frame_has_saved_is_not_said_to_be_saved_here() -> None:
    bench = ready()
    bench.do(Configured(CONFIG, device=TABLET))
    assert bench.codes == []


def test_an_item_that_is_none_keeps_the_form_open_and_is_named() -> None:
    bench = opened()
    assert bench.do(Clicked("save", fields=(("sipStateItem", "My Item"),))) == []
    assert (bench.phone.model.sheet, bench.codes) == (Sheet.ACCOUNT, ["config-item"])


def test_clearing_keeps_nothing() -> None:
    bench = opened()
    bench.do(Configured(CONFIG, device=TABLET))
    assert bench.do(Clicked("clear")) == [SaveDevice(Device())]
    assert bench.phone.model.sheet is None


@pytest.mark.parametrize("action", ["save", "clear", "show"])
def test_buttons_of_a_form_that_is_closed_do_nothing(action: str) -> None:
    assert ready().do(Clicked(action, fields=(("username", "x"),))) == []


def test_other_buttons_work_while_it_is_open() -> None:
    bench = opened(phonebook=phonebook.parse("620=Door"))
    bench.do(Clicked("dial", "620"))
    assert bench.call.party == "Door"
