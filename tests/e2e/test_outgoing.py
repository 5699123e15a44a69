"""Calling: whom, in which form, and how it ends before it begins."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Account, Line, MakeLine, MakePhone, scripted_account
from tests.e2e.peers import Callee
from tests.e2e.scripted import ScriptedServer


def test_one_target_is_dialed_at_once(line: MakeLine) -> None:
    """A7, A11, A12, A13: one INVITE, no popup; yellow until the 200, then red; BYE; and again."""
    alice = line()
    for _ in range(2):
        alice.phone.tap("call")
        callee = Callee(alice.link)
        assert callee.invite.target == "sip:620@sip.test"
        alice.phone.reaches(state="outgoing")
        alice.phone.colored("hangup", "yellow")
        assert alice.phone.button("dial").count() == 0
        expect(alice.phone.party).to_have_text("Door")
        callee.reply(100)
        callee.reply(180)
        expect(alice.phone.root).to_contain_text(re.compile("ringing", re.IGNORECASE))
        alice.phone.colored("hangup", "yellow")
        callee.answer()
        alice.phone.reaches(state="outgoing-accepted")
        alice.phone.colored("hangup", "red")
        alice.phone.tap("hangup")
        alice.link.reply(alice.link.request("BYE"), 200)
        is_idle_again(alice)
    assert [frame.method for frame in alice.link.seen].count("INVITE") == 2
    states = alice.phone.states()
    once = ["outgoing:620@sip.test", "outgoing-accepted:620@sip.test", "ended:620@sip.test"]
    assert [text for text in states if ":" in text][-6:] == [*once, *once]


def test_the_other_end_hangs_up(line: MakeLine) -> None:
    """A13: a BYE is answered, and the dial icon is back within a second."""
    alice = line()
    callee = established(alice)
    callee.request("BYE")
    assert alice.link.response("BYE").status == 200
    is_idle_again(alice)


def test_several_targets_are_offered_in_order(line: MakeLine) -> None:
    """A8, A78: names, a number without one, blanks; Cancel sends nothing; a choice dials."""
    alice = line(phonebook=" 620 = Door , **621, lobby@other.test=Lobby = left ")
    alice.phone.tap("call")
    entries = alice.phone.button("dial")
    expect(entries).to_have_count(3)
    for entry, words in zip(entries.all(), ("Door", "**621", "Lobby = left"), strict=True):
        expect(entry).to_contain_text(words)
    alice.phone.tap("cancel")
    expect(entries).to_have_count(0)
    alice.phone.tap("call")
    alice.phone.tap("dial", entries.nth(2).get_attribute("data-target") or "")
    callee = Callee(alice.link)
    assert callee.invite.target == "sip:lobby@other.test"
    expect(alice.phone.party).to_have_text("Lobby = left")
    assert [frame.method for frame in alice.link.seen].count("INVITE") == 1
    callee.reply(486)
    alice.phone.reaches(state="idle")


def test_without_targets_a_tap_says_so(line: MakeLine) -> None:
    """A9."""
    alice = line(phonebook="")
    alice.phone.tap("call")
    alice.phone.says("Please configure phonebook entries")
    assert [frame for frame in alice.link.everything() if frame.method == "INVITE"] == []


def test_a_changed_phonebook_needs_no_reload(line: MakeLine, scripted: ScriptedServer) -> None:
    """A78: the last of two entries with one number counts."""
    alice = line()
    changed = {**scripted_account(scripted), "phonebook": "620=Door,620=Garden"}
    alice.phone.configure(**changed)
    alice.phone.tap("call")
    callee = Callee(alice.link)
    expect(alice.phone.party).to_have_text("Garden")
    callee.reply(486)
    alice.phone.reaches(state="idle")


@pytest.mark.parametrize(
    ("entry", "target"),
    [
        ("**620", "sip:**620@sip.test"),
        ("door@other.test", "sip:door@other.test"),
        ("sip:door@other.test:5070", "sip:door@other.test:5070"),
        ("  620  ", "sip:620@sip.test"),
    ],
)
def test_a_number_is_dialed_as_written(line: MakeLine, entry: str, target: str) -> None:
    """A15."""
    alice = line(phonebook=entry)
    alice.phone.tap("call")
    callee = Callee(alice.link)
    assert callee.invite.target == target
    assert callee.invite.header("To") == f"<{target}>"
    callee.reply(404)
    alice.phone.reaches(state="idle")


def test_an_internal_number_reaches_its_phone(phone: MakePhone, account: Account) -> None:
    """A15 with a real server: `**620` is found there, and is told who calls."""
    door = phone(**account("**620"))
    door.reaches(connection="registered")
    alice = phone(**account("alice"), phonebook="**620")
    alice.reaches(connection="registered")
    alice.tap("call")
    door.reaches(state="incoming")
    expect(door.party).to_contain_text("alice")
    door.tap("decline")
    alice.reaches(state="idle")


def test_hang_up_works_while_the_devices_are_opened(line: MakeLine) -> None:
    """A10: nothing is ever sent, and what opens too late is released."""
    alice = line()
    alice.phone.everywhere("() => recorder.hold()")
    alice.phone.tap("call")
    alice.phone.colored("hangup", "yellow", timeout=1_000)
    alice.phone.reaches(state="outgoing")
    alice.phone.tap("hangup")
    is_idle_again(alice)
    alice.phone.everywhere("() => recorder.release()")
    assert [frame for frame in alice.link.everything() if frame.method == "INVITE"] == []
    alice.phone.released()


def test_hang_up_before_any_answer_cancels_with_the_first(line: MakeLine) -> None:
    """A12: no CANCEL before a 1xx (RFC 3261, 9.1), one at once with it."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    alice.phone.tap("hangup")
    assert [frame for frame in alice.link.everything() if frame.method == "CANCEL"] == []
    callee.reply(100)
    alice.link.reply(alice.link.request("CANCEL"), 200)
    callee.reply(487)
    alice.link.request("ACK")
    is_idle_again(alice)


