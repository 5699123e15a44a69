"""Established calls: BYE, re-INVITE, and a connection that comes and goes (RFC 3261 14 and 15)."""

import pytest

from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import AnswerReceived, CallEnded, Dropped, OfferDue, OfferReceived
from sipwidget.sip.session import BYE_KEPT
from sipwidget.sip.timers import TIMER_F, TIMER_H
from tests.peer import ANSWER, OFFER, Peer, event, events, one, responses, shape, statuses


def reasons(outputs: list[object]) -> list[str]:
    """Why things were dropped."""
    return [output.reason for output in outputs if isinstance(output, Dropped)]


# --- BYE ------------------------------------------------------------------------------------------


def test_our_bye_is_the_next_request_of_the_dialog() -> None:
    peer = Peer()
    invite, _ = peer.established()
    outputs = peer.hang_up()
    bye = one(outputs, "BYE")
    assert (bye.call_id, bye.from_, bye.to.tag) == (invite.call_id, invite.from_, "b")
    assert bye.cseq.number == 2
    assert events(outputs) == [CallEnded("c", 200, "", local=True)]
    assert peer.hear(peer.answer(bye, 200)) == []
    assert not peer.agent._sessions


@pytest.mark.parametrize("status", [481, 408, 500, 403])
def test_a_bye_that_is_refused_ends_the_call_all_the_same(status: int) -> None:
    peer = Peer()
    peer.established()
    bye = one(peer.hang_up(), "BYE")
    assert peer.hear(peer.answer(bye, status)) == []
    assert not peer.agent._sessions


def test_a_challenged_bye_is_sent_again() -> None:
    peer = Peer()
    peer.established()
    bye = one(peer.hang_up(), "BYE")
    again = one(peer.hear(peer.challenge(bye, 407)), "BYE")
    assert again.cseq.number == 3
    assert again.headers.get("Proxy-Authorization")
    peer.hear(peer.answer(again, 200))
    assert not peer.agent._sessions


def test_a_bye_that_nobody_answers_is_given_up() -> None:
    peer = Peer()
    peer.established()
    peer.hang_up()
    assert peer.wait(TIMER_F + 1) == []
    assert not peer.agent._sessions


def test_their_bye_ends_the_call_once() -> None:
    peer = Peer()
    tag, call = peer.talk()
    bye = peer.within("BYE", tag)
    outputs = peer.hear(bye)
    assert statuses(outputs) == [200]
    assert events(outputs) == [CallEnded(call, 200, "", local=False)]
    assert statuses(peer.hear(peer.within("BYE", tag, 3))) == [481]
    with pytest.raises(InvalidState):
        peer.hang_up(call)


def test_two_byes_that_cross_end_the_call_once() -> None:
    peer = Peer()
    tag, call = peer.talk()
    ours = one(peer.hang_up(call), "BYE")
    outputs = peer.hear(peer.within("BYE", tag))
    assert statuses(outputs) == [200]
    assert events(outputs) == []
    peer.hear(peer.answer(ours, 481))
    assert not peer.agent._sessions


def test_behind_our_bye_nothing_but_theirs_is_served() -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hang_up(call)
    assert statuses(peer.hear(peer.within("OPTIONS", tag))) == [481]
    assert statuses(peer.hear(peer.within("INVITE", tag, 3, body=OFFER))) == [481]


def test_an_ack_of_an_earlier_invite_is_not_that_of_the_later_one() -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, 2, body=OFFER))
    peer.agent.answer_offer(call, ANSWER, 0)
    peer.hear(peer.within("ACK", tag, 1))
    assert statuses(peer.wait(1)) == [200], "still repeated"


# --- in the dialog --------------------------------------------------------------------------------


def test_options_in_the_call_is_answered() -> None:
    peer = Peer()
    tag, _ = peer.talk()
    (answer,) = responses(peer.hear(peer.within("OPTIONS", tag)))
    assert answer.status == 200
    assert "INVITE" in answer.headers.all("Allow")


@pytest.mark.parametrize(("method", "status"), [("UPDATE", 405), ("REFER", 405), ("FROB", 501)])
def test_what_we_do_not_know_is_refused_and_harms_nothing(method: str, status: int) -> None:
    peer = Peer()
    tag, call = peer.talk()
    outputs = peer.hear(peer.within(method, tag))
    assert statuses(outputs) == [status]
    assert len(reasons(outputs)) == len(events(outputs)) == 1
    assert shape(peer.hang_up(call)) == ["BYE"]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_number_that_goes_backwards_gets_500(number: int) -> None:
    peer = Peer()
    tag, call = peer.talk()
    assert statuses(peer.hear(peer.within("OPTIONS", tag, 5))) == [200]
    assert statuses(peer.hear(peer.within("BYE", tag, number))) == [500]
    assert call in peer.agent._sessions
    assert statuses(peer.hear(peer.within("BYE", tag, 4_000_000_000))) == [200]


