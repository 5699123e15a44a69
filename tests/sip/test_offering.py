"""Our own offers in a call: what the peer may say to them."""

import pytest

from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import (
    AnswerReceived,
    CallEnded,
    InfoAnswered,
    OfferDue,
    OfferReceived,
    OfferRejected,
)
from sipwidget.sip.message import Request
from sipwidget.sip.offering import UNANSWERED
from sipwidget.sip.status import CONNECTION_LOST
from sipwidget.sip.timers import TIMER_B
from tests.peer import (
    ANSWER,
    OFFER,
    SDP,
    Peer,
    ended,
    event,
    events,
    forgotten,
    one,
    requests,
    shape,
    statuses,
)

NEW_OFFER = OFFER.replace("4000", "4002")
CONTACT = "Contact: <sip:bob@192.0.2.77>"


def offering(peer: Peer, call: str = "c") -> Request:
    """Our re-INVITE in that call."""
    return one(peer.agent.offer(call, NEW_OFFER, peer.now), "INVITE")


def test_the_offer_goes_as_a_re_invite_in_the_dialog_and_its_answer_comes_back() -> None:
    peer = Peer()
    invite, _ = peer.established()
    again = offering(peer)
    assert (again.call_id, again.from_.tag, again.to.tag) == (
        *(invite.call_id, invite.from_.tag),
        "b",
    )
    assert (str(again.uri), again.sdp) == ("sip:bob@192.0.2.9", NEW_OFFER)
    assert again.cseq.number > invite.cseq.number
    assert peer.hear(peer.answer(again, 100)) == []
    outputs = peer.hear(peer.answer(again, 200, "b", CONTACT, *SDP))
    assert event(outputs, AnswerReceived).answer == ANSWER
    ack = one(outputs, "ACK")
    assert (ack.cseq.number, str(ack.uri)) == (again.cseq.number, "sip:bob@192.0.2.77")
    assert str(one(peer.hang_up(), "BYE").uri) == "sip:bob@192.0.2.77"  # the target is refreshed


def test_a_2xx_that_comes_again_gets_its_ack_again_and_no_more() -> None:
    peer = Peer()
    peer.established()
    answer = peer.answer(offering(peer), 200, "b", CONTACT, *SDP)
    peer.hear(answer)
    again = peer.hear(answer)
    assert shape(again) == ["ACK"]
    assert events(again) == []


def test_a_2xx_whose_contact_cannot_be_used_leaves_the_target_as_it_was() -> None:
    peer = Peer()
    peer.established()
    outputs = peer.hear(peer.answer(offering(peer), 200, "b", "Contact: <tel:+491>", *SDP))
    assert str(one(outputs, "ACK").uri) == "sip:bob@192.0.2.9"


def test_a_2xx_without_an_answer_says_so() -> None:
    peer = Peer()
    peer.established()
    outputs = peer.hear(peer.answer(offering(peer), 200, "b", CONTACT))
    assert event(outputs, AnswerReceived).answer is None


@pytest.mark.parametrize("status", [488, 500, 603])
def test_a_refused_offer_leaves_the_call_as_it_was(status: int) -> None:
    peer = Peer()
    peer.established()
    outputs = peer.hear(peer.answer(offering(peer), status))
    assert event(outputs, OfferRejected).status == status
    assert shape(outputs) == ["ACK"]
    assert peer.wait(60) == []
    assert offering(peer)


def test_a_challenge_is_answered_with_credentials() -> None:
    peer = Peer()
    peer.established()
    first = offering(peer)
    second = one(peer.hear(peer.challenge(first, 407)), "INVITE")
    assert second.headers.get("Proxy-Authorization")
    assert (second.sdp, second.cseq.number) == (NEW_OFFER, first.cseq.number + 1)
    outputs = peer.hear(peer.answer(second, 200, "b", CONTACT, *SDP))
    assert event(outputs, AnswerReceived)


