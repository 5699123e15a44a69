"""The media of all calls: does what the phone's effects ask for, and tells the inbox how it went.

What is done for one call is done in order. After ``release`` nothing is heard of the call any more,
and devices that open too late are shut at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pyodide.ffi import JsException, jsnull

from sipwidget.browser.connection import Connection
from sipwidget.browser.devices import Wishes, are_allowed, list_devices, open_devices
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.peer_connection import MediaError
from sipwidget.browser.self_test import Probes
from sipwidget.phone.inputs import (
    AnswerMade,
    DevicesListed,
    Input,
    Measured,
    MediaFailed,
    OfferMade,
    TonesFailed,
)

Work = Callable[[], Awaitable[Input | None]]


@dataclass(slots=True)
class _Call:
    connection: Connection
    local_video: bool
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # wakes waiters in the order they came
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class Media:
    """Devices and connections by call. ``ice_servers`` are W3C RTCIceServer dictionaries.

    They may be set at any time, for the calls to come. The inbox may call these methods in turn.
    Video nodes belong to the views, which draw them ``autoplay playsinline``.
    """

    def __init__(
        self,
        inbox: Callable[[Input], None],
        window: Any,
        ice_servers: Sequence[object] = (),
    ) -> None:
        self.ice_servers = ice_servers
        self._inbox = inbox
        self._window = window
        self._probes = Probes(inbox, window)
        self._calls: dict[str, _Call] = {}
        self._wishes = Wishes()
        self._asking: set[asyncio.Task[None]] = set()
        if are_allowed(window):
            devices = Listeners(window.navigator.mediaDevices)
            devices.on("devicechange", self._devices_changed)

    def make_offer(self, call: str, video: bool, local_video: bool) -> None:
        """Open the devices of a new call and offer, or offer anew in one: ``OfferMade``."""
        kept = self._take(call, local_video)
        if kept:

            async def work() -> Input:
                return OfferMade(call, await kept.connection.make_offer(video))

            self._start(call, kept, work)

    def make_answer(self, call: str, offer: str, video: bool, local_video: bool) -> None:
        """Answer the offer of a new call, or a new offer in one: ``AnswerMade``."""
        kept = self._take(call, local_video)
        if kept:

            async def work() -> Input:
                return AnswerMade(call, await kept.connection.make_answer(offer, video))

            self._start(call, kept, work)

    def apply_answer(self, call: str, answer: str, provisional: bool) -> None:
        """Take an answer. ``MediaFailed`` may follow for a final one, and ``MediaLost`` at once
        where early media came from another branch: this one needs an offer of its own.
        """
        kept = self._calls.get(call)
        if kept:

            async def work() -> None:
                try:
                    await kept.connection.apply_answer(answer, provisional)
                except (MediaError, JsException):
                    if not provisional:  # without early media the call can still succeed
                        raise

            self._start(call, kept, work, applying=True)

    def restart_ice(self, call: str) -> None:
        """Let the call's next offer look for another way."""
        kept = self._calls.get(call)
        if kept:
            kept.connection.restart_ice()

    def drop_offer(self, call: str) -> None:
        """Forget our last offer, which came to nothing."""
        kept = self._calls.get(call)
        if kept:
            self._start(call, kept, kept.connection.roll_back)

    def send_tones(self, call: str, tones: str, duration: int, gap: int) -> None:
        """Send tones as RTP events, after those that still play; ``TonesFailed`` names the rest."""
        kept = self._calls.get(call)
        if kept:

            async def work() -> None:
                left = await kept.connection.send_tones(tones, duration, gap)
                if left:
                    self._inbox(TonesFailed(call, left))

            self._run(kept, work())

    def set_hold(self, call: str, on_hold: bool) -> None:
        """Send and play nothing, or again what there is; the next description says so."""
        kept = self._calls.get(call)
        if kept:
            kept.connection.hold(on_hold)

    def set_camera(self, call: str, on: bool) -> None:
        """Send the camera's picture, or a black one."""
        kept = self._calls.get(call)
        if kept:
            kept.connection.shut("video", not on)

    def set_muted(self, call: str, muted: bool) -> None:
        """Shut the call's microphone, now and whichever it will be, or open it again."""
        kept = self._calls.get(call)
        if kept:
            kept.connection.shut("audio", muted)

    def release(self, call: str) -> None:
        """Free all that the call holds, now."""
        kept = self._calls.pop(call, None)
        if kept:
            for task in kept.tasks:
                task.cancel()
            kept.connection.close()

    def measure(self, call: str) -> None:
        """Tell the counters of the call's audio: ``Measured``."""
        kept = self._calls.get(call)
        if kept:

            async def work() -> None:
                sample = await kept.connection.measure()
                if sample:
                    self._inbox(Measured(call, sample))

            self._run(kept, work())

    def probe(self, run: int, step: str) -> None:
        """Try what a call would need, as it would: ``Probed``."""
        self._probes.start(run, step, self._wishes, self.ice_servers)

    def stop_probes(self) -> None:
        """Let go of what the self-test holds open, now."""
        self._probes.stop()

    def show(self, call: str, remote: Any, local: Any) -> None:
        """Show the call's pictures in a view's two video nodes; either may be None.

        Harmless when repeated. Our own picture is shown only where the call was made with it.
        """
        kept = self._calls.get(call)
        if kept:
            kept.connection.show(remote, local if kept.local_video else None)

    def hide(self, *nodes: Any) -> None:
        """Let go of the pictures in these video nodes."""
        for node in nodes:
            if node.srcObject:
                node.srcObject = jsnull

    def ask_permission(self, video: bool) -> None:
        """Have the browser ask its question now, and shut the devices again."""

        async def ask() -> None:
            kinds = ("audio", "video") if video else ("audio",)
            (await open_devices(self._window, kinds, self._wishes)).stop()

        if are_allowed(self._window):
            self._ask(ask())

    def list_devices(self) -> None:
        """Tell what there is to choose from: ``DevicesListed``."""

        async def ask() -> None:
            self._inbox(DevicesListed(await list_devices(self._window)))

        self._ask(ask())

    def use(self, wishes: Wishes) -> None:
        """Wish for this from now on, in the calls that stand, too."""
        self._wishes = wishes
        self._in_all_calls(lambda connection: connection.use(wishes))

    def set_volume(self, percent: int) -> None:
        """Make the calls that stand louder or softer at once, as long as nothing else is wished."""
        for kept in self._calls.values():
            kept.connection.set_volume(percent)

    def _devices_changed(self, _event: Any) -> None:
        """Something was plugged in or out: what it was, the browser does not say."""

        async def look() -> None:
            devices = await list_devices(self._window)
            there = {each.id for each in devices if each.id}
            self._in_all_calls(lambda connection: connection.plugged(there))
            self._inbox(DevicesListed(devices))

        self._ask(look())

    def _in_all_calls(self, work: Callable[[Connection], Awaitable[None]]) -> None:
        for call, kept in self._calls.items():
            self._start(call, kept, partial(work, kept.connection))

    def _ask(self, question: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(question)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    def _take(self, call: str, local_video: bool) -> _Call | None:
        """The call's media, new if need be; None, and told so, where the browser has none."""
        if call not in self._calls:
            if not are_allowed(self._window):
                self._inbox(MediaFailed(call, "insecure"))
                return None
            self._calls[call] = _Call(self._connect(call), local_video)
        return self._calls[call]

    def _connect(self, call: str) -> Connection:
        return Connection(
            call,
            self._window,
            self.ice_servers,
            self._wishes,
            self._inbox,
            ended=lambda track: self._device_ended(call, track),
        )

    def _device_ended(self, call: str, track: Any) -> None:
        kept = self._calls.get(call)
        if kept:
            self._start(call, kept, lambda: kept.connection.replace_device(track))

    def _start(self, call: str, kept: _Call, work: Work, *, applying: bool = False) -> None:
        self._run(kept, self._perform(call, kept, work, applying))

    def _run(self, kept: _Call, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        kept.tasks.add(task)
        task.add_done_callback(kept.tasks.discard)

    async def _perform(self, call: str, kept: _Call, work: Work, applying: bool) -> None:
        """One thing after the other; what fails in a standing session leaves it as it was."""
        async with kept.lock:
            standing = kept.connection.established
            try:
                message = await work()
            except Exception as error:  # whatever it was: the call must not wait for ever
                if standing:
                    await kept.connection.roll_back()
                known = error if isinstance(error, MediaError) else _unknown(error)
                message = MediaFailed(call, known.problem, known.detail, standing, applying)
        if message:
            self._inbox(message)


def _unknown(error: Exception) -> MediaError:
    return MediaError("description", repr(error))
