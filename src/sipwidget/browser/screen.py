"""Full screen, and the remote picture in a window above all others.

Browsers allow both only within a person's click, so a click on one of these two buttons is acted
upon here, at once; the phone learns what has become of it.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from pyodide.ffi import JsException

from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.phone.model import Display


class Screen:
    """What the widget ``root`` and its remote ``video`` show beyond the page."""

    def __init__(self, told: Callable[[Display], None], window: Any, root: Any, video: Any) -> None:
        """``window`` is the engine's own; ``root`` and ``video`` stand in a view's document."""
        self._told = told
        self._window = window
        self._document = root.ownerDocument
        self._root = root
        self._video = video
        self._tasks: set[asyncio.Task[None]] = set()
        self._listeners = [Listeners(self._document), Listeners(video)]

    def start(self) -> None:
        """Tell what the browser can do, and from now on each change of it."""
        changes = ("enterpictureinpicture", "leavepictureinpicture")
        document, video = self._listeners
        document.on("fullscreenchange", lambda _: self._tell())
        for name in changes:
            video.on(name, lambda _: self._tell())
        self._tell()

    def close(self) -> None:
        """Hear nothing more."""
        for listeners in self._listeners:
            listeners.close()

    def toggle(self, action: str) -> bool:
        """Do what the button says, within its click; False for a button of something else."""
        if action == "fullscreen":
            self._switch(self._is_full(), "exitFullscreen", self._root, "requestFullscreen")
        elif action == "pip":
            is_out = self._is_out()
            self._switch(is_out, "exitPictureInPicture", self._video, "requestPictureInPicture")
        else:
            return False
        return True

    def leave(self) -> None:
        """The call is over, and so is what was asked for it."""
        if self._is_full():
            self._ask(self._document, "exitFullscreen")
        if self._is_out():
            self._ask(self._document, "exitPictureInPicture")

    def _switch(self, is_on: bool, off: str, target: Any, on: str) -> None:
        if is_on:
            self._ask(self._document, off)
        else:
            self._ask(target, on)

    def _ask(self, target: Any, method: str) -> None:
        """The browser may refuse, for reasons of its own; then nothing changes."""
        answer = settled(self._window, target, method)

        async def wait() -> None:
            try:
                await answer
            except (Rejected, JsException) as error:
                self._window.console.info(f"sipwidget: {method}: {error}")

        task = asyncio.ensure_future(wait())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tell(self) -> None:
        document = self._document
        full = self._is_full() if _can(document, "fullscreenEnabled") else None
        out = self._is_out() if _can(document, "pictureInPictureEnabled") else None
        self._told(Display(full, out))

    def _is_full(self) -> bool:
        return bool(getattr(self._document, "fullscreenElement", None) == self._root)

    def _is_out(self) -> bool:
        return bool(getattr(self._document, "pictureInPictureElement", None) == self._video)


def _can(document: Any, name: str) -> bool:
    """Browsers differ: one that does not know the property cannot do it."""
    return bool(getattr(document, name, False))
