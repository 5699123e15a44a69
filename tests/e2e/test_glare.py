"""Offers that cross: ours and the peer's, or one of them and the end of the call.

Our own offer goes out, without anybody doing anything, where another branch of a fork answers than
the one whose early media was heard.
"""

import re

from tests.e2e import sessions
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.crossing import (
    CONTACT,
    called,
    established,
    hangs_up,
    is_over,
    number,
    other,
    ringing,
    said,
)
from tests.e2e.frames import Frame
from tests.e2e.peers import Callee


def test_two_offers_meet(line: MakeLine) -> None:
    """RFC 3261, 14.1: 491 both ways; ours comes again after a wait, once, and with a new number."""
    alice = line()
    callee, ours = glare(alice)
    again = alice.link.request("INVITE")
    assert number(again) > number(ours)
    assert again.header("Via") != ours.header("Via")
    assert version(again) > version(ours)
    alice.link.reply(again, 200, headers=CONTACT, body=other(callee, again))
    assert number(alice.link.request("ACK")) == number(again)
    hangs_up(alice)
    assert said(callee)[-2:] == ["ACK", "BYE"]
    is_over(alice, "ended")


def test_two_offers_meet_and_theirs_is_sooner(line: MakeLine) -> None:
    """RFC 3264, 8: the answer to theirs and the offer that follows are of one session."""
    alice = line()
    callee, ours = glare(alice)
    final = callee.answered("INVITE", body=sessions.offer(version=2))
    callee.request("ACK", number=callee.number)
    again = alice.link.request("INVITE")
    for frame in (final, again):
        assert re.findall(r"(?m)^m=audio|sendrecv|recvonly", frame.body) == ["m=audio", "sendrecv"]
    assert version(ours) < version(final) < version(again)
    alice.link.reply(again, 200, headers=CONTACT, body=sessions.answer(again.body, setup="passive"))
    assert number(alice.link.request("ACK")) == number(again)
    hangs_up(alice)
    is_over(alice, "ended")


def test_their_offer_follows_their_answer_at_once(line: MakeLine) -> None:
    """Neither waits for our ACK (RFC 5407, 3.1.4): both are taken in turn."""
    alice = line()
    callee = called(alice)
    callee.reply(200, body=sessions.answer(callee.invite.body))
    final = callee.answered("INVITE", body=sessions.offer("sendonly", version=2))
    assert (final.status, sessions.directions(final.body)) == (200, {"audio": "recvonly"})
    callee.request("ACK", number=callee.number)
    assert said(callee) == ["INVITE", "ACK", "200 INVITE"]
    hangs_up(alice)
    is_over(alice, "ended")


def test_their_offer_comes_in_place_of_a_lost_ack(line: MakeLine) -> None:
    """RFC 5407, 3.1.4: who offers again has our answer; the first 200 is not repeated."""
    alice = line()
    caller = ringing(alice)
    alice.phone.tap("accept")
    first = caller.final()
    second = caller.answered("INVITE", body=sessions.offer(version=2))
    assert (first.status, second.status) == (200, 200)
    caller.request("ACK", number=caller.number)
    alice.link.everything(0.8)
    assert said(caller) == ["180 INVITE", "200 INVITE", "200 INVITE"]
    hangs_up(alice)
    is_over(alice, "ended", "peer")


def test_their_bye_meets_our_offer(line: MakeLine) -> None:
    alice = line()
    callee, ours = offering(alice)
    assert callee.answered("BYE").status == 200
    alice.link.reply(ours, 481)
    assert said(callee)[-2:] == ["200 BYE", "ACK"]
    is_over(alice, "ended")


def test_a_hang_up_behind_our_offer(line: MakeLine) -> None:
    """RFC 5407, 3.2.3: a 200 that still comes gets its ACK, and the call stays ended."""
    alice = line()
    callee, ours = offering(alice)
    alice.phone.tap("hangup")
    bye = alice.link.request("BYE")
    assert number(bye) > number(ours)
    for _ in range(2):
        alice.link.reply(ours, 200, headers=CONTACT, body=other(callee, ours))
        assert number(alice.link.request("ACK")) == number(ours)
    alice.link.reply(bye, 200)
    is_over(alice, "ended")


def test_their_offer_meets_our_bye(line: MakeLine) -> None:
    """RFC 5407, 3.2.2."""
    alice = line()
    callee = established(alice)
    alice.phone.tap("hangup")
    bye = alice.link.request("BYE")
    assert callee.answered("INVITE", body=sessions.offer(version=2)).status == 481
    callee.request("ACK", number=callee.number)
    alice.link.reply(bye, 200)
    is_over(alice, "ended")


def test_their_bye_follows_their_offer_at_once(line: MakeLine) -> None:
    """Each request gets one final response, whichever is first; nothing stays open."""
    alice = line()
    callee = established(alice)
    callee.request("INVITE", body=sessions.offer(version=2))
    callee.request("BYE", number=callee.number + 1)
    is_over(alice, "ended")
    assert sorted(said(callee)[2:]) in (["200 BYE", "487 INVITE"], ["200 BYE", "200 INVITE"])


# --- how it is done -------------------------------------------------------------------------------


def offering(alice: Line) -> tuple[Callee, Frame]:
    """A call in which our own offer waits for its answer, since another branch was heard first."""
    callee = called(alice)
    callee.reply(183, tag="left", body=other(callee))
    callee.reply(200, body=sessions.answer(callee.invite.body))
    alice.link.request("ACK")
    return callee, alice.link.request("INVITE")


def glare(alice: Line) -> tuple[Callee, Frame]:
    """Our offer has met the peer's, and both are refused."""
    callee, ours = offering(alice)
    assert callee.answered("INVITE", body=sessions.offer(version=2)).status == 491
    callee.request("ACK", number=callee.number)
    alice.link.reply(ours, 491)
    alice.link.request("ACK")
    return callee, ours


def version(frame: Frame) -> int:
    """The version of the session (RFC 4566, 5.2)."""
    return int(frame.body.split("o=")[1].split()[2])
