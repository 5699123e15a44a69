"""The media of the echo test: what comes in goes out again, a moment later (aiortc)."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

from aiortc import MediaStreamTrack
from av.frame import Frame
from av.packet import Packet

from demo.peer import Peer

DELAY = 0.7  # seconds: long enough to tell the echo from one's own voice
MAX_HELD = 64  # frames of one track that wait; the oldest goes out early

Media: TypeAlias = "Frame | Packet[Any]"  # a generic type in av's stubs only


class DelayedTrack(MediaStreamTrack):
    """Another track's frames, ``delay`` seconds later."""

    def __init__(self, source: MediaStreamTrack, delay: float) -> None:
        super().__init__()
        self.kind = source.kind
        self._source = source
        self._delay = delay
        self._held: deque[tuple[float, Media]] = deque()

    async def recv(self) -> Media:
        """The next frame whose time has come; the source sets the pace."""
        now = asyncio.get_running_loop().time
        while not self._held or (
            now() < self._held[0][0] + self._delay and len(self._held) < MAX_HELD
        ):
            frame = await self._source.recv()
            self._held.append((now(), frame))
        return self._held.popleft()[1]


class Loopback(Peer):
    """One call's media."""

    def __init__(self, on_lost: Callable[[], None], delay: float = DELAY) -> None:
        super().__init__(on_lost)
        self.connection.on("track", self._send_back)
        self._delay = delay

    def _send_back(self, track: MediaStreamTrack) -> None:
        self.connection.addTrack(DelayedTrack(track, self._delay))
