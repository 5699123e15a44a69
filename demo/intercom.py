"""The media of one call with the door: picture and bell go out, a voice and keys come in."""

import asyncio
import re
from collections.abc import Callable

from aiortc import MediaStreamTrack, RTCRtpSender, RTCRtpTransceiver
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcdtlstransport import RtpReceiver, RtpRouter
from aiortc.rtp import RtpPacket

from demo.chime import Chime
from demo.peer import Peer
from demo.picture import Picture
from demo.tones import OFFERED, EventReader, offered_tones, with_tones

SENT: dict[str, tuple[type[MediaStreamTrack], str]] = {
    "audio": (Chime, "sendrecv"),
    "video": (Picture, "sendonly"),
}
_MEDIA = re.compile(r"^m=(\w+) ", re.MULTILINE)
OFFERED_VIDEO = ("video/VP8", "video/rtx")  # every browser has it; H.264 takes the events' number


class EventRouter(RtpRouter):
    """aiortc's way from a transport to its receivers, which events leave before they are lost."""

    def __init__(self, hear: Callable[[RtpPacket], bool]) -> None:
        super().__init__()
        self._hear = hear

    def route_rtp(self, packet: RtpPacket) -> RtpReceiver | None:
        """None for what was heard as an event."""
        return None if self._hear(packet) else super().route_rtp(packet)


class Intercom(Peer):
    """``on_key`` is called with each key that the other end presses."""

    def __init__(
        self,
        on_lost: Callable[[], None],
        on_ready: Callable[[], None],
        on_key: Callable[[str], None],
    ) -> None:
        super().__init__(on_lost, on_ready)
        self._on_key = on_key
        self._events = EventReader()
        self._payloads: dict[str, int] = {}
        self._listening: set[asyncio.Task[None]] = set()
        self.connection.on("track", self._listen)

    async def offer(self) -> str:
        """With events, whose payload type nothing else may have then."""
        self._send("audio")
        picture = self._send("video")
        codecs = RTCRtpSender.getCapabilities("video").codecs
        picture.setCodecPreferences([one for one in codecs if one.mimeType in OFFERED_VIDEO])
        self._payloads = OFFERED
        return with_tones(await super().offer(), OFFERED)

    async def answer(self, offer: str) -> str | None:
        """With the events that were offered, under their numbers."""
        there = {one.kind for one in self.connection.getTransceivers()}
        for kind in SENT.keys() & set(_MEDIA.findall(offer)) - there:
            self._send(kind)  # aiortc cannot answer where it has more than was offered
        self._payloads = offered_tones(offer)
        answer = await super().answer(offer)
        return None if answer is None else with_tones(answer, self._payloads)

    async def close(self) -> None:
        """Give back sockets and codecs, and listen no more."""
        await super().close()
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    def _send(self, kind: str) -> RTCRtpTransceiver:
        track, direction = SENT[kind]
        transceiver = self.connection.addTransceiver(track(), direction=direction)
        # One for each transport; when both kinds are bundled only the first is in use.
        transceiver.receiver.transport._rtp_router = EventRouter(self._hear)
        return transceiver

    def _hear(self, packet: RtpPacket) -> bool:
        """Whether this is a packet of an event."""
        if str(packet.payload_type) not in self._payloads:
            return False
        key = self._events.read(packet.ssrc, packet.timestamp, packet.payload)
        if key:
            self._on_key(key)
        return True

    def _listen(self, track: MediaStreamTrack) -> None:
        """Take in what comes, or it would pile up: nobody stands at this door."""
        task = asyncio.ensure_future(_drain(track))
        self._listening.add(task)
        task.add_done_callback(self._listening.discard)


async def _drain(track: MediaStreamTrack) -> None:
    try:
        while True:
            await track.recv()
    except MediaStreamError:
        return
