"""From one page of the host to the next, so that nobody sees the phone go and come.

To load a page takes the browser some 30 ms, and to begin a face takes Python 10 more
(docs/performance.md); the phone mostly looks then as it did before. So the frame of the next page
shows at once what the last page showed, then the page itself does; its face begins a moment later,
or as soon as something is done there.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyodide.ffi import create_proxy

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.face import Face
from sipwidget.browser.frame import Lent, frame_of
from sipwidget.browser.guard import Guard
from sipwidget.browser.listeners import Listeners, when_gone
from sipwidget.browser.poster import Poster, Posters
from sipwidget.browser.still import Still, take
from sipwidget.view.element import Element

PAINTED = 0.03  # seconds after which a page that shows a still has been painted
LATE = 3.0  # seconds after which the page of a frame comes late, or never
KEPT = 4  # stills: a page of the host may have several widgets
DEEDS = ("pointerdown", "click", "keydown", "sipwidget:command")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page shows a still, and is to have a face."""

    window: Any
    still: Still
    lent: Lent | None  # the frame shows it, too, until the browser has painted the page
    deeds: Listeners

    def close(self) -> None:
        """Leave nothing in the page and at its frame."""
        if self.lent:
            self.lent.close()
        self.deeds.close()


class Passage:
    """``begin`` makes the faces of a page, which shows what it is given already, or nothing."""

    def __init__(self, window: Any, begin: Callable[[Any, Element | None], None]) -> None:
        self._window = window
        self._begin = begin
        self._stills: deque[Still] = deque(maxlen=KEPT)
        self._posters: list[Poster] = []
        self._waiting: list[Waiting] = []
        self._hang = Posters(window).hang
        self._guard = Guard(window)
        self._late = Alarm(window, lambda: self._take_down(lambda _: True))
        self._painted = Alarm(window, self.go_on)

    def watch(self, host: Any) -> None:
        """The frames of our pages come to this document and go."""
        frames = self._window.sipFrames(host, create_proxy(self._come))
        when_gone(self._window, frames.disconnect)

    def leave(self, face: Face, frame: Any) -> None:
        """The only face of a page that goes, and the frame that held the page."""
        still = take(self._window, face, frame)
        if still:
            self._stills.append(still)

    def _come(self, frame: Any) -> None:
        """A frame has come to the host's page; a page is yet to come to the frame."""
        self._take_down(lambda poster: poster.frame == frame)  # it has been taken out, and put back
        if any(each.lent and each.lent.frame == frame for each in self._waiting):
            self.go_on()
        stills = (each for each in reversed(self._stills) if each.is_true() and each.is_for(frame))
        still = next(stills, None)
        if still:
            with self._guard:
                self._posters.append(self._hang(still, frame))
                self._late.set(LATE)

    def enter(self, window: Any) -> None:
        """A page has come, which is to have faces now or soon."""
        if any(each.window == window for each in self._waiting):
            self.go_on()  # it has been loaded anew
            return
        frame = frame_of(window)
        poster = next((each for each in self._posters if each.frame == frame), None)
        still = next((each for each in reversed(self._stills) if each.show(window)), None)
        if still is None:
            self._take_down(lambda each: each == poster)
            self._begin(window, None)
            return
        self._stills.remove(still)
        if poster:
            self._posters.remove(poster)
        deeds = Listeners(window)
        for name in DEEDS:
            deeds.on(name, lambda _: self.go_on(), capture=True)
        with self._guard:
            poster = poster or self._hang(still, frame)
        self._waiting.append(Waiting(window, still, poster.lent if poster else None, deeds))
        self._painted.set(PAINTED)

    def go_on(self) -> None:
        """Begin the pages that have shown stills until now."""
        waiting, self._waiting = self._waiting, []
        for page in waiting:
            with self._guard:
                page.close()
                if not page.window.closed:
                    is_there = page.still.is_in(page.window)
                    self._begin(page.window, page.still.tree if is_there else None)

    def check(self) -> None:
        """A phone is another than it was: no frame shows what is not true."""
        self._take_down(lambda poster: not poster.still.is_true())

    def forget(self) -> None:
        """What has been shown is of no use any more."""
        self._stills.clear()
        self._take_down(lambda _: True)

    def close(self) -> None:
        """Show nothing any more. Pages that have waited will ask to be attached anew."""
        self.forget()
        while self._waiting:
            self._waiting.pop().close()

    def _take_down(self, which: Callable[[Poster], bool]) -> None:
        for poster in tuple(filter(which, self._posters)):
            self._posters.remove(poster)
            poster.lent.close()
