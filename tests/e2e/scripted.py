"""A SIP server that does what a test tells it to, however wrong: a WebSocket server on loopback.

    with ScriptedServer() as server:
        link = server.link()               # the phone has connected
        link.register()                    # 200 to its REGISTER
        call = Caller(link, ...)           # see peers.py

What the phone sends waits in a queue until the test asks for it.
"""

import contextlib
import queue
import socket
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from tests.e2e import frames
from tests.e2e.frames import Frame

SECONDS = 20.0
PING, PONG = "\r\n\r\n", "\r\n"  # RFC 5626 section 3.5.1


class Link:
    """One connection of a phone, seen from the server, which answers its signs of life itself."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._arrived: queue.Queue[str | bytes | None] = queue.Queue()
        self.seen: list[Frame] = []
        self.gone = threading.Event()

    def read(self) -> None:
        """Takes what comes until the phone closes; runs in the connection's thread."""
        with contextlib.suppress(ConnectionClosed):
            for text in self._connection:
                if text == PING:
                    self.send(PONG)
                else:
                    self._arrived.put(text)
        self._arrived.put(None)
        self.gone.set()

    def send(self, text: str | bytes) -> None:
        """Sends one frame, whatever it holds."""
        self._connection.send(text)

    def close(self) -> None:
        """Closes in order."""
        self._connection.close()

    def cut(self) -> None:
        """Ends the connection without a word of WebSocket."""
        with contextlib.suppress(OSError):
            self._connection.socket.shutdown(socket.SHUT_RDWR)

    def until(self, wanted: Callable[[Frame], bool], what: str, seconds: float = SECONDS) -> Frame:
        """The next message that is wanted; others are passed over, but kept in `seen`.

        Raises AssertionError when none comes, or the phone closes.
        """
        while True:
            try:
                text = self._arrived.get(timeout=seconds)
            except queue.Empty:
                text = None
            if text is None:
                raise AssertionError(f"no {what}; seen: {[each.start for each in self.seen]}")
            frame = frames.read(text)
            if frame is not None:
                self.seen.append(frame)
                if wanted(frame):
                    return frame

    def request(self, method: str, seconds: float = SECONDS) -> Frame:
        """The next request of that method."""
        return self.until(lambda frame: frame.method == method, method, seconds)

    def response(self, about: str, *, final: bool = True) -> Frame:
        """The next response to a request of that method, by default a final one."""
        return self.until(
            lambda frame: frame.about == about and frame.status >= (200 if final else 100),
            f"response to {about}",
        )

    def everything(self, quiet: float = 0.5) -> list[Frame]:
        """All messages until now, after the phone has sent nothing for `quiet` seconds."""
        with contextlib.suppress(AssertionError):
            self.until(lambda _: False, "silence", quiet)
        return self.seen

    def reply(
        self,
        request: Frame,
        status: int,
        *,
        tag: str = "",
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> None:
        """Answers a request of the phone; a To tag is added to all but 100."""
        tag = tag or ("" if status == 100 else "server")
        self.send(
            frames.response(request, status, tag=tag, reason=reason, headers=headers, body=body)
        )

    def register(self, expires: int = 600) -> Frame:
        """Answers the next REGISTER with 200 and gives it back."""
        request = self.request("REGISTER")
        self.reply(request, 200, headers=binding(request, expires))
        return request


def binding(request: Frame, expires: int = 600) -> dict[str, str]:
    """The headers of the 200 to a REGISTER."""
    contact = request.header("Contact").partition(";expires")[0]
    return {"Contact": f"{contact};expires={expires}"}


class ScriptedServer:
    """Waits for phones on `url`. `subprotocol` "" speaks none.

    While `status` is set handshakes are refused with it, while `admit` is not set they wait.
    """

    def __init__(self, *, subprotocol: str = "sip", status: int = 0, port: int = 0) -> None:
        self._links: queue.Queue[Link] = queue.Queue()
        self.status = status
        self.admit = threading.Event()
        self.admit.set()
        self.handshakes = 0
        self._server = serve(
            self._serve,
            "127.0.0.1",
            port,
            subprotocols=[Subprotocol(subprotocol)] if subprotocol else None,
            select_subprotocol=None if subprotocol else lambda *_: None,
            process_request=self._receive,
            ping_interval=None,
            compression=None,
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/ws"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()

    def link(self, seconds: float = SECONDS) -> Link:
        """The next phone that connects, or the same one again. Raises AssertionError for none."""
        try:
            return self._links.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError("no phone has connected") from None

    def _receive(self, connection: ServerConnection, _: Request) -> Response | None:
        self.handshakes += 1
        self.admit.wait(SECONDS)
        if self.status:
            return connection.respond(HTTPStatus(self.status), "Not today.\n")
        return None

    def _serve(self, connection: ServerConnection) -> None:
        link = Link(connection)
        self._links.put(link)
        link.read()
