"""The action buttons (N24): when they are there, and what comes of them."""

from dataclasses import replace

import pytest

from sipwidget.phone.action_buttons import is_of_use
from sipwidget.phone.board import SOME_SECONDS
from sipwidget.phone.effects import CommandItem, SendTones
from sipwidget.phone.inputs import Clicked, CommandAnswered, Configured
from sipwidget.phone.model import Call, CallState, Outcome, Sheet
from sipwidget.phone.notices import Level
from sipwidget.phone.settings import Button
from tests.phone.bench import (
    CONFIG,
    Bench,
    answered,
    answering,
    calling,
    ready,
    ringing,
    talking,
)

GATE = Button("Gate", "gate", item="Gate_Opener", command="ON", when="always")
LIGHT = Button("Light", "light", item="Hall_Light", command="ON")
TONES = Button("Door", "door", dtmf="#1", when="always")
ALL = (GATE, LIGHT, TONES)


def labels(bench: Bench) -> list[str]:
    return [each.label for each in bench.phone.model.buttons]


def press(bench: Bench, label: str, call: str = "") -> list[object]:
    return [*bench.do(Clicked("button", label, call))]


def outcome(bench: Bench, label: str) -> Outcome:
    return next(each.outcome for each in bench.phone.model.buttons if each.label == label)


def answer(bench: Bench, status: int, number: int = 1, button: Button = GATE) -> None:
    assert bench.do(CommandAnswered(number, button.item, button.command, status)) == []


# --- when they are there --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "there"),
    [
        (ready, ["Gate"]),
        (ringing, ["Gate"]),
        (answering, ["Gate"]),
        (calling, ["Gate"]),
        (answered, ["Gate", "Light", "Door"]),
        (talking, ["Gate", "Light", "Door"]),
    ],
)
def test_a_button_is_there_in_its_time_and_tones_need_a_session(state, there) -> None:
    """``always`` does not bring tones where there is nobody to hear them."""
    assert labels(state(buttons=ALL)) == there


def test_tones_can_be_sent_in_early_media_and_commands_wait_for_an_answer() -> None:
    early = Call("c", CallState.OUTGOING, "", "", tones=True)
    assert is_of_use(TONES, early)
    assert not is_of_use(LIGHT, early)
    assert is_of_use(LIGHT, replace(early, state=CallState.OUTGOING_ACCEPTED))


# --- tones ----------------------------------------------------------------------------------------


def test_a_button_sends_its_tones_in_the_call_that_it_was_drawn_for() -> None:
    bench = talking(buttons=ALL, dtmf_mode="rtp")
    (tones,) = press(bench, "Door", bench.call.id)
    assert isinstance(tones, SendTones)
    assert (tones.call, tones.tones) == (bench.call.id, "#1")
    assert press(bench, "Door", "another") == []


def test_the_keypad_stays_open() -> None:
    bench = talking(buttons=ALL)
    bench.do(Clicked("keypad", call=bench.call.id))
    press(bench, "Gate")
    assert bench.phone.model.sheet is Sheet.KEYPAD


# --- commands -------------------------------------------------------------------------------------


def test_a_press_commands_the_item_once_and_opens_no_call() -> None:
    bench = ready(buttons=ALL)
    assert press(bench, "Gate") == [CommandItem(1, "Gate_Opener", "ON")]
    assert outcome(bench, "Gate") is Outcome.WAITING
    assert press(bench, "Gate") == []  # the answer is not there yet
    assert bench.phone.model.calls == ()


def test_success_is_shown_for_some_seconds() -> None:
    bench = ready(buttons=ALL)
    press(bench, "Gate")
    answer(bench, 200)
    assert outcome(bench, "Gate") is Outcome.DONE
    assert bench.codes == ["button-done"]
    assert bench.tick(bench.now + SOME_SECONDS) == []
    assert outcome(bench, "Gate") is Outcome.NONE
    assert bench.codes == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "item-button-refused"),
        (403, "item-button-refused"),
        (404, "item-button-missing"),
        (400, "item-button-invalid"),
        (500, "item-button-failing"),
        (0, "item-button-silent"),
    ],
)
def test_a_failure_is_told_and_never_repeated(status: int, code: str) -> None:
    bench = ready(buttons=ALL)
    press(bench, "Gate")
    answer(bench, status)
    (told,) = bench.phone.model.notices
    assert (told.code, told.level) == (code, Level.ALERT)
    assert outcome(bench, "Gate") is Outcome.FAILED
    for later in (1, 60, 3600):
        assert not any(isinstance(each, CommandItem) for each in bench.tick(bench.now + later))


def test_a_person_may_press_again_after_a_failure() -> None:
    bench = ready(buttons=ALL)
    press(bench, "Gate")
    answer(bench, 500)
    assert press(bench, "Gate") == [CommandItem(2, "Gate_Opener", "ON")]
    answer(bench, 500, number=1)  # of the first press, which has its answer
    assert outcome(bench, "Gate") is Outcome.WAITING
    answer(bench, 204, number=2)
    assert outcome(bench, "Gate") is Outcome.DONE


def test_each_button_waits_for_its_own_answer() -> None:
    bench = talking(buttons=ALL)
    press(bench, "Gate")
    press(bench, "Light")
    answer(bench, 200, number=2, button=LIGHT)
    assert outcome(bench, "Gate") is Outcome.WAITING
    assert outcome(bench, "Light") is Outcome.DONE


@pytest.mark.parametrize("label", ["Light", "Door", "Other", ""])
def test_what_is_not_there_cannot_be_pressed(label: str) -> None:
    assert press(ready(buttons=ALL), label) == []


def test_nothing_happens_in_edit_mode() -> None:
    bench = Bench()
    bench.do(Configured(replace(CONFIG, buttons=ALL, edit=True)))
    assert labels(bench) == ["Gate"]
    assert press(bench, "Gate") == []
