"""The commands of one openHAB Item, from a stream of events that is opened anew when it is lost.

It is read by ``fetch``: an ``EventSource`` can neither send a token nor tell a 401.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sipwidget.browser.access import REFRESH_TOKEN, Access, Request
from sipwidget.browser.alarm import Alarm
from sipwidget.browser.event_stream import EventStream, item_command, topic
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.phone.inputs import Input, ItemCommanded, ItemFollowed

_OK = 200
_FORBIDDEN = (401, 403)


@dataclass(frozen=True, slots=True)
class Times:
    """What is waited for, in seconds."""

    answer: float = 20.0  # for openHAB's answer to a request: slow is not dead
    command: float = 10.0  # the same where a person waits for it
    locale: float = 5.0  # the same where the page waits for it
    silence: float = 30.0  # for the next byte of a stream: openHAB says each 10 s that it is alive
    first: float = 1.0  # until a lost stream is opened anew; then twice as long each time, up to
    longest: float = 30.0
    forbidden: float = 60.0  # the same where openHAB does not let us: a person has to act
    stable: float = 10.0  # that a stream stood for a failure after it to be the first again


class Following:
    """Tells the commands of one Item from now on, until closed.

    ``ItemFollowed`` says each time how it went: 200 when the stream stands, else why it does not.
    """

    def __init__(
        self, item: str, access: Access, inbox: Callable[[Input], None], window: Any, times: Times
    ) -> None:
        self.item = item
        self._access = access
        self._inbox = inbox
        self._window = window
        self._times = times
        self._closed = False
        self._wanted = asyncio.Event()
        self._abort: Any = None
        self._stands_since = math.inf
        self._alarm = Alarm(window, self._rang)
        page, document = Listeners(window), Listeners(window.document)
        page.on("online", lambda _: self._wanted.set())
        page.on("storage", self._stored)
        document.on("visibilitychange", lambda _: self._seen())
        self._listeners = page, document
        self._task = asyncio.ensure_future(self._run())

    def close(self) -> None:
        """Tell no more, and leave nothing behind. Allowed while the inbox is told."""
        self._closed = True
        self._alarm.close()
        for listeners in self._listeners:
            listeners.close()
        self._task.cancel()
        if self._abort:
            self._abort.abort()

    async def _run(self) -> None:
        delay = self._times.first
        while True:
            status = await self._stream()
            if self._now() - self._stands_since >= self._times.stable:
                delay = self._times.first
            self._wanted.clear()
            self._tell(ItemFollowed(status))
            wait = self._times.forbidden if status in _FORBIDDEN else delay
            self._alarm.set(wait * (0.75 + self._window.Math.random() / 2))
            await self._wanted.wait()
            delay = min(2 * delay, self._times.longest)

    async def _stream(self) -> int:
        """Open the stream and read it to its end; the status of a refusal, or 0."""
        path = f"/rest/events?topics={quote(topic(self.item), errors='replace')}"
        request = Request(path, headers={"Accept": "text/event-stream"})
        self._abort = self._window.AbortController.new()
        self._stands_since = math.inf
        self._alarm.set(self._times.silence)
        try:
            response = await self._access.send(request, self._abort.signal)
            if response.status != _OK:
                return int(response.status)
            if "text/event-stream" in (response.headers.get("content-type") or ""):
                self._stands_since = self._now()
                self._tell(ItemFollowed(_OK))
                await self._read(response.body.getReader())
        except Rejected:
            pass
        finally:
            self._abort.abort()
        return 0

    async def _read(self, reader: Any) -> None:
        stream = EventStream()
        while True:
            self._alarm.set(self._times.silence)
            part = await settled(self._window, reader, "read")
            if part.done:
                return
            for event in stream.receive(part.value.to_bytes()):
                text = item_command(event, self.item)
                if text is not None:
                    self._tell(ItemCommanded(text))

    def _tell(self, message: Input) -> None:
        if not self._closed:
            self._inbox(message)

    def _rang(self) -> None:
        """A stream was silent for too long, or it is time for the next."""
        self._abort.abort()
        self._wanted.set()

    def _seen(self) -> None:
        if self._window.document.visibilityState == "visible":
            self._wanted.set()

    def _stored(self, event: Any) -> None:
        """Another page of ours has written: Main UI keeps a token anew when a person logs in."""
        if event.key == REFRESH_TOKEN:
            self._wanted.set()

    def _now(self) -> float:
        return float(self._window.performance.now()) / 1000
