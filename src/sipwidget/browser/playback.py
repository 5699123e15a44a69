"""What one call plays: the peer's sound, from the speaker that is wished, and as loud."""

from collections.abc import Callable, Collection
from typing import Any

from pyodide.ffi import jsnull

from sipwidget.browser.devices import Wishes, choose_speaker


class Playback:
    """An audio element. ``tell`` hears ``speaker-other`` where the browser's choice is heard.

    Browsers without ``setSinkId`` play where they will, and nothing is told of that.
    """

    def __init__(self, window: Any, wished: Wishes, tell: Callable[[str], None]) -> None:
        self._window = window
        self._wished = wished
        self._tell = tell
        self._missed = False  # the chosen speaker was not there
        self._audio = window.document.createElement("audio")
        self._audio.autoplay = True
        self.set_volume(wished.volume)

    def play(self, stream: Any) -> None:
        """Play the stream, which has a track: Chromium never plays one that was empty."""
        if not self._audio.srcObject:
            self._audio.srcObject = stream

    def close(self) -> None:
        """Play nothing."""
        self._audio.srcObject = jsnull

    def set_volume(self, percent: int) -> None:
        """From now on; where only the machine's own keys change it (iOS), nothing happens."""
        self._audio.volume = percent / 100

    async def choose(self) -> None:
        """Play from the chosen speaker; before a device was opened the browser may refuse that."""
        if self._wished.speaker:
            await self._turn(self._wished.speaker)

    async def use(self, wished: Wishes) -> None:
        """The person has chosen otherwise: turn to that now."""
        former, self._wished = self._wished, wished
        self.set_volume(wished.volume)
        if wished.speaker != former.speaker:
            await self._turn(wished.speaker)

    async def plugged(self, there: Collection[str]) -> None:
        """Devices with these ids are there now.

        A speaker that is unplugged is a silent one until another is set, and that stays set when it
        is back (W3C Audio Output Devices API, section 2.5).
        """
        wished = self._wished.speaker
        if self._missed and wished in there:
            await self._turn(wished)
        elif wished and wished not in there and getattr(self._audio, "sinkId", "") == wished:
            await self._turn("")
            self._miss()

    async def _turn(self, speaker: str) -> None:
        self._missed = False
        if not await choose_speaker(self._window, self._audio, speaker):
            self._miss()

    def _miss(self) -> None:
        self._missed = True
        self._tell("speaker-other")
