"""Calls that somebody places to us, in every race (RFC 3261 sections 9.2, 13.3 and 15)."""

import pytest

from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import CallConfirmed, CallEnded, CallRefused, IncomingCall
from sipwidget.sip.message import Response
from sipwidget.sip.timers import T2, TIMER_H
from tests.peer import ANSWER, OFFER, Peer, event, events, one, responses, shape, statuses


def the_response(outputs: list[object]) -> Response:
    (response,) = responses(outputs)
    return response


# --- ringing --------------------------------------------------------------------------------------


def test_an_invite_rings_at_once() -> None:
    peer = Peer()
    invite = peer.invite("Record-Route: <sip:p.test;lr>", 'Alert-Info: "door"')
    outputs = peer.hear(invite)
    ringing = the_response(outputs)
    assert ringing.status == 180
    assert ringing.to.tag
    assert ringing.contacts[0].uri.host.endswith(".invalid")
    assert ringing.headers.all("Record-Route") == ["<sip:p.test;lr>"]
    assert (ringing.via, ringing.from_, ringing.cseq) == (invite.via, invite.from_, invite.cseq)
    call = event(outputs, IncomingCall)
    assert (call.caller, call.offer) == (invite.from_, OFFER)
    assert call.request.headers.get("Alert-Info") == '"door"'


def test_an_invite_again_is_answered_again_and_rings_once() -> None:
    peer = Peer()
    invite = peer.invite()
    first = the_response(peer.hear(invite))
    outputs = peer.hear(invite)
    assert the_response(outputs) == first
    assert events(outputs) == []


@pytest.mark.parametrize(
    "sender",
    [
        '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=b',
        "<sip:9901#1@1af019b2ba08>;tag=b",
        "Türe Süd <sip:_door_@my_box>;tag=b",
        "sip:620@fritz.box;tag=b",
        "<tel:+4930123>;tag=b",
        "<sip:no.tag.2543@x>",
    ],
)
def test_odd_callers_ring_and_can_be_talked_to(sender: str) -> None:
    peer = Peer()
    outputs = peer.hear(peer.invite(sender=sender))
    call, tag = event(outputs, IncomingCall).call, the_response(outputs).to.tag
    peer.agent.accept(call, ANSWER, 0)
    assert events(peer.hear(peer.within("ACK", tag or "", 1, sender=sender)))
    assert shape(peer.hang_up(call)) == ["BYE"]


@pytest.mark.parametrize("contact", ["*", "<tel:1>", "<sip:a@x>, <sip:b@x>", "<broken"])
def test_an_invite_without_a_usable_contact_gets_400(contact: str) -> None:
    peer = Peer()
    outputs = peer.hear(peer.invite(f"Contact: {contact}"))
    assert statuses(outputs) == [400]
    assert not [e for e in events(outputs) if isinstance(e, IncomingCall)]


def test_an_invite_with_an_unusable_route_gets_400_and_not_a_call_that_cannot_end() -> None:
    assert statuses(Peer().hear(Peer().invite("Record-Route: <broken"))) == [400]
    assert statuses(Peer().hear(Peer().invite("Record-Route: <mailto:a@b>"))) == [400]


# --- accepting ------------------------------------------------------------------------------------


def test_accepting_sends_a_200_with_our_answer() -> None:
    peer = Peer()
    invite, tag, call = peer.ring("Record-Route: <sip:p2.test;lr>, <sip:p1.test;lr>")
    accepted = the_response(peer.agent.accept(call, ANSWER, 0))
    assert accepted.status == 200
    assert (accepted.sdp, accepted.to.tag, accepted.via) == (ANSWER, tag, invite.via)
    assert accepted.headers.all("Record-Route") == ["<sip:p2.test;lr>", "<sip:p1.test;lr>"]
    assert accepted.contacts[0].uri.host.endswith(".invalid")
    assert "BYE" in accepted.headers.all("Allow")
    assert peer.hear(peer.within("ACK", tag, 1)) == [CallConfirmed(call, None)]
    bye = one(peer.hang_up(call), "BYE")
    assert str(bye.uri) == "sip:bob@192.0.2.9"
    assert bye.headers.all("Route") == ["<sip:p2.test;lr>", "<sip:p1.test;lr>"]
    assert (bye.from_.tag, bye.to.tag) == (tag, "b")


def test_an_ack_by_the_branch_of_its_invite_will_do() -> None:
    peer = Peer()
    invite, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    ack = peer.within("ACK", tag, 1, branch=invite.via.branch)
    assert peer.hear(ack) == [CallConfirmed(call, None)]


def test_a_body_in_the_ack_is_no_answer_where_we_gave_ours() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert peer.hear(peer.within("ACK", tag, 1, body=OFFER)) == [CallConfirmed(call, None)]


def test_the_200_comes_again_until_its_ack() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert statuses(peer.wait(0.4)) == []
    assert statuses(peer.wait(0.2)) == [200]
    assert statuses(peer.wait(10.9)) == [200] * 4  # at 1.5, 3.5, 7.5 and 11.5 s
    peer.hear(peer.within("ACK", tag, 1))
    assert statuses(peer.wait(60)) == []
    assert peer.hear(peer.within("ACK", tag, 1)) == [], "one confirmation is enough"


