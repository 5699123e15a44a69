"""One timer of a window. asyncio's leave theirs behind in Pyodide when they are cancelled."""

from collections.abc import Callable
from typing import Any

from pyodide.ffi import create_proxy


class Alarm:
    """Rings once for each ``set``, unless it is set anew before or closed."""

    def __init__(self, window: Any, rang: Callable[[], object]) -> None:
        self._window = window
        self._proxy = create_proxy(rang)
        self._timer: Any = None
        self._closed = False

    def set(self, seconds: float) -> None:
        """Ring after so many seconds, and no sooner; nothing happens once closed."""
        self._window.clearTimeout(self._timer)
        if not self._closed:
            self._timer = self._window.setTimeout(self._proxy, seconds * 1000)

    def stop(self) -> None:
        """Do not ring, unless it is set anew."""
        self._window.clearTimeout(self._timer)

    def close(self) -> None:
        """Ring no more, and leave nothing behind. Allowed while it rings."""
        self._window.clearTimeout(self._timer)
        if not self._closed:
            self._closed = True
            self._proxy.destroy()
