"""The media of the echo test: what comes in goes out again, a moment later (aiortc).

Media goes over UDP on this machine's own addresses, since browsers name no loopback candidates.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from av.frame import Frame
from av.packet import Packet

DELAY = 0.7  # seconds: long enough to tell the echo from one's own voice
MAX_HELD = 64  # frames of one track that wait; the oldest goes out early

Media: TypeAlias = "Frame | Packet[Any]"  # a generic type in av's stubs only

# Without the empty list aiortc asks a public STUN server.
NO_SERVERS = RTCConfiguration(iceServers=[])

# A name that only multicast DNS knows; the browser's checks reach us without it (RFC 8838, prflx).
_MDNS_CANDIDATE = re.compile(r"^a=candidate:[^\r\n]*\.local [^\r\n]*\r?\n", re.MULTILINE)


def without_mdns(offer: str) -> str:
    """An offer without the candidates that would have to be asked for on the network."""
    return _MDNS_CANDIDATE.sub("", offer)


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


class Loopback:
    """One call's media. ``on_lost`` is called when the peer can no longer be reached."""

    def __init__(self, on_lost: Callable[[], None], delay: float = DELAY) -> None:
        self._connection = RTCPeerConnection(NO_SERVERS)
        self._connection.on("track", self._send_back)
        self._connection.on("connectionstatechange", self._tell)
        self._negotiating = asyncio.Lock()  # closing in between would leave sockets open
        self._on_lost = on_lost
        self._delay = delay

    async def answer(self, offer: str) -> str:
        """Our answer, all candidates in it, to a first or a further offer.

        Raises whatever aiortc finds wrong with an offer.
        """
        description = RTCSessionDescription(without_mdns(offer), "offer")
        async with self._negotiating:
            await self._connection.setRemoteDescription(description)
            await self._connection.setLocalDescription(await self._connection.createAnswer())
        return self._connection.localDescription.sdp

    async def close(self) -> None:
        """Give back sockets and codecs."""
        self._connection.remove_all_listeners()
        async with self._negotiating:
            await self._connection.close()

    def _send_back(self, track: MediaStreamTrack) -> None:
        self._connection.addTrack(DelayedTrack(track, self._delay))

    def _tell(self) -> None:
        if self._connection.connectionState in ("failed", "closed"):
            self._on_lost()