def test_an_ack_that_never_comes_ends_the_call_by_bye() -> None:
    peer = Peer()
    _, _, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert set(shape(peer.wait(TIMER_H - 0.1))) == {200}
    outputs = peer.wait(0.2)
    assert shape(outputs) == ["BYE"]
    assert event(outputs, CallEnded) == CallEnded(call, 408, "No ACK", local=False)
    peer.hear(peer.answer(one(outputs, "BYE"), 200))
    assert not peer.agent._sessions


def test_a_timer_that_is_a_minute_late_still_ends_it() -> None:
    peer = Peer()
    _, _, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    outputs = peer.agent.handle_timeout(TIMER_H + 60)
    assert event(outputs, CallEnded).status == 408
    assert "BYE" in shape(outputs)


def test_a_call_is_accepted_once() -> None:
    peer = Peer()
    _, _, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    with pytest.raises(InvalidState):
        peer.agent.accept(call, ANSWER, 0)
    with pytest.raises(InvalidState):
        peer.agent.reject(call, 486, 0)


def test_our_offer_is_answered_by_the_ack() -> None:
    peer = Peer()
    outputs = peer.hear(peer.invite(body=""))
    call = event(outputs, IncomingCall)
    assert call.offer is None
    tag = the_response(outputs).to.tag or ""
    assert the_response(peer.agent.accept(call.call, OFFER, 0)).sdp == OFFER
    ack = peer.within("ACK", tag, 1, body=ANSWER)
    assert peer.hear(ack) == [CallConfirmed(call.call, ANSWER)]


def test_an_ack_that_owes_us_an_answer_is_told_without_one() -> None:
    peer = Peer()
    _, tag, call = peer.ring(body="")
    peer.agent.accept(call, OFFER, 0)
    assert peer.hear(peer.within("ACK", tag, 1)) == [CallConfirmed(call, None)]


# --- refusing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 480, 486, 488, 603])
def test_declining_sends_the_status_and_ends_the_call(status: int) -> None:
    peer = Peer()
    invite, tag, call = peer.ring()
    outputs = peer.agent.reject(call, status, 0)
    assert statuses(outputs) == [status]
    assert the_response(outputs).to.tag == tag
    assert event(outputs, CallEnded).local
    assert statuses(peer.hear(invite)) == [status], "the INVITE again gets it again"
    assert peer.hear(peer.within("ACK", tag, 1, branch=invite.via.branch)) == []
    assert len(peer.agent._endpoint.transactions) == 0
    with pytest.raises(InvalidState):
        peer.agent.reject(call, status, 0)


@pytest.mark.parametrize("status", [0, 100, 180, 200, 299, 700])
def test_what_refuses_nothing_is_refused(status: int) -> None:
    peer = Peer()
    _, _, call = peer.ring()
    with pytest.raises(InvalidState):
        peer.agent.reject(call, status, 0)
    assert statuses(peer.agent.accept(call, ANSWER, 0)) == [200]


def test_hanging_up_while_it_rings_is_a_refusal() -> None:
    peer = Peer()
    _, _, call = peer.ring()
    assert statuses(peer.hang_up(call)) == [480]


def test_an_outgoing_call_is_neither_accepted_nor_refused() -> None:
    peer = Peer()
    peer.dial()
    for ask in (
        lambda: peer.agent.accept("c", ANSWER, 0),
        lambda: peer.agent.reject("c", 486, 0),
        lambda: peer.agent.accept("nobody", ANSWER, 0),
    ):
        with pytest.raises(InvalidState):
            ask()


# --- the caller gives up --------------------------------------------------------------------------


def test_a_cancel_is_answered_and_its_invite_ends() -> None:
    peer = Peer()
    invite, tag, call = peer.ring()
    outputs = peer.hear(peer.request("CANCEL", branch=invite.via.branch or ""))
    answers = responses(outputs)
    assert [(r.status, r.cseq.method, r.to.tag) for r in answers] == [
        (200, "CANCEL", tag),
        (487, "INVITE", tag),
    ]
    expected = CallEnded(call, 487, "Cancelled by the caller", local=False, elsewhere=False)
    assert event(outputs, CallEnded) == expected
    peer.hear(peer.within("ACK", tag, 1, branch=invite.via.branch))
    assert len(peer.agent._endpoint.transactions) == 0


@pytest.mark.parametrize(
    ("reason", "elsewhere"),
    [
        ("SIP;cause=200", True),
        ('SIP ;cause=200 ;text="Call completed elsewhere"', True),
        ("Q.850;cause=16, sip;cause=200", True),
        ("SIP;cause=487", False),
        ("Q.850;cause=200", False),
        ("SIP", False),
        (";;;", False),
    ],
)
def test_a_cancel_tells_of_an_answer_elsewhere(reason: str, elsewhere: bool) -> None:
    peer = Peer()
    invite, _, _ = peer.ring()
    cancel = peer.request("CANCEL", f"Reason: {reason}", branch=invite.via.branch or "")
    assert event(peer.hear(cancel), CallEnded).elsewhere is elsewhere


