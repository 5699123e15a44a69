"""A phone on a bench: frames go to a server in memory, behind which a real user agent sits.

Time stands still unless a test moves ``now``; media is what a test says it is.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import count

from sipwidget.phone import call_record, phonebook
from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.effects import (
    Announce,
    Claim,
    Effect,
    FollowCalls,
    ForgetCalls,
    KeepCall,
    MakeAnswer,
    MakeOffer,
    OpenSocket,
    Resign,
    SeeCalls,
    Transmit,
)
from sipwidget.phone.inputs import (
    AnswerMade,
    CallsRead,
    Clicked,
    Configured,
    Elected,
    Input,
    MediaFlows,
    OfferMade,
    SocketClosed,
    SocketOpened,
    SocketReceived,
    Tick,
)
from sipwidget.phone.model import Call
from sipwidget.phone.phone import Phone
from sipwidget.phone.settings import Config
from sipwidget.sip import UserAgent, parse
from sipwidget.sip.account import Account
from sipwidget.sip.events import Event, Output, Send
from sipwidget.sip.keep_alive import PING, PONG
from sipwidget.sip.message import Request, Response, respond

URL = "wss://pbx.example/ws"
CONFIG = Config(
    websocket_urls=(URL,),
    domain="pbx.example",
    username="1001",
    password="s3cret",
    phonebook=phonebook.parse("620=Door"),
)
OFFER = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
ANSWER = OFFER.replace("o=- 1", "o=- 2")
VIDEO = "m=video 4002 RTP/AVP 96\r\n"
HOLD = f"{ANSWER}a=sendonly\r\n"
SECOND_CALL = (
    "INVITE sip:1001@pbx.example SIP/2.0\r\n"
    "Via: SIP/2.0/WSS other.invalid;branch=z9hG4bKother\r\n"
    'From: "Gate" <sip:621@pbx.example>;tag=other\r\n'
    "To: <sip:1001@pbx.example>\r\n"
    "Call-ID: other\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:621@other.invalid>\r\n"
    f"Content-Type: application/sdp\r\nContent-Length: {len(OFFER)}\r\n\r\n{OFFER}"
)

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=timezone(timedelta(hours=1)))
LogEffect = FollowCalls | KeepCall | SeeCalls | ForgetCalls
Registrar = Callable[[Request], Response | None]


def tokens(prefix: str) -> Callable[[], str]:
    """Words that were never there before, and are the same in each run."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def grant(request: Request) -> Response:
    """A registrar that says yes."""
    contact = request.headers.get("Contact", "")
    lines = [("Contact", f"{contact};expires=600")] if request.expires else []
    return respond(request, 200, to_tag="registrar", headers=lines)


def refuse(status: int, *headers: tuple[str, str]) -> Registrar:
    """A registrar that says no, or something else that is not a grant."""
    return lambda request: respond(request, status, to_tag="registrar", headers=headers)


def silence(_request: Request) -> None:
    """A registrar that says nothing."""


class Server:
    """A registrar, and 620, who gets all other frames."""

    def __init__(self, registrar: Registrar) -> None:
        self.registrar = registrar
        self.peer = UserAgent(Account("620", "pbx.example"), tokens("peer"))
        self.events: list[Event] = []
        self.peer.transport_opened(0.0)

    def receive(self, text: str, now: float) -> list[str]:
        """A frame of the phone's and the frames that come back."""
        if text in (PING, PONG):
            return [PONG] * (text == PING)
        message = parse(text)
        if isinstance(message, Request) and message.method == "REGISTER":
            response = self.registrar(message)
            return [] if response is None else [str(response)]
        return self.frames(self.peer.receive(text, now))

    def frames(self, outputs: Iterable[Output]) -> list[str]:
        """What 620 sends, but for its own signs of life; what it notices is kept."""
        outputs = list(outputs)
        self.events += [output for output in outputs if not isinstance(output, Send)]
        texts = [output.text for output in outputs if isinstance(output, Send)]
        return [text for text in texts if text != PING and not text.startswith("OPTIONS")]


class CallLog:
    """What the device keeps of calls, as the browser's storage does."""

    def __init__(self) -> None:
        self.accounts: list[str] = []  # that were followed, the last is
        self.records: tuple[CallRecord, ...] = ()

    def done(self, effect: LogEffect) -> CallsRead:
        match effect:
            case FollowCalls(account=account):
                self.accounts.append(account)
            case KeepCall(record=record):
                self.records = (call_record.stamped(record, NOON), *self.records)
            case SeeCalls():
                self.records = call_record.seen(self.records)
            case ForgetCalls():
                self.records = ()
        return CallsRead(self.records, NOON.date())