def test_a_callee_may_begin_at_any_number() -> None:
    peer = Peer()
    invite, _ = peer.established()
    bye = peer.request(
        "BYE",
        number=0,
        to=str(invite.from_),
        sender="<sip:bob@pbx.test>;tag=b",
        call_id=invite.call_id,
    )
    assert statuses(peer.hear(bye)) == [200]


@pytest.mark.parametrize("what", ["call_id", "sender", "tag"])
def test_another_dialog_is_not_ours(what: str) -> None:
    peer = Peer()
    tag, _ = peer.talk()
    parts = {"call_id": "other", "sender": "<sip:bob@pbx.test>;tag=other"}
    other = {what: parts[what]} if what in parts else {}
    tag = "other" if what == "tag" else tag
    assert statuses(peer.hear(peer.within("BYE", tag, **other))) == [481]
    assert statuses(peer.hear(peer.within("INVITE", tag, body=OFFER, **other))) == [481]
    assert peer.hear(peer.within("ACK", tag, **other)) == []


# --- re-INVITE ------------------------------------------------------------------------------------


def test_another_offer_is_answered_and_acknowledged() -> None:
    peer = Peer()
    tag, call = peer.talk()
    outputs = peer.hear(peer.within("INVITE", tag, body=OFFER))
    assert outputs == [OfferReceived(call, OFFER)]
    (answer,) = responses(peer.agent.answer_offer(call, ANSWER, 0))
    assert (answer.status, answer.sdp, answer.to.tag) == (200, ANSWER, tag)
    assert statuses(peer.wait(1)) == [200]
    assert peer.hear(peer.within("ACK", tag)) == []
    assert peer.wait(TIMER_H + 1) == []


def test_a_re_invite_in_a_call_that_we_placed() -> None:
    peer = Peer()
    invite, _ = peer.established()
    parts = {"to": str(invite.from_), "call_id": invite.call_id}
    assert peer.hear(peer.invite(**parts)) == [OfferReceived("c", OFFER)]
    assert statuses(peer.agent.answer_offer("c", ANSWER, 0)) == [200]
    assert peer.hear(peer.request("ACK", **parts)) == []


def test_a_re_invite_moves_the_target() -> None:
    peer = Peer()
    tag, call = peer.talk()
    to = f"<sip:alice@pbx.test>;tag={tag}"
    peer.hear(peer.invite("Contact: <sip:bob@192.0.2.55>", to=to, number=2))
    peer.agent.answer_offer(call, ANSWER, 0)
    assert str(one(peer.hang_up(call), "BYE").uri) == "sip:bob@192.0.2.55"


def test_without_an_offer_ours_is_asked_for() -> None:
    peer = Peer()
    tag, call = peer.talk()
    assert peer.hear(peer.within("INVITE", tag)) == [OfferReceived(call, None)]
    peer.agent.answer_offer(call, OFFER, 0)
    assert peer.hear(peer.within("ACK", tag, body=ANSWER)) == [AnswerReceived(call, ANSWER)]


def test_a_refused_offer_leaves_the_call_as_it_was() -> None:
    peer = Peer()
    tag, call = peer.talk()
    invite = peer.within("INVITE", tag, body=OFFER)
    peer.hear(invite)
    assert statuses(peer.agent.refuse_offer(call, 488, 0)) == [488]
    assert peer.hear(peer.within("ACK", tag, branch=invite.via.branch)) == []
    assert peer.hear(peer.within("INVITE", tag, 3, body=OFFER)) == [OfferReceived(call, OFFER)]
    with pytest.raises(InvalidState):
        peer.agent.refuse_offer(call, 200, 0)
    assert statuses(peer.agent.answer_offer(call, ANSWER, 0)) == [200]


def test_an_offer_is_answered_once_and_only_where_there_is_one() -> None:
    peer = Peer()
    tag, call = peer.talk()
    with pytest.raises(InvalidState):
        peer.agent.answer_offer(call, ANSWER, 0)
    peer.hear(peer.within("INVITE", tag, body=OFFER))
    peer.agent.answer_offer(call, ANSWER, 0)
    for late in (
        lambda: peer.agent.answer_offer(call, ANSWER, 0),
        lambda: peer.agent.refuse_offer(call, 488, 0),
        lambda: peer.agent.answer_offer("nobody", ANSWER, 0),
    ):
        with pytest.raises(InvalidState):
            late()


def test_an_unreadable_offer_gets_488_and_the_call_goes_on() -> None:
    peer = Peer()
    tag, call = peer.talk()
    outputs = peer.hear(peer.within("INVITE", tag, body="v=0\r\ns=-\r\n"))
    assert statuses(outputs) == [488]
    assert not [e for e in events(outputs) if isinstance(e, OfferReceived)]
    assert call in peer.agent._sessions


