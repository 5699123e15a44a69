"""What the tests of races share: calls in the states that they start from, and how they end."""

import re

from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Line
from tests.e2e.frames import Frame
from tests.e2e.peers import DOMAIN, HOST, Callee, Caller, Dialog

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


def said(call: Dialog) -> list[str]:
    """What the page has sent in this call up to now, but for its answers to these questions."""
    call.answered("OPTIONS")
    mine = [each for each in call.link.seen if each.header("Call-ID") == call.call_id]
    return [
        each.method or f"{each.status} {each.about}" for each in mine if each.about != "OPTIONS"
    ]


def number(frame: Frame) -> int:
    """The number in the CSeq header."""
    return int(frame.header("CSeq").split()[0])


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
