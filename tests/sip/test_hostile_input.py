"""Whatever comes, at whatever time: it is answered or dropped, and never raises."""

from collections.abc import Callable
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.events import Event, Output, Send
from tests.conformance.test_torture import FRAMES
from tests.peer import ANSWER, CONTACT, OFFER, SDP, Peer

TIMES = st.floats(0, 1e6, allow_nan=False)


def check(outputs: list[Output]) -> None:
    assert isinstance(outputs, list)
    for output in outputs:
        assert isinstance(output, (Send, *get_args(Event)))


def stages() -> dict[str, Callable[[Peer], list[str]]]:
    """How to bring a call somewhere, and the messages that could come next there."""

    def idle(peer: Peer) -> list[str]:
        register = shape_text(peer.agent.register(0))
        return [
            str(peer.invite()),
            str(peer.request("OPTIONS")),
            *(register.replace("REGISTER sip:pbx.test SIP/2.0", f"SIP/2.0 {n} X") for n in CODES),
        ]

    def calling(peer: Peer) -> list[str]:
        invite = peer.dial()
        return [str(peer.answer(invite, n, "b", CONTACT, *SDP)) for n in CODES] + [
            str(peer.challenge(invite))
        ]

    def ringing(peer: Peer) -> list[str]:
        invite, tag, _ = peer.ring("Record-Route: <sip:p;lr>")
        cancel = peer.request("CANCEL", "Reason: SIP;cause=200", branch=invite.via.branch or "")
        return [str(invite), str(cancel), str(peer.within("BYE", tag)), str(peer.invite())]

    def talking(peer: Peer) -> list[str]:
        tag, _ = peer.talk()
        numbers = iter(range(2, 9))
        methods = ("INVITE", "ACK", "OPTIONS", "UPDATE", "BYE", "INVITE")
        return [str(peer.within(m, tag, next(numbers), body=OFFER)) for m in methods]

    return {"idle": idle, "calling": calling, "ringing": ringing, "talking": talking}


CODES = (100, 180, 183, 200, 302, 401, 407, 408, 423, 486, 503)


def shape_text(outputs: list[Output]) -> str:
    (output,) = (o for o in outputs if isinstance(o, Send))
    return output.text


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A message with lines dropped, doubled, moved or altered, or with characters changed."""
    lines = text.split("\r\n")
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "alter", "name"])):
            case "drop" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                lines[0], lines[place] = lines[place], lines[0]
            case "name":
                lines[place] = lines[place].partition(":")[0] + ": " + draw(NASTY)
            case _:
                at = draw(st.integers(0, len(lines[place])))
                lines[place] = lines[place][:at] + draw(NASTY) + lines[place][at + 1 :]
    return "\r\n".join(lines)


NASTY = st.sampled_from(
    [
        *(
            "",
            "*",
            "<",
            ">",
            '"',
            ";",
            ",",
            "=",
            "@",
            ":",
            "%00",
            "%",
            "\n",
            "\r",
            "\x00",
            "\ud800",
        ),
        *("<sip:>", "<tel:1>", "sip:a@b;lr", "<sip:x@y>;tag=", "0", "-1", "4294967296", "9" * 400),
        *("SIP/2.0/WSS x;branch=z9hG4bK", "Digest realm=", 'Digest realm="r", nonce="n"', "ä", " "),
    ]
) | st.text(max_size=8)

ASKS = ("hang up", "accept", "reject", "answer", "refuse", "close", "open", "register", "check")


def ask(peer: Peer, what: str) -> list[Output]:
    """What a person or the shell may do at any time; refused where it makes no sense."""
    agent, now = peer.agent, peer.now
    call = next(iter(agent._sessions), "")
    asks: dict[str, Callable[[], list[Output]]] = {
        "hang up": lambda: agent.hang_up(call, now),
        "accept": lambda: agent.accept(call, ANSWER, now),
        "reject": lambda: agent.reject(call, 486, now),
        "answer": lambda: agent.answer_offer(call, ANSWER, now),
        "refuse": lambda: agent.refuse_offer(call, 488, now),
        "close": lambda: agent.transport_closed(now),
        "open": lambda: agent.transport_opened(now),
        "register": lambda: agent.register(now),
        "check": lambda: agent.check_connection(now),
    }
    try:
        return asks[what]()
    except InvalidState:
        return []


@given(st.text() | st.binary())
def test_any_frame_is_answered_or_dropped(data: str | bytes) -> None:
    check(Peer().hear(data))


@given(st.sampled_from(FRAMES), st.data())
def test_a_spoilt_torture_message_is_answered_or_dropped(frame: bytes, data: st.DataObject) -> None:
    peer = Peer()
    text = data.draw(spoilt(frame.decode(errors="surrogateescape")))
    for wire in (text, text.encode(errors="replace")):
        check(peer.hear(wire))
    assert peer.hear(peer.request("OPTIONS")), "and goes on"


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(stages())), st.data())
def test_spoilt_messages_at_any_time_never_raise(stage: str, data: st.DataObject) -> None:
    peer = Peer()
    messages = stages()[stage](peer)
    for _ in range(data.draw(st.integers(1, 6))):
        peer.now = data.draw(TIMES)
        check(peer.agent.handle_timeout(peer.now))
        text = data.draw(spoilt(data.draw(st.sampled_from(messages))))
        check(peer.hear(text.encode("utf-8", "replace") if data.draw(st.booleans()) else text))
        check(ask(peer, data.draw(st.sampled_from(ASKS))))
    for call in list(peer.agent._sessions):
        try:
            check(peer.agent.hang_up(call, peer.now))
        except InvalidState:
            continue
    peer.now = max(peer.now, 1e6)
    peer.wait(400)
    assert not peer.agent._sessions


@given(st.text())
def test_any_target_is_called_or_refused(target: str) -> None:
    try:
        outputs = Peer().agent.invite(target, OFFER, 0)
    except ProtocolError:
        return
    check(outputs)
    (sent,) = (output for output in outputs if isinstance(output, Send))
    assert sent.text.count("\r\n") == Peer().agent.invite("sip:a@b", OFFER, 0)[0].text.count("\r\n")