def test_one_re_invite_at_a_time() -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, 2, body=OFFER))
    (second,) = responses(peer.hear(peer.within("INVITE", tag, 3, body=OFFER)))
    assert second.status == 500
    assert 0 <= int(second.headers.get("Retry-After", "")) <= 10
    assert 200 in statuses(peer.agent.answer_offer(call, ANSWER, 0))


def test_a_re_invite_before_the_call_is_up_has_to_wait() -> None:
    peer = Peer()
    _, tag, _ = peer.ring()
    (ringing,) = responses(peer.hear(peer.within("INVITE", tag, 2, body=OFFER)))
    assert (ringing.status, ringing.headers.get("Retry-After")) == (500, "2")


def test_a_re_invite_whose_ack_never_comes_ends_the_call() -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, body=OFFER))
    peer.agent.answer_offer(call, ANSWER, peer.now)
    outputs = peer.wait(TIMER_H + 1)
    assert shape(outputs)[-1] == "BYE"
    assert events(outputs) == [CallEnded(call, 408, "No ACK", local=False)]


def test_a_re_invite_can_be_taken_back() -> None:
    peer = Peer()
    tag, call = peer.talk()
    invite = peer.within("INVITE", tag, body=OFFER)
    peer.hear(invite)
    outputs = peer.hear(peer.within("CANCEL", tag, branch=invite.via.branch))
    assert [(r.status, r.cseq.method) for r in responses(outputs)] == [
        (200, "CANCEL"),
        (487, "INVITE"),
    ]
    with pytest.raises(InvalidState):
        peer.agent.answer_offer(call, ANSWER, 0)
    assert call in peer.agent._sessions


@pytest.mark.parametrize("ours", [True, False])
def test_an_unanswered_re_invite_ends_with_its_call(ours: bool) -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, 2, body=OFFER))
    outputs = peer.hang_up(call) if ours else peer.hear(peer.within("BYE", tag, 3))
    assert [r.cseq.method for r in responses(outputs) if r.status == 487] == ["INVITE"]


def test_a_bye_stops_the_2xx_of_a_re_invite() -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, body=OFFER))
    peer.agent.answer_offer(call, ANSWER, 0)
    bye = one(peer.hang_up(call), "BYE")
    assert peer.wait(20) == []
    peer.hear(peer.answer(bye, 200))
    assert not peer.agent._sessions


# --- the connection -------------------------------------------------------------------------------


def test_an_established_call_outlives_its_socket() -> None:
    peer = Peer()
    tag, call = peer.talk()
    assert peer.close() == []
    assert peer.wait(100) == []
    assert peer.open() == [OfferDue(call)]
    assert statuses(peer.hear(peer.within("OPTIONS", tag))) == [200]
    assert statuses(peer.hear(peer.within("BYE", tag, 3))) == [200]


@pytest.mark.parametrize("answered", [True, False])
def test_a_re_invite_under_way_does_not_end_the_call_with_its_socket(answered: bool) -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, 2, body=OFFER))
    if answered:
        peer.agent.answer_offer(call, ANSWER, 0)
    peer.close()
    with pytest.raises(InvalidState):
        peer.agent.answer_offer(call, ANSWER, 0)
    peer.open()
    assert peer.wait(2 * TIMER_H) == []
    assert peer.hear(peer.within("INVITE", tag, 3, body=OFFER)) == [OfferReceived(call, OFFER)]


def test_a_bye_pressed_while_the_connection_is_down_is_said_on_the_next() -> None:
    peer = Peer()
    peer.established()
    peer.close()
    assert peer.hang_up() == [CallEnded("c", 200, "", local=True)]
    assert peer.wait(BYE_KEPT - 1) == []
    bye = one(peer.open(), "BYE")
    peer.hear(peer.answer(bye, 200))
    assert not peer.agent._sessions
    assert peer.open() == []


def test_a_bye_in_flight_when_the_socket_dies_is_said_again() -> None:
    peer = Peer()
    peer.established()
    first = one(peer.hang_up(), "BYE")
    assert peer.close() == []
    again = one(peer.open(), "BYE")
    assert again.cseq.number > first.cseq.number
    peer.hear(peer.answer(again, 481))
    assert not peer.agent._sessions


def test_a_bye_is_not_kept_for_ever() -> None:
    peer = Peer()
    peer.established()
    peer.close()
    peer.hang_up()
    assert peer.wait(BYE_KEPT + 1) == []
    assert not peer.agent._sessions
    assert peer.open() == []


def test_a_forks_bye_does_not_end_the_wait_for_an_ack() -> None:
    peer = Peer()
    invite, _ = peer.established()
    parts = {"to": str(invite.from_), "call_id": invite.call_id}
    peer.hear(peer.invite(**parts))
    peer.agent.answer_offer("c", ANSWER, 0)
    other = peer.answer(invite, 200, "fork", "Contact: <sip:x@y>")
    assert shape(peer.hear(other)) == ["ACK", "BYE"]
    assert statuses(peer.wait(1)) == [200]
    assert event(peer.wait(TIMER_H), CallEnded).status == 408
