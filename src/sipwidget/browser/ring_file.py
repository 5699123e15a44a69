"""The file of ``ringtoneUrl``, played over and over."""

import asyncio
from collections.abc import Callable
from typing import Any

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.devices import choose_speaker
from sipwidget.browser.promises import Rejected, settled

PATIENCE = 3.0  # seconds in which a file must have come so far that it plays


class RingFile:
    """Plays until ``stop``. ``failed(blocked)`` is called if it does not play.

    It is blocked where the browser wants a tap first; else there is no such file, or it comes too
    slowly, or is not one that the browser plays.
    """

    def __init__(self, window: Any, url: str, speaker: str, failed: Callable[[bool], None]) -> None:
        self._window = window
        self._failed = failed
        self._patience = Alarm(window, lambda: self._fail(blocked=False))
        self._patience.set(PATIENCE)
        self._audio = window.document.createElement("audio")
        self._audio.loop = True
        self._audio.src = url
        self._playing = asyncio.ensure_future(self._play(speaker))

    def stop(self) -> None:
        """Be silent now, and load no more. Harmless when repeated."""
        self._playing.cancel()
        self._patience.close()
        self._audio.pause()
        self._audio.removeAttribute("src")
        self._audio.load()

    async def _play(self, speaker: str) -> None:
        await choose_speaker(self._window, self._audio, speaker)
        try:
            await settled(self._window, self._audio, "play")
        except Rejected as error:
            self._fail(blocked=error.name == "NotAllowedError")
        else:
            self._patience.close()

    def _fail(self, *, blocked: bool) -> None:
        self.stop()
        self._failed(blocked)
