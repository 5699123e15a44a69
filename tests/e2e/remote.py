"""A browser's remote agent: numbered commands and their results, and events, on one WebSocket.

WebDriver BiDi (bidi.py) and Chromium's own protocol (devtools.py) both speak so. One thread does it
all: events are heard while the result of a command is waited for.
"""

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Any, Self

from websockets.sync.client import connect

SECONDS = 30.0
LEFT, RIGHT = 0, 2  # buttons of a mouse
Heard = Callable[[dict[str, Any]], None]


class RemoteError(Exception):
    """What the browser says of a command that failed, or of a script that raised."""


class Remote:
    """The connection while the `with` block lasts."""

    def __init__(self, url: str) -> None:
        # No frame may be too big, and none may wait outside for being read.
        self._connecting = connect(url, max_size=None, max_queue=None, proxy=None)
        self._numbers = count(1)
        self._listeners: dict[str, list[Heard]] = {}

    def __enter__(self) -> Self:
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connecting.__exit__(kind, error, trace)

    def ask(self, method: str, parameters: dict[str, Any], **beside: object) -> Any:
        """The result of a command. Raises RemoteError, or TimeoutError."""
        number = self.tell(method, parameters, **beside)
        while (message := json.loads(self._socket.recv(SECONDS))).get("id") != number:
            for heard in self._listeners.get(message.get("method", ""), []):
                heard(message)
        if "error" in message:
            raise RemoteError(f"{method}: {message['error']}: {message.get('message')}")
        return message["result"]

    def tell(self, method: str, parameters: dict[str, Any], **beside: object) -> int:
        """Send a command whose result nobody waits for; gives its number."""
        number = next(self._numbers)
        sent = {"id": number, "method": method, "params": parameters, **beside}
        self._socket.send(json.dumps(sent))
        return number

    def hear(self, event: str, heard: Heard) -> None:
        """From now on call `heard` with each such message."""
        self._listeners.setdefault(event, []).append(heard)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a browser in a session of its own, so that nobody writes into its profile any more."""
    process.terminate()
    try:
        process.wait(10)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
