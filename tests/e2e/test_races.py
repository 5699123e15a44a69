"""Messages that cross between a page and its server (RFC 5407); docs/races.md is the list.

What a person does and what the peer sends meet here in a fixed order, without a clock: the server
sends its half when it has seen the page's.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e import frames, sessions
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.frames import Frame
from tests.e2e.peers import DOMAIN, HOST, Callee, Caller, Dialog, contact
from tests.e2e.sound import flows

# --- before the call is there ---------------------------------------------------------------------


@pytest.mark.parametrize("rings", [True, False])
def test_an_answer_beats_the_hang_up(line: MakeLine, rings: bool) -> None:
    """ACK and BYE for a 200 that crosses the CANCEL, or that comes before any CANCEL may go out."""
    alice = line()
    callee = called(alice)
    if rings:
        ring(alice, callee)
    alice.phone.tap("hangup")
    cancel = alice.link.request("CANCEL") if rings else None
    callee.reply(200, body=sessions.answer(callee.invite.body))
    if cancel:
        alice.link.reply(cancel, 481)
    alice.link.reply(alice.link.request("BYE"), 200)
    assert said(callee) == ["INVITE", *["CANCEL"] * rings, "ACK", "BYE"]
    is_over(alice, "failed")


@pytest.mark.parametrize("rings", [True, False])
def test_a_refusal_beats_the_hang_up(line: MakeLine, rings: bool) -> None:
    alice = line()
    callee = called(alice)
    if rings:
        ring(alice, callee)
    alice.phone.tap("hangup")
    cancel = alice.link.request("CANCEL") if rings else None
    callee.reply(486)
    if cancel:
        alice.link.reply(cancel, 481)
    assert said(callee) == ["INVITE", *["CANCEL"] * rings, "ACK"]
    is_over(alice, "failed")
    assert alice.phone.words() == []


def test_the_caller_gives_up_as_the_call_is_taken(line: MakeLine) -> None:
    """RFC 3261, 9.2: behind a final response a CANCEL has no effect; the caller has to say BYE."""
    alice = line()
    caller = ringing(alice)
    alice.phone.tap("accept")
    assert caller.final().status == 200
    caller.cancel()
    assert alice.link.response("CANCEL").status == 200
    caller.acknowledge()
    assert said(caller) == ["180 INVITE", "200 INVITE", "200 CANCEL"]
    alice.phone.reaches(state="incoming-accepted")
    assert caller.answered("BYE").status == 200
    is_over(alice, "ended", "peer")


def test_the_caller_gives_up_as_the_devices_open(line: MakeLine) -> None:
    """The person has accepted, but the 487 is first: never a 200 behind it."""
    alice = line()
    caller = ringing(alice)
    alice.phone.everywhere("() => recorder.hold()")
    alice.phone.tap("accept")
    alice.phone.until(lambda: alice.phone.media().devices, "a question for the microphone")
    caller.cancel()
    alice.phone.reaches(state="idle")
    alice.phone.everywhere("() => recorder.release()")
    is_over(alice, "failed", "peer")
    assert sorted(said(caller)) == ["180 INVITE", "200 CANCEL", "487 INVITE"]


# --- answers that come again ----------------------------------------------------------------------


def test_our_200_comes_again_until_its_ack(line: MakeLine) -> None:
    """RFC 3261, 13.3.1.4: the same one, at intervals that double; the ACK ends that."""
    alice = line()
    caller = ringing(alice)
    alice.phone.tap("accept")
    answers = [(caller.final(), time.monotonic()) for _ in range(3)]
    caller.acknowledge()
    (first, one), (second, two), (third, three) = answers
    assert first == second == third
    assert two - one > 0.3
    assert three - two > 0.7
    before = len(alice.link.seen)
    assert alice.link.everything(2.4)[before:] == []
    alice.phone.reaches(state="incoming-accepted")


def test_their_200_comes_again(line: MakeLine) -> None:
    """RFC 3261, 13.2.2.4: an ACK again, and nothing else."""
    alice = line()
    callee = called(alice)
    first = callee.answer()
    again = callee.answer()
    assert (again.target, again.header("CSeq"), again.header("To")) == (
        first.target,
        first.header("CSeq"),
        first.header("To"),
    )
    assert said(callee) == ["INVITE", "ACK", "ACK"]
    alice.phone.reaches(state="outgoing-accepted")


# --- forks ----------------------------------------------------------------------------------------


def test_the_first_of_two_answers_keeps_its_sound(line: MakeLine) -> None:
    """N10: the later ones get ACK and BYE at their own tag and Contact."""
    alice, bob = line(), line(username="bob")
    callee = called(alice)
    there, answer = taken(bob, callee)
    callee.reply(200, tag="bob", body=answer)
    assert alice.link.request("ACK").tag("To") == "bob"
    for tag in ("second", "third"):
        where = f"sip:{tag}@{HOST};transport=ws"
        callee.reply(200, tag=tag, headers={"Contact": f"<{where}>"}, body=other(callee))
        for method in ("ACK", "BYE"):
            request = alice.link.request(method)
            assert (request.tag("To"), request.target) == (tag, where)
        alice.link.reply(request, 200)
    flows(alice.phone)
    flows(bob.phone)
    assert there.answered("BYE").status == 200
    alice.phone.tap("hangup")
    assert alice.link.request("BYE").tag("To") == "bob"
    is_over(alice, "ended")


def test_another_branch_than_the_one_that_was_heard_answers(line: MakeLine) -> None:
    """N10, N17: a browser cannot turn to it, so that the call goes on by an offer of its own."""
    alice, bob = line(), line(username="bob")
    callee = called(alice)
    callee.reply(183, tag="left", body=other(callee))
    there, answer = taken(bob, callee)
    callee.reply(183, tag="bob", body=answer)
    callee.reply(200, tag="bob", body=answer)
    callee.reply(200, tag="left", body=other(callee))
    offered = alice.link.request("INVITE")
    assert offered.tag("To") == "bob"
    assert there.answered("INVITE", body=offered.body).status == 200
    there.acknowledge()
    alice.link.reply(offered, 200, headers=CONTACT, body=bob.link.seen[-1].body)
    flows(alice.phone)
    flows(bob.phone)
    assert [each.tag("To") for each in alice.link.seen if each.method == "BYE"] == ["left"]
    assert there.answered("BYE").status == 200
    alice.phone.tap("hangup")
    is_over(alice, "ended")


# --- two offers, or an offer and an end -----------------------------------------------------------


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


@pytest.mark.xfail(reason="the connection made anew answers without our microphone", strict=True)
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
    alice.link.reply(again, 200, headers=CONTACT, body=passive(again))
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


def test_their_bye_follows_their_answer_at_once(line: MakeLine) -> None:
    alice = line()
    callee = called(alice)
    callee.reply(200, body=sessions.answer(callee.invite.body))
    assert callee.answered("BYE").status == 200
    assert said(callee) == ["INVITE", "ACK", "200 BYE"]
    is_over(alice, "ended")


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


@pytest.mark.parametrize("status", [200, 481])
def test_two_byes_meet(line: MakeLine, status: int) -> None:
    """RFC 5407, 3.2.1: a peer may know the call no more, we still do until ours is answered."""
    alice = line()
    callee = established(alice)
    alice.phone.tap("hangup")
    bye = alice.link.request("BYE")
    assert callee.answered("BYE").status == 200
    alice.link.reply(bye, status)
    assert callee.answered("BYE").status == 481
    is_over(alice, "ended")


# --- what other stacks stumble over ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "changed"),
    [("OPTIONS", {"CSeq": "1 BYE"}), ("INVITE", {"CSeq": "1 ACK"}), ("INVITE", {"Contact": "*"})],
)
def test_a_request_that_contradicts_itself(
    line: MakeLine, method: str, changed: dict[str, str]
) -> None:
    """RFC 3261, 8.1.1.5 and 8.1.1.8: 400, and nothing rings."""
    alice = line()
    headers = {
        "Via": f"SIP/2.0/WS {HOST};branch=z9hG4bK{frames.token()}",
        "Max-Forwards": "70",
        "From": f"<sip:peer@{DOMAIN}>;tag=peer",
        "To": f"<sip:alice@{DOMAIN}>",
        "Call-ID": frames.token(),
        "CSeq": f"1 {method}",
        **CONTACT,
        **changed,
    }
    start = f"{method} {contact(alice.register)} SIP/2.0"
    alice.link.send(frames.write(start, headers.items(), sessions.offer()))
    assert alice.link.until(lambda each: each.status, "a response").status == 400
    assert ringing(alice).answered("OPTIONS").status == 200


# --- how it is done -------------------------------------------------------------------------------

CONTACT = {"Contact": f"<sip:peer@{HOST};transport=ws>"}


def called(alice: Line) -> Callee:
    """A call to the only entry, of which nothing was heard yet."""
    alice.phone.tap("call")
    return Callee(alice.link)


def ring(alice: Line, callee: Callee) -> None:
    """The page knows of the 180."""
    callee.reply(180)
    expect(alice.phone.root).to_contain_text(re.compile("ringing", re.IGNORECASE))


def established(alice: Line) -> Callee:
    """A call that the other end has answered."""
    callee = called(alice)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    return callee


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


def ringing(alice: Line) -> Caller:
    """A call that rings at the page."""
    caller = Caller(alice.link, alice.register)
    caller.ring()
    alice.phone.reaches(state="incoming")
    return caller


def taken(bob: Line, callee: Callee) -> tuple[Caller, str]:
    """A second page takes the call: the server's call to it, and its answer."""
    there = Caller(bob.link, bob.register, body=callee.invite.body)
    there.ring()
    bob.phone.tap("accept")
    final = there.final()
    there.acknowledge()
    return there, final.body


