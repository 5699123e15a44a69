"""What is to be heard besides the calls themselves; without ``enableTones`` nothing ever is."""

from typing import Any

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.tone_player import TonePlayer
from sipwidget.phone.cadences import BEEP
from sipwidget.phone.device import Device
from sipwidget.phone.settings import Config

LINGER = 1.0  # seconds after which an AudioContext with nothing to play is suspended


class Sounds:
    """Opens an AudioContext when there is something to play, and lets it rest afterwards."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._enabled = False
        self._context: Any = None
        self._rest = Alarm(window, lambda: self._context.suspend())

    def tune(self, config: Config, _device: Device) -> None:
        """From now on these settings count."""
        self._enabled = config.enable_tones

    def beep(self) -> None:
        """A short tone, once."""
        if self._enabled:
            TonePlayer(self._wake(), BEEP, once=True)
            self._rest.set(LINGER)

    def _wake(self) -> Any:
        if self._context is None:
            self._context = self._window.AudioContext.new()
        self._context.resume()
        return self._context
