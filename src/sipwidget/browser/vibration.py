"""The device vibrates while it rings, where it can (W3C Vibration API)."""

from typing import Any

from pyodide.ffi import to_js

from sipwidget.browser.gestures import has_been_used
from sipwidget.phone.model import Model, Sound

PATTERN = (800, 1200)  # ms of vibration and of pause
TURNS = 49  # Chromium takes 99 times in one pattern, others more


class Vibration:
    """Follows the model; a browser that would refuse is not asked."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._vibrates = False

    def follow(self, model: Model) -> None:
        """Vibrate as long as the model rings, and stop at once when it does not."""
        navigator, rings = self._window.navigator, model.sound is Sound.RING
        if rings == self._vibrates or not getattr(navigator, "vibrate", None):
            return
        if not rings:
            navigator.vibrate(0)
            self._vibrates = False
        elif has_been_used(self._window):
            self._vibrates = bool(navigator.vibrate(to_js(PATTERN * TURNS)))
