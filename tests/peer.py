"""The other end in the tests of `sip`: a scripted peer, and a wire that joins two user agents.

Time is an argument everywhere, and tokens are counted, so each run is the same to the letter.
"""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, TypeVar

from sipwidget.sip.account import Account
from sipwidget.sip.events import CallEnded, Event, IncomingCall, Output, Registered, Send
from sipwidget.sip.message import Request, Response, parse, respond
from sipwidget.sip.user_agent import UserAgent

ALICE = Account("alice", "pbx.test", "s3cret")
OFFER = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
ANSWER = "v=0\r\no=- 2 1 IN IP4 192.0.2.2\r\ns=-\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\n"
SDP = ("Content-Type: application/sdp",)
CHALLENGE = 'Digest realm="pbx.test", nonce="{}", algorithm=MD5, qop="auth"'

CONTACT = "Contact: <sip:bob@192.0.2.9>"

E = TypeVar("E")


def tokens(prefix: str = "t") -> Callable[[], str]:
    """t1, t2, t3, ..."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def sent(outputs: Iterable[Output]) -> list[Request | Response]:
    """What goes to the wire, read again; keep-alives are left out."""
    return [parse(one.text) for one in outputs if isinstance(one, Send) and one.text.strip()]


def requests(outputs: Iterable[Output], method: str = "") -> list[Request]:
    """The requests of it, of one method."""
    found = [message for message in sent(outputs) if isinstance(message, Request)]
    return [request for request in found if method in ("", request.method)]


def responses(outputs: Iterable[Output]) -> list[Response]:
    return [message for message in sent(outputs) if isinstance(message, Response)]


def one(outputs: Iterable[Output], method: str) -> Request:
    """The one request of that method."""
    (request,) = requests(outputs, method)
    return request


def statuses(outputs: Iterable[Output]) -> list[int]:
    return [response.status for response in responses(outputs)]


def shape(outputs: Iterable[Output]) -> list[str | int]:
    """Methods and status codes, in order."""
    return [m.method if isinstance(m, Request) else m.status for m in sent(outputs)]


def events(outputs: Iterable[Output]) -> list[Event]:
    return [output for output in outputs if not isinstance(output, Send)]


def event(outputs: Iterable[Output], kind: type[E]) -> E:
    """The one event of that kind."""
    (found,) = (output for output in outputs if isinstance(output, kind))
    return found


def ended(outputs: Iterable[Output]) -> tuple[int, bool]:
    end = event(outputs, CallEnded)
    return end.status, end.local


def forgotten(peer: "Peer") -> bool:
    """Nothing of the call is left once its last timer is over, and nothing more is said."""
    said = peer.wait(400)
    agent = peer.agent
    return (
        not said
        and not agent._sessions
        and len(agent._endpoint.transactions) <= 1  # an OPTIONS may be on its way
        and len(agent._outbox.deadlines._times) <= 2
    )


class Peer:
    """A server or a phone behind it: builds the messages that a test sends to `agent`.

    All messages to the agent go through `hear`, at `now`, which a test moves by hand.
    """

    def __init__(
        self, account: Account = ALICE, call_limit: int = 1, *, heartbeat: bool = False
    ) -> None:
        self.agent = UserAgent(account, tokens(), call_limit=call_limit, heartbeat=heartbeat)
        self.now = 0.0
        self._branches = count(1)
        self.opened = self.agent.transport_opened(self.now)

    # --- what the agent's person does -------------------------------------------------------------

    def dial(self, target: str = "sip:bob@pbx.test", call: str = "c") -> Request:
        """Alice calls; the INVITE."""
        return one(self.agent.invite(target, OFFER, self.now, call), "INVITE")

    def hang_up(self, call: str = "c") -> list[Output]:
        return self.agent.hang_up(call, self.now)

    def established(self, *headers: str, call: str = "c") -> tuple[Request, Response]:
        """An outgoing call that is up: its INVITE and the 200."""
        invite = self.dial(call=call)
        answer = self.answer(invite, 200, "b", "Contact: <sip:bob@192.0.2.9>", *SDP, *headers)
        assert shape(self.hear(answer)) == ["ACK"]
        return invite, answer

    # --- what the peer says -----------------------------------------------------------------------

    def hear(self, message: str | bytes | Request | Response) -> list[Output]:
        data = message if isinstance(message, bytes) else str(message)
        return self.agent.receive(data, self.now)

    def answer(
        self, request: Request, status: int, tag: str = "b", *headers: str, body: str = ANSWER
    ) -> Response:
        """A response; a body only with a Content-Type."""
        lines = [tuple(line.split(": ", 1)) for line in headers]
        response = respond(request, status, to_tag=tag, headers=[(k, v) for k, v in lines])
        if response.headers.get("Content-Type"):
            response.body = body
        return response

    def challenge(self, request: Request, status: int = 401, nonce: str = "n") -> Response:
        name = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
        return self.answer(request, status, "s", f"{name}: {CHALLENGE.format(nonce)}")

    def request(
        self,
        method: str,
        *headers: str,
        number: int = 1,
        uri: str = "sip:alice@x.invalid",
        to: str = "<sip:alice@pbx.test>",
        sender: str = "<sip:bob@pbx.test>;tag=b",
        call_id: str = "k",
        branch: str = "",
        body: str = "",
    ) -> Request:
        """A request of Bob's, by a fresh branch unless one is given."""
        branch = branch or f"z9hG4bKp{next(self._branches)}"
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/WSS pbx.test;branch={branch}",
            "Max-Forwards: 69",
            f"From: {sender}",
            f"To: {to}",
            f"Call-ID: {call_id}",
            f"CSeq: {number} {method}",
            *(() if any(line.startswith("Contact:") for line in headers) else (CONTACT,)),
            *headers,
        ]
        message = parse("\r\n".join(lines) + "\r\n\r\n" + body)
        assert isinstance(message, Request)
        return message

    def invite(self, *headers: str, body: str = OFFER, **parts: Any) -> Request:
        """An INVITE of Bob's, with an offer unless the body is empty."""
        lines = (*headers, *SDP) if body else headers
        return self.request("INVITE", *lines, body=body, **parts)

    def ring(self, *headers: str, body: str = OFFER) -> tuple[Request, str, str]:
        """Bob calls: his INVITE, our tag, and the call's id."""
        invite = self.invite(*headers, body=body)
        outputs = self.hear(invite)
        assert statuses(outputs) == [180]
        call = event(outputs, IncomingCall).call
        return invite, responses(outputs)[0].to.tag or "", call

    def within(self, method: str, tag: str, number: int = 2, **parts: Any) -> Request:
        """A request of Bob's in the dialog that `ring` began."""
        headers = SDP if parts.get("body") else ()
        to = f"<sip:alice@pbx.test>;tag={tag}"
        return self.request(method, *headers, to=to, number=number, **parts)

    def talk(self, body: str = OFFER) -> tuple[str, str]:
        """An incoming call that is up: our tag, and the call's id."""
        _, tag, call = self.ring(body=body)
        assert statuses(self.agent.accept(call, ANSWER, self.now)) == [200]
        self.hear(self.within("ACK", tag, number=1, body="" if body else ANSWER))
        return tag, call

    # --- time -------------------------------------------------------------------------------------

    def wait(self, seconds: float) -> list[Output]:
        """Let time pass; the server answers keep-alives, and nothing else."""
        outputs: list[Output] = []
        until = self.now + seconds
        while (due := self.agent.next_deadline()) is not None and due <= until:
            self.now = max(due, self.now)
            new = self.agent.handle_timeout(self.now)
            outputs += new
            for options in requests(new, "OPTIONS"):
                self.hear(self.answer(options, 200))
            if any(isinstance(output, Send) and not output.text.strip() for output in new):
                self.hear("\r\n")
        self.now = until
        return [o for o in outputs if not (isinstance(o, Send) and is_keep_alive(o.text))]

    def close(self) -> list[Output]:
        return self.agent.transport_closed(self.now)

    def open(self) -> list[Output]:
        return self.agent.transport_opened(self.now)


