"""Two phones at one registrar in memory; a test says in which order things reach them."""

from collections import deque
from dataclasses import replace

from sipwidget.phone.effects import Claim, Effect, MakeAnswer, MakeOffer, OpenSocket, Transmit
from sipwidget.phone.inputs import (
    AnswerMade,
    Configured,
    Elected,
    Input,
    OfferMade,
    SocketOpened,
    SocketReceived,
    Tick,
)
from sipwidget.phone.model import Call
from sipwidget.phone.phone import Phone
from sipwidget.sip import parse
from sipwidget.sip.keep_alive import PING, PONG
from sipwidget.sip.message import Request
from tests.phone.bench import ANSWER, CONFIG, OFFER, announced, grant, tokens


class TwoPhones:
    """``waiting`` holds, by way, what has been sent to a phone and has not come there yet.

    A way is the phone's number and ``wire`` or ``media``: each keeps its order.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.phones = (Phone(tokens("left")), Phone(tokens("right")))
        self.effects: tuple[list[Effect], list[Effect]] = ([], [])
        self.waiting: dict[tuple[int, str], deque[Input]] = {}
        self._sockets = [0, 0]

    def do(self, place: int, *messages: Input) -> None:
        """Let these happen at one phone."""
        for message in messages:
            for effect in self.phones[place].handle(message, self.now):
                self.effects[place].append(effect)
                self._carry_out(place, effect)

    def start(self, place: int, **settings: object) -> None:
        """The page is loaded, and its socket open."""
        self.do(place, Configured(replace(CONFIG, **settings)))
        self.do(place, SocketOpened(self._sockets[place]))

    def tick(self, now: float, *places: int) -> None:
        """It is so late, and the timers of these phones fire, or those of both."""
        self.now = now
        for place in places or (0, 1):
            self.do(place, Tick())

    def arrive(self, way: tuple[int, str]) -> None:
        """What has waited longest on this way is there."""
        message = self.waiting[way].popleft()
        if not self.waiting[way]:
            del self.waiting[way]
        self.do(way[0], message)

    def settle(self) -> None:
        """Everything arrives, as it was sent."""
        while self.waiting:
            self.arrive(next(iter(self.waiting)))

    def calls(self, place: int) -> list[Call]:
        return list(self.phones[place].model.calls)

    def told(self, place: int) -> list[str]:
        """What the state Item of this phone was told of calls."""
        return [text for text in announced(self.effects[place]) if ":" in text]

    def _carry_out(self, place: int, effect: Effect) -> None:
        match effect:
            case Claim(account=account):
                self.do(place, Elected(account))
            case OpenSocket(socket=socket):
                self._sockets[place] = socket
            case MakeOffer(call=call):
                self._send(place, "media", OfferMade(call, OFFER))
            case MakeAnswer(call=call):
                self._send(place, "media", AnswerMade(call, ANSWER))
            case Transmit(text=text) if text == PING:
                self._send(place, "wire", SocketReceived(self._sockets[place], PONG))
            case Transmit(text=text):
                self._route(place, text)
            case _:
                pass

    def _route(self, place: int, text: str) -> None:
        """A REGISTER is granted; all else is for the other phone."""
        message = parse(text)
        if isinstance(message, Request) and message.method == "REGISTER":
            place, text = 1 - place, str(grant(message))
        other = 1 - place
        self._send(other, "wire", SocketReceived(self._sockets[other], text))

    def _send(self, place: int, kind: str, message: Input) -> None:
        self.waiting.setdefault((place, kind), deque()).append(message)
