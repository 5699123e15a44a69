"""Event listeners on a JavaScript object, with the Python proxies behind them."""

from collections.abc import Callable
from typing import Any

from pyodide.ffi import create_proxy


class Listeners:
    """Hears one JavaScript object until closed; afterwards nothing is called and nothing is left.

    Closing is allowed while one of the listeners runs.
    """

    def __init__(self, target: Any) -> None:
        self._target = target
        self._proxies: list[tuple[str, Any, bool]] = []

    def on(self, event: str, heard: Callable[[Any], None], *, capture: bool = False) -> None:
        """``capture``: before all that the event is for hear of it."""
        proxy = create_proxy(heard)
        self._target.addEventListener(event, proxy, capture)
        self._proxies.append((event, proxy, capture))

    def close(self) -> None:
        while self._proxies:
            event, proxy, capture = self._proxies.pop()
            self._target.removeEventListener(event, proxy, capture)
            proxy.destroy()


def when_gone(page: Any, close: Callable[[], None]) -> None:
    """Call ``close`` as the page goes for good; one that the browser keeps for the way back stays.

    Whoever listens to other documents has to let go of them then: a host that still knows a
    listener in a frame keeps that frame's memory, all of Python included.
    """
    Listeners(page).on("pagehide", lambda event: None if event.persisted else close())
