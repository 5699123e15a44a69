"""The phone in CPython: real sockets and real time, and session descriptions out of a can."""

import contextlib
import queue
import secrets
import threading
import time
from types import TracebackType
from typing import Self

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from sipwidget.phone.effects import Claim, Effect, MakeAnswer, MakeOffer, OpenSocket, Transmit
from sipwidget.phone.inputs import (
    AnswerMade,
    Configured,
    Elected,
    Input,
    OfferMade,
    SocketClosed,
    SocketOpened,
    SocketReceived,
    Tick,
)
from sipwidget.phone.phone import Phone
from sipwidget.phone.settings import Config

DESCRIPTION = "v=0\r\no=- 4 1 IN IP4 192.0.2.4\r\ns=-\r\nt=0 0\r\nm=audio 4004 RTP/AVP 0\r\n"


class SoftPhone:
    """A phone that runs from `with` on, in a thread of its own, and takes inputs by `put`."""

    def __init__(self, config: Config) -> None:
        self._phone = Phone(lambda: secrets.token_hex(8))
        self._inbox: queue.SimpleQueue[Input | None] = queue.SimpleQueue()
        self._connections: dict[int, ClientConnection] = {}
        self._threads = [threading.Thread(target=self._run)]
        self._ahead = 0.0
        self.is_open = threading.Event()  # it has heard that it has a socket, and may dial
        self.put(Configured(config))

    def put(self, message: Input) -> None:
        """Tell the phone something."""
        self._inbox.put(message)

    def skip(self, seconds: float) -> None:
        """Let the phone believe that so much time has passed."""
        self._ahead += seconds
        self.put(Tick())

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._inbox.put(None)
        self._threads[0].join()
        for connection in self._connections.values():
            connection.close()
        for thread in self._threads:
            thread.join()

    # --- the loop ---------------------------------------------------------------------------------

    def _run(self) -> None:
        while (message := self._next()) is not None:
            for effect in self._phone.handle(message, self._now()):
                self._carry_out(effect)
            if isinstance(message, SocketOpened):
                self.is_open.set()

    def _next(self) -> Input | None:
        """The next input, or a tick when the phone wants one sooner."""
        deadline = self._phone.next_deadline()
        wait = None if deadline is None else max(0.0, deadline - self._now())
        try:
            return self._inbox.get(timeout=wait)
        except queue.Empty:
            return Tick()

    def _now(self) -> float:
        return time.monotonic() + self._ahead

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Claim(account=account):
                self.put(Elected(account))
            case OpenSocket(socket=socket, url=url):
                self._threads.append(threading.Thread(target=self._serve, args=(socket, url)))
                self._threads[-1].start()
            case Transmit(socket=socket, text=text):
                with contextlib.suppress(ConnectionClosed):
                    self._connections[socket].send(text)
            case MakeOffer(call=call):
                self.put(OfferMade(call, DESCRIPTION))
            case MakeAnswer(call=call):
                self.put(AnswerMade(call, DESCRIPTION))
            case _:
                pass  # nobody looks; and a socket is closed last, since a flow may still answer

    def _serve(self, socket: int, url: str) -> None:
        """One socket from its handshake to its end."""
        opened = False
        with contextlib.suppress(OSError, WebSocketException):
            protocols = [Subprotocol("sip")]
            with connect(url, subprotocols=protocols, ping_interval=None) as connection:
                self._connections[socket] = connection
                opened = True
                self.put(SocketOpened(socket))
                for frame in connection:
                    self.put(SocketReceived(socket, frame))
        self.put(SocketClosed(socket, 1006, "", opened))
