"""ringSeconds and maxCallSeconds (N28)."""

import pytest

from sipwidget.phone.effects import ReleaseMedia
from sipwidget.phone.inputs import AnswerMade, Clicked
from sipwidget.phone.notices import Level
from sipwidget.sip.events import CallEnded
from tests.phone.bench import (
    ANSWER,
    announced,
    answered,
    answering,
    calling,
    dialing,
    ringing,
    sent,
    talking,
)

DOOR = "620@pbx.example"


def test_a_call_that_nobody_answers_is_refused_and_the_person_learns_of_it() -> None:
    bench = ringing(ring_seconds=20, decline_status=603)
    assert sent(bench.tick(19.9)) == []
    assert bench.phone.next_deadline() == 20.0
    effects = bench.tick(20.0)
    assert sent(effects) == ["480 INVITE"]
    assert announced(effects) == [f"failed:{DOOR}"]
    assert (bench.phone.model.calls, bench.codes) == ((), ["call-unanswered"])


def test_a_call_of_ours_that_nobody_answers_is_cancelled_and_the_person_learns_of_it() -> None:
    bench = calling(ring_seconds=20)
    effects = bench.tick(20.0)
    assert sent(effects) == ["CANCEL", "ACK"]
    assert announced(effects) == [f"failed:{DOOR}"]
    assert (bench.phone.model.calls, bench.codes) == ((), ["call-no-answer"])


@pytest.mark.parametrize("up", [talking, answered])
def test_a_call_that_is_up_ends_after_its_time_with_a_bye_and_words(up) -> None:
    bench = up(ring_seconds=1, max_call_seconds=90)
    call = bench.call.id
    bench.tick(89.9)
    assert bench.call.id == call
    effects = bench.tick(90.0)
    assert sent(effects) == ["BYE"]
    assert announced(effects) == [f"ended:{DOOR}"]
    assert ReleaseMedia(call) in effects
    (told,) = bench.phone.model.notices
    assert (told.code, told.level) == ("call-limit", Level.ALERT)
    assert dict(told.values) == {"party": "Door", "seconds": "90"}
    assert isinstance(bench.server.events[-1], CallEnded)


@pytest.mark.parametrize("stage", [dialing, calling, ringing, answering, talking, answered])
def test_without_limits_nothing_ends_by_itself(stage) -> None:
    bench = stage()
    bench.tick(30.0)
    assert bench.phone.model.calls


def test_the_time_in_which_devices_open_is_not_counted() -> None:
    for stage in (dialing, answering):
        bench = stage(ring_seconds=5)
        bench.tick(60.0)
        assert bench.phone.model.calls


def test_a_call_that_was_answered_late_has_all_its_time() -> None:
    bench = ringing(ring_seconds=20, max_call_seconds=60)
    bench.now = 19.0
    bench.do(Clicked("accept", call=bench.call.id))
    bench.now = 21.0
    bench.do(AnswerMade(bench.call.id, ANSWER))
    bench.tick(80.9)
    assert bench.phone.model.calls
    bench.tick(81.0)
    assert bench.phone.model.calls == ()


def test_a_late_timer_ends_the_call_late_and_once() -> None:
    bench = talking(max_call_seconds=30)
    assert announced(bench.tick(95.0)) == [f"ended:{DOOR}"]
    assert announced(bench.tick(96.0)) == []


def test_a_limit_that_is_set_during_the_call_counts_from_its_beginning() -> None:
    bench = talking()
    bench.tick(50.0)
    bench.configure(max_call_seconds=60)
    bench.tick(59.9)
    assert bench.phone.model.calls
    bench.tick(60.0)
    assert bench.phone.model.calls == ()


def test_a_hidden_caller_stays_hidden_in_what_is_told() -> None:
    bench = ringing(ring_seconds=20, hide_caller_id=True)
    bench.tick(20.0)
    assert "620" not in repr(bench.phone.model.notices)
