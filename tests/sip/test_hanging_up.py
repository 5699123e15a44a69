"""Calls of ours that end before they are up (RFC 3261 sections 9 and 13.2.2.4)."""

import pytest

from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import CallEnded, Dropped
from sipwidget.sip.session import RINGS
from sipwidget.sip.timers import TIMER_B
from tests.peer import ANSWER, CONTACT, SDP, Peer, ended, event, events, forgotten, one, shape


def test_before_a_1xx_the_cancel_waits_for_it() -> None:
    peer = Peer()
    invite = peer.dial()
    outputs = peer.hang_up()
    assert outputs == [CallEnded("c", 487, "", local=True)]
    outputs = peer.hear(peer.answer(invite, 100))
    cancel = one(outputs, "CANCEL")
    assert events(outputs) == []
    assert cancel.via == invite.via
    assert (cancel.uri, cancel.from_, cancel.to) == (invite.uri, invite.from_, invite.to)
    assert (cancel.call_id, cancel.cseq.number) == (invite.call_id, 1)
    assert peer.hear(peer.answer(invite, 180)) == [], "one CANCEL is enough"
    assert peer.hear(peer.answer(cancel, 200)) == []
    assert shape(peer.hear(peer.answer(invite, 487))) == ["ACK"]
    assert forgotten(peer)


def test_after_180_the_cancel_goes_at_once() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hear(peer.answer(invite, 180))
    outputs = peer.hang_up()
    assert shape(outputs) == ["CANCEL"]
    assert ended(outputs) == (487, True)
    outputs = peer.hear(peer.answer(invite, 487))
    assert shape(outputs) == ["ACK"]
    assert events(outputs) == []
    timers = {timer for _, timer in peer.agent._outbox.deadlines._times}
    assert timers == {"probe", "transaction"}, "nothing but the CANCEL's own is waited for"
    assert forgotten(peer)


@pytest.mark.parametrize("provisional", [True, False])
def test_a_200_that_crosses_the_cancel_gets_ack_and_bye(provisional: bool) -> None:
    peer = Peer()
    invite = peer.dial()
    if provisional:
        peer.hear(peer.answer(invite, 180))
    peer.hang_up()
    answer = peer.answer(invite, 200, "b", CONTACT, *SDP)
    outputs = peer.hear(answer)
    assert shape(outputs) == ["ACK", "BYE"]
    assert events(outputs) == []
    assert shape(peer.hear(answer)) == ["ACK"]
    assert peer.hear(peer.answer(one(outputs, "BYE"), 200)) == []
    assert forgotten(peer)


def test_both_forks_of_a_cancelled_call_get_a_bye() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hang_up()
    for tag in ("b1", "b2"):
        outputs = peer.hear(peer.answer(invite, 200, tag, CONTACT))
        assert shape(outputs) == ["ACK", "BYE"]
        assert one(outputs, "BYE").to.tag == tag


def test_hanging_up_twice_is_refused() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hang_up()
    with pytest.raises(InvalidState):
        peer.hang_up()
    peer.hear(peer.answer(invite, 100))
    with pytest.raises(InvalidState):
        peer.hang_up()


def test_a_cancel_without_effect_is_given_up() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hear(peer.answer(invite, 180))
    peer.hang_up()
    assert peer.wait(TIMER_B + 1) == []
    assert not peer.agent._sessions
    assert not peer.agent._endpoint.transactions.client(peer.answer(invite, 487))
    assert event(peer.hear(peer.answer(invite, 487)), Dropped)


def test_cancelled_before_a_1xx_that_never_comes_it_is_given_up() -> None:
    peer = Peer()
    peer.dial()
    peer.hang_up()
    assert peer.wait(TIMER_B + 1) == []
    assert forgotten(peer)


# --- leaving --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [None, 180])
def test_who_leaves_does_not_wait_for_a_1xx_to_cancel(status: int | None) -> None:
    """The page is gone before it would come, and the callee would go on ringing."""
    peer = Peer()
    invite = peer.dial()
    if status:
        peer.hear(peer.answer(invite, status))
    said = [*peer.hang_up(), *peer.agent.leave(peer.now)]
    assert one(said, "CANCEL").via == invite.via
    assert peer.agent.leave(peer.now) == [], "once"


def test_who_leaves_does_not_wait_for_an_ack_to_say_bye() -> None:
    peer = Peer()
    _, _, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert shape([*peer.hang_up(call), *peer.agent.leave(peer.now)]) == ["BYE"]


# --- the transport --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [None, 100, 180])
@pytest.mark.parametrize("answer", [200, 481, None])
def test_a_lost_connection_ends_a_call_that_is_not_up(
    status: int | None, answer: int | None
) -> None:
    """Else it would ring on at the callee until a proxy has enough of it."""
    peer = Peer()
    invite = peer.dial()
    if status:
        peer.hear(peer.answer(invite, status))
    assert peer.close() == [CallEnded("c", 503, "Connection lost", local=False)]
    cancel = one(peer.open(), "CANCEL")
    assert (cancel.via.branch, cancel.cseq.number) == (invite.via.branch, 1)
    if answer:
        assert peer.hear(peer.answer(cancel, answer)) == []
    assert forgotten(peer)
    peer.close()
    assert peer.open() == [], "once"


@pytest.mark.parametrize("status", [None, 180])
def test_a_lost_connection_ends_a_cancelled_call_in_silence(status: int | None) -> None:
    peer = Peer()
    invite = peer.dial()
    if status:
        peer.hear(peer.answer(invite, status))
    peer.hang_up()
    assert peer.close() == []
    assert shape(peer.open()) == ["CANCEL"]
    assert forgotten(peer)


def test_a_call_that_cannot_ring_any_more_is_not_cancelled() -> None:
    peer = Peer()
    peer.dial()
    peer.close()
    assert peer.wait(RINGS + 1) == []
    assert not peer.agent._sessions
    assert peer.open() == []
