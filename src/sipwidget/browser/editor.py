"""openHAB's page editor, where the widget is arranged and not used.

Main UI's own signs are looked for, and where they are not found nobody is editing.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from sipwidget.browser.frame import frame_of
from sipwidget.browser.observers import Observers

SETTLED = 0.1  # seconds: the editor rebuilds its page in many steps


class Editor:
    """Whether the page around the widget is the editor, with its menus; its run mode has none."""

    def __init__(self, page: Any, window: Any) -> None:
        self._frame = frame_of(page)
        self._observers = Observers(window)
        self._looking: asyncio.Task[None] | None = None

    def is_editing(self) -> bool:
        if not self._is_open() or not self._frame.closest(".layout-editor"):
            return False
        return bool(self._frame.ownerDocument.querySelector(".configure-layout-menu"))

    def watch(self, changed: Callable[[], None]) -> None:
        """Call back when the answer is another, until ``close``; outside the editor never."""
        if self._is_open():
            self._changed, self._was_editing = changed, self.is_editing()
            self._observers.tree(self._frame.ownerDocument.body, self._rebuilt)

    def close(self) -> None:
        self._observers.close()
        if self._looking is not None:
            self._looking.cancel()

    def _is_open(self) -> bool:
        frame = self._frame
        return bool(frame) and "/settings/pages/" in frame.ownerDocument.location.pathname

    def _rebuilt(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        await asyncio.sleep(SETTLED)
        if self.is_editing() is not self._was_editing:
            self._was_editing = not self._was_editing
            self._changed()
