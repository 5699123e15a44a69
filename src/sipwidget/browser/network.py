"""The device's network: told when it is back, and when it is another one."""

from collections.abc import Callable
from typing import Any

from sipwidget.browser.listeners import Listeners


def watch_network(window: Any, changed: Callable[[], None]) -> None:
    """Call ``changed`` as the window goes online, and as it goes from Wi-Fi to another type.

    Only browsers of phones and Chromebooks name the type; others tell of a ``change`` whenever
    the speed seems to be another, which is none.
    """
    Listeners(window).on("online", lambda _: changed())
    connection = getattr(window.navigator, "connection", None)
    if connection is None:
        return
    known = [getattr(connection, "type", None)]

    def look(_event: Any) -> None:
        before, known[0] = known[0], getattr(connection, "type", None)
        if known[0] != before and known[0] != "none":
            changed()

    Listeners(connection).on("change", look)
