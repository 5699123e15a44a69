"""Keeps the screen on during a call, where the browser can (W3C Screen Wake Lock API)."""

import asyncio
from contextlib import suppress
from typing import Any

from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.phone.model import Model


class WakeLock:
    """Follows the model. The browser takes the lock back from a page that is hidden, and is asked
    again when it is seen."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._wanted = False
        self._lock: Any = None
        self._asking: asyncio.Task[None] | None = None
        Listeners(window.document).on("visibilitychange", lambda _: self._ask())

    def follow(self, model: Model) -> None:
        """Hold the screen on while the model wants it."""
        if model.awake != self._wanted:
            self._wanted = model.awake
            self._ask()
            self._let_go()

    def _ask(self) -> None:
        locks = getattr(self._window.navigator, "wakeLock", None)
        visible = self._window.document.visibilityState == "visible"
        held = self._lock is not None and not self._lock.released
        wanted = self._wanted and visible and not held and self._asking is None
        if wanted and locks and self._may_ask():
            self._asking = asyncio.ensure_future(self._request(locks))

    def _may_ask(self) -> bool:
        """In the frame of a stranger asking alone is an error in the console of some browsers."""
        policy = getattr(self._window.document, "featurePolicy", None)
        return not policy or bool(policy.allowsFeature("screen-wake-lock"))

    async def _request(self, locks: Any) -> None:
        with suppress(Rejected):  # a low battery, or a frame that may not
            self._lock = await settled(self._window, locks, "request", "screen")
        self._asking = None
        self._let_go()

    def _let_go(self) -> None:
        if not self._wanted and self._lock is not None:
            self._lock.release()
            self._lock = None
