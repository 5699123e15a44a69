"""The media of one call: an RTCPeerConnection, the devices that it sends from, and its sound."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from pyodide.ffi import jsnull, to_js

from sipwidget.browser.devices import Devices, open_devices
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.sdp import has_candidates, has_video, parse, with_real_address

GATHER_SECONDS = 1.0  # how long candidates may delay a description
FIRST_CANDIDATE_SECONDS = 5.0  # the same while there is none: a server would answer without ICE


class MediaError(Exception):
    """What could not be done, as the ``problem`` of ``MediaFailed``."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


class Connection:
    """One call's media. Its coroutines must not overlap; they raise ``MediaError``.

    ``reduced`` hears of devices that could not be opened, ``failed`` when ICE or DTLS has failed.
    """

    def __init__(
        self,
        window: Any,
        ice_servers: Sequence[object],
        reduced: Callable[[str], None],
        failed: Callable[[], None],
    ) -> None:
        self._window = window
        self._reduced = reduced
        self._failed = failed
        self._asked: set[str] = set()
        self._news = asyncio.Event()  # of the gathering
        self._local = window.MediaStream.new()
        self._remote = window.MediaStream.new()
        self._audio = window.document.createElement("audio")
        self._audio.autoplay = True
        # Not max-bundle: servers such as rtpengine take each m= line on a transport of its own.
        self._peer = window.RTCPeerConnection.new(
            self._dictionary(iceServers=ice_servers, bundlePolicy="balanced")
        )
        self._listeners = Listeners(self._peer)
        self._listeners.on("track", lambda event: self._track_came(event.track))
        self._listeners.on("connectionstatechange", self._connection_state_changed)
        self._listeners.on("icegatheringstatechange", lambda _: self._news.set())
        self._listeners.on("icecandidate", lambda _: self._news.set())

    @property
    def established(self) -> bool:
        """Whether an offer and its answer are in force."""
        return bool(self._peer.currentRemoteDescription)

    async def make_offer(self, video: bool) -> str:
        """Open the devices and offer audio, and video if asked; after a failure, restart ICE."""
        await self._open_devices(video)
        self._send_tracks()
        offered = {transceiver.receiver.track.kind for transceiver in self._peer.getTransceivers()}
        for kind in ("audio", "video") if video else ("audio",):
            if kind not in offered:
                self._peer.addTransceiver(kind, self._dictionary(direction="recvonly"))
        if self._peer.iceConnectionState in ("disconnected", "failed"):
            self._peer.restartIce()
        return await self._describe()

    async def make_answer(self, offer: str, video: bool) -> str:
        """Take the peer's offer, open the devices that it has use for, and answer."""
        await self._set_remote("offer", offer)
        await self._open_devices(video and _offers_video(offer))
        self._want_video(video)
        self._send_tracks()
        return await self._describe()

    async def apply_answer(self, answer: str, provisional: bool) -> None:
        """Take the answer to our offer; once a final one is in force others are passed over."""
        if self._peer.signalingState == "stable":
            return
        await self._set_remote("pranswer" if provisional else "answer", answer)
        _check_audio(answer)

    async def roll_back(self) -> None:
        """Forget an offer that came to nothing; the session stays as it was."""
        rollback = self._dictionary(type="rollback")
        with suppress(Rejected):
            if self._peer.signalingState == "have-local-offer":
                await settled(self._window, self._peer, "setLocalDescription", rollback)
            elif self._peer.signalingState == "have-remote-offer":
                await settled(self._window, self._peer, "setRemoteDescription", rollback)

    def show(self, remote: Any, local: Any) -> None:
        """Show the peer's picture and ours; either node may be None. Tracks may come later."""
        _give(remote, self._remote)
        _give(local, self._local)

    def close(self) -> None:
        """Stop every track and hear nothing more."""
        self._listeners.close()
        for track in self._local.getTracks():
            track.stop()
        self._peer.close()
        self._audio.srcObject = jsnull

    def _track_came(self, track: Any) -> None:
        self._remote.addTrack(track)
        if track.kind == "audio" and not self._audio.srcObject:
            self._audio.srcObject = self._remote  # not before: Chromium never plays an empty one

    def _connection_state_changed(self, _: Any) -> None:
        if self._peer.connectionState == "failed":
            self._failed()

    async def _open_devices(self, video: bool) -> None:
        """Open what this call has not asked for yet: the microphone, and the camera for video."""
        wanted = ("audio", "video") if video else ("audio",)
        kinds = tuple(kind for kind in wanted if kind not in self._asked)
        if not kinds:
            return
        self._asked.update(kinds)
        opening = asyncio.ensure_future(open_devices(self._window, kinds))
        try:
            devices = await asyncio.shield(opening)
        except asyncio.CancelledError:  # the call is gone, but the browser goes on opening
            opening.add_done_callback(_stop)
            raise
        for track in devices.tracks:
            self._local.addTrack(track)
        for problem in devices.problems:
            self._reduced(problem)
        await asyncio.sleep(0)  # where we stop when the call is released on this news

    def _want_video(self, video: bool) -> None:
        """Receive the video that the peer offers, or refuse it. What is sent already goes on."""
        for transceiver in self._peer.getTransceivers():
            free = not transceiver.sender.track and transceiver.direction != "stopped"
            if free and transceiver.receiver.track.kind == "video":
                transceiver.direction = "recvonly" if video else "inactive"

    def _send_tracks(self) -> None:
        """Give each open device to an m= line of its kind, a new one where there is none."""
        sent = {sender.track.id for sender in self._peer.getSenders() if sender.track}
        for track in self._local.getTracks():
            if track.id not in sent:
                self._peer.addTrack(track, self._local)

    async def _describe(self) -> str:
        """Make the offer or answer that is due, with candidates in it."""
        try:
            await settled(self._window, self._peer, "setLocalDescription")
        except Rejected as error:
            raise MediaError("description", str(error)) from error
        _check_audio(self._peer.localDescription.sdp)
        await self._gather()
        return with_real_address(self._peer.localDescription.sdp)

    async def _gather(self) -> None:
        """Wait until all candidates are there or the time is up, which is later while none is."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        while not (has_any := self._has_candidate()) or self._peer.iceGatheringState != "complete":
            limit = GATHER_SECONDS if has_any else FIRST_CANDIDATE_SECONDS
            left = start + limit - loop.time()
            if left <= 0:
                break
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
        if not has_any:
            raise MediaError("ice", "the browser names no network address")

    def _has_candidate(self) -> bool:
        return has_candidates(self._peer.localDescription.sdp)

    async def _set_remote(self, kind: str, sdp: str) -> None:
        description = self._dictionary(type=kind, sdp=sdp)
        try:
            await settled(self._window, self._peer, "setRemoteDescription", description)
        except Rejected as error:
            raise MediaError("description", str(error)) from error

    def _dictionary(self, **members: object) -> Any:
        return to_js(members, dict_converter=self._window.Object.fromEntries)


def _give(node: Any, stream: Any) -> None:
    if node and node.srcObject != stream:
        node.muted = True  # the sound comes from our own element
        node.srcObject = stream


def _stop(opening: asyncio.Future[Devices]) -> None:
    opening.result().stop()


def _offers_video(offer: str) -> bool:
    try:
        return has_video(parse(offer))
    except ProtocolError as error:
        raise MediaError("description", str(error)) from error


def _check_audio(description: str) -> None:
    """Audio with port 0 is refused (RFC 3264 section 6): there is no codec in common."""
    try:
        ports = [media.port for media in parse(description).media if media.kind == "audio"]
    except ProtocolError as error:
        raise MediaError("description", str(error)) from error
    if ports and not any(ports):
        raise MediaError("codec", "the audio was refused")