class Registrar(Peer):
    """A peer whose agent registers; ``grant`` answers as a registrar does."""

    def register(self, expires: int = 600) -> Request:
        return one(self.agent.register(self.now, expires), "REGISTER")

    def granted(self, request: Request, expires: int | str = 600) -> Response:
        contact = request.headers.get("Contact", "")
        return self.answer(request, 200, "r", f"Contact: {contact};expires={expires}")

    def registered(self, expires: int = 600) -> Request:
        register = self.register(expires)
        assert self.hear(self.granted(register, expires)) == [Registered(expires)]
        return register

    def tick(self, seconds: float) -> list[Output]:
        """One late call of ``handle_timeout``, as in a hidden tab."""
        self.now += seconds
        return self.agent.handle_timeout(self.now)

    def refusal(self, status: int, *headers: str) -> list[Output]:
        return self.hear(self.answer(self.register(), status, "r", *headers))


def is_keep_alive(text: str) -> bool:
    """Pings, and the OPTIONS that takes their place."""
    return not text.strip() or text.startswith("OPTIONS")


class Wire:
    """Two user agents whose messages reach each other in order, once `deliver` is called.

    A server between them is played just far enough: it swaps nothing, since each agent takes
    requests for its own Contact or user.
    """

    def __init__(self, *agents: UserAgent) -> None:
        self.now = 0.0
        self.agents = agents
        self.flying: list[tuple[int, str]] = []  # whom it is for, and the text
        self.traffic: list[str] = []
        self.events: list[list[Event]] = [[] for _ in agents]
        for place, agent in enumerate(agents):
            self.take(place, agent.transport_opened(self.now))

    def take(self, place: int, outputs: list[Output]) -> None:
        """Put what an agent sends on the wire, and keep what it reports."""
        for output in outputs:
            if isinstance(output, Send):
                self.flying.append((1 - place, output.text))
            else:
                self.events[place].append(output)

    def deliver(self, limit: int = 1000) -> None:
        """Let all messages arrive, and those that they cause."""
        while self.flying:
            self.deliver_one()
            limit -= 1
            assert limit, "the agents never come to rest"

    def deliver_one(self) -> None:
        place, text = self.flying.pop(0)
        self.traffic.append(text.partition("\r\n")[0])
        self.take(place, self.agents[place].receive(text, self.now))

    def wait(self, seconds: float) -> None:
        """Let time pass, and messages arrive at once."""
        until = self.now + seconds
        self.deliver()
        while (due := self.next_deadline()) <= until:
            self.now = max(due, self.now)
            for place, agent in enumerate(self.agents):
                self.take(place, agent.handle_timeout(self.now))
            self.deliver()
        self.now = until

    def next_deadline(self) -> float:
        times = (agent.next_deadline() for agent in self.agents)
        return min((at for at in times if at is not None), default=float("inf"))
