import pytest

from sipwidget.phone.reception import CALL_LIMIT, call_limit
from sipwidget.phone.settings import Config
from tests.phone.bench import (
    OFFER,
    SECOND_CALL,
    announced,
    answered,
    answering,
    calling,
    dialing,
    ringing,
    sent,
    talking,
)


def test_with_call_waiting_more_than_one_call_may_be_there() -> None:
    assert call_limit(Config()) == 1
    assert call_limit(Config(call_waiting=True)) == CALL_LIMIT


@pytest.mark.parametrize("stage", [dialing, talking])
def test_the_last_call_that_there_is_room_for_rings_and_the_next_finds_the_line_busy(stage) -> None:
    """N36"""
    bench = stage(call_waiting=True)
    for number in range(1, CALL_LIMIT):
        call = str(number)
        effects = bench.peer_does(
            lambda peer, call=call: peer.invite("sip:1001@pbx.example", OFFER, 0, call)
        )
        assert sent(effects) == ["180 INVITE"]
    assert len(bench.phone.model.calls) == CALL_LIMIT
    effects = bench.hear(SECOND_CALL)
    assert sent(effects)[-1] == "486 INVITE"
    assert (announced(effects), bench.codes) == ([], ["second-call"])


def test_the_setting_holds_for_the_next_call() -> None:
    bench = talking()
    bench.configure(call_waiting=True)
    assert sent(bench.peer_calls()) == ["180 INVITE"]
    bench.configure()
    assert sent(bench.hear(SECOND_CALL)) == ["486 INVITE"]
    assert len(bench.phone.model.calls) == 2


@pytest.mark.parametrize("stage", [dialing, calling, talking, ringing, answering, answered])
def test_a_second_call_is_refused_and_the_first_stays_as_it_is(stage) -> None:
    bench = stage()
    before = bench.phone.model.calls
    effects = bench.hear(SECOND_CALL)
    assert sent(effects)[-1] == "486 INVITE"
    assert announced(effects) == []
    assert bench.phone.model.calls == before
    (told,) = bench.phone.model.notices
    assert (told.code, dict(told.values)) == ("second-call", {"party": "Gate 621"})
