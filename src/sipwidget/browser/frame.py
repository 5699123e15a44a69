"""The iframe that holds the widget's page, and how high it is.

``page`` is the window of the widget's page, ``window`` the engine's own (see ``host.py``).
"""

from collections.abc import Iterator
from math import ceil
from typing import Any

from pyodide.ffi import JsException

from sipwidget.browser.gestures import has_been_used
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.observers import Observers

SCROLLBAR = 20  # CSS px: none is wider
FILLS, FLOWS = "sipwidget-page", "sipwidget-flow"  # the page has the frame's height, or gives it
THEMES = ("aurora", "md", "ios")  # of Main UI

_AUTO = "auto"  # what data-height says where the frame is to have the widget's height
_LONG, _WITH_IT = "background-image", "background-size"  # takes its time from JavaScript to Python


def frame_of(page: Any) -> Any:
    """The iframe that holds the page, if it is of our origin; else something false."""
    try:
        return page.frameElement
    except JsException:
        return None


def windows_around(window: Any) -> Iterator[Any]:
    """The window and those around it, as far as they are of its origin."""
    yield window
    frame = frame_of(window)
    if frame:
        yield from windows_around(frame.ownerDocument.defaultView)


def used_window(window: Any) -> Any:
    """The window or the nearest one around it that has been used, or None.

    A tap in a frame counts for the pages around it, though not for the frame beside it.
    """
    return next((each for each in windows_around(window) if has_been_used(each)), None)


def gives_height(frame: Any) -> bool:
    """Whether the widget gives the frame its height."""
    return bool(frame.getAttribute("data-height") == _AUTO)


def main_ui_theme(page: Any) -> str:
    """``aurora``, ``md`` or ``ios`` where openHAB's Main UI holds the page; else ""."""
    frame = frame_of(page)
    if not frame:
        return ""
    around = frame.ownerDocument.documentElement.classList
    return next((name for name in THEMES if around.contains(name)), "")


class Lent:
    """CSS properties of ``frame`` that are ours until closed, but where the host writes its own.

    ``properties`` is an object of JavaScript, and names no shorthands.
    """

    def __init__(self, frame: Any, properties: Any) -> None:
        self.frame = frame
        self._had_style = frame.hasAttribute("style")
        names, style = list(properties.object_keys()), frame.style
        self._before = [
            (name, style.getPropertyValue(name), style.getPropertyPriority(name)) for name in names
        ]
        frame.ownerDocument.defaultView.Object.assign(style, properties)
        self._ours = {name: style.getPropertyValue(name) for name in names if name != _LONG}

    def close(self) -> None:
        """Give the frame back what it had."""
        style = self.frame.style
        ours = {name for name, value in self._ours.items() if style.getPropertyValue(name) == value}
        for name, value, priority in self._before:
            if (_WITH_IT if name == _LONG else name) in ours:
                style.setProperty(name, value, priority)
        if not self._had_style and not self.frame.getAttribute("style"):
            self.frame.removeAttribute("style")


class FrameHeight:
    """Makes the frame as high as the widget needs, while it says ``data-height="auto"``."""

    def __init__(self, page: Any, window: Any, root: Any) -> None:
        self._frame = frame_of(page)
        self._window = window
        self._main = root.closest(f".{FILLS}, .{FLOWS}")
        self._attribute = Observers(window)
        self._sizes = Observers(window)
        self._resizes: Listeners | None = None
        self._before = self._given = ""  # the frame's style.height: the host's, and ours
        self._height = self._width = 0.0

    def start(self) -> None:
        if self._frame and self._main:
            self._attribute.attributes(self._frame, ["data-height", "style"], self._obey)
            self._obey()

    def close(self) -> None:
        """Leave the frame as it was."""
        self._attribute.close()
        self._give_back()

    def _obey(self) -> None:
        wanted = gives_height(self._frame)
        if wanted and not self._resizes:
            self._take_over()
        elif not wanted:
            self._give_back()
        elif self._frame.style.height != self._given:  # Main UI writes its own with each change
            self._before, self._frame.style.height = self._frame.style.height, self._given

    def _take_over(self) -> None:
        self._before = self._given = self._frame.style.height
        self._height = self._width = 0.0
        self._main.classList.replace(FILLS, FLOWS)
        self._resizes = Listeners(self._frame.ownerDocument.defaultView)
        self._resizes.on("resize", lambda _: self._tell_room())
        self._tell_room()
        self._sizes.size(self._main, self._fit)

    def _give_back(self) -> None:
        if self._resizes:
            self._resizes.close()
            self._resizes = None
            self._sizes.close()
            self._main.classList.replace(FLOWS, FILLS)
            self._main.style.removeProperty("--room")
            if self._frame.style.height == self._given:  # else the host has set another
                self._frame.style.height = self._before

    def _tell_room(self) -> None:
        """How high the host's window is: our own height would make a picture grow with itself."""
        room = self._frame.ownerDocument.defaultView.innerHeight
        self._main.style.setProperty("--room", f"{room}px")

    def _fit(self) -> None:
        """Give the frame our height, unless that would only bring the next change.

        A higher frame may give the host a scrollbar, which makes us narrower and a picture lower;
        were that followed, the scrollbar would go, and all begin again.
        """
        box = self._main.getBoundingClientRect()
        squeezed = 0 < self._width - box.width <= SCROLLBAR
        self._width = box.width
        if not box.height or (squeezed and box.height < self._height):
            return  # the frame is not shown, or it is the scrollbar
        self._height = box.height
        self._given = f"{ceil(box.height) + self._border()}px"
        self._frame.style.height = self._given

    def _border(self) -> int:
        """What of the frame's height is its border's."""
        style = self._frame.ownerDocument.defaultView.getComputedStyle(self._frame)
        is_within = style.boxSizing == "border-box"
        return self._frame.offsetHeight - self._frame.clientHeight if is_within else 0
