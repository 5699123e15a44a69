"""The media of one call: the devices that it sends from, a peer connection, and what comes in."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any

from sipwidget.browser.capture import Capture
from sipwidget.browser.devices import DEVICES, Wishes
from sipwidget.browser.dtmf_sender import DtmfSender
from sipwidget.browser.peer_connection import MediaError, PeerConnection, Settings, new_settings
from sipwidget.browser.playback import Playback
from sipwidget.phone.inputs import (
    Input,
    MediaFlows,
    MediaInterrupted,
    MediaLost,
    MediaReduced,
)
from sipwidget.phone.quality import Sample
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.sdp import has_video, parse

PATIENCE = 5.0  # seconds that tones wait for the way to the peer


class Connection:
    """One call's media. Its coroutines must not overlap, but for ``send_tones``.

    They raise ``MediaError``. The inbox hears of devices that could not be opened and of the way to
    the peer; ``ended`` of a track whose device is gone, for which ``replace_device`` is due.
    """

    def __init__(
        self,
        call: str,
        window: Any,
        ice_servers: Sequence[object],
        wished: Wishes,
        inbox: Callable[[Input], None],
        ended: Callable[[Any], None],
    ) -> None:
        self._call = call
        self._window = window
        self._ice_servers = ice_servers
        self._inbox = inbox
        self._on_hold = False
        self._shut: set[str] = set()  # kinds of devices that send silence or a black picture
        self._capture = Capture(window, wished, self._send, self._reduced, ended)
        self._remote = window.MediaStream.new()
        self._playback = Playback(window, wished, self._reduced)
        self._speaker: asyncio.Future[None] | None = None
        self._peer: PeerConnection | None = None
        self._flowing = asyncio.Event()  # the way to the peer stood once
        self._anew = False  # it never did, and another one is wanted
        self._dtmf = DtmfSender(lambda: self._peer.dtmf() if self._peer else None)

    @property
    def established(self) -> bool:
        """Whether an offer and its answer are in force."""
        return self._peer is not None and self._peer.established

    async def make_offer(self, video: bool) -> str:
        """Open the devices and offer audio, and video if asked; after a failure, the way anew."""
        peer = await self._connected()
        # Another fingerprint asks for other keys (RFC 8842 section 3.1).
        if peer.keys_failed or (self._anew and peer.keys_missing):
            peer = self._start_over(peer, await self._new_settings())
        elif self._anew:
            peer = self._start_over(peer, peer.settings)
        await self._open_devices(video)
        self._send_tracks(peer)
        peer.receive("audio", *(["video"] if video else []))
        peer.direct(video=video, on_hold=self._on_hold)
        return await peer.make_offer()

    async def make_answer(self, offer: str, video: bool) -> str:
        """Take the peer's offer, open the devices that it has use for, and answer.

        Devices take longer to open than all else together: that begins first.
        """
        opening = asyncio.ensure_future(self._open_devices(video and _offers_video(offer)))
        try:
            peer = await self._connected()
            await peer.take_offer(offer)
            await opening
        finally:
            opening.cancel()  # which is for an offer that was not taken, or a call that is gone
        self._send_tracks(peer)
        peer.direct(video=video, on_hold=self._on_hold)
        return await peer.make_answer()

    async def apply_answer(self, answer: str, provisional: bool) -> None:
        """Take the answer to our offer; once a final one is in force others are passed over.

        The first branch of a call that brings early media is heard, another's is passed over. When
        another branch takes the call, it needs an offer from a new connection: ``MediaLost``.
        """
        peer = self._peer
        if peer and not await peer.take_answer(answer, provisional) and not provisional:
            self._start_over(peer, peer.settings)
            self._inbox(MediaLost(self._call))

    def restart_ice(self) -> None:
        """Let the next offer look for another way.

        Where none has ever stood the peer may have been told of other keys than ours, as by a relay
        that was lost while it rang: it would look for them by the new way before it takes ours. So
        a new connection offers, which has no keys to refuse before it has the peer's answer.
        """
        self._anew = self.established and not self._flowing.is_set()
        if self._peer:
            self._peer.restart_ice()

    async def roll_back(self) -> None:
        """Forget an offer that came to nothing; the session stays as it was."""
        if self._peer:
            await self._peer.roll_back()

    async def send_tones(self, tones: str, duration: int, gap: int) -> str:
        """Send tones as RTP events; gives back those that there was no way to send.

        Before the way to the peer stands the browser takes none: they wait for it.
        """
        if self._peer and self._peer.answered:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._flowing.wait(), PATIENCE)
        return await self._dtmf.send(tones, duration, gap)

    async def measure(self) -> Sample | None:
        """The counters of the call's audio; None where the browser has none."""
        return await self._peer.measure() if self._peer else None

    async def replace_device(self, gone: Any) -> None:
        """A device was unplugged: send from another of its kind, else tell that it is lost."""
        await self._capture.replace(gone)

    async def use(self, wished: Wishes) -> None:
        """The person has chosen otherwise: turn to that now, without a new offer."""
        await self._playback.use(wished)
        await self._capture.use(wished)

    async def plugged(self, there: Collection[str]) -> None:
        """Devices with these ids are there now."""
        await self._playback.plugged(there)
        await self._capture.plugged(there)

    def set_volume(self, percent: int) -> None:
        self._playback.set_volume(percent)

    def shut(self, kind: str, shut: bool) -> None:
        """Send silence, or a black picture, from our devices of that kind, or open them again."""
        self._shut = self._shut | {kind} if shut else self._shut - {kind}
        self._switch()

    def hold(self, on_hold: bool) -> None:
        """Let nothing be heard and seen on either side, whatever the peer says to that."""
        self._on_hold = on_hold
        self._switch()

    def show(self, remote: Any, local: Any) -> None:
        """Show the peer's picture and ours; either node may be None. Tracks may come later."""
        _give(remote, self._remote)
        _give(local, self._capture.stream)

    def close(self) -> None:
        """Stop every track and hear nothing more."""
        self._capture.close()
        if self._peer:
            self._peer.close()
        self._playback.close()

    # --- the way to the peer ----------------------------------------------------------------------

    async def _connected(self) -> PeerConnection:
        """The peer connection, made when it is first needed."""
        if self._peer is None:
            self._peer = self._new_peer(await self._new_settings())
        return self._peer

    async def _new_settings(self) -> Settings:
        return await new_settings(self._window, self._ice_servers)

    def _new_peer(self, settings: Settings, former: PeerConnection | None = None) -> PeerConnection:
        return PeerConnection(settings, self._track_came, self._state_changed, former)

    def _start_over(self, former: PeerConnection, settings: Settings) -> PeerConnection:
        self._peer = self._new_peer(settings, former)
        self._anew = False
        self._flowing.clear()
        self._playback.close()
        for track in self._remote.getTracks():
            self._remote.removeTrack(track)
        return self._peer

    def _track_came(self, track: Any) -> None:
        self._remote.addTrack(track)
        self._switch()
        if track.kind == "audio":
            self._playback.play(self._remote)

    def _state_changed(self, state: str) -> None:
        if state == "connected":
            self._flowing.set()
            self._inbox(MediaFlows(self._call))
        elif state == "disconnected":
            self._inbox(MediaInterrupted(self._call))
        elif state == "failed":
            self._inbox(MediaLost(self._call))

    # --- our devices ------------------------------------------------------------------------------

    async def _open_devices(self, video: bool) -> None:
        await self._capture.open(video)
        if self._speaker is None:
            self._speaker = asyncio.ensure_future(self._playback.choose())

    def _switch(self) -> None:
        """Open and shut the tracks of both sides."""
        self._capture.shut(DEVICES if self._on_hold else self._shut)
        for track in self._remote.getTracks():
            track.enabled = not self._on_hold

    def _send_tracks(self, peer: PeerConnection) -> None:
        for track in self._capture.stream.getTracks():
            peer.send(track, self._capture.stream)

    async def _send(self, kind: str, old: Any, new: Any) -> bool:
        return self._peer is not None and await self._peer.replace(kind, old, new)

    def _reduced(self, problem: str) -> None:
        self._inbox(MediaReduced(self._call, problem))


def _give(node: Any, stream: Any) -> None:
    if node and node.srcObject != stream:
        node.muted = True  # the sound comes from our own element
        node.srcObject = stream


def _offers_video(offer: str) -> bool:
    try:
        return has_video(parse(offer))
    except ProtocolError as error:
        raise MediaError("description", str(error)) from error
