"""The dock as Python finds it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from pyodide.code import run_js

    from sipwidget.browser.dock import dock_of, open_dock
    from sipwidget.browser.listeners import Listeners

Run = Callable[..., Any]
MAKE = """id => {
    const dock = document.body.appendChild(document.createElement("div"));
    dock.id = id;
    dock.append(document.createElement("iframe"));
    dock.views = new Set([{name: "one"}, {name: "two"}]);
    return dock;
}"""


def test_only_the_frame_in_the_dock_is_the_engine(run: Run) -> None:
    async def inside(make: str) -> list[bool]:
        found = []
        for name in ("sipwidget-dock", "other"):
            dock = run_js(make)(name)
            found.append(dock_of(dock.firstChild.contentWindow) == dock)
            dock.remove()
        return [*found, dock_of(js.window) is None]

    assert run(inside, MAKE) == [True, False, True]


def test_who_waits_is_attached_then_who_comes_and_the_page_hears_that_python_is_there(
    run: Run,
) -> None:
    async def inside(make: str) -> list[object]:
        dock, heard = run_js(make)("sipwidget-dock"), []
        window = dock.firstChild.contentWindow
        Listeners(window).on("sipwidget:ready", lambda _: heard.append("ready"))
        open_dock(window, dock, lambda view: heard.append(view.name), lambda: True)
        run_js("window => window.sipEngine.attach({name: 'three'})")(window)
        busy = run_js("window => window.sipEngine.isBusy()")(window)
        dock.remove()
        return [*heard, busy]

    assert run(inside, MAKE) == ["one", "two", "ready", "three", True]
