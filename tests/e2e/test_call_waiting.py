"""Hold, a second call beside the first, and push-to-talk, against a scripted server."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.crossing import CONTACT, established
from tests.e2e.peers import Caller, Dialog
from tests.e2e.phone import Phone

ENABLED = """() => recorder.tracks
    .filter(each => each.readyState === "live").map(each => each.enabled)"""


def test_hold_is_told_and_their_new_session_leaves_it(line: MakeLine) -> None:
    """N12, RFC 3264 section 8.4: sendonly, and an answer of sendonly; resumed, sendrecv."""
    alice = line()
    callee = established(alice)
    alice.phone.tap("hold")
    assert offered(alice, callee, "recvonly") == "sendonly"
    pressed(alice.phone, "hold", True)
    expect(alice.phone.root.locator('[data-part="state"]')).to_have_text("On hold")
    microphone(alice.phone, False)
    final = callee.answered("INVITE", body=sessions.offer(version=2))
    assert sessions.directions(final.body) == {"audio": "sendonly"}
    callee.request("ACK", number=callee.number)
    alice.phone.tap("hold")
    assert offered(alice, callee, "sendrecv") == "sendrecv"
    pressed(alice.phone, "hold", False)
    microphone(alice.phone, True)


def test_both_may_hold_and_each_resumes_by_itself(line: MakeLine) -> None:
    """RFC 6337 section 5.3: inactive while both hold; our resume does not end theirs."""
    alice = line()
    callee = established(alice)
    final = callee.answered("INVITE", body=sessions.offer("sendonly", version=2))
    assert sessions.directions(final.body) == {"audio": "recvonly"}
    callee.request("ACK", number=callee.number)
    alice.phone.tap("hold")
    assert offered(alice, callee, "inactive") == "inactive"
    alice.phone.tap("hold")
    assert offered(alice, callee, "sendonly") == "sendrecv"
    expect(alice.phone.root.locator('[data-part="state"]')).to_contain_text("by the other side")


def test_who_refuses_to_be_held_hears_nothing_all_the_same(line: MakeLine) -> None:
    """The session stays as it was, and nothing is offered anew when the hold is over."""
    alice = line()
    callee = established(alice)
    alice.phone.command("hold")
    alice.link.reply(alice.link.request("INVITE"), 488)
    alice.link.request("ACK")
    pressed(alice.phone, "hold", True)
    microphone(alice.phone, False)
    alice.phone.command("resume")
    microphone(alice.phone, True)
    assert callee.answered("OPTIONS").status == 200
    assert [each.method for each in alice.link.everything()].count("INVITE") == 2


def test_a_second_call_rings_in_and_is_declined(line: MakeLine) -> None:
    """A23, N12: the first keeps its state, its hang-up and its media."""
    alice = line(callWaiting=True)
    established(alice)
    gate = Caller(alice.link, alice.register, caller='"Gate" <sip:621@sip.test>')
    gate.ring()
    alice.phone.reaches(state="outgoing-accepted", waiting="1")
    expect(alice.phone.root.locator('[data-part="other"]')).to_contain_text("Gate")
    alice.phone.tap("decline")
    assert gate.final().status == 486
    alice.phone.reaches(state="outgoing-accepted", waiting="0")
    alice.phone.colored("hangup", "red")
    microphone(alice.phone, True)


def test_a_second_call_is_accepted_swapped_and_outlived(line: MakeLine) -> None:
    """N12: one of the two is always on hold; the one that is left stays there until resumed."""
    alice = line(callWaiting=True)
    door = established(alice)
    gate = Caller(alice.link, alice.register, caller="<sip:621@sip.test>")
    gate.ring()
    alice.phone.reaches(waiting="1")
    alice.phone.tap("accept")
    assert offered(alice, door, "recvonly") == "sendonly"
    final = gate.final()
    assert (final.status, sessions.directions(final.body)) == (200, {"audio": "sendrecv"})
    gate.acknowledge()
    alice.phone.reaches(state="incoming-accepted", waiting="1")
    expect(alice.phone.party).to_contain_text("621")

    alice.phone.tap("swap")
    ways = taken(alice, {gate: "recvonly", door: "sendrecv"})
    assert ways == {gate: "sendonly", door: "sendrecv"}
    alice.phone.reaches(state="outgoing-accepted", waiting="1")

    alice.phone.tap("hangup")
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.phone.reaches(state="incoming-accepted", waiting="0")
    pressed(alice.phone, "hold", True)
    alice.phone.tap("hold")
    assert offered(alice, gate, "sendrecv") == "sendrecv"
    assert alice.phone.states()[-5:] == [
        "outgoing:620@sip.test",
        "outgoing-accepted:620@sip.test",
        "incoming:621@sip.test",
        "incoming-accepted:621@sip.test",
        "ended:620@sip.test",
    ]


@pytest.mark.parametrize("how", ["mouse", " ", "Enter"])
def test_push_to_talk_opens_the_microphone_while_it_is_held_down(line: MakeLine, how: str) -> None:
    """N28"""
    alice = line(pushToTalk=True)
    callee = established(alice)
    microphone(alice.phone, False)
    talk = alice.phone.button("talk")
    mouse, keyboard = alice.phone.page.mouse, alice.phone.page.keyboard
    talk.hover()
    talk.focus()
    for _ in range(2):
        mouse.down() if how == "mouse" else keyboard.down(how)
        pressed(alice.phone, "talk", True)
        microphone(alice.phone, True)
        if how == "mouse":
            mouse.move(5, 600)  # off the button, and out of the frame
            mouse.up()
            talk.hover()
        else:
            keyboard.up(how)
        pressed(alice.phone, "talk", False)
        microphone(alice.phone, False)
    mouse.down() if how == "mouse" else keyboard.down(how)
    pressed(alice.phone, "talk", True)
    callee.request("BYE")  # while it is held down, which disturbs nothing
    alice.phone.reaches(state="idle")
    mouse.up() if how == "mouse" else keyboard.up(how)


def offered(alice: Line, peer: Dialog, answer: str) -> str:
    """The direction of our next offer, which is in that call and gets this answer."""
    return taken(alice, {peer: answer})[peer]


def taken(alice: Line, answers: Mapping[Dialog, str]) -> dict[Dialog, str]:
    """The directions of our next offers, one in each of these calls, which get these answers."""
    peers = {peer.call_id: peer for peer in answers}
    found = {}
    for offer in [alice.link.request("INVITE") for _ in answers]:
        peer = peers[offer.header("Call-ID")]
        found[peer] = sessions.directions(offer.body)["audio"]
        setup = "passive" if isinstance(peer, Caller) else "active"
        body = sessions.answer(offer.body, answers[peer], setup=setup)
        alice.link.reply(offer, 200, headers=CONTACT, body=body)
    for _ in answers:
        alice.link.request("ACK")
    return found


def pressed(one: Phone, action: str, is_pressed: bool) -> None:
    """Wait until the toggle is switched so."""
    expect(one.button(action)).to_have_attribute("aria-pressed", str(is_pressed).lower())


def microphone(one: Phone, is_open: bool) -> None:
    """Wait until the microphone of the one open call says something, or silence."""
    wanted = [is_open]
    one.until(lambda: wanted in one.everywhere(ENABLED), f"a microphone that is open: {is_open}")
