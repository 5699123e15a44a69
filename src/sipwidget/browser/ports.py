"""What the shell needs from its adapters; ``main.py`` says which ones they are."""

from collections.abc import Sequence
from typing import Any, Protocol


class SocketPort(Protocol):
    """WebSockets by number (``browser/socket.py``)."""

    def open(self, socket: int, url: str) -> None: ...

    def send(self, socket: int, text: str) -> None: ...

    def close(self, socket: int) -> None: ...


class MediaPort(Protocol):
    """Devices and peer connections by call (``browser/media.py``)."""

    ice_servers: Sequence[object]

    def make_offer(self, call: str, video: bool, local_video: bool) -> None: ...

    def make_answer(self, call: str, offer: str, video: bool, local_video: bool) -> None: ...

    def apply_answer(self, call: str, answer: str, provisional: bool) -> None: ...

    def release(self, call: str) -> None: ...

    def show(self, call: str, remote: Any, local: Any) -> None: ...

    def hide(self, *nodes: Any) -> None: ...

    def ask_permission(self, video: bool) -> None: ...


class ConsentPort(Protocol):
    """What this device has agreed to (``browser/storage.py``)."""

    def add_trusted(self, websocket_url: str, domain: str) -> None: ...
