import pytest

from sipwidget.phone.effects import SetMuted
from sipwidget.phone.inputs import Clicked
from sipwidget.phone.model import Sheet
from tests.phone.bench import Bench, answered, answering, calling, dialing, ringing, talking

STANDING = [talking, answered]


def click(bench: Bench, action: str) -> list[object]:
    return [*bench.do(Clicked(action, call=bench.call.id))]


@pytest.mark.parametrize("stage", STANDING)
def test_the_microphone_is_shut_and_opened_again(stage) -> None:
    bench = stage()
    for muted in (True, False):
        assert click(bench, "mute") == [SetMuted(bench.call.id, muted)]
        assert bench.call.muted is muted


@pytest.mark.parametrize("stage", [dialing, calling, ringing, answering])
@pytest.mark.parametrize("action", ["mute", "hold", "camera"])
def test_a_call_that_does_not_stand_yet_has_no_controls(stage, action: str) -> None:
    bench = stage()
    before = bench.phone.model
    assert click(bench, action) == []
    assert bench.phone.model == before


def test_the_keypad_stays_open_meanwhile() -> None:
    bench = talking()
    click(bench, "keypad")
    click(bench, "mute")
    assert bench.phone.model.sheet is Sheet.KEYPAD