class Bench:
    """The phone, the server, and all effects so far."""

    def __init__(self, registrar: Registrar = grant, *, heartbeat: bool = False) -> None:
        self.now = 0.0
        instance = "urn:uuid:00000000-0000-4000-8000-000000000001"
        self.phone = Phone(tokens("phone"), instance, heartbeat=heartbeat)
        self.server = Server(registrar)
        self.effects: list[Effect] = []
        self.elections: list[Claim | Resign] = []  # of effects these are apart
        self.log = CallLog()  # and these
        self.alone = True  # no other phone on the device has this account

    def do(self, *messages: Input) -> list[Effect]:
        """Let these happen, and all frames that follow from them; the effects in order."""
        inbox, effects = deque(messages), list[Effect]()
        while inbox:
            step = list(self.phone.handle(inbox.popleft(), self.now))
            self.elections += [each for each in step if isinstance(each, Claim | Resign)]
            effects += [each for each in step if not isinstance(each, Claim | Resign | LogEffect)]
            for each in step:
                if isinstance(each, LogEffect):
                    inbox.appendleft(self.log.done(each))
                if isinstance(each, Claim) and self.alone:
                    inbox.appendleft(Elected(each.account))
                if isinstance(each, Transmit):
                    frames = self.server.receive(each.text, self.now)
                    inbox.extend(SocketReceived(each.socket, text) for text in frames)
        self.effects += effects
        return effects

    def tick(self, now: float) -> list[Effect]:
        """It is so late now, and the shell's timer fires."""
        self.now = now
        return self.do(Tick())

    def configure(self, **settings: object) -> list[Effect]:
        return self.do(Configured(replace(CONFIG, **settings)))

    def open(self) -> list[Effect]:
        return self.do(SocketOpened(self.socket))

    def lose(self, *, opened: bool = True, problem: str = "") -> list[Effect]:
        return self.do(SocketClosed(self.socket, 1006, "", opened, problem))

    def hear(self, *frames: str | bytes) -> list[Effect]:
        """The server sends this."""
        return self.do(*[SocketReceived(self.socket, frame) for frame in frames])

    def peer_does(self, what: Callable[[UserAgent], list[Output]]) -> list[Effect]:
        """620 acts."""
        return self.hear(*self.server.frames(what(self.server.peer)))

    def peer_calls(self, offer: str = OFFER) -> list[Effect]:
        return self.peer_does(lambda peer: peer.invite("sip:1001@pbx.example", offer, self.now))

    @property
    def socket(self) -> int:
        """The number of the socket that was opened last."""
        return next(each.socket for each in reversed(self.effects) if isinstance(each, OpenSocket))

    @property
    def call(self) -> Call:
        """The call in focus, which must be there."""
        call = self.phone.model.call
        assert call is not None
        return call

    @property
    def codes(self) -> list[str]:
        """The codes of what the person is told at the moment."""
        return [each.code for each in self.phone.model.notices]

    def caller(self) -> str:
        """The peer's name for the call that it was told of last."""
        return next(each.call for each in reversed(self.server.events) if hasattr(each, "call"))


def ready(registrar: Registrar = grant, **settings: object) -> Bench:
    """A phone that is connected, and registered unless the settings or the registrar forbid it."""
    bench = Bench(registrar)
    bench.configure(**settings)
    bench.open()
    return bench


def dialing(**settings: object) -> Bench:
    """We have dialed; the devices open."""
    bench = ready(**settings)
    bench.do(Clicked("dial", "620"))
    return bench


def calling(**settings: object) -> Bench:
    """Our INVITE has reached 620, who rings."""
    bench = dialing(**settings)
    bench.do(OfferMade(bench.call.id, OFFER))
    return bench


def talking(**settings: object) -> Bench:
    """620 has taken our call."""
    bench = calling(**settings)
    bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    bench.do(MediaFlows(bench.call.id))
    return bench


def ringing(offer: str = OFFER, **settings: object) -> Bench:
    """620 calls us."""
    bench = ready(**settings)
    bench.peer_calls(offer)
    return bench


def answering(offer: str = OFFER, **settings: object) -> Bench:
    """We have accepted; the devices open."""
    bench = ringing(offer, **settings)
    bench.do(Clicked("accept", call=bench.call.id))
    return bench


def answered(**settings: object) -> Bench:
    """We talk with 620, who has called us."""
    bench = answering(**settings)
    bench.do(AnswerMade(bench.call.id, ANSWER), MediaFlows(bench.call.id))
    return bench


def announced(effects: Iterable[Effect]) -> list[str]:
    return [each.text for each in effects if isinstance(each, Announce)]


def messages(effects: Iterable[Effect]) -> list[Request | Response]:
    """The SIP messages among the frames that were sent."""
    texts = [each.text for each in effects if isinstance(each, Transmit)]
    return [parse(text) for text in texts if text not in (PING, PONG)]


def sent(effects: Iterable[Effect]) -> list[str]:
    """The same in short: ``INVITE``, ``180 INVITE``."""
    return [
        each.method if isinstance(each, Request) else f"{each.status} {each.cseq.method}"
        for each in messages(effects)
    ]


def kinds(effects: Iterable[Effect]) -> list[str]:
    return [type(each).__name__ for each in effects]


def asked(effects: Iterable[Effect]) -> MakeOffer | MakeAnswer:
    """The one time that media was asked for."""
    (wanted,) = [each for each in effects if isinstance(each, MakeOffer | MakeAnswer)]
    return wanted


def reply(bench: Bench, status: int, body: str = "") -> list[object]:
    """620 answers our last INVITE."""
    (invite,) = [m for m in messages(bench.effects) if m.cseq.method == "INVITE"][-1:]
    contact = [("Contact", "<sip:620@192.0.2.9>")]
    return [*bench.hear(str(respond(invite, status, headers=contact, body=body)))]


def reinvite(bench: Bench, number: int, offer: str) -> str:
    """A request of 620's in the dialog that our last ACK or 2xx belongs to."""
    last = [m for m in messages(bench.effects) if m.cseq.method in ("ACK", "INVITE")][-1]
    ours, theirs = (last.from_, last.to) if last.cseq.method == "ACK" else (last.to, last.from_)
    body = f"Content-Type: application/sdp\r\n\r\n{offer}" if offer else "\r\n"
    return (
        f"INVITE {messages(bench.effects)[0].contacts[0].uri} SIP/2.0\r\n"
        f"Via: SIP/2.0/WSS peer.invalid;branch=z9hG4bKre{number}\r\n"
        f"From: {theirs}\r\nTo: {ours}\r\nCall-ID: {last.call_id}\r\n"
        f"CSeq: {number} INVITE\r\nContact: <sip:620@peer.invalid>\r\n{body}"
    )
