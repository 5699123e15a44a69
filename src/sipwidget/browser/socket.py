"""WebSockets that speak SIP (RFC 7118), by number: what happens on them goes to the inbox.

The inbox is called from within these methods, too, and may call them in turn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyodide.ffi import JsException

from sipwidget.browser.listeners import Listeners
from sipwidget.phone.inputs import (
    Input,
    SocketClosed,
    SocketOpened,
    SocketReceived,
    SocketSilent,
)

SUBPROTOCOL = "sip"  # RFC 7118 section 4.1
_ABNORMAL = 1006  # RFC 6455 section 7.4.1: no closing handshake


@dataclass(slots=True)
class _Line:
    """One WebSocket with its listeners."""

    websocket: Any
    heart: Any  # of static/heartbeat.js
    listeners: Listeners
    opened: bool = False


class Sockets:
    """The WebSockets of one phone. No method raises.

    News of a socket ends with its ``SocketClosed``, or with ``close``.
    """

    def __init__(self, inbox: Callable[[Input], None], window: Any) -> None:
        self._inbox = inbox
        self._window = window
        self._lines: dict[int, _Line] = {}

    def open(self, socket: int, url: str) -> None:
        """Start to connect; ``SocketOpened`` or ``SocketClosed`` follows."""
        try:
            websocket = self._window.WebSocket.new(url, SUBPROTOCOL)
        except JsException as error:
            problem = "insecure" if error.name == "SecurityError" else "url"
            self._inbox(SocketClosed(socket, _ABNORMAL, str(error.message), False, problem))
            return
        websocket.binaryType = "arraybuffer"
        # Its ear comes before ours: what answers its pings is not for us.
        heart = self._window.sipHeartbeat(websocket)
        line = self._lines[socket] = _Line(websocket, heart, Listeners(websocket))
        line.listeners.on("sipsilent", lambda _: self._inbox(SocketSilent(socket)))
        line.listeners.on("open", lambda _: self._opened(socket))
        line.listeners.on("message", lambda event: self._received(socket, event.data))
        line.listeners.on("close", lambda event: self._closed(socket, event.code, event.reason))

    def send(self, socket: int, text: str) -> None:
        """Send one text frame, or nothing where the socket is not open: its close will tell.

        One that is being closed takes frames without a word.
        """
        line = self._lines.get(socket)
        if line and line.opened:
            line.websocket.send(text)

    def beat(self, socket: int, seconds: float) -> None:
        """Ping every so many seconds; where nothing comes then ``SocketSilent`` follows."""
        line = self._lines.get(socket)
        if line and line.opened:
            line.heart.beat(seconds)

    def close(self, socket: int) -> None:
        """Close the socket if it is there; nothing more comes from it."""
        line = self._lines.pop(socket, None)
        if line:
            line.heart.stop()
            line.listeners.close()
            line.websocket.close()

    def _opened(self, socket: int) -> None:
        line = self._lines[socket]
        if line.websocket.protocol == SUBPROTOCOL:
            line.opened = True
            self._inbox(SocketOpened(socket))
        else:  # Chromium fails such a handshake by itself, as the standard asks
            self.close(socket)
            self._inbox(SocketClosed(socket, _ABNORMAL, "", False, "subprotocol"))

    def _received(self, socket: int, data: Any) -> None:
        self._inbox(SocketReceived(socket, data if isinstance(data, str) else data.to_bytes()))

    def _closed(self, socket: int, code: int, reason: str) -> None:
        line = self._lines[socket]
        blocked = not line.opened and self._is_mixed(line.websocket.url)
        self.close(socket)
        problem = "insecure" if blocked else ""
        self._inbox(SocketClosed(socket, code, reason, line.opened, problem))

    def _is_mixed(self, url: str) -> bool:
        """Whether the page is secure and the socket is not: WebKit closes it instead of raising."""
        return url.startswith("ws:") and bool(self._window.location.protocol == "https:")
