"""The one AudioContext of a widget, and whether the browser lets it be heard.

It is made when it is first needed and suspended while there is nothing to play, so that an idle
page costs nothing. It is kept, because WebKit lets only one sound that was once begun by a tap.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.frame import used_window
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled

PATIENCE = 1.0  # seconds that a browser which allows it may take to begin
LINGER = 1.0  # seconds after the last sound, in which it fades or a short one ends


def is_allowed(window: Any) -> bool:
    """Whether the browser says that it would let sound be heard now."""
    navigator = window.navigator
    if hasattr(navigator, "getAutoplayPolicy"):
        return bool(navigator.getAutoplayPolicy("audiocontext") == "allowed")
    return used_window(window) is not None


class AudioOutput:
    """``told`` hears whether sound is allowed, each time that it is tried; ``rested`` that the
    context is about to be suspended."""

    def __init__(
        self, window: Any, told: Callable[[bool], None], rested: Callable[[], None]
    ) -> None:
        self._window = window
        self._told = told
        self._rested = rested
        self._context: Any = None
        self._needed = False
        self._speaker = ""
        self._choosing: asyncio.Task[None] | None = None
        self._states: Listeners | None = None
        self._patience = Alarm(window, self._give_up)
        self._linger = Alarm(window, self._suspend)

    def wake(self, speaker: str = "") -> Any:
        """The context, which now runs or is blocked; ``told`` follows unless it ran already."""
        self._needed = True
        if self._context is None:
            self._context = self._window.AudioContext.new()
            self._states = Listeners(self._context)
            self._states.on("statechange", lambda _: self._changed())
        self._choose(speaker)
        self.resume()
        return self._context

    def resume(self) -> None:
        """Try again; within a tap it is allowed."""
        if self._context is not None and self._context.state != "running":
            self._context.resume()
            self._patience.set(PATIENCE)

    def rest(self) -> None:
        """There is nothing to play for now."""
        self._needed = False
        if self._context is not None:
            self._linger.set(LINGER)

    def close(self) -> None:
        """The page goes away."""
        self._patience.close()
        self._linger.close()
        if self._states is not None:
            self._states.close()
            self._context.close()

    def _choose(self, speaker: str) -> None:
        """Play there, or where the browser chooses ("") if that cannot be."""
        if speaker != self._speaker:
            self._speaker = speaker
            self._choosing = asyncio.ensure_future(self._direct(speaker))

    async def _direct(self, speaker: str) -> None:
        with suppress(AttributeError, Rejected):  # no setSinkId, or no such speaker any more
            await settled(self._window, self._context, "setSinkId", speaker)

    def _changed(self) -> None:
        if self._context.state == "running":
            self._told(True)

    def _give_up(self) -> None:
        """A machine without any loudspeaker is silent, too, and no tap would mend that."""
        if self._needed and self._context.state != "running":
            self._told(is_allowed(self._window))

    def _suspend(self) -> None:
        if not self._needed:
            self._rested()
            self._context.suspend()