@pytest.mark.parametrize(("ours", "lower", "upper"), [(True, 3.4, 4.0), (False, 0.0, 0.6)])
def test_after_a_glare_each_side_waits_its_own_time(ours: bool, lower: float, upper: float) -> None:
    """RFC 3261 section 14.1: the owner of the Call-ID waits longer, here by 2.8 s and more."""
    peer = Peer()
    call = "c"
    if ours:
        peer.established()
    else:
        _, call = peer.talk()
    first = offering(peer, call)
    outputs = peer.hear(peer.answer(first, 491))
    assert event(outputs, OfferRejected).status == 491
    start = peer.now
    while not (due := events(peer.wait(0.1))):
        assert peer.now < start + 5
    assert due == [OfferDue(call)]
    assert lower - 0.1 <= peer.now - start <= upper + 0.1
    again = offering(peer, call)
    assert again.cseq.number > first.cseq.number  # a new request, which JsSIP forgets


def test_a_peer_whose_own_answer_is_due_first_is_asked_again_when_it_says() -> None:
    peer = Peer()
    peer.established()
    outputs = peer.hear(peer.answer(offering(peer), 500, "b", "Retry-After: 7 (busy)"))
    assert event(outputs, OfferRejected).again
    assert events(peer.wait(6.9)) == []
    assert events(peer.wait(0.2)) == [OfferDue("c")]


@pytest.mark.parametrize("wait", ["0", "11", "3600"])
def test_a_peer_that_wants_us_to_wait_for_long_has_refused(wait: str) -> None:
    peer = Peer()
    peer.established()
    outputs = peer.hear(peer.answer(offering(peer), 500, "b", f"Retry-After: {wait}"))
    assert not event(outputs, OfferRejected).again


def test_a_re_invite_against_ours_gets_491() -> None:
    peer = Peer()
    tag, call = peer.talk()
    first = offering(peer, call)
    assert statuses(peer.hear(peer.within("INVITE", tag, 2, body=OFFER))) == [491]
    peer.hear(peer.answer(first, 491))
    outputs = peer.hear(peer.within("INVITE", tag, 3, body=OFFER))  # the peer was quicker
    assert event(outputs, OfferReceived).offer == OFFER


def test_an_offer_while_the_peers_waits_is_put_off_as_after_a_glare() -> None:
    peer = Peer()
    tag, call = peer.talk()
    peer.hear(peer.within("INVITE", tag, 2, body=OFFER))
    outputs = peer.agent.offer(call, NEW_OFFER, peer.now)
    assert (shape(outputs), event(outputs, OfferRejected).status) == ([], 491)
    peer.agent.answer_offer(call, ANSWER, peer.now)
    peer.hear(peer.within("ACK", tag, 2))
    assert events(peer.wait(2.1)) == [OfferDue(call)]


def test_an_offer_waits_for_the_ack_to_our_200() -> None:
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert event(peer.agent.offer(call, NEW_OFFER, 0), OfferRejected).again
    peer.hear(peer.within("ACK", tag, 1))
    assert events(peer.wait(2.1)) == [OfferDue(call)]


def test_one_offer_of_ours_at_a_time() -> None:
    peer = Peer()
    peer.established()
    offering(peer)
    assert shape(peer.agent.offer("c", NEW_OFFER, peer.now)) == []


def test_a_peer_that_knows_no_such_call_any_more_ends_it() -> None:
    peer = Peer()
    peer.established()
    outputs = peer.hear(peer.answer(offering(peer), 481))
    assert ended(outputs) == (481, False)
    assert shape(outputs) == ["ACK", "BYE"]
    peer.hear(peer.answer(one(outputs, "BYE"), 481))
    assert forgotten(peer)


@pytest.mark.parametrize("said", [True, False])
def test_a_peer_that_does_not_answer_is_asked_again_soon(said: bool) -> None:
    """N3: it may be on its way to another address; the phone knows how long that may take."""
    peer = Peer()
    peer.established()
    offer = offering(peer)
    outputs = peer.hear(peer.answer(offer, 408)) if said else peer.wait(TIMER_B)
    assert events(outputs) == [OfferRejected("c", 408, "Request Timeout", again=True)]
    assert events(peer.wait(UNANSWERED)) == [OfferDue("c")]


