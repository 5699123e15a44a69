"""The page editor, as far as the widget knows it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import until
    from pyodide.code import run_js

    from sipwidget.browser.editor import Editor

Run = Callable[..., Any]
# A page with its editor and a frame in it, at this path.
EDITOR = """pathname => {
    const html = `<div class="layout-editor"><i class="configure-layout-menu"></i>
        <iframe></iframe></div>`;
    const parent = new DOMParser().parseFromString(html, "text/html");
    const frameElement = parent.querySelector("iframe");
    Object.defineProperty(frameElement, "ownerDocument", {value: {
        location: {pathname}, body: parent.body,
        querySelector: what => parent.querySelector(what)}});
    return {frameElement};
}"""


def test_run_mode_is_told_once_and_so_is_the_way_back(run: Run) -> None:
    """A48: it has no menus. What else is rebuilt is of no interest."""

    async def inside(script: str) -> list[bool]:
        page = run_js(script)("/settings/pages/layout/x")
        editor, seen = Editor(page, js.window), []
        editor.watch(lambda: seen.append(editor.is_editing()))
        body = page.frameElement.ownerDocument.body
        menu = body.querySelector("i")
        for step in (menu.remove, lambda: body.prepend(menu)):
            for _ in range(3):
                body.appendChild(js.document.createElement("p"))
            step()
            told = len(seen)
            await until(lambda told=told: len(seen) > told)
            await asyncio.sleep(0.15)
        editor.close()
        menu.remove()
        await asyncio.sleep(0.15)
        return seen

    assert run(inside, EDITOR) == [False, True]


def test_closing_forgets_what_has_just_been_seen(run: Run) -> None:
    async def inside(script: str) -> list[bool]:
        page = run_js(script)("/settings/pages/layout/x")
        editor, seen = Editor(page, js.window), []
        editor.watch(lambda: seen.append(True))
        page.frameElement.ownerDocument.querySelector("i").remove()
        await asyncio.sleep(0.02)
        editor.close()
        await asyncio.sleep(0.15)
        return seen

    assert run(inside, EDITOR) == []


def test_outside_the_editor_nothing_is_observed(run: Run) -> None:
    async def inside(script: str) -> list[str]:
        page = run_js(script)("/page/x")
        window = run_js("({MutationObserver: class { constructor() { throw Error('made') } }})")
        editor = Editor(page, window)
        editor.watch(lambda: None)
        editor.close()
        return [str(editor.is_editing())]

    assert run(inside, EDITOR) == ["False"]
