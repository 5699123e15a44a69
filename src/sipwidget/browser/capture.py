"""Microphone and camera of one call: opened when they are needed, replaced when they go."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from sipwidget.browser.devices import DEVICES, Devices, Wishes, open_devices
from sipwidget.browser.listeners import Listeners

Send = Callable[[str, Any, Any], Awaitable[bool]]


class Capture:
    """What one call sends, in ``stream``. Its coroutines must not overlap.

    ``send(kind, old, new)`` has the peer get another track, or none, where ``old`` or a lost one
    was; False if there is no such place. ``tell`` hears of problems in the words of
    ``MediaReduced``, ``ended`` of a track whose device is gone, for which ``replace`` is due.
    """

    def __init__(
        self,
        window: Any,
        wished: Wishes,
        send: Send,
        tell: Callable[[str], None],
        ended: Callable[[Any], None],
    ) -> None:
        self.stream = window.MediaStream.new()
        self._window = window
        self._wished = wished
        self._send = send
        self._tell = tell
        self._ended = ended
        self._asked: set[str] = set()
        self._shut: Collection[str] = ()
        self._lost: set[str] = set()  # kinds that were sent, and then there was none left
        self._missed: set[str] = set()  # kinds of which the chosen device was not there
        self._plugs: dict[str, Listeners] = {}  # on the tracks, by their ids

    async def open(self, video: bool) -> None:
        """Open what this call has not asked for yet: the microphone, and the camera for video."""
        wanted = ("audio", "video") if video else ("audio",)
        kinds = tuple(kind for kind in wanted if kind not in self._asked)
        if not kinds:
            return
        devices = await self._open(kinds)
        self._asked.update(kinds)
        for track in devices.tracks:
            self._plug_in(track)
        for problem in devices.problems:
            self._tell(problem)
        self._note_missed(devices)
        await asyncio.sleep(0)  # where we stop when the call is released on this news

    async def replace(self, gone: Any) -> None:
        """A device was unplugged: send from another of its kind, else tell that it is lost."""
        if gone.id not in self._plugs:
            return  # another has taken its place in the meantime
        await self._turn(gone.kind, gone, await self._open((gone.kind,)))
        if gone.kind in self._lost:
            self._tell(f"{DEVICES[gone.kind]}-lost")

    async def use(self, wished: Wishes) -> None:
        """The person has chosen otherwise: turn to that now."""
        former, self._wished = self._wished, wished
        for kind in DEVICES:
            if kind in self._asked and wished.id(kind) != former.id(kind):
                await self._switch(kind)

    async def plugged(self, there: Collection[str]) -> None:
        """Devices with these ids are there now: take back what was chosen, or what was lost."""
        for kind in DEVICES:
            back = kind in self._missed and self._wished.id(kind) in there
            if back or kind in self._lost:
                await self._switch(kind)

    def shut(self, kinds: Collection[str]) -> None:
        """Send silence, or a black picture, from devices of these kinds, and of no others."""
        self._shut = tuple(kinds)
        for track in self.stream.getTracks():
            track.enabled = track.kind not in self._shut

    def close(self) -> None:
        """Stop every track and hear nothing more."""
        for track in self.stream.getTracks():
            self._drop(track)

    # --- how it is done ---------------------------------------------------------------------------

    async def _switch(self, kind: str) -> None:
        old = next((track for track in self.stream.getTracks() if track.kind == kind), None)
        devices = await self._open((kind,))
        busy = any(problem.endswith("-busy") for problem in devices.problems)
        if old and busy:  # Firefox, Android: while one is open no other can be
            old.stop()
            await self.replace(old)
        elif devices.tracks:
            await self._turn(kind, old, devices)

    async def _turn(self, kind: str, old: Any, devices: Devices) -> None:
        """Send what was opened instead of the old track; where there is no place, shut it again."""
        new = next(iter(devices.tracks), None)
        if new:
            self._plug_in(new)
        sent = await self._send(kind, old, new)
        if old:
            self._drop(old)
        if new and not sent:
            self._drop(new)
        elif new:
            self._lost.discard(kind)
        else:
            self._lost.add(kind)
        self._note_missed(devices)

    def _note_missed(self, devices: Devices) -> None:
        """Where another device was opened than the chosen one, that was not there."""
        for track in devices.tracks:
            self._missed.discard(track.kind)
            if self._wished.id(track.kind) not in ("", track.getSettings().deviceId):
                self._missed.add(track.kind)
                self._tell(f"{DEVICES[track.kind]}-other")

    async def _open(self, kinds: tuple[str, ...]) -> Devices:
        opening = asyncio.ensure_future(open_devices(self._window, kinds, self._wished))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:  # the call is gone, but the browser goes on opening
            opening.add_done_callback(_stop)
            raise

    def _plug_in(self, track: Any) -> None:
        track.enabled = track.kind not in self._shut
        self.stream.addTrack(track)
        self._plugs[track.id] = Listeners(track)
        self._plugs[track.id].on("ended", lambda _: self._ended(track))  # not when we stop it

    def _drop(self, track: Any) -> None:
        self._plugs.pop(track.id).close()
        self.stream.removeTrack(track)
        track.stop()


def _stop(opening: asyncio.Future[Devices]) -> None:
    opening.result().stop()
