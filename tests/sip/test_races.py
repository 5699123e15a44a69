"""Races (RFC 5407): two phones on a wire on which messages cross, get lost, or come twice."""

import pytest

from sipwidget.sip.account import Account
from sipwidget.sip.events import (
    AnswerReceived,
    CallAccepted,
    CallConfirmed,
    CallEnded,
    Event,
    IncomingCall,
    OfferDue,
    OfferReceived,
    OfferRejected,
    Output,
)
from sipwidget.sip.message import Request, parse
from sipwidget.sip.user_agent import UserAgent
from tests.peer import ALICE, ANSWER, OFFER, SDP, Peer, Wire, ended, event, shape, tokens

BOB = Account("bob", "pbx.test", "b0b")
NEW_OFFER = OFFER.replace("4000", "4002")


class Call:
    """Alice (0) has called Bob (1), who rings; the wire is empty."""

    def __init__(self) -> None:
        self.alice = UserAgent(ALICE, tokens("a"))
        self.bob = UserAgent(BOB, tokens("b"))
        self.wire = Wire(self.alice, self.bob)
        self.does(0, self.alice.invite("sip:bob@pbx.test", OFFER, 0, "c"))
        self.wire.deliver()
        self.bobs = event(self.wire.events[1], IncomingCall).call

    def does(self, place: int, outputs: list[Output]) -> None:
        self.wire.take(place, outputs)

    def hang_up(self, place: int) -> None:
        agent, call = ((self.alice, "c"), (self.bob, self.bobs))[place]
        self.does(place, agent.hang_up(call, self.wire.now))

    def offer(self, place: int) -> None:
        agent, call = ((self.alice, "c"), (self.bob, self.bobs))[place]
        self.does(place, agent.offer(call, NEW_OFFER, self.wire.now))

    def accept(self) -> None:
        self.does(1, self.bob.accept(self.bobs, ANSWER, self.wire.now))

    def talk(self) -> "Call":
        self.accept()
        self.wire.deliver()
        return self

    def lose(self, *lines: str) -> None:
        """What flies now and begins so never arrives."""
        kept = [each for each in self.wire.flying if not each[1].startswith(lines)]
        assert len(kept) < len(self.wire.flying)
        self.wire.flying = kept

    def deliver_to(self, place: int) -> None:
        """What flies to that side arrives; what it causes waits."""
        arriving = [each for each in self.wire.flying if each[0] == place]
        self.wire.flying = [each for each in self.wire.flying if each[0] != place]
        for _, text in arriving:
            self.does(place, self.wire.agents[place].receive(text, self.wire.now))

    def over(self) -> None:
        """Both have ended the call once, and forget it in time."""
        self.wire.wait(400)
        for place, agent in enumerate((self.alice, self.bob)):
            assert len(of(self.wire.events[place], CallEnded)) == 1
            assert not agent._sessions
            assert len(agent._endpoint.transactions) <= 1

    def stands(self) -> None:
        """Nobody has ended the call, and both can still hang up."""
        assert not [e for side in self.wire.events for e in of(side, CallEnded)]
        self.hang_up(0)
        self.over()


def of(events: list[Event], kind: type[Event]) -> list[Event]:
    return [each for each in events if isinstance(each, kind)]


# --- while the callee waits for the ACK (RFC 5407 section 3.1) ------------------------------------


def test_an_invite_that_comes_again_after_the_200_is_absorbed() -> None:
    peer = Peer()
    invite, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    assert peer.hear(invite) == []
    assert event(peer.hear(peer.within("ACK", tag, 1)), CallConfirmed)


def test_a_cancel_that_crosses_the_200_becomes_ack_and_bye() -> None:
    """Section 3.1.2: the callee has taken the call, the caller no longer wants it."""
    call = Call()
    call.accept()
    call.hang_up(0)
    call.wire.deliver()
    methods = [line.split()[0] for line in call.wire.traffic]
    assert methods.count("CANCEL") == methods.count("ACK") == methods.count("BYE") == 1
    call.over()


