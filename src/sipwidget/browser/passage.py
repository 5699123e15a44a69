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

from pyodide.ffi import create_once_callable

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.face import Face
from sipwidget.browser.frame import Lent, frame_of
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.observers import Observers
from sipwidget.browser.poster import Posters
from sipwidget.browser.still import Still, take
from sipwidget.view.element import Element

PAINTED = 0.03  # seconds after which a page that shows a still has been painted
LATE = 3.0  # seconds after which a page that has gone is not followed by another any more
KEPT = 4  # stills: a page of the host may have several widgets
DEEDS = ("pointerdown", "click", "keydown", "sipwidget:command")


@dataclass(frozen=True, slots=True)
class Poster:
    """A frame shows a still, and a page is to come to it."""

    still: Still
    frame: Any
    lent: Lent


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page shows a still, and is to have a face."""

    still: Still
    window: Any
    lent: Lent
    deeds: Listeners


class Passage:
    """``begin`` makes the faces of a page, which shows what it is given already, or nothing."""

    def __init__(self, window: Any, begin: Callable[[Any, Element | None], None]) -> None:
        self._window = window
        self._begin = begin
        self._stills: deque[Still] = deque(maxlen=KEPT)
        self._to_come: list[Still] = []  # of which no frame has been seen yet
        self._posters: list[Poster] = []
        self._waiting: list[Waiting] = []
        self._hang = Posters(window).hang
        self._frames = Observers(window)
        self._late = Alarm(window, self._give_up)
        self._painted = Alarm(window, self.go_on)

    def leave(self, face: Face, frame: Any) -> None:
        """The only face of a page that goes, and the frame that held the page."""
        still = take(self._window, face, frame)
        if still is None:
            return
        self._stills.append(still)
        self._to_come.append(still)
        self._frames.close()
        host = frame.ownerDocument
        self._frames.tree(host, lambda: self._look(host))
        # Of what has begun already, such as replaceChildren(), an observer hears nothing.
        self._window.queueMicrotask(create_once_callable(lambda: self._look(host)))
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
        self._forget(still)
        if poster:
            self._posters.remove(poster)
        lent = poster.lent if poster else self._hang(still, frame)
        deeds = Listeners(window)
        for name in DEEDS:
            deeds.on(name, lambda _: self.go_on(), capture=True)
        self._waiting.append(Waiting(still, window, lent, deeds))
        self._painted.set(PAINTED)

    def go_on(self) -> None:
        """Begin the pages that have shown stills until now."""
        waiting, self._waiting = self._waiting, []
        for page in waiting:
            page.deeds.close()
            page.lent.close()
            if not page.window.closed:
                self._begin(page.window, page.still.tree if page.still.is_in(page.window) else None)

    def check(self) -> None:
        """A phone is another than it was: no frame shows what is not true."""
        self._take_down(lambda poster: not poster.still.is_true())

    def close(self) -> None:
        """What has been shown is of no use any more."""
        self._stills.clear()
        self._give_up()

    def _look(self, host: Any) -> None:
        """Nodes have come and gone there."""
        taken = [each.frame for each in self._posters]
        for frame in host.querySelectorAll("iframe"):
            still = next((it for it in self._to_come if it.is_true() and it.is_for(frame)), None)
            if still and frame not in taken:
                self._to_come.remove(still)
                self._posters.append(Poster(still, frame, self._hang(still, frame)))
        if not self._to_come:
            self._frames.close()

    def _forget(self, still: Still) -> None:
        self._stills.remove(still)
        if still in self._to_come:
            self._to_come.remove(still)

    def _give_up(self) -> None:
        self._frames.close()
        self._to_come.clear()
        self._take_down(lambda _: True)

    def _take_down(self, which: Callable[[Poster], bool]) -> None:
        for poster in tuple(filter(which, self._posters)):
            self._posters.remove(poster)
            poster.lent.close()
