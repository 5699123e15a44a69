"""The user agent as a whole: what it answers to anything, and that all calls come to an end."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sipwidget.sip import Uri
from sipwidget.sip.account import Account
from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.events import (
    CallAccepted,
    CallConfirmed,
    CallEnded,
    CallRefused,
    Dropped,
    Event,
    IncomingCall,
    OutgoingCall,
    Output,
    Send,
)
from sipwidget.sip.limits import MAX_CALLS, MAX_MESSAGE_OCTETS
from sipwidget.sip.user_agent import UserAgent
from tests.conformance.load import FOLDER, load
from tests.peer import (
    ALICE,
    ANSWER,
    CONTACT,
    OFFER,
    SDP,
    Peer,
    Wire,
    event,
    events,
    responses,
    shape,
    statuses,
    tokens,
)

BOB = Account("bob", "pbx.test", "b0b")


# --- two phones -----------------------------------------------------------------------------------


def test_one_phone_calls_the_other_and_hangs_up() -> None:
    alice, bob = UserAgent(ALICE, tokens("a")), UserAgent(BOB, tokens("b"))
    wire = Wire(alice, bob)
    wire.take(0, alice.invite("sip:bob@pbx.test", OFFER, 0, "c"))
    wire.deliver()
    call = event(wire.events[1], IncomingCall)
    assert (call.caller.uri.address, call.offer) == ("alice@pbx.test", OFFER)
    wire.take(1, bob.accept(call.call, ANSWER, 0))
    wire.deliver()
    assert event(wire.events[0], CallAccepted).answer == ANSWER
    assert event(wire.events[1], CallConfirmed)
    wire.wait(3600)
    wire.take(1, bob.hang_up(call.call, wire.now))
    wire.deliver()
    assert event(wire.events[0], CallEnded) == CallEnded("c", 200, "", local=False)
    assert event(wire.events[1], CallEnded).local
    methods = [line.split(" ")[0 if "sip:" in line else 1] for line in wire.traffic if line]
    assert [m for m in methods if m not in ("OPTIONS", "404")] == [
        *("INVITE", "180", "200", "ACK", "BYE", "200")
    ]


# --- requests outside of calls --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "headers", "parts", "status"),
    [
        ("OPTIONS", (), {}, 200),
        ("OPTIONS", (), {"uri": "sip:nobody@x"}, 404),
        ("INVITE", (), {"uri": "sip:nobody@x"}, 404),
        ("INVITE", (), {"uri": "sip:pbx.test"}, 404),
        ("INVITE", (), {"uri": "tel:112"}, 416),
        ("INVITE", ("Require: 100rel",), {}, 420),
        ("INVITE", ("Content-Type: text/plain",), {"body": "hello"}, 415),
        ("INVITE", SDP, {"body": "v=0\r\n"}, 488),
        ("INVITE", (), {"to": "<sip:alice@pbx.test>;tag=gone"}, 481),
        ("OPTIONS", (), {"to": "<sip:alice@pbx.test>;tag=gone"}, 481),
        ("BYE", (), {"to": "<sip:alice@pbx.test>;tag=gone"}, 481),
        ("BYE", (), {}, 481),
        ("CANCEL", (), {}, 481),
        ("MESSAGE", (), {}, 405),
        ("REGISTER", (), {}, 405),
        ("NOTIFY", (), {}, 405),
        ("FROB", (), {}, 501),
    ],
)
def test_each_request_has_its_answer(
    method: str, headers: tuple[str, ...], parts: dict[str, str], status: int
) -> None:
    peer = Peer()
    (answer,) = responses(peer.hear(peer.request(method, *headers, **parts)))
    assert answer.status == status
    assert answer.to.tag
    assert answer.cseq.method == method
    assert not peer.agent._sessions
    assert len(peer.agent._endpoint.transactions) == 0


def test_options_tell_what_we_can() -> None:
    (answer,) = responses(Peer().hear(Peer().request("OPTIONS")))
    assert answer.headers.all("Allow") == ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"]
    assert answer.headers.all("Accept") == ["application/sdp"]
    assert answer.contacts


def test_options_tell_what_an_invite_would_meet() -> None:
    peer = Peer()
    _, call = peer.talk()
    assert statuses(peer.hear(peer.request("OPTIONS"))) == [486]
    peer.hang_up(call)
    assert statuses(peer.hear(peer.request("OPTIONS"))) == [200]


def test_405_names_what_is_allowed_and_420_what_is_not_supported() -> None:
    peer = Peer()
    (answer,) = responses(peer.hear(peer.request("MESSAGE")))
    assert "INVITE" in answer.headers.all("Allow")
    (answer,) = responses(peer.hear(peer.invite("Require: 100rel")))
    assert answer.headers.all("Unsupported") == ["100rel"]


def test_a_contact_whose_host_the_server_rewrote_is_still_ours() -> None:
    peer = Peer()
    user = peer.dial().contacts[0].uri.user
    peer.agent.call_limit = 2
    invite = peer.invite(uri=f"sip:{user}@127.0.0.1:4711;transport=ws")
    assert statuses(peer.hear(invite)) == [180]


def test_an_ack_for_nothing_is_passed_over() -> None:
    assert Peer().hear(Peer().request("ACK")) == []


def test_calls_are_limited_whatever_the_phone_would_take() -> None:
    peer = Peer(call_limit=1000)
    answers = [
        statuses(peer.hear(peer.invite(call_id=str(number)))) for number in range(MAX_CALLS + 1)
    ]
    assert answers == [[180]] * MAX_CALLS + [[486]]
    assert isinstance(events(peer.hear(peer.invite(call_id="x")))[0], CallRefused)


# --- what cannot be read --------------------------------------------------------------------------

MALFORMED = {
    "no Call-ID": (lambda text: text.replace("Call-ID: k\r\n", ""), 400),
    "two From": (lambda text: text.replace("To:", "From: <sip:x@y>;tag=1\r\nTo:"), 400),
    "broken To": (lambda text: text.replace("To: <sip:alice@pbx.test>", "To: <"), 400),
    "another method in CSeq": (lambda text: text.replace("1 INVITE", "1 OPTIONS"), 400),
    "no number in CSeq": (lambda text: text.replace("CSeq: 1", "CSeq: x"), 400),
    "broken Via": (lambda text: text.replace(";branch=", ";;=branch ="), 400),
    "another version": (lambda text: text.replace("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"), 505),
    "a long body": (lambda text: text.replace("Content-Length: ", "Content-Length: 9"), 400),
    "a huge message": (lambda text: text + "x" * MAX_MESSAGE_OCTETS, 513),
    "a URI with spaces": (lambda text: text.replace("sip:alice@x", "sip:al ice@x"), 400),
}


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("as_octets", [False, True])
def test_a_malformed_request_is_answered_and_told(name: str, as_octets: bool) -> None:
    peer = Peer()
    spoil, status = MALFORMED[name]
    text = str(peer.invite())
    spoilt = spoil(text)
    assert spoilt != text
    outputs = peer.hear(spoilt.encode() if as_octets else spoilt)
    assert [output for output in outputs if isinstance(output, Send)]
    assert f"SIP/2.0 {status} " in outputs[-1].text
    assert isinstance(outputs[0], Dropped)
    assert len(outputs[0].text) <= 2000


def test_a_malformed_copy_does_not_end_the_call_that_it_copies() -> None:
    peer = Peer()
    invite, _, call = peer.ring()
    spoilt = str(invite).replace("To: <sip:alice@pbx.test>", "To: <")
    assert shape(peer.hear(spoilt)) == []
    assert statuses(peer.agent.accept(call, ANSWER, 0)) == [200]


@pytest.mark.parametrize(
    "data",
    ["", "x", "\r\n\r\n\r\n", "INVITE", "GET / HTTP/1.1\r\n\r\n", b"\xff\x00", b"", "\ud800", "{}"],
)
def test_garbage_is_dropped(data: str | bytes) -> None:
    (dropped,) = Peer().hear(data)
    assert isinstance(dropped, Dropped)


@pytest.mark.parametrize("entry", load("torture4475.json"), ids=lambda entry: entry["id"])
def test_the_torture_messages_get_what_their_rfc_asks(entry: dict[str, Any]) -> None:
    """RFC 4475; a policy answer such as 404 counts as having processed it."""
    outputs = Peer().hear((FOLDER / entry["file"]).read_bytes())
    answered = [int(o.text.split(" ")[1]) for o in outputs if isinstance(o, Send)]
    if entry["kind"] == "response":
        assert answered == []
        assert len(outputs) == 1
        return
    wanted = {int(want[8:]) for want in entry["ua"] if want.startswith("respond:")}
    processed = {180, 200, 404, 405, 415, 420, 481, 488, 501} if "process" in entry["ua"] else set()
    assert len(answered) == 1
    assert answered[0] in wanted | processed


def test_responses_that_are_not_for_us_are_dropped() -> None:
    peer = Peer()
    invite = peer.dial()
    stray = peer.answer(invite, 180)
    stray.headers.set("Via", "SIP/2.0/WSS us.invalid;branch=z9hG4bKunknown")
    assert isinstance(event(peer.hear(stray), Dropped), Dropped)
    other_method = peer.answer(invite, 200, "b", CONTACT, *SDP)
    other_method.headers.set("CSeq", "1 BYE")
    assert isinstance(event(peer.hear(other_method), Dropped), Dropped)
    with_two = peer.answer(invite, 180)
    with_two.headers.add("Via", "SIP/2.0/UDP other;branch=z9hG4bKother")
    assert "more than one Via" in event(peer.hear(with_two), Dropped).reason


def test_a_broken_response_is_dropped_and_its_call_goes_on() -> None:
    peer = Peer()
    text = str(peer.answer(peer.dial(), 180))
    for spoilt in (text.replace("To: ", "To: <"), text.replace("Call-ID", "X"), text[:40]):
        assert shape(peer.hear(spoilt)) == []
    assert len(peer.agent._sessions) == 1


# --- time and names -------------------------------------------------------------------------------


def test_early_and_late_timers_are_harmless() -> None:
    peer = Peer()
    peer.dial()
    for now in (0.0, 1.0, 31.9, 31.9):
        assert not events(peer.agent.handle_timeout(now))
    assert event(peer.agent.handle_timeout(90.0), CallEnded).status == 408


def test_nothing_is_due_before_a_socket_is_open() -> None:
    agent = UserAgent(ALICE, tokens())
    assert agent.next_deadline() is None
    assert agent.handle_timeout(1e6) == []


def test_a_call_may_go_without_a_name_and_a_target_may_be_a_uri() -> None:
    (sent, told) = Peer().agent.invite(Uri.parse("sip:bob@x"), OFFER, 0)
    assert isinstance(sent, Send)
    assert isinstance(told, OutgoingCall)
    assert told.call


@pytest.mark.parametrize("ask", ["accept", "reject", "hang_up", "answer_offer", "refuse_offer"])
def test_a_call_that_nobody_knows_is_our_own_mistake(ask: str) -> None:
    arguments = {"hang_up": (), "reject": (486,), "refuse_offer": (488,)}.get(ask, (ANSWER,))
    with pytest.raises(InvalidState):
        getattr(Peer().agent, ask)("nobody", *arguments, 0.0)


# --- hostile input --------------------------------------------------------------------------------

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


# --- anything that two people may do --------------------------------------------------------------


class TwoPeople(RuleBasedStateMachine):
    """Two phones, a wire that doubles and swaps what flies, and sockets that die.

    However it went: once both have hung up and time has passed, nothing of any call is left.
    """

    def __init__(self) -> None:
        super().__init__()
        agents = UserAgent(ALICE, tokens("a")), UserAgent(BOB, tokens("b"))
        self.wire = Wire(*agents)
        self.live: tuple[set[str], set[str]] = (set(), set())
        self.up = [True, True]
        self.dialed = 0

    place = st.integers(0, 1)

    @rule(place=place)
    def dial(self, place: int) -> None:
        self.dialed += 1
        call = f"c{self.dialed}"
        to = ("sip:bob@pbx.test", "sip:alice@pbx.test")[place]
        self.act(place, lambda agent: agent.invite(to, OFFER, self.wire.now, call))

    @rule(place=place)
    def accept(self, place: int) -> None:
        self.for_call(place, lambda agent, call: agent.accept(call, ANSWER, self.wire.now))

    @rule(place=place)
    def reject(self, place: int) -> None:
        self.for_call(place, lambda agent, call: agent.reject(call, 486, self.wire.now))

    @rule(place=place)
    def hang_up(self, place: int) -> None:
        self.for_call(place, lambda agent, call: agent.hang_up(call, self.wire.now))

    @rule()
    def deliver_one(self) -> None:
        if self.wire.flying:
            place, _ = self.wire.flying[0]
            if self.up[place]:
                self.wire.deliver_one()
            else:
                self.wire.flying.pop(0)

    @rule()
    def deliver_all(self) -> None:
        while self.wire.flying:
            self.deliver_one()

    @rule()
    def double(self) -> None:
        self.wire.flying += self.wire.flying[:1]

    @rule()
    def swap(self) -> None:
        self.wire.flying.reverse()

    @rule(seconds=st.sampled_from([0.5, 5.0, 33.0, 90.0]))
    def wait(self, seconds: float) -> None:
        """A late timer: all that is due at once."""
        self.wire.now += seconds
        for place in (0, 1):
            self.act(place, lambda agent: agent.handle_timeout(self.wire.now))

    @rule(place=place)
    def lose_socket(self, place: int) -> None:
        if self.up[place]:
            self.up[place] = False
            self.act(place, lambda agent: agent.transport_closed(self.wire.now))

    @rule(place=place)
    def new_socket(self, place: int) -> None:
        if not self.up[place]:
            self.up[place] = True
            self.act(place, lambda agent: agent.transport_opened(self.wire.now))

    def act(self, place: int, what: Callable[[UserAgent], list[Output]]) -> None:
        try:
            outputs = what(self.wire.agents[place])
        except InvalidState:
            return
        self.wire.take(place, outputs)

    def for_call(self, place: int, what: Callable[[UserAgent, str], list[Output]]) -> None:
        for call in sorted(self.live[place]):
            self.act(place, lambda agent, call=call: what(agent, call))

    @invariant()
    def each_call_ends_once(self) -> None:
        for live, told_so_far in zip(self.live, self.wire.events, strict=True):
            for told in told_so_far:
                if isinstance(told, IncomingCall | OutgoingCall):
                    assert told.call not in live
                    live.add(told.call)
                elif isinstance(told, CallEnded):
                    live.remove(told.call)
            told_so_far.clear()

    def teardown(self) -> None:
        self.deliver_all()
        for place in (0, 1):
            self.new_socket(place)
            self.each_call_ends_once()
            self.hang_up(place)
            self.each_call_ends_once()
        self.wire.wait(400)
        self.each_call_ends_once()
        assert self.live == (set(), set())
        for agent in self.wire.agents:
            assert not agent._sessions
            assert len(agent._endpoint.transactions) <= 1  # the keep-alive's
            assert {timer for _, timer in agent._outbox.deadlines._times} <= {
                "probe",
                "transaction",
            }


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