def test_a_bye_of_the_caller_that_crosses_the_200_ends_the_call() -> None:
    """Section 3.1.3: a BYE in an early dialog, which a caller may send, arrives after the 200."""
    peer = Peer()
    _, tag, call = peer.ring()
    peer.agent.accept(call, ANSWER, 0)
    outputs = peer.hear(peer.within("BYE", tag, 2))
    assert shape(outputs) == [200]
    assert ended(outputs) == (200, False)
    assert peer.hear(peer.within("ACK", tag, 1)) == []
    assert peer.wait(40) == []


def test_a_re_invite_that_overtakes_the_ack_is_served_since_our_answer_is_there() -> None:
    """Section 3.1.4, case 1."""
    call = Call()
    call.accept()
    call.deliver_to(0)
    call.lose("ACK")
    call.offer(0)
    call.deliver_to(1)
    assert event(call.wire.events[1], CallConfirmed)
    call.does(1, call.bob.answer_offer(call.bobs, ANSWER, 0))
    call.wire.deliver()
    assert event(call.wire.events[0], AnswerReceived).answer == ANSWER
    call.stands()


def test_a_re_invite_that_overtakes_the_ack_with_the_answer_gets_491() -> None:
    """Section 3.1.4, case 2: the 200 had carried our offer."""
    peer = Peer()
    _, tag, call = peer.ring(body="")
    peer.agent.accept(call, OFFER, 0)
    assert shape(peer.hear(peer.within("INVITE", tag, 2, body=NEW_OFFER))) == [491]
    late = peer.hear(peer.within("ACK", tag, 1, body=ANSWER))
    assert event(late, CallConfirmed).answer == ANSWER


def test_a_bye_that_overtakes_the_ack_ends_the_call() -> None:
    """Section 3.1.5."""
    call = Call()
    call.accept()
    call.deliver_to(0)
    call.lose("ACK")
    call.hang_up(0)
    call.over()


# --- after a BYE (section 3.2) --------------------------------------------------------------------


def test_two_byes_that_cross_are_both_answered() -> None:
    """Section 3.2.1."""
    call = Call().talk()
    call.hang_up(0)
    call.hang_up(1)
    call.wire.deliver()
    assert call.wire.traffic[-4:] == [
        *(line for line in call.wire.traffic[-4:] if line.startswith("BYE")),
        *["SIP/2.0 200 OK"] * 2,
    ]
    call.over()


def test_a_re_invite_that_a_bye_crosses_gets_481_and_both_sides_end() -> None:
    """Section 3.2.2 and 3.3.1, from either side."""
    for hanging, offering in ((0, 1), (1, 0)):
        call = Call().talk()
        call.hang_up(hanging)
        call.offer(offering)
        call.wire.deliver()
        assert any(line.startswith("SIP/2.0 481") for line in call.wire.traffic)
        assert not of(call.wire.events[hanging], OfferReceived)
        call.over()


def test_a_200_to_our_re_invite_that_comes_after_our_bye_gets_its_ack() -> None:
    """Section 3.2.3."""
    call = Call().talk()
    call.offer(0)
    call.deliver_to(1)
    call.does(1, call.bob.answer_offer(call.bobs, ANSWER, 0))
    call.hang_up(0)
    call.deliver_to(0)
    assert any(text.startswith("ACK") for place, text in call.wire.flying if place == 1)
    assert not of(call.wire.events[0], AnswerReceived)
    call.over()


def test_a_bye_while_the_peers_re_invite_waits_for_the_person_answers_that_too() -> None:
    call = Call().talk()
    call.offer(0)
    call.deliver_to(1)
    call.hang_up(1)
    call.wire.deliver()
    assert any(line.startswith("SIP/2.0 487") for line in call.wire.traffic)
    call.over()


