"""docs/walk.md as a test: the phone and its view, a caller, and the frames between them."""

import ast
import re
from pathlib import Path

from sipwidget.phone.effects import Announce, KeepCall, MakeAnswer, ReleaseMedia, Transmit
from sipwidget.phone.inputs import AnswerMade, Clicked, SocketReceived
from sipwidget.sip import Request, UserAgent, parse
from sipwidget.sip.account import Account
from sipwidget.sip.events import CallAccepted, CallEnded, CallProgress, OutgoingCall, Send
from sipwidget.view.element import Element
from sipwidget.view.widget import view
from tests.phone.bench import ANSWER, OFFER, ready, tokens

ROOT = Path(__file__).parent.parent
WALK = (ROOT / "docs/walk.md").read_text()


def test_a_call_from_the_socket_to_the_accept_button_and_back():
    phone, socket, now = ready().phone, 1, 0.0
    door = UserAgent(Account("620", "pbx.example"), tokens("door"))
    door.transport_opened(now)
    assert buttons(phone) == [("call", "green")]

    # Step 1: a frame comes.
    invite, calling = door.invite("sip:1001@pbx.example", OFFER, now)
    assert (type(invite), type(calling)) == (Send, OutgoingCall)
    # Steps 2 to 6: the phone reads it and says what is to be done.
    ringing, announced = phone.handle(SocketReceived(socket, invite.text), now)
    assert announced == Announce("incoming:620@pbx.example")
    # Step 7: the model is new.
    call = phone.model.call
    assert (call.party, call.state) == ("Door", "incoming")
    # Step 8: the 180 goes back to the caller.
    assert ringing.socket == socket
    assert door.receive(ringing.text, now) == [CallProgress(calling.call, 180, "Ringing")]
    # Step 9: the person sees who it is.
    assert buttons(phone) == [("accept", "green"), ("decline", "red")]
    assert "Door" in texts(view(phone.model))

    # Step 10: a tap asks for media, and the buttons change before there is any.
    assert list(phone.handle(Clicked("accept", call=call.id), now)) == [
        MakeAnswer(call.id, OFFER, video=False, local_video=False)
    ]
    assert buttons(phone) == [("hangup", "red")]
    # Steps 11 and 12: the browser has an answer, and the 200 carries it.
    taken, announced = phone.handle(AnswerMade(call.id, ANSWER), now)
    assert announced == Announce("incoming-accepted:620@pbx.example")
    assert phone.next_deadline() == now + 0.5
    ack, accepted = door.receive(taken.text, now)
    assert isinstance(accepted, CallAccepted)
    assert accepted.answer == ANSWER
    # Step 13: the ACK ends the waiting.
    assert list(phone.handle(SocketReceived(socket, ack.text), now)) == []
    assert phone.next_deadline() > now + 0.5

    # Step 14: a tone goes out, and its answer comes.
    (tone,) = phone.handle(Clicked("digit", "#", call.id), now)
    info = parse(tone.text)
    assert (info.method, info.body) == ("INFO", "Signal=#\r\nDuration=160\r\n")
    (refused,) = [each for each in door.receive(tone.text, now) if isinstance(each, Send)]
    list(phone.handle(SocketReceived(socket, refused.text), now))
    assert [each.code for each in phone.model.notices] == ["tones-refused"]

    # Step 15: they hang up.
    bye, ended = door.hang_up(calling.call, now)
    assert isinstance(ended, CallEnded)
    effects = list(phone.handle(SocketReceived(socket, bye.text), now))
    assert effects[1:3] == [ReleaseMedia(call.id), Announce("ended:620@pbx.example")]
    (kept,) = effects[3:]
    assert isinstance(kept, KeepCall)
    assert (kept.record.party, kept.record.outcome) == ("Door", "answered")
    assert isinstance(effects[0], Transmit)
    assert door.receive(effects[0].text, now) == []
    # Step 16: as if nothing had been.
    assert buttons(phone) == [("call", "green")]


def test_what_the_walk_carries_is_sip():
    """Steps 1 and 4: the frame is text that ``parse`` reads."""
    door = UserAgent(Account("620", "pbx.example"), tokens("door"))
    door.transport_opened(0.0)
    invite = parse(door.invite("sip:1001@pbx.example", OFFER, 0.0)[0].text)
    assert isinstance(invite, Request)
    assert (invite.method, invite.sdp) == ("INVITE", OFFER)


def elements(tree):
    if isinstance(tree, Element):
        yield tree
        for child in tree.children:
            yield from elements(child)


def buttons(phone):
    """What can be pressed, and in which colour."""
    found = [each.attributes for each in elements(view(phone.model)) if each.tag == "button"]
    return [(each["data-action"], each.get("data-color")) for each in found]


def texts(tree):
    return [child for each in elements(tree) for child in each.children if isinstance(child, str)]


# --- the document ---------------------------------------------------------------------------------


def test_every_file_and_name_in_the_walk_is_there():
    named = re.findall(r"`([\w/]+\.py)(?:::([\w.]+))?`", WALK)
    assert len(named) > 25
    for file, name in named:
        path = ROOT / file if file.startswith("tests/") else ROOT / "src/sipwidget" / file
        assert path.is_file(), file
        assert not name or name in definitions(path), f"{file}::{name}"


def test_the_test_cites_each_step_of_the_walk():
    steps = {int(number) for number in re.findall(r"^(\d+)\. ", WALK, re.MULTILINE)}
    cited = set()
    for first, _, last in re.findall(
        r"# Steps? (\d+)( to | and )?(\d+)?", Path(__file__).read_text()
    ):
        cited |= set(range(int(first), int(last or first) + 1))
    assert cited == steps == set(range(1, 17))


def definitions(path):
    """The names of functions and classes, and ``Class.method``."""
    names = set()
    for node in ast.parse(path.read_text()).body:
        names |= {getattr(node, "name", "")}
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{getattr(each, 'name', '')}" for each in node.body}
    return names
