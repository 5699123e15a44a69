"""A wire between a page and its server that a test can cut, let packets vanish on, or tamper with.

with Hop(port) as hop:
    hop.url                         # ws://127.0.0.1:PORT/ws leads to that port
    hop.cut()                       # what is connected is so no more
    hop.vanish.set()                # nothing gets through, and nobody is told
    hop.strand()                    # the same, but who connects anew is served
    hop.to_page.tamper = twice      # each frame of WebSocket becomes what this gives; None cuts
    hop.to_server.delay = 2.0       # seconds that each frame is under way
"""

import contextlib
import queue
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.e2e.tampering import Frame, unchanged

Due = tuple[float, bytes | None]  # when to send what; None cuts


@dataclass(slots=True)
class Way:
    """What happens to the frames in one direction."""

    tamper: Callable[[Frame], Iterator[bytes | None]] = unchanged
    delay: float = 0.0


class Hop:
    """TCP from a port of its own, on an address of this machine, to a port of loopback."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.vanish = threading.Event()
        self.to_page, self.to_server = Way(), Way()
        self._port = port
        self._ends: set[socket.socket] = set()
        self._stranded: set[socket.socket] = set()
        relay = self._relay

        class Relay(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                relay(self.request)

        self._server = socketserver.ThreadingTCPServer((address, 0), Relay)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        address, port = self._server.server_address[:2]
        return f"ws://{address!s}:{port}/ws"

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
        self.cut()
        self._server.server_close()
        self._thread.join()

    def cut(self) -> None:
        """End all connections without a word of WebSocket."""
        for end in list(self._ends):
            shut(end)

    def strand(self) -> None:
        """Nothing gets through on what is connected, and nobody is told; others may connect."""
        self._stranded |= self._ends

    def mend(self) -> None:
        """Frames are what they were again."""
        self.to_page, self.to_server = Way(), Way()

    def _relay(self, page: socket.socket) -> None:
        """Both ways, until one end closes."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._port)) as server,
        ):
            self._ends |= {page, server}
            ways = [(page, server, lambda: self.to_server), (server, page, lambda: self.to_page)]
            threads = [threading.Thread(target=self._pump, args=each, daemon=True) for each in ways]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self._ends -= {page, server}

    def _pump(self, source: socket.socket, target: socket.socket, way: Callable[[], Way]) -> None:
        """Reads here; a thread of its own writes when the time has come."""
        due: queue.Queue[Due] = queue.Queue()
        writer = threading.Thread(target=self._write, args=(target, due), daemon=True)
        writer.start()
        with contextlib.suppress(OSError):
            for frame in read(source):
                now = time.monotonic()
                for data in way().tamper(frame) if frame.opcode is not None else [frame.data]:
                    due.put((now + way().delay, data))
        due.put((0.0, None))
        writer.join()
        shut(source)

    def _write(self, target: socket.socket, due: queue.Queue[Due]) -> None:
        with contextlib.suppress(OSError):
            while (item := due.get())[1] is not None:
                time.sleep(max(0.0, item[0] - time.monotonic()))
                if not self.vanish.is_set() and target not in self._stranded:
                    target.sendall(item[1])
        shut(target)


def read(source: socket.socket) -> Iterator[Frame]:
    """The HTTP of the handshake, which is no frame, and then frame after frame."""
    stream = source.makefile("rb")
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return
        head += line
    yield Frame(head, None, b"")
    while frame := Frame.read(stream):
        yield frame


def shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
