"""One RTCPeerConnection: descriptions go out with candidates in them, and come in."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pyodide.ffi import JsException, to_js

from sipwidget.browser.ice_gathering import IceGathering
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.browser.statistics import sample
from sipwidget.phone.quality import Sample
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.sdp import attribute, parse, with_real_address

_ORIGIN = re.compile(r"^o=(\S+) (\S+) ([0-9]+) ", re.MULTILINE)
_TRANSPORT = re.compile(r"^a=(?:ice-ufrag|fingerprint):.*", re.MULTILINE)

# Chromium keeps a connection for good whose close comes between a change of its state and the event
# that tells of it: docs/faults.md has the figures.
STILL_SECONDS = 0.05

_DIRECTIONS = {  # whether we send, and whether we receive
    (True, True): "sendrecv",
    (True, False): "sendonly",
    (False, True): "recvonly",
    (False, False): "inactive",
}


class MediaError(Exception):
    """What could not be done, as the ``problem`` of ``MediaFailed``."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Settings:
    """What the connections of one call have in common.

    The certificate, too, until its keys have failed or stay away: a peer that has waited for us in
    vain takes us for who we were, and Firefox does not get over a fingerprint that changes.
    """

    window: Any
    ice_servers: Sequence[object]
    certificate: Any


async def new_settings(window: Any, ice_servers: Sequence[object]) -> Settings:
    """With a certificate of their own. Raises ``MediaError`` without WebRTC."""
    algorithm = _dictionary(window, name="ECDSA", namedCurve="P-256")
    try:
        peers = window.RTCPeerConnection
        certificate = await settled(window, peers, "generateCertificate", algorithm)
    except (AttributeError, Rejected) as error:
        raise MediaError("unsupported", str(error)) from error
    return Settings(window, ice_servers, certificate)


