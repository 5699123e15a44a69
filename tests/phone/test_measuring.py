"""When the quality of a call is asked for."""

from dataclasses import replace

import pytest

from sipwidget.phone.effects import Measure
from sipwidget.phone.inputs import Clicked, Measured
from sipwidget.phone.measuring import FIRST, INTERVAL, Measuring
from sipwidget.phone.model import Call, CallState
from sipwidget.phone.quality import Mark, Sample
from tests.phone.bench import answering, calling, ready, talking

STANDS = Call("c", CallState.OUTGOING_ACCEPTED, "Door", "620@box", seconds=0)
ONE, TWO = Sample(received=50, jitter=0.001), Sample(received=200, jitter=0.001)


def measures(effects):
    return [each for each in effects if isinstance(each, Measure)]


@pytest.mark.parametrize("stage", [ready, calling, answering])
def test_without_a_call_that_stands_nothing_is_asked(stage):
    bench = stage()
    assert measures(bench.tick(FIRST)) == measures(bench.tick(INTERVAL)) == []


def test_a_call_that_stands_is_measured_every_few_seconds_until_it_ends():
    bench = talking()
    call = bench.call.id
    assert measures(bench.tick(FIRST)) == [Measure(call)]
    assert measures(bench.tick(FIRST + INTERVAL - 0.1)) == []
    assert measures(bench.tick(FIRST + INTERVAL)) == [Measure(call)]
    bench.do(Clicked("hangup", call=call))
    assert measures(bench.tick(FIRST + 2 * INTERVAL)) == []


def test_there_is_a_mark_from_the_second_sample_on():
    bench = talking()
    bench.do(Measured(bench.call.id, ONE))
    assert bench.call.quality is None
    bench.do(Measured(bench.call.id, TWO))
    assert bench.call.quality.mark is Mark.GOOD
    bench.do(Measured(bench.call.id, TWO))
    assert bench.call.quality.mark is Mark.SILENT


def test_a_sample_of_a_call_that_is_gone_is_passed_over():
    measuring = Measuring()
    measuring.follow(STANDS, 0)
    assert measuring.measured(Measured("other", ONE)) is None
    assert measuring.measured(Measured("other", TWO)) is None
    assert measuring.figures is None


@pytest.mark.parametrize("hold", ["held", "on_hold"])
def test_on_hold_silence_is_no_fault(hold):
    """And afterwards the counting starts anew."""
    measuring = Measuring()
    measuring.follow(STANDS, 0)
    for sample in (ONE, TWO):
        measuring.measured(Measured("c", sample))
    waiting = replace(STANDS, **{hold: True})
    measuring.follow(waiting, 5)
    assert measuring.seen((waiting,))[0].quality is None
    assert measuring.next_deadline() is None
    measuring.follow(STANDS, 9)
    assert measuring.next_deadline() == 9 + FIRST
    measuring.measured(Measured("c", TWO))
    assert measuring.figures is None


def test_the_mark_is_that_of_the_call_that_was_measured():
    measuring = Measuring()
    measuring.follow(STANDS, 0)
    for sample in (ONE, TWO):
        measuring.measured(Measured("c", sample))
    other = replace(STANDS, id="d")
    marks = [call.quality and call.quality.mark for call in measuring.seen((other, STANDS))]
    assert marks == [None, Mark.GOOD]
