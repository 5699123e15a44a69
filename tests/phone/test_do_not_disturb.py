"""Do not disturb (N29): calls are refused without ringing, and the state Item learns of them."""

from dataclasses import replace

from sipwidget.phone.device import Device
from sipwidget.phone.effects import SaveDevice
from sipwidget.phone.inputs import Clicked, Configured
from tests.phone.bench import CONFIG, Bench, announced, ready, sent, talking

QUIET = Device(do_not_disturb=True)


def undisturbed(bench: Bench, **settings: object) -> Bench:
    bench.do(Configured(replace(CONFIG, **settings), device=QUIET))
    return bench


def test_the_switch_is_kept_on_the_device_beside_all_else() -> None:
    bench = ready()
    tablet = Device("tablet", camera="front")
    bench.do(Configured(CONFIG, device=tablet))
    assert bench.do(Clicked("dnd")) == [SaveDevice(replace(tablet, do_not_disturb=True))]
    assert not bench.phone.model.dnd  # until it is kept
    bench.do(Configured(CONFIG, device=replace(tablet, do_not_disturb=True)))
    assert bench.phone.model.dnd
    assert bench.do(Clicked("dnd")) == [SaveDevice(tablet)]


def test_the_form_of_the_account_leaves_the_switch_alone() -> None:
    bench = undisturbed(ready())
    bench.do(Clicked("settings"))
    saved = bench.do(Clicked("save", fields=(("username", "tablet"),)))
    assert saved == [SaveDevice(Device("tablet", do_not_disturb=True))]
    bench.do(Clicked("settings"))
    assert bench.do(Clicked("clear")) == [SaveDevice(QUIET)]


def test_a_call_is_refused_without_ringing_and_told_once_from_begin_to_end() -> None:
    bench = undisturbed(ready(), decline_status=603)
    effects = bench.peer_calls()
    assert sent(effects) == ["603 INVITE"]
    assert announced(effects) == ["incoming:620@pbx.example", "failed:620@pbx.example"]
    assert (bench.phone.model.calls, bench.codes) == ((), [])


def test_a_call_that_is_up_is_left_alone_and_calls_can_be_placed() -> None:
    bench = undisturbed(talking())
    assert bench.call.state.accepted
    bench.do(Clicked("hangup", call=bench.call.id))
    bench.do(Clicked("dial", "620"))
    assert bench.call.party == "Door"


def test_afterwards_it_rings_again() -> None:
    bench = undisturbed(ready())
    bench.configure()
    assert sent(bench.peer_calls()) == ["180 INVITE"]


def test_it_holds_for_another_account_too() -> None:
    bench = undisturbed(ready(), password="other")
    bench.open()
    assert sent(bench.peer_calls()) == ["486 INVITE"]
