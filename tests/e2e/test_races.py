"""Messages that cross between a page and its server (RFC 5407); docs/races.md is the list.

What a person does and what the peer sends meet here in a fixed order, without a clock: the server
sends its half when it has seen the page's.
"""

import pytest

from tests.e2e import frames, sessions
from tests.e2e.conftest import MakeLine
from tests.e2e.crossing import (
    CONTACT,
    called,
    established,
    hangs_up,
    is_over,
    other,
    ring,
    ringing,
    said,
    taken,
)
from tests.e2e.peers import DOMAIN, HOST, Callee, Caller, contact
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


@pytest.mark.parametrize("status", [486, 407])
@pytest.mark.parametrize("rings", [True, False])
def test_a_refusal_beats_the_hang_up(line: MakeLine, rings: bool, status: int) -> None:
    """An ACK, no more: nobody wants to prove who calls, or to be told that it is busy."""
    alice = line()
    callee = called(alice)
    if rings:
        ring(alice, callee)
    alice.phone.tap("hangup")
    cancel = alice.link.request("CANCEL") if rings else None
    challenge = {"Proxy-Authenticate": 'Digest realm="sip.test", nonce="n", algorithm=SHA-256'}
    callee.reply(status, headers=challenge)
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


def test_the_caller_gives_up_as_the_person_declines(line: MakeLine) -> None:
    """RFC 3261, 9.2: the 486 is out, and stays the only final response."""
    alice = line()
    caller = ringing(alice)
    alice.phone.tap("decline")
    alice.link.response("INVITE")
    caller.cancel()
    assert alice.link.response("CANCEL").status == 200
    caller.acknowledge()
    assert said(caller) == ["180 INVITE", "486 INVITE", "200 CANCEL"]
    is_over(alice, "failed", "peer")


def test_the_caller_says_bye_while_it_rings(line: MakeLine) -> None:
    """RFC 3261, 15.1.2: 200, and 487 for the INVITE."""
    alice = line()
    caller = ringing(alice)
    invite = caller.number
    caller.request("BYE")
    assert caller.final().status == 487
    caller.request("ACK", number=invite)
    assert sorted(said(caller)) == ["180 INVITE", "200 BYE", "487 INVITE"]
    is_over(alice, "failed", "peer")


def test_two_calls_meet(line: MakeLine) -> None:
    """The person has called, the devices open: whoever calls now is told busy, ours goes out."""
    alice = line()
    alice.phone.everywhere("() => recorder.hold()")
    alice.phone.tap("call")
    assert Caller(alice.link, alice.register).final().status == 486
    alice.phone.everywhere("() => recorder.release()")
    Callee(alice.link).answer()
    assert Caller(alice.link, alice.register).final().status == 486
    hangs_up(alice)
    is_over(alice, "ended")


# --- answers that come again ----------------------------------------------------------------------


def test_our_200_comes_again_until_its_ack(line: MakeLine) -> None:
    """RFC 3261, 13.3.1.4: the same one; the ACK ends that."""
    alice = line()
    caller = ringing(alice)
    alice.phone.tap("accept")
    first, second, third = (caller.final() for _ in range(3))
    caller.acknowledge()
    assert first == second == third
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


# --- after the call was there ---------------------------------------------------------------------


def test_their_bye_follows_their_answer_at_once(line: MakeLine) -> None:
    alice = line()
    callee = called(alice)
    callee.reply(200, body=sessions.answer(callee.invite.body))
    assert callee.answered("BYE").status == 200
    assert said(callee) == ["INVITE", "ACK", "200 BYE"]
    is_over(alice, "ended")


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
    assert alice.link.until(lambda each: each.status > 0, "a response").status == 400
    assert ringing(alice).answered("OPTIONS").status == 200
