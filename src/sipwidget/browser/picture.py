"""The picture of the door: an image that is loaded anew for as long as it is shown.

An address may give one picture, or a stream of them (MJPEG); a server of another origin lets nobody
ask which. In Chromium and in Firefox alike ``load`` comes with the first picture of a stream, and
only resource timing tells whether the response has ended by then. So what has ended is loaded anew
soon. What has not is left alone, but that once a minute it is opened anew: Chromium does not tell
that a stream has broken off. Both browsers give an address that they have had before from memory,
whatever the server says about that, so each is asked for with the time in it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from pyodide.ffi import JsException, create_proxy, to_js

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.listeners import Listeners
from sipwidget.phone.inputs import Input, PictureFailed
from sipwidget.phone.model import Picture

FETCHED = ("http:", "https:")
HELD = ("blob:", "data:")  # what comes with the address itself


class NoPictureError(Exception):
    """There is no picture; ``problem`` is one of those of ``PictureFailed``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Times:
    """What is waited for, in seconds."""

    still: float = 1.0  # from one picture to the next
    item: float = 2.0  # the same where openHAB is asked for it
    stream: float = 60.0  # until a stream is opened anew
    patience: float = 15.0  # for a picture to come
    failed: float = 5.0  # until another try


class DoorPicture:
    """Shows one picture at a time. ``read_item`` gives an Image Item's picture as an address."""

    def __init__(
        self,
        inbox: Callable[[Input], None],
        window: Any,
        read_item: Callable[[str], Coroutine[Any, Any, str]],
        times: Times | None = None,
    ) -> None:
        self._inbox = inbox
        self._window = window
        self._read_item = read_item
        self._times = times or Times()
        self._wanted: Picture | None = None
        self._place: Any = None
        self._shown: Any = None  # the image in its place
        self._coming: _Coming | None = None
        self._reading: asyncio.Task[None] | None = None
        self._address = ""  # of the image that was begun last
        self._ended = False  # whether all of that has come
        self._since = 0.0  # when it came
        self._blamed: Picture | None = None  # what has been told not to come, and has not since
        self._alarm = Alarm(window, self._look)
        self._timing = create_proxy(self._timed)
        self._observer = window.PerformanceObserver.new(self._timing)
        self._page = Listeners(window.document)
        self._page.on("visibilitychange", lambda _: self._begin())

    def display(self, picture: Picture | None, place: Any) -> None:
        """Show this picture in that element from now on, or none. Harmless when repeated."""
        if picture != self._wanted or place != self._place:
            self._wanted, self._place = picture, place
            self._begin()

    def close(self) -> None:
        """Show nothing more, and leave nothing behind."""
        self._wanted = None
        self._begin()
        self._page.close()
        self._alarm.close()
        self._timing.destroy()

    # --- when ---

    def _begin(self) -> None:
        """From the beginning, or not at all: nobody looks at a hidden page."""
        self._observer.disconnect()
        self._address = ""
        self._drop_coming()
        if self._reading:
            self._reading.cancel()
        self._clear()
        if self._is_looked_at():
            self._observer.observe(self._options(type="resource"))
            self._look()

    def _is_looked_at(self) -> bool:
        return self._wanted is not None and self._window.document.visibilityState == "visible"

    def _look(self) -> None:
        """It is time for another picture, or the one that is to come takes too long."""
        if not self._is_looked_at() or self._wanted is None:
            return
        if self._coming:
            self._failed()
        elif self._wanted.item:
            self._reading = asyncio.ensure_future(self._ask(self._wanted.item))
        elif self._is_running():
            self._alarm.set(self._times.still)
        else:
            self._load(self._wanted.url)

    def _is_running(self) -> bool:
        """Whether a stream is shown that is not old yet."""
        age = self._now() - self._since
        return bool(self._shown) and not self._ended and age < self._times.stream

    # --- one picture ---

    def _load(self, address: str) -> None:
        try:
            url = self._window.URL.new(address, self._window.location.href)
        except JsException:
            self._give_up("address")
            return
        if str(url.protocol) in FETCHED:
            url.search += f"{'&' if url.search else '?'}_={int(self._window.Date.now())}"
        elif str(url.protocol) not in HELD:
            self._give_up("address")
            return
        self._address, self._ended = str(url.href), False
        self._coming = _Coming(self._window, self._address, self._came, self._failed)
        self._alarm.set(self._times.patience)

    async def _ask(self, item: str) -> None:
        try:
            address = await self._read_item(item)
        except NoPictureError as error:
            self._give_up(error.problem)
            return
        if address and address != self._address:
            self._load(address)
            return
        if not address:
            self._clear()
            self._address = ""
        self._alarm.set(self._times.item)

    def _came(self) -> None:
        if not self._coming:
            return
        image, self._coming = self._coming.take(), None
        self._clear()
        self._shown = self._place.appendChild(image)
        self._since, self._blamed = self._now(), None
        item = self._wanted and self._wanted.item
        self._alarm.set(self._times.item if item else self._times.still)

    def _failed(self) -> None:
        self._drop_coming()
        self._give_up("kind" if self._wanted and self._wanted.item else "address")

    def _give_up(self, problem: str) -> None:
        """Told once; then tried on in silence."""
        self._address = ""
        self._clear()
        self._alarm.set(self._times.failed)
        if self._blamed != self._wanted:
            self._blamed = self._wanted
            self._inbox(PictureFailed(problem))

    def _clear(self) -> None:
        """Without its address an image lets go of its stream; without being there it does not."""
        if self._shown:
            self._shown.removeAttribute("src")
            self._shown.remove()
            self._shown = None

    def _drop_coming(self) -> None:
        if self._coming:
            self._coming.take().removeAttribute("src")
            self._coming = None

    def _timed(self, entries: Any, *_: Any) -> None:
        for entry in entries.getEntries():
            if entry.responseEnd and str(entry.name) == self._address:
                self._ended = True

    def _now(self) -> float:
        return float(self._window.performance.now()) / 1000

    def _options(self, **members: object) -> Any:
        return to_js(members, dict_converter=self._window.Object.fromEntries)


class _Coming:
    """An image that is being loaded."""

    def __init__(
        self,
        window: Any,
        address: str,
        came: Callable[[], None],
        failed: Callable[[], None],
    ) -> None:
        self._image = window.document.createElement("img")
        self._image.alt = ""
        self._image.referrerPolicy = "no-referrer"
        self._events = Listeners(self._image)
        self._events.on("load", lambda _: came())
        self._events.on("error", lambda _: failed())
        self._image.src = address

    def take(self) -> Any:
        """The image, of which nothing is heard any more."""
        self._events.close()
        return self._image
