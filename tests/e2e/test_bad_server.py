"""Servers that do it wrong: each gets a clear message, the page stays usable, nothing raises."""

import pytest

from tests.e2e import sessions
from tests.e2e.conftest import Line, MakeLine, MakePhone, scripted_account
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer, binding

GARBAGE: tuple[str | bytes, ...] = (
    "hello",
    "\r\n\r\n",
    b"\x00\xff\xfe\x80",
    "INVITE sip:alice SIP/2.0\r\n\r\n",
    "INVITE  SIP/2.0\r\nVia: \r\nCSeq: x\r\n\r\n",
    "SIP/2.0 200 OK\r\nCSeq: 1 REGISTER\r\n\r\n",
    "SIP/2.0 999999999999 ?\r\n\r\n",
    "OPTIONS sip:a SIP/3.0\r\nContent-Length: -5\r\n\r\n",
    "\ud7ff\U0010ffff" * 1000,
    "A: " * 20_000,
)


def test_a_server_that_speaks_no_sip(phone: MakePhone) -> None:
    """Issue 3: a WebSocket without the subprotocol stays yellow, and the words name the setting."""
    with ScriptedServer(subprotocol="") as server:
        alice = phone(**scripted_account(server))
        alice.tolerant = True
        alice.reaches(connection="connecting", error="socket")
        alice.says("SIP over WebSocket")
        alice.colored("call", "yellow")
        told(alice.console, "websocketUrl")
        alice.configure()
        alice.reaches(connection="off")


def test_a_server_that_answers_nothing(phone: MakePhone, scripted: ScriptedServer) -> None:
    """Issue 3: green, with a badge and words; a call goes unanswered and can be given up."""
    alice = phone(**scripted_account(scripted))
    alice.tolerant = True
    link = scripted.link()
    link.request("REGISTER")
    alice.reaches(connection="connected")
    alice.tap("call")
    alice.reaches(state="outgoing")
    link.request("INVITE")
    alice.tap("hangup")
    alice.reaches(state="idle", timeout=40_000)
    alice.says("did not answer|no longer answers", timeout=40_000)


def test_a_server_that_sends_garbage(line: MakeLine) -> None:
    """Issue 3, N36: dropped or answered; a call afterwards works."""
    alice = line()
    alice.phone.tolerant = True
    for rubbish in GARBAGE:
        alice.link.send(rubbish)
    alice.phone.reaches(connection="registered", state="idle")
    works(alice)


def test_a_server_that_only_sends_garbage(phone: MakePhone, scripted: ScriptedServer) -> None:
    """Issue 3: said in words."""
    alice = phone(**scripted_account(scripted))
    alice.tolerant = True
    link = scripted.link()
    link.request("REGISTER")
    link.send("220 mail.sip.test ESMTP")
    alice.reaches(error="socket")
    alice.says("not SIP")
    told(alice.console, "not SIP")


def test_a_server_that_closes_at_once(phone: MakePhone, scripted: ScriptedServer) -> None:
    """Issue 3: said in words, tried again less and less often, and mended by itself."""
    alice = phone(**scripted_account(scripted))
    alice.tolerant = True
    for _ in range(2):
        scripted.link(40).close()
    third = scripted.link(40)
    scripted.status = 503  # else the fourth may open while we look, and nothing is wrong then
    third.close()
    alice.reaches(error="socket")
    alice.says("cannot be reached|closes|no longer")
    assert scripted.handshakes < 10
    scripted.status = 0
    scripted.link(40).register()
    alice.reaches(connection="registered")


def test_a_registration_without_a_contact(phone: MakePhone, scripted: ScriptedServer) -> None:
    """Issue 3: a 200 that does not hold what was asked for is no registration; calls go out."""
    alice = phone(**scripted_account(scripted))
    alice.tolerant = True
    link = scripted.link()
    link.reply(link.request("REGISTER"), 200)
    alice.reaches(connection="refused", error="refused")
    alice.says("Contact")
    works(Line(alice, link, link.seen[0]))


def test_a_refusal_without_a_challenge(phone: MakePhone, scripted: ScriptedServer) -> None:
    """Issue 3: a 401 that does not say what to prove."""
    alice = phone(**scripted_account(scripted))
    alice.tolerant = True
    link = scripted.link()
    link.reply(link.request("REGISTER"), 401)
    alice.reaches(connection="refused", error="refused")
    alice.says("refused|authentication|password")
    alice.tap("call")
    Callee(link).answer()
    alice.reaches(state="outgoing-accepted")


@pytest.mark.parametrize("body", [sessions.empty_offer(), sessions.foreign_offer(), "v=0", "?"])
def test_a_caller_whose_offer_cannot_be_taken(line: MakeLine, body: str) -> None:
    """Issue 3, SDP without media: 488 to the caller, words here, and the phone goes on."""
    alice = line()
    alice.phone.tolerant = True
    caller = Caller(alice.link, alice.register, body=body)
    alice.phone.pump()
    frame = alice.link.until(
        lambda each: each.about == "INVITE" and (each.status == 180 or each.status >= 300),
        "180 or a refusal",
    )
    if frame.status == 180:
        alice.phone.tap("accept")
        frame = caller.final()
    else:
        caller.acknowledge()
    assert frame.status == 488
    alice.phone.reaches(state="idle")
    works(alice)


@pytest.mark.parametrize("body", [sessions.empty_offer(), "v=0", "?", ""])
def test_a_callee_whose_answer_cannot_be_taken(line: MakeLine, body: str) -> None:
    """Issue 3: ACK and BYE, words here, and the phone goes on."""
    alice = line()
    alice.phone.tolerant = True
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.reply(200, body=body)
    alice.link.request("ACK")
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.phone.reaches(state="idle")
    alice.phone.says("formats|audio|failed")
    assert alice.phone.media().tracks == 0
    works(alice)


def test_a_callee_without_a_contact(line: MakeLine) -> None:
    """Issue 3: a 200 to the INVITE that does not say where: the call stands or is ended."""
    alice = line()
    alice.phone.tolerant = True
    alice.phone.tap("call")
    invite = alice.link.request("INVITE")
    alice.link.reply(invite, 200, body=sessions.answer(invite.body))
    alice.link.request("ACK")
    if alice.phone.attribute("data-state") == "outgoing-accepted":
        alice.phone.tap("hangup")
    alice.phone.reaches(state="idle", timeout=40_000)


def test_a_binding_that_ended_long_ago(phone: MakePhone, scripted: ScriptedServer) -> None:
    """A registrar that grants nothing is not asked in a loop."""
    alice = phone(**scripted_account(scripted))
    alice.tolerant = True
    link = scripted.link()
    for _ in range(2):
        request = link.until(lambda frame: frame.method == "REGISTER", "REGISTER", 40)
        link.reply(request, 200, headers=binding(request, 1))
    again = [frame for frame in link.everything(1.0) if frame.method == "REGISTER"]
    assert len(again) < 8


def works(alice: Line) -> None:
    """A call goes out, is established and ends."""
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    callee.request("BYE")
    alice.phone.reaches(state="idle")


def told(console: list[str], words: str) -> None:
    """The console says it, too."""
    assert [text for text in console if words in text], console
