"""The test call: whom it calls, what it counts, how it ends."""

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.echo_call import ANSWER, SOUND
from sipwidget.phone.inputs import Clicked, Measured, OfferMade
from sipwidget.phone.model import Sheet
from sipwidget.phone.quality import Sample
from tests.phone.bench import ANSWER as TAKEN
from tests.phone.bench import OFFER, ready, sent


def calling(target="620", **settings):
    """The sheet is open, and its call is out."""
    bench = ready(**settings)
    bench.do(Clicked("selftest"), Clicked("selftest-call", fields=(("echo", target),)))
    if bench.phone.model.call:
        bench.do(OfferMade(bench.call.id, OFFER))
    return bench


def taken():
    """And 620 has taken it."""
    bench = calling()
    bench.peer_does(lambda peer: peer.accept(bench.caller(), TAKEN, 0))
    return bench


def result(bench):
    verdict = dict(bench.phone.model.report.steps)["call"]
    return str(verdict.outcome), verdict.told.code if verdict.told else ""


def test_sound_both_ways_is_counted_and_the_call_is_over():
    bench = taken()
    bench.do(Measured(bench.call.id, Sample(received=5, sent=9)))
    assert result(bench) == ("running", "")
    effects = bench.do(Measured(bench.call.id, Sample(received=105, sent=110)))
    assert "BYE" in sent(effects)
    assert bench.phone.model.call is None
    assert result(bench) == ("passed", "test-call-flows")
    told = dict(bench.phone.model.report.steps)["call"].told
    assert dict(told.values) == {"received": "105", "sent": "110"}


@pytest.mark.parametrize(
    ("last", "told"),
    [(Sample(sent=200), "test-call-silent"), (Sample(received=200), "test-call-mute")],
)
def test_sound_one_way_only_is_a_failure_in_words(last, told):
    bench = taken()
    call = bench.call.id
    bench.do(Measured(call, Sample()), Measured(call, last))
    assert result(bench) == ("running", "")
    assert "BYE" in sent(bench.tick(SOUND))
    assert result(bench) == ("failed", told)


def test_who_does_not_answer_is_not_waited_for():
    bench = calling()
    assert "CANCEL" in sent(bench.tick(ANSWER))
    assert result(bench) == ("failed", "test-call-unanswered")


def test_a_refused_call_says_what_the_phone_says_of_it():
    bench = calling()
    bench.peer_does(lambda peer: peer.reject(bench.caller(), 486, 0))
    assert result(bench) == ("failed", "call-busy")
    assert bench.phone.model.sheet is Sheet.SELF_TEST


def test_who_hangs_up_before_anything_was_counted_has_tested_nothing():
    bench = taken()
    bench.do(Clicked("hangup", call=bench.call.id))
    assert result(bench) == ("skipped", "test-call-ended")


def test_what_is_no_number_is_told():
    assert result(calling("a b@@")) == ("failed", "call-address")


def test_an_entry_that_says_echo_is_offered():
    bench = ready(phonebook=phonebook.parse("620=Door,9196=Echo test"))
    bench.do(Clicked("selftest"))
    assert bench.phone.model.report.target == "9196"


def test_another_call_is_not_the_tests_business():
    """The sheet goes, and the counting with it; both calls stay."""
    bench = calling(call_waiting=True)
    bench.peer_calls()
    assert len(bench.phone.model.calls) == 2
    assert bench.phone.model.sheet is None
    bench.tick(ANSWER)
    assert len(bench.phone.model.calls) == 2


def test_one_call_at_a_time():
    bench = taken()
    bench.do(Clicked("selftest-call", fields=(("echo", "621"),)))
    assert len(bench.phone.model.calls) == 1
    assert result(bench) == ("running", "")