def other(callee: Callee, offer: Frame | None = None) -> str:
    """An answer of another branch: other ICE credentials."""
    return sessions.answer((offer or callee.invite).body).replace("ufrag:wxyz", "ufrag:left")


def passive(offer: Frame) -> str:
    """An answer of one that has offered before, whose DTLS client we are (RFC 8842, 5.5)."""
    return sessions.answer(offer.body).replace("setup:active", "setup:passive")


def said(call: Dialog) -> list[str]:
    """What the page has sent in this call up to now, but for its answers to these questions."""
    call.answered("OPTIONS")
    mine = [each for each in call.link.seen if each.header("Call-ID") == call.call_id]
    return [
        each.method or f"{each.status} {each.about}" for each in mine if each.about != "OPTIONS"
    ]


def hangs_up(alice: Line) -> None:
    alice.phone.tap("hangup")
    alice.link.reply(alice.link.request("BYE"), 200)


def is_over(alice: Line, how: str, whom: str = "620") -> None:
    """Idle and green, told once, with no live track and no connection."""
    alice.phone.reaches(state="idle")
    alice.phone.colored("call", "green")
    alice.phone.released()
    ends = [text for text in alice.phone.states() if text.startswith(("ended:", "failed:"))]
    assert ends == [f"{how}:{whom}@{DOMAIN}"]


def number(frame: Frame) -> int:
    """The number in the CSeq header."""
    return int(frame.header("CSeq").split()[0])


def version(frame: Frame) -> int:
    """The version of the session (RFC 4566, 5.2)."""
    return int(frame.body.split("o=")[1].split()[2])