def test_a_cancel_behind_the_200_changes_nothing() -> None:
    peer = Peer()
    invite, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    outputs = peer.hear(peer.request("CANCEL", branch=invite.via.branch or ""))
    assert statuses(outputs) == [200]
    assert events(outputs) == []
    assert peer.hear(peer.within("ACK", tag, 1)) == [CallConfirmed(call, None)]


def test_a_cancel_for_nothing_gets_481() -> None:
    peer = Peer()
    peer.ring()
    assert statuses(peer.hear(peer.request("CANCEL"))) == [481]


def test_a_bye_ends_a_call_that_rings() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    outputs = peer.hear(peer.within("BYE", tag))
    methods = [(r.status, r.cseq.method) for r in responses(outputs)]
    assert methods == [(200, "BYE"), (487, "INVITE")]
    assert event(outputs, CallEnded) == CallEnded(call, 487, "", local=False)


def test_a_lost_connection_ends_a_call_that_rings() -> None:
    peer = Peer()
    invite, tag, call = peer.ring()
    assert peer.close() == [CallEnded(call, 503, "Connection lost", local=False)]
    (refusal,) = responses(peer.open())
    assert (refusal.status, refusal.to.tag, str(refusal.via)) == (480, tag, str(invite.via))
    assert not peer.agent._sessions
    assert peer.open() == [], "once"


def test_a_200_whose_connection_is_lost_is_repeated_on_the_next() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    peer.close()
    peer.open()
    assert 200 in statuses(peer.wait(T2))
    assert peer.hear(peer.within("ACK", tag, 1)) == [CallConfirmed(call, None)]


# --- hanging up before the ACK --------------------------------------------------------------------


def test_hanging_up_before_the_ack_waits_for_it() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert peer.hang_up(call) == [CallEnded(call, 200, "", local=True)]
    assert statuses(peer.wait(1)) == [200], "the 200 is still repeated"
    outputs = peer.hear(peer.within("ACK", tag, 1))
    assert shape(outputs) == ["BYE"]
    assert events(outputs) == []
    assert peer.wait(20) == []


def test_hanging_up_before_an_ack_that_never_comes() -> None:
    peer = Peer()
    _, _, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    peer.hang_up(call)
    outputs = peer.wait(TIMER_H + 1)
    assert shape(outputs)[-1] == "BYE"
    assert events(outputs) == []


@pytest.mark.parametrize("hung_up", [False, True])
def test_a_bye_before_the_ack_ends_the_call(hung_up: bool) -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    if hung_up:
        peer.hang_up(call)
    outputs = peer.hear(peer.within("BYE", tag))
    assert statuses(outputs) == [200]
    assert len(events(outputs)) == (not hung_up)
    assert statuses(peer.wait(60)) == []


def test_an_ack_by_another_socket_confirms_the_call() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert peer.close() == []
    peer.open()
    assert peer.hear(peer.within("ACK", tag, 1)) == [CallConfirmed(call, None)]


# --- a second call --------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["ringing", "talking", "dialing", "accepted"])
def test_a_second_call_is_busy_and_the_first_is_unharmed(first: str) -> None:
    peer = Peer()
    call = "c"
    if first == "dialing":
        peer.dial()
    elif first == "talking":
        _, call = peer.talk()
    else:
        _, _, call = peer.ring()
        if first == "accepted":
            peer.agent.accept(call, ANSWER, 0)
    second = peer.invite(call_id="k2", sender="<sip:eve@pbx.test>;tag=e")
    outputs = peer.hear(second)
    assert statuses(outputs) == [486]
    assert events(outputs) == [CallRefused(second.from_)]
    again = peer.hear(second)
    assert responses(again) == responses(outputs)
    assert events(again) == [], "told once"
    assert event(peer.hang_up(call), CallEnded).local


def test_a_call_that_was_hung_up_does_not_keep_the_next_from_ringing() -> None:
    peer = Peer()
    _, call = peer.talk()
    peer.hang_up(call)  # the BYE has no answer yet
    assert statuses(peer.hear(peer.invite(call_id="k2"))) == [180]


def test_a_call_that_is_being_cancelled_does_not_keep_the_next_from_ringing() -> None:
    peer = Peer()
    peer.hear(peer.answer(peer.dial(), 180))
    peer.hang_up()
    assert statuses(peer.hear(peer.invite())) == [180]


def test_more_calls_ring_where_more_are_wanted() -> None:
    peer = Peer(call_limit=2)
    peer.talk()
    assert statuses(peer.hear(peer.invite(call_id="k2"))) == [180]
    assert statuses(peer.hear(peer.invite(call_id="k3"))) == [486]


def test_the_same_request_by_another_path_gets_482() -> None:
    peer = Peer()
    peer.ring()
    outputs = peer.hear(peer.invite())
    assert statuses(outputs) == [482]
    assert not [e for e in events(outputs) if isinstance(e, IncomingCall)]