def test_hang_up_while_it_rings_cancels_at_once(line: MakeLine) -> None:
    """A12."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.reply(180)
    expect(alice.phone.root).to_contain_text(re.compile("ringing", re.IGNORECASE))
    alice.phone.tap("hangup")
    cancel = alice.link.request("CANCEL")
    assert cancel.header("Via") == callee.invite.header("Via")
    alice.link.reply(cancel, 200)
    callee.reply(487)
    alice.link.request("ACK")
    is_idle_again(alice)
    assert "failed:620@sip.test" in alice.phone.states()


def test_an_answer_that_crosses_the_cancel_is_hung_up(line: MakeLine) -> None:
    """A12: ACK, then BYE; the callee ends without a call."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.reply(180)
    alice.phone.tap("hangup")
    cancel = alice.link.request("CANCEL")
    callee.reply(200, body=sessions.answer(callee.invite.body))
    alice.link.request("ACK")
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.link.reply(cancel, 481)
    is_idle_again(alice)
    assert [text for text in alice.phone.states() if "accepted" in text][-1:] == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (486, "busy"),
        (603, "declined"),
        (404, "not found"),
        (403, "permit|permission"),
        (408, "not answer"),
        (480, "cannot be reached|not answer"),
        (500, "failed"),
    ],
)
def test_the_reason_of_a_failed_call_is_shown(line: MakeLine, status: int, words: str) -> None:
    """A13, A14: in words, and a new call can be started."""
    alice = line()
    alice.phone.tap("call")
    Callee(alice.link).reply(status)
    alice.link.request("ACK")
    is_idle_again(alice)
    alice.phone.says(words)
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.reply(486)
    alice.link.request("ACK")
    alice.phone.reaches(state="idle")


def test_a_lost_server_ends_a_call_that_is_not_there_yet(line: MakeLine) -> None:
    """A14: network."""
    alice = line()
    alice.phone.tap("call")
    Callee(alice.link).reply(180)
    expect(alice.phone.root).to_contain_text(re.compile("ringing", re.IGNORECASE))
    alice.link.cut()
    alice.phone.says("connection")
    alice.phone.reaches(state="idle")


def test_forks_become_one_call(line: MakeLine) -> None:
    """N10: two branches ring, the first 200 wins, a later one gets ACK and BYE of its own."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.reply(180, tag="left")
    callee.reply(180, tag="right")
    body = sessions.answer(callee.invite.body)
    callee.reply(200, tag="right", body=body)
    assert alice.link.request("ACK").tag("To") == "right"
    callee.reply(200, tag="left", body=body)
    assert alice.link.request("ACK").tag("To") == "left"
    bye = alice.link.request("BYE")
    assert bye.tag("To") == "left"
    alice.link.reply(bye, 200)
    alice.phone.reaches(state="outgoing-accepted")


def test_early_media_and_the_same_answer_again(line: MakeLine) -> None:
    """N17: a 183 with SDP, which the 200 repeats; red only with the 200 (A11)."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    body = sessions.answer(callee.invite.body)
    callee.reply(183, body=body)
    alice.phone.colored("hangup", "yellow")
    callee.reply(200, body=body)
    alice.link.request("ACK")
    alice.phone.reaches(state="outgoing-accepted")
    alice.phone.colored("hangup", "red")


def established(alice: Line) -> Callee:
    """A call to the first entry that the other end has answered."""
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    return callee


def is_idle_again(alice: Line) -> None:
    """A13: the dial icon within a second."""
    alice.phone.promptly(state="idle")
    alice.phone.colored("call", "green")
