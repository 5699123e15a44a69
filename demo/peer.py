"""One call's media inside the demo: a peer connection that asks no server for anything (aiortc).

Media goes over UDP on this machine's own addresses, since browsers name no loopback candidates.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

CONNECT_SECONDS = 2.0  # that ICE and DTLS may take on one machine

# Without the empty list aiortc asks a public STUN server.
NO_SERVERS = RTCConfiguration(iceServers=[])

# A name that only multicast DNS knows. The browser's checks reach us without it (RFC 8838, prflx),
# but aioice gives up at once where it has nobody to check: so it checks this machine itself.
_MDNS_NAME = re.compile(r"^(a=candidate:(?:\S+ ){4})\S+\.local ", re.MULTILINE)


def without_mdns(description: str) -> str:
    """A description without names that would have to be asked for on the network."""
    return _MDNS_NAME.sub(r"\g<1>127.0.0.1 ", description)


def nothing() -> None:
    """For who does not want to know."""


class Peer:
    """``on_lost`` is called when the other end can no longer be reached, ``on_ready`` when it is.

    What the other end describes may be anything: aiortc raises a dozen kinds for what it finds in
    it, and where it can make nothing of it there is no result.
    """

    def __init__(self, on_lost: Callable[[], None], on_ready: Callable[[], None] = nothing) -> None:
        self.connection = RTCPeerConnection(NO_SERVERS)
        self.connection.on("connectionstatechange", self._tell)
        self._negotiating = asyncio.Lock()  # closing in between would leave sockets open
        self._on_lost = on_lost
        self._on_ready = on_ready

    async def offer(self) -> str:
        """Our offer, all candidates in it."""
        async with self._negotiating:
            await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def answer(self, offer: str) -> str | None:
        """Our answer, all candidates in it, to a first or a further offer."""
        async with self._negotiating:
            if not await self._take(offer, "offer"):
                return None
            try:
                await self.connection.setLocalDescription(await self.connection.createAnswer())
            except Exception:  # an offer that could be read, but not be met
                return None
        return self.connection.localDescription.sdp

    async def take(self, answer: str) -> bool:
        """The answer to our offer; False where no call comes of it."""
        async with self._negotiating:
            return await self._take(answer, "answer")

    async def close(self) -> None:
        """Give back sockets and codecs."""
        self.connection.remove_all_listeners()
        async with self._negotiating:
            await self._connected()
            await self.connection.close()

    async def _connected(self) -> None:
        """Not in the middle of it: aioice would ask for consent for long, and aiortc complain."""
        if self.connection.connectionState == "connecting":
            done = asyncio.Event()
            self.connection.on("connectionstatechange", done.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), CONNECT_SECONDS)

    async def _take(self, sdp: str, kind: str) -> bool:
        try:
            await self.connection.setRemoteDescription(
                RTCSessionDescription(without_mdns(sdp), kind)
            )
        except Exception:
            return False
        return True

    def _tell(self) -> None:
        state = self.connection.connectionState
        if state == "connected":
            self._on_ready()
        elif state in ("failed", "closed"):
            self._on_lost()