class PeerConnection:
    """A connection to one peer. Its coroutines must not overlap; they raise ``MediaError``.

    ``track_came`` hears of the peer's tracks, ``state_changed`` of each ``connectionState``.
    ``former`` is the connection that this one takes the place of in the same session: its tracks
    are sent on, in the same order of m= lines, and it is closed.
    """

    def __init__(
        self,
        settings: Settings,
        track_came: Callable[[Any], None],
        state_changed: Callable[[str], None],
        former: "PeerConnection | None" = None,
    ) -> None:
        # Whether an offer and its final answer are in force in the session.
        self.established: bool = former is not None and former.established
        self.settings = settings
        self._window = settings.window
        self._early: list[str] = []  # the transport of the early answer that is in force
        self._origin: re.Match[str] | None = None  # of the last description, as it was sent
        self._former_origin = former._origin if former else None
        self._described = False
        self._closing: asyncio.Future[None] | None = None
        self._peer = self._new()
        servers = bool(settings.ice_servers)
        self._gathering = IceGathering(self._peer, with_servers=servers)
        self._listeners = Listeners(self._peer)
        self._listeners.on("track", lambda event: track_came(event.track))
        self._listeners.on(
            "connectionstatechange", lambda _: state_changed(self._peer.connectionState)
        )
        if former:
            try:
                self._take_over(former)
            except JsException:
                self.close()
                raise

    @property
    def answered(self) -> bool:
        """Whether an answer is in force, be it an early one."""
        return self.established or bool(self._early)

    @property
    def keys_failed(self) -> bool:
        """Whether DTLS has failed, over a way that stands: no restart of ICE mends that.

        A media relay that was itself restarted answers one, but knows nothing of our keys.
        """
        return self._stands and bool(self._peer.connectionState == "failed")

    @property
    def keys_missing(self) -> bool:
        """Whether DTLS has not ended over a way that stands: each end may wait for the other."""
        return self._stands and bool(self._peer.connectionState != "connected")

    @property
    def _stands(self) -> bool:
        return self._peer.iceConnectionState in ("connected", "completed")

    # --- what is sent and received ----------------------------------------------------------------

    def send(self, track: Any, stream: Any) -> None:
        """Give a track to an m= line of its kind, a new one where there is none free."""
        if self._sender(track) is None:
            self._peer.addTrack(track, stream)

    def receive(self, *kinds: str) -> None:
        """See to it that our offer has an m= line for each of these kinds."""
        offered = {transceiver.receiver.track.kind for transceiver in self._peer.getTransceivers()}
        for kind in kinds:
            if kind not in offered:
                self._peer.addTransceiver(kind, self._dictionary(direction="recvonly"))

    def direct(self, *, video: bool, on_hold: bool) -> None:
        """Say which ways things flow, in the description that is due.

        What we have is sent, all that comes is received: of video it is refused unless wanted.
        """
        offering = self._peer.signalingState != "have-remote-offer"
        for each in self._peer.getTransceivers():
            if each.direction == "stopped":
                continue
            sends = bool(each.sender.track)
            receives = not on_hold and (sends or video or each.receiver.track.kind != "video")
            # RFC 3264 section 8.4: what only came becomes inactive; an answer has no need of that.
            if on_hold and offering and each.currentDirection in ("recvonly", "inactive"):
                sends = False
            each.direction = _DIRECTIONS[sends, receives]

    async def replace(self, kind: str, old: Any, new: Any) -> bool:
        """Send another track of that kind, or nothing (None), without a new offer.

        It takes the old one's place, or without an old one (None) that of one that was lost; False
        where there is no such place.
        """
        sender = self._sender(old) if old else self._idle_sender(kind)
        if sender is None:
            return False
        with suppress(Rejected):  # a sender that has stopped in the meantime
            await settled(self._window, sender, "replaceTrack", new)
        return True

    def dtmf(self) -> Any:
        """The RTCDTMFSender that can send now, or None."""
        senders = (getattr(sender, "dtmf", None) for sender in self._peer.getSenders())
        return next((dtmf for dtmf in senders if dtmf and dtmf.canInsertDTMF), None)

    async def measure(self) -> Sample | None:
        """What getStats says at the moment; None where it says nothing."""
        try:
            report = await settled(self._window, self._peer, "getStats")
        except Rejected:
            return None
        return sample(report.values())

    def restart_ice(self) -> None:
        """Let the next offer look for another way, though this one may stand."""
        self._peer.restartIce()

    def close(self) -> None:
        """Hear and say nothing more. One that is under way stays open for up to a second."""
        self._listeners.close()
        if not self._described:
            self._shut()
        elif not self._closing:
            self._closing = asyncio.ensure_future(self._close_when_still())

    # --- offer and answer -------------------------------------------------------------------------

    async def make_offer(self) -> str:
        """Our offer; after a failure with new candidates."""
        if self._peer.iceConnectionState in ("disconnected", "failed"):
            self._peer.restartIce()
        return await self._describe()

    async def take_offer(self, offer: str) -> None:
        """Take the peer's offer; ``make_answer`` is due."""
        await self._set_remote("offer", offer)

    async def make_answer(self) -> str:
        """Our answer to the peer's offer, which is in force from now on."""
        answer = await self._describe()
        self.established = True
        return answer

    async def take_answer(self, answer: str, provisional: bool) -> bool:
        """Take an answer to our offer, again or for the first time; False if that cannot be.

        It cannot when another branch's early answer is in force: Firefox refuses to turn to other
        ICE and DTLS parameters without a new offer, Chromium tries and often never connects.
        """
        transport = _TRANSPORT.findall(answer)
        if self._early and self._early != transport:
            return False
        stable = self._peer.signalingState == "stable"
        if stable and not self._early:
            return True
        if not stable:
            await self._set_answer(answer, provisional)
            _check_audio(answer)
        self._early = transport if provisional else []
        self.established = self.established or not provisional
        return True

    async def roll_back(self) -> None:
        """Forget an offer that came to nothing; the session stays as it was."""
        rollback = self._dictionary(type="rollback")
        with suppress(Rejected):
            if self._peer.signalingState == "have-local-offer":
                await settled(self._window, self._peer, "setLocalDescription", rollback)
            elif self._peer.signalingState == "have-remote-offer":
                await settled(self._window, self._peer, "setRemoteDescription", rollback)

    # --- how it is done ---------------------------------------------------------------------------

    def _new(self) -> Any:
        configuration = self._dictionary(
            iceServers=self.settings.ice_servers,
            certificates=[self.settings.certificate],
            # Not max-bundle: servers such as rtpengine take each m= line on a transport of its own.
            bundlePolicy="balanced",
        )
        try:
            return self._window.RTCPeerConnection.new(configuration)
        except JsException as error:  # a server that the browser refuses
            raise MediaError("unsupported", error.name) from error

    async def _close_when_still(self) -> None:
        for sender in self._peer.getSenders():  # another connection may send the same tracks on
            with suppress(Rejected):
                await settled(self._window, sender, "replaceTrack", None)
        await asyncio.sleep(STILL_SECONDS)
        await self._gathering.over()
        self._shut()

    def _shut(self) -> None:
        self._gathering.close()
        self._peer.close()

    def _take_over(self, former: "PeerConnection") -> None:
        """Also the m= lines that the peer has refused: they stay (RFC 3264 section 8)."""
        transceivers = {each.mid: each for each in former._peer.getTransceivers()}
        for media in parse(former._peer.localDescription.sdp).media:
            if media.kind in ("audio", "video"):
                mid = attribute(media.attributes, "mid")
                self._take_line(media.kind, transceivers.get(mid))
        former.close()

    def _take_line(self, kind: str, old: Any) -> None:
        """Go on with an m= line; of one that was refused the browser may know nothing any more."""
        track = old.sender.track if old else None
        direction = old.direction if old else "stopped"
        if direction == "stopped":
            direction = "sendrecv" if track else "recvonly"
        if not track:
            self._peer.addTransceiver(kind, self._dictionary(direction=direction))
            return
        # Only what addTrack made is found by an offer of the peer that comes first (RFC 8829
        # section 5.10).
        sender = self._peer.addTrack(track)
        new = next(each for each in self._peer.getTransceivers() if each.sender == sender)
        new.direction = direction

    def _sender(self, track: Any) -> Any:
        senders = (sender for sender in self._peer.getSenders() if sender.track)
        return next((sender for sender in senders if sender.track.id == track.id), None)

    def _idle_sender(self, kind: str) -> Any:
        lines = (each for each in self._peer.getTransceivers() if each.receiver.track.kind == kind)
        idle = (each.sender for each in lines if "send" in each.direction and not each.sender.track)
        return next(idle, None)

    async def _set_answer(self, answer: str, provisional: bool) -> None:
        if provisional:
            description = self._dictionary(type="pranswer", sdp=answer)
            try:
                await settled(self._window, self._peer, "setRemoteDescription", description)
            except Rejected as error:
                if error.name != "NotSupportedError":  # Firefox: it becomes the final one there
                    raise MediaError("description", str(error)) from error
            else:
                return
        await self._set_remote("answer", answer)

    async def _set_remote(self, kind: str, sdp: str) -> None:
        description = self._dictionary(type=kind, sdp=sdp)
        try:
            await settled(self._window, self._peer, "setRemoteDescription", description)
        except Rejected as error:
            raise MediaError("description", str(error)) from error

    async def _describe(self) -> str:
        """Make the offer or answer that is due, with candidates in it."""
        self._described = True
        try:
            await settled(self._window, self._peer, "setLocalDescription")
        except Rejected as error:
            raise MediaError("description", str(error)) from error
        _check_audio(self._peer.localDescription.sdp)
        if not await self._gathering.wait():
            raise MediaError("ice", "the browser names no network address")
        sdp = _ORIGIN.sub(self._continued, with_real_address(self._peer.localDescription.sdp), 1)
        self._origin = _ORIGIN.search(sdp)
        return sdp

    def _continued(self, origin: re.Match[str]) -> str:
        """RFC 3264 section 8: in a session the o= line stays, but for a version that grows."""
        former = self._former_origin
        if former is None:
            return origin[0]
        return f"o={former[1]} {former[2]} {int(former[3]) + 1 + int(origin[3])} "

    def _dictionary(self, **members: object) -> Any:
        return _dictionary(self._window, **members)


def _dictionary(window: Any, **members: object) -> Any:
    return to_js(members, dict_converter=window.Object.fromEntries)


def _check_audio(description: str) -> None:
    """Audio with port 0 is refused (RFC 3264 section 6): there is no codec in common."""
    try:
        ports = [media.port for media in parse(description).media if media.kind == "audio"]
    except ProtocolError as error:
        raise MediaError("description", str(error)) from error
    if ports and not any(ports):
        raise MediaError("codec", "the audio was refused")