def test_a_lost_connection_rejects_the_offer_and_keeps_the_call() -> None:
    peer = Peer()
    peer.established()
    offering(peer)
    lost = peer.close()
    assert event(lost, OfferRejected) == OfferRejected("c", 503, CONNECTION_LOST, again=True)
    assert not [each for each in lost if isinstance(each, CallEnded)]
    assert event(peer.agent.offer("c", NEW_OFFER, peer.now), OfferRejected).again
    assert event(peer.open(), OfferDue)
    assert offering(peer)
    peer.close()
    peer.hang_up()
    assert not [each for each in peer.open() if isinstance(each, OfferDue)]


def test_an_offer_needs_a_call_that_is_up() -> None:
    peer = Peer()
    peer.dial()
    for call in ("c", "nobody"):
        with pytest.raises(InvalidState):
            peer.agent.offer(call, NEW_OFFER, peer.now)
    _, _, ringing = Peer().ring()
    with pytest.raises(InvalidState):
        peer.agent.offer(ringing, NEW_OFFER, peer.now)


# --- INFO, which goes the same way ----------------------------------------------------------------


def test_info_goes_in_the_dialog_and_its_answer_comes_back() -> None:
    peer = Peer()
    peer.established()
    info = one(peer.agent.info("c", "application/dtmf-relay", "Signal=5\r\n", 0), "INFO")
    assert (info.to.tag, info.body) == ("b", "Signal=5\r\n")
    assert info.headers.get("Content-Type") == "application/dtmf-relay"
    assert peer.hear(peer.answer(info, 200)) == [InfoAnswered("c", 200, "OK")]


def test_info_finds_its_way_in_an_early_dialog() -> None:
    peer = Peer()
    invite = peer.dial()
    with pytest.raises(InvalidState):
        peer.agent.info("c", "text/plain", "x", 0)
    peer.hear(peer.answer(invite, 183, "early", CONTACT, *SDP))
    info = one(peer.agent.info("c", "text/plain", "x", 0), "INFO")
    assert (info.to.tag, str(info.uri)) == ("early", "sip:bob@192.0.2.77")
    peer.hear(peer.answer(invite, 200, "late", "Contact: <sip:bob@192.0.2.9>", *SDP))
    assert one(peer.agent.info("c", "text/plain", "x", 0), "INFO").to.tag == "late"


def test_a_challenged_info_is_sent_again_and_one_without_a_dialog_at_the_peer_ends_the_call() -> (
    None
):
    peer = Peer()
    peer.established()
    info = one(peer.agent.info("c", "text/plain", "x", 0), "INFO")
    (again,) = requests(peer.hear(peer.challenge(info, 407)), "INFO")
    assert again.headers.get("Proxy-Authorization")
    outputs = peer.hear(peer.answer(again, 481))
    assert ended(outputs) == (481, False)
    assert shape(outputs) == ["BYE"]


def test_info_stays_with_the_branch_whose_early_media_came_first() -> None:
    peer = Peer()
    invite = peer.dial()
    for status, tag, *headers in (
        (180, "rings"),
        (183, "sounds", *SDP),
        (180, "rings too"),
        (183, "sounds too", *SDP),
    ):
        contact = f"Contact: <sip:{tag.replace(' ', '-')}@192.0.2.9>"
        peer.hear(peer.answer(invite, status, tag.replace(" ", "-"), contact, *headers))
    assert one(peer.agent.info("c", "text/plain", "x", 0), "INFO").to.tag == "sounds"


def test_a_fork_that_has_not_won_does_not_end_the_call_by_its_481() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hear(peer.answer(invite, 183, "early", CONTACT, *SDP))
    info = one(peer.agent.info("c", "text/plain", "x", 0), "INFO")
    peer.hear(peer.answer(invite, 200, "winner", CONTACT, *SDP))
    outputs = peer.hear(peer.answer(info, 481))
    assert outputs == [InfoAnswered("c", 481, "Call/Transaction Does Not Exist")]


def test_info_needs_a_call_and_a_connection() -> None:
    peer = Peer()
    peer.established()
    peer.close()
    with pytest.raises(InvalidState):
        peer.agent.info("c", "text/plain", "x", 0)
