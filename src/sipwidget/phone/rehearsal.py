"""Calls that nobody makes: two phones in memory ring each other up, and hang up.

A browser makes fast code of Python's interpreter by what it has seen it do, and throws that away at
the first thing that is new to it. So whatever a call and a sign of life are made of is done before
somebody waits for it; docs/performance.md says what that brings.
"""

from collections import deque
from collections.abc import Callable, Iterator

from sipwidget.phone.effects import Effect, MakeAnswer, MakeOffer, OpenSocket, Transmit
from sipwidget.phone.inputs import (
    AnswerMade,
    Clicked,
    Configured,
    Input,
    OfferMade,
    SocketOpened,
    SocketReceived,
    Tick,
)
from sipwidget.phone.model import Model
from sipwidget.phone.phone import Phone
from sipwidget.phone.settings import Config

CALLS = 8  # every second one is answered
PAUSE = 20.0  # seconds from one to the next, for a sign of life
HOST = "rehearsal.invalid"
CONFIG = Config(
    websocket_urls=(f"wss://{HOST}",), domain=HOST, username="both", disable_register=True
)
SDP = (
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=sendrecv\r\n"
)


def rehearse(tokens: Callable[[], str]) -> Iterator[Model]:
    """A step at a time; each gives what a view would have to show of it."""
    wire = Wire(tokens)
    for number in range(CALLS):
        yield wire.do(0, Clicked("dial", CONFIG.username))
        if number % 2:
            yield wire.do(1, Clicked("accept", call=wire.phones[1].model.focus or ""))
        yield wire.do(0, Clicked("hangup", call=wire.phones[0].model.focus or ""))
        wire.now += PAUSE
        yield wire.do(0, Tick())


class Wire:
    """Between two phones: what one of them sends, the other hears."""

    def __init__(self, tokens: Callable[[], str]) -> None:
        self.now = 0.0
        self.phones = (Phone(tokens), Phone(tokens))
        for place in (0, 1):
            self.do(place, Configured(CONFIG))

    def do(self, place: int, message: Input) -> Model:
        """Let this happen to one of them, and all that follows; how the other then looks."""
        inbox = deque([(place, message)])
        while inbox:
            at, message = inbox.popleft()
            for effect in self.phones[at].handle(message, self.now):
                inbox += _news(at, effect)
            self.phones[at].next_deadline()
        return self.phones[1 - place].model


def _news(place: int, effect: Effect) -> list[tuple[int, Input]]:
    """What comes of an effect, and to whom."""
    match effect:
        case OpenSocket(socket=socket):
            return [(place, SocketOpened(socket))]
        case Transmit(socket=socket, text=text):
            return [(1 - place, SocketReceived(socket, text))]
        case MakeOffer(call=call):
            return [(place, OfferMade(call, SDP))]
        case MakeAnswer(call=call):
            return [(place, AnswerMade(call, SDP))]
        case _:
            return []
