"""The device vibrates while it rings, where it can (W3C Vibration API)."""

from typing import Any

from pyodide.ffi import to_js

from sipwidget.browser.frame import used_window
from sipwidget.phone.model import Model, Sound

PATTERN = (800, 1200)  # ms of vibration and of pause
TURNS = 49  # Chromium takes 99 times in one pattern, others more


class Vibration:
    """Follows the model; a browser that would refuse is not asked."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._vibrates = False
        self._used = window  # the one that was asked

    def follow(self, model: Model) -> None:
        """Vibrate as long as the model rings, and stop at once when it does not."""
        rings = model.sound is Sound.RING
        if rings == self._vibrates or not getattr(self._window.navigator, "vibrate", None):
            return
        if not rings:
            self._used.navigator.vibrate(0)
            self._vibrates = False
            return
        used = used_window(self._window)
        if used is not None:
            self._used = used
            self._vibrates = bool(used.navigator.vibrate(to_js(PATTERN * TURNS)))
