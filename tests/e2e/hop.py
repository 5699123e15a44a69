"""A wire between a page and its server that a test can cut, or let packets vanish on.

with Hop(port) as hop:
    hop.url           # ws://127.0.0.1:PORT/ws leads to that port
    hop.cut()         # what is connected is so no more
    hop.vanish.set()  # nothing gets through, and nobody is told
"""

import contextlib
import socket
import socketserver
import threading
from types import TracebackType
from typing import Self


class Hop:
    """TCP from a port of its own to a port of loopback."""

    def __init__(self, port: int) -> None:
        self.vanish = threading.Event()
        self._port = port
        self._ends: set[socket.socket] = set()
        relay = self._relay

        class Relay(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                relay(self.request)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._server.server_address[1]}/ws"

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
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _relay(self, page: socket.socket) -> None:
        """Both ways, until one end closes."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._port)) as server,
        ):
            self._ends |= {page, server}
            back = threading.Thread(target=self._pump, args=(server, page), daemon=True)
            back.start()
            self._pump(page, server)
            back.join()
            self._ends -= {page, server}

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if not self.vanish.is_set():
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
