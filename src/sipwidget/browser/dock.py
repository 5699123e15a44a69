"""The dock: the iframe of the top document in which the engine outlives the pages that show it.

static/boot.js makes it. Its element has ``views``, the windows that want a phone, and hears by
``sipEngine`` what else comes.
"""

from collections.abc import Callable
from typing import Any

from pyodide.ffi import create_proxy, to_js

from sipwidget.browser.frame import frame_of

DOCK = "sipwidget-dock"


def dock_of(window: Any) -> Any:
    """The element that holds the engine, or None where the engine lives in the widget's page."""
    frame = frame_of(window)
    around = frame.parentElement if frame else None
    return around if around and around.id == DOCK else None


def open_dock(
    window: Any, dock: Any, attach: Callable[[Any], None], is_busy: Callable[[], bool]
) -> None:
    """Serve all who wait, and those who come."""
    members = {"attach": create_proxy(attach), "isBusy": create_proxy(is_busy)}
    window.sipEngine = to_js(members, dict_converter=window.Object.fromEntries)
    for view in list(dock.views):
        attach(view)
    window.dispatchEvent(window.Event.new("sipwidget:ready"))  # static/start.js waits for it
