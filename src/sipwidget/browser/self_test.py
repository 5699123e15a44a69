"""What the self-test asks of the browser: each probe lets go of what it has opened."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from pyodide.ffi import JsException, to_js

from sipwidget.browser.devices import DEVICES, Wishes, are_allowed, choose_speaker, open_devices
from sipwidget.browser.ice_gathering import FIRST_CANDIDATE_SECONDS
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.browser.tone_player import TonePlayer
from sipwidget.phone.cadences import BEEP
from sipwidget.phone.inputs import Input, Probed

FOUND = ("srflx", "relay")  # candidates that only a server can have told us
BEEP_SECONDS = 1.0  # longer than the tone, and as long as some loudspeakers need to wake
LOUDNESS = 0.5

Outcome = tuple[str, str]  # ``problem`` and ``found`` of ``Probed``


class Probes:
    """One probe at a time, as a task. ``Probed`` goes to the inbox unless it is stopped before."""

    def __init__(self, inbox: Callable[[Input], None], window: Any) -> None:
        self._inbox = inbox
        self._window = window
        self._task: asyncio.Task[None] | None = None

    def start(self, run: int, step: str, wished: Wishes, ice_servers: Sequence[object]) -> None:
        """Probe that step instead of whatever was probed."""
        self.stop()
        probes: dict[str, Callable[[], Coroutine[None, None, Outcome]]] = {
            "secure": self._secure,
            "stun": lambda: self._stun(ice_servers),
            "sound": lambda: self._sound(wished),
            "microphone": lambda: self._device("audio", wished),
            "camera": lambda: self._device("video", wished),
        }
        self._task = asyncio.ensure_future(self._tell(run, step, probes[step]()))

    def stop(self) -> None:
        """Tell nothing more, and let go of everything."""
        if self._task:
            self._task.cancel()
            self._task = None

    async def _tell(self, run: int, step: str, probe: Coroutine[None, None, Outcome]) -> None:
        problem, found = await probe
        self._inbox(Probed(run, step, problem, found))

    async def _secure(self) -> Outcome:
        return (
            "" if self._window.isSecureContext and are_allowed(self._window) else "insecure"
        ), ""

    async def _device(self, kind: str, wished: Wishes) -> Outcome:
        if not are_allowed(self._window):
            return "insecure", ""
        opening = asyncio.ensure_future(open_devices(self._window, (kind,), wished))
        try:
            opened = await asyncio.shield(opening)
        except asyncio.CancelledError:  # the browser goes on opening
            opening.add_done_callback(lambda done: done.result().stop())
            raise
        names = [str(track.label) or DEVICES[kind] for track in opened.tracks]
        opened.stop()
        return next(iter(opened.problems), ""), ", ".join(names)

    async def _sound(self, wished: Wishes) -> Outcome:
        try:
            context = self._window.AudioContext.new()
        except (AttributeError, JsException):
            return "unsupported", ""
        try:
            await choose_speaker(self._window, context, wished.speaker)
            TonePlayer(context, BEEP, LOUDNESS, once=True)
            await asyncio.sleep(BEEP_SECONDS)
            return ("" if context.state == "running" else "silent"), ""
        finally:
            context.close()

    async def _stun(self, ice_servers: Sequence[object]) -> Outcome:
        """Whether a server tells us how we look from outside, or relays for us."""
        settings = to_js(
            {"iceServers": ice_servers}, dict_converter=self._window.Object.fromEntries
        )
        try:
            peer = self._window.RTCPeerConnection.new(settings)
        except (AttributeError, JsException):
            return "unsupported", ""
        found: asyncio.Queue[str] = asyncio.Queue()
        listeners = Listeners(peer)
        listeners.on("icecandidate", lambda event: found.put_nowait(_address(event.candidate)))
        try:
            peer.createDataChannel("probe")
            await settled(self._window, peer, "setLocalDescription")
            return "", await asyncio.wait_for(_first(found), FIRST_CANDIDATE_SECONDS)
        except (TimeoutError, Rejected):
            return "silent", ""
        finally:
            listeners.close()
            peer.close()


async def _first(found: asyncio.Queue[str]) -> str:
    """The first address that says something."""
    while not (address := await found.get()):
        pass
    return address


def _address(candidate: Any) -> str:
    """Of a candidate that a server has told us; "" for our own, and where there is none left."""
    if not candidate or getattr(candidate, "type", "") not in FOUND:
        return ""
    return f"{candidate.type} {candidate.address}"