def test_an_ack_that_comes_after_the_end_is_nothing() -> None:
    """Section 3.2.4."""
    call = Call()
    call.accept()
    call.deliver_to(0)  # the ACK flies
    call.hang_up(0)  # and is overtaken by the BYE
    call.wire.flying.reverse()
    call.over()


# --- offers that meet (section 3.3, RFC 3261 section 14) ------------------------------------------


def test_two_re_invites_that_cross_are_both_refused_and_one_wins_after_a_wait() -> None:
    call = Call().talk()
    call.offer(0)
    call.offer(1)
    call.wire.deliver()
    for side in call.wire.events:
        assert event(side, OfferRejected).status == 491
    while not (due := [of(side, OfferDue) for side in call.wire.events])[1]:
        call.wire.wait(0.1)
    assert due[0] == []  # Bob, who does not own the Call-ID, waits less
    call.offer(1)
    call.wire.deliver()
    call.does(0, call.alice.answer_offer("c", ANSWER, call.wire.now))
    call.wire.deliver()
    assert event(call.wire.events[1], AnswerReceived).answer == ANSWER
    call.wire.wait(5)
    assert of(call.wire.events[0], OfferDue)
    call.stands()


def test_a_cancelled_re_invite_leaves_the_call_as_it_was() -> None:
    peer = Peer()
    tag, _ = peer.talk()
    reinvite = peer.within("INVITE", tag, 2, body=NEW_OFFER)
    peer.hear(reinvite)
    branch = reinvite.via.branch or ""
    assert shape(peer.hear(peer.within("CANCEL", tag, 2, branch=branch))) == [200, 487]
    peer.hear(peer.within("ACK", tag, 2, branch=branch))
    assert event(peer.hear(peer.within("INVITE", tag, 3, body=OFFER)), OfferReceived)


# --- messages that get lost behind the server (RFC 3261 section 13.3.1.4) -------------------------


@pytest.mark.parametrize("lost", ["SIP/2.0 200", "ACK"])
def test_a_lost_200_or_ack_is_mended_by_sending_it_again(lost: str) -> None:
    call = Call()
    call.accept()
    if lost == "ACK":
        call.deliver_to(0)
    call.lose(lost)
    call.wire.wait(2)
    assert event(call.wire.events[0], CallAccepted)
    assert event(call.wire.events[1], CallConfirmed)
    call.stands()


def test_where_no_ack_ever_comes_both_sides_end() -> None:
    call = Call()
    call.accept()
    call.deliver_to(0)
    for _ in range(20):
        call.wire.flying = [each for each in call.wire.flying if not each[1].startswith("ACK")]
        call.wire.now = call.bob.next_deadline() or 0.0
        call.does(1, call.bob.handle_timeout(call.wire.now))
        call.deliver_to(0)
        if of(call.wire.events[1], CallEnded):
            break
    assert event(call.wire.events[1], CallEnded).status == 408
    call.over()


# --- forks (N10) ----------------------------------------------------------------------------------


def test_the_first_2xx_of_a_fork_is_the_call_and_the_later_ones_are_ended() -> None:
    peer = Peer()
    invite = peer.dial()
    for tag in ("one", "two", "three"):
        peer.hear(peer.answer(invite, 183, tag, f"Contact: <sip:{tag}@192.0.2.9>", *SDP))
    first = peer.hear(peer.answer(invite, 200, "two", "Contact: <sip:two@192.0.2.9>", *SDP))
    assert event(first, CallAccepted).branch == "two"
    for tag in ("one", "three", "one"):  # the last comes again, and its ACK was lost
        answer = peer.answer(invite, 200, tag, f"Contact: <sip:{tag}@192.0.2.9>", *SDP)
        outputs = peer.hear(answer)
        assert shape(outputs)[0] == "ACK"
        for output in outputs:
            message = parse(output.text)
            assert isinstance(message, Request)
            assert (message.to.tag, str(message.uri)) == (tag, f"sip:{tag}@192.0.2.9")
    assert shape(peer.hang_up()) == ["BYE"]
