"""What a page that holds the widget may rely on: its events, and the commands it takes."""

from playwright.sync_api import expect

from tests.e2e.conftest import MakeLine
from tests.e2e.peers import Callee, Caller


def test_commands_do_what_buttons_do(line: MakeLine) -> None:
    """CONTRACT.md: `dial:`, `hangup`, `answer` and `decline`; what is no command does nothing."""
    alice = line()
    for unknown in ("", "dial:", "explode", "answer", "hangup"):
        alice.phone.command(unknown)
    alice.phone.command("dial:**621")
    callee = Callee(alice.link)
    assert callee.invite.target == "sip:**621@sip.test"
    assert len(alice.phone.sent("INVITE")) == 1
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    alice.phone.command("hangup")
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.phone.reaches(state="idle")

    caller = Caller(alice.link, alice.register)
    caller.ring()
    alice.phone.reaches(state="incoming")
    alice.phone.command("answer")
    assert caller.final().status == 200
    caller.acknowledge()
    alice.phone.reaches(state="incoming-accepted")
    caller.request("BYE")
    alice.phone.reaches(state="idle")

    caller = Caller(alice.link, alice.register)
    caller.ring()
    alice.phone.command("decline")
    assert caller.final().status == 486
    alice.phone.reaches(state="idle")


def test_the_states_are_told_in_order(line: MakeLine) -> None:
    """CONTRACT.md, `sipwidget:state`: the words of A59 to A61."""
    alice = line()
    alice.phone.until(lambda: len(alice.phone.states()) >= 2, "two states")
    assert alice.phone.states()[-2:] == ["connected", "registered"]
    alice.link.cut()
    alice.phone.reaches(connection="connecting")
    assert alice.phone.states()[2:] == ["disconnected"]


def test_the_marks_are_in_order(line: MakeLine) -> None:
    """CONTRACT.md: `performance.mark`, from the first line of Python to the registration."""
    alice = line()
    marks = alice.phone.marks()
    names = ["sipwidget:python", "sipwidget:ready", "sipwidget:open", "sipwidget:registered"]
    times = [marks[name] for name in names]
    assert times == sorted(times)
    expect(alice.phone.root).to_have_attribute("data-waiting", "0")
