"""What other stacks' behavioural tests check and no test of a single module shows.

`sipjs_behaviours.json` says for each behaviour where it is shown, here or elsewhere.
"""

import pytest

from sipwidget.sip.events import (
    AnswerReceived,
    CallEnded,
    Dropped,
    IncomingCall,
    OfferReceived,
    OfferRejected,
)
from tests.peer import (
    ANSWER,
    CONTACT,
    OFFER,
    SDP,
    Peer,
    ended,
    event,
    events,
    forgotten,
    one,
    sent,
    shape,
    statuses,
)

# --- transactions whose timers are zero on a reliable transport -----------------------------------


@pytest.mark.parametrize("status", [180, 200, 486, 503])
def test_behind_a_refusal_no_response_is_told_any_more(status: int) -> None:
    peer = Peer()
    invite = peer.dial()
    assert shape(peer.hear(peer.answer(invite, 486))) == ["ACK"]
    (dropped,) = peer.hear(peer.answer(invite, status, "b", CONTACT, *SDP))
    assert isinstance(dropped, Dropped)
    assert forgotten(peer)


@pytest.mark.parametrize("status", [180, 200, 401, 481])
def test_behind_its_answer_a_request_hears_nothing_more(status: int) -> None:
    peer = Peer()
    peer.established()
    bye = one(peer.hang_up(), "BYE")
    assert peer.hear(peer.answer(bye, 200)) == []
    (dropped,) = peer.hear(peer.challenge(bye) if status == 401 else peer.answer(bye, status))
    assert isinstance(dropped, Dropped)


@pytest.mark.parametrize(
    "method", ["OPTIONS", "BYE", "CANCEL", "INFO", "MESSAGE", "REFER", "UPDATE", "FROB"]
)
def test_every_request_but_an_invite_has_its_final_response_at_once(method: str) -> None:
    """RFC 4320 section 4.1: no provisional response but 100 to these."""
    peer = Peer()
    tag, _ = peer.talk()
    (status,) = statuses(peer.hear(peer.within(method, tag)))
    assert status >= 200


def test_a_request_again_behind_its_answer_is_answered_anew() -> None:
    peer = Peer()
    tag, _ = peer.talk()
    options, bye = peer.request("OPTIONS", call_id="o"), peer.within("BYE", tag)
    assert [statuses(peer.hear(options)) for _ in range(2)] == [[486], [486]]
    assert [statuses(peer.hear(bye)) for _ in range(2)] == [[200], [481]]


# --- our own offer in a call that is up -----------------------------------------------------------


def test_their_offer_has_to_wait_while_ours_is_out() -> None:
    peer = Peer()
    tag, call = peer.talk()
    ours = one(peer.agent.offer(call, OFFER, peer.now), "INVITE")
    outputs = peer.hear(peer.within("INVITE", tag, body=OFFER))
    assert statuses(outputs) == [491]
    assert events(outputs) == []
    answered = peer.hear(peer.answer(ours, 200, "b", CONTACT, *SDP))
    assert shape(answered) == ["ACK"]
    assert event(answered, AnswerReceived) == AnswerReceived(call, ANSWER)
    theirs = peer.within("INVITE", tag, 3, body=OFFER)
    assert peer.hear(theirs) == [OfferReceived(call, OFFER)]


@pytest.mark.parametrize("status", [415, 488, 500])
def test_an_offer_of_ours_that_is_refused_leaves_the_call_as_it_was(status: int) -> None:
    peer = Peer()
    peer.established()
    ours = one(peer.agent.offer("c", OFFER, peer.now), "INVITE")
    outputs = peer.hear(peer.answer(ours, status))
    assert shape(outputs) == ["ACK"]
    assert (event(outputs, OfferRejected).call, event(outputs, OfferRejected).status) == (
        "c",
        status,
    )
    assert peer.wait(100) == []
    assert shape(peer.agent.offer("c", OFFER, peer.now)) == ["INVITE"]
    assert shape(peer.hang_up()) == ["BYE"]


def test_an_offer_of_ours_that_is_answered_by_nothing_is_told() -> None:
    peer = Peer()
    peer.established()
    ours = one(peer.agent.offer("c", OFFER, peer.now), "INVITE")
    outputs = peer.hear(peer.answer(ours, 200, "b", CONTACT))
    assert shape(outputs) == ["ACK"]
    assert event(outputs, AnswerReceived) == AnswerReceived("c", None)
    assert shape(peer.hang_up()) == ["BYE"]


@pytest.mark.parametrize("late", [200, 481, 487])
def test_a_bye_that_crosses_our_offer_ends_the_call_on_both_sides(late: int) -> None:
    peer = Peer()
    tag, call = peer.talk()
    ours = one(peer.agent.offer(call, OFFER, peer.now), "INVITE")
    outputs = peer.hear(peer.within("BYE", tag))
    assert statuses(outputs) == [200]
    assert event(outputs, CallEnded) == CallEnded(call, 200, "", local=False)
    behind = peer.hear(peer.answer(ours, late, "b", CONTACT))
    assert shape(behind) == ["ACK"]
    assert events(behind) == []
    assert forgotten(peer)


def test_a_hang_up_behind_our_offer_ends_the_call() -> None:
    peer = Peer()
    peer.established()
    ours = one(peer.agent.offer("c", OFFER, peer.now), "INVITE")
    outputs = peer.hang_up()
    assert ended(outputs) == (200, True)
    bye = one(outputs, "BYE")
    assert bye.cseq.number > ours.cseq.number
    assert shape(peer.hear(peer.answer(ours, 487))) == ["ACK"]
    assert peer.hear(peer.answer(bye, 200)) == []
    assert forgotten(peer)


@pytest.mark.parametrize("status", [401, 407])
def test_an_offer_of_ours_that_is_challenged_is_made_again(status: int) -> None:
    peer = Peer()
    peer.established()
    ours = one(peer.agent.offer("c", OFFER, peer.now), "INVITE")
    outputs = peer.hear(peer.challenge(ours, status))
    assert shape(outputs) == ["ACK", "INVITE"]
    again = one(outputs, "INVITE")
    assert (again.sdp, again.to, again.cseq.number) == (OFFER, ours.to, ours.cseq.number + 1)
    header = "Authorization" if status == 401 else "Proxy-Authorization"
    assert again.headers.get(header)
    answered = peer.hear(peer.answer(again, 200, "b", CONTACT, *SDP))
    assert one(answered, "ACK").cseq.number == again.cseq.number
    assert event(answered, AnswerReceived).answer == ANSWER


# --- Replaces -------------------------------------------------------------------------------------

NOT_YET = "Replaces (RFC 3891) is passed over: it is not in our Supported"


@pytest.mark.xfail(reason=NOT_YET, strict=True)
def test_a_call_that_replaces_ours_takes_its_place() -> None:
    peer = Peer()
    tag, _ = peer.talk()
    replaces = f"Replaces: k;to-tag={tag};from-tag=b"
    outputs = peer.hear(peer.invite(replaces, call_id="new", sender="<sip:carol@pbx.test>;tag=n"))
    call = event(outputs, IncomingCall).call
    assert one(peer.agent.accept(call, ANSWER, peer.now), "BYE").call_id == "k"


@pytest.mark.xfail(reason=NOT_YET, strict=True)
def test_a_call_that_replaces_one_that_is_not_there_gets_481() -> None:
    peer = Peer()
    outputs = peer.hear(peer.invite("Replaces: gone;to-tag=1;from-tag=2"))
    assert statuses(outputs) == [481]
    assert not [message for message in sent(outputs) if message.cseq.method != "INVITE"]
