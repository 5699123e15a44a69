"""Main UI's looks in the widget's page: the test's page stands for Main UI."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import frame, until
    from pyodide.code import run_js

    from sipwidget.browser.theme import Theme

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def plain_page(page: Page) -> Iterator[None]:
    """The test's page is as it was, afterwards."""
    yield
    page.evaluate("""() => {
        for (const node of [document.documentElement, document.body])
            for (const name of ["class", "style"]) node.removeAttribute(name);
        document.body.replaceChildren();
    }""")
    page.emulate_media(color_scheme="light")


def test_dark_mode_and_theme_follow_main_ui_until_closed(run: Run) -> None:
    async def inside() -> list[object]:
        page = await frame("about:blank", None)
        around, root = js.document.documentElement, page.document.documentElement
        found = []

        async def note() -> None:
            await asyncio.sleep(0.02)
            found.append([root.className, root.getAttribute("data-theme")])

        theme = Theme(page, js.window)
        around.className = "md"
        theme.start()
        await note()
        around.className = "md dark"
        await note()
        around.className = "ios"
        await note()
        theme.close()
        around.className = "ios dark"
        await note()
        return [*found, root.getAttribute("style") or ""]

    assert run(inside) == [["light", "md"], ["dark", "md"], ["light", "ios"], ["", None], ""]


def test_fonts_and_colours_are_those_of_main_ui(run: Run) -> None:
    async def inside() -> list[object]:
        page = await frame("about:blank", None)
        around, body, root = js.document.documentElement, js.document.body, page.document
        root = root.documentElement
        around.className = "aurora dark"
        around.style.setProperty("--f7-card-bg-color", " #1c1c1d")
        body.setAttribute("style", "font: 15px Inter, sans-serif; color: rgb(9, 8, 7)")
        theme = Theme(page, js.window)
        theme.start()
        names = ("font", "font-size", "text", "surface", "accent")

        def worn() -> list[str]:
            return [root.style.getPropertyValue(f"--sipwidget-{name}") for name in names]

        found = [worn()]
        around.style.setProperty("--f7-theme-color", "#e64a19")
        around.style.removeProperty("--f7-card-bg-color")
        await until(lambda: worn() != found[0])
        found.append(worn())
        body.style.color = "rgb(1, 2, 3)"
        await until(lambda: worn() != found[1])
        found.append(worn())
        theme.close()
        return found

    font = ["Inter, sans-serif", "15px"]
    assert run(inside) == [
        [*font, "rgb(9, 8, 7)", "#1c1c1d", ""],
        [*font, "rgb(9, 8, 7)", "", "#e64a19"],
        [*font, "rgb(1, 2, 3)", "", "#e64a19"],
    ]


def test_a_change_of_what_the_browser_prefers_is_followed(run: Run, page: Page) -> None:
    """Main UI's colours may hang on it, with no attribute that tells."""

    async def start() -> None:
        page = await frame("about:blank", None)
        style = js.document.body.appendChild(js.document.createElement("style"))
        style.textContent = "@media (prefers-color-scheme: dark) { body { color: rgb(1, 1, 1) } }"
        js.document.documentElement.className = "aurora"
        js.theme = Theme(page, js.window)
        js.theme.start()

    async def text() -> str:
        root = js.document.querySelector("iframe").contentWindow.document.documentElement
        seen = str(root.style.getPropertyValue("--sipwidget-text"))
        js.theme.close()
        return seen

    run(start)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("""() => document.querySelector("iframe").contentDocument
        .documentElement.style.getPropertyValue("--sipwidget-text") === "rgb(1, 1, 1)" """)
    assert run(text) == "rgb(1, 1, 1)"


@pytest.mark.parametrize(
    ("frame_scheme", "meta", "wanted"),
    [
        ("", "", "light"),
        ("", "light dark", "light dark"),
        ("dark", "", "dark"),
        ("light dark", "light", "light dark"),
    ],
)
def test_the_page_has_the_colour_scheme_of_its_frame(
    run: Run, frame_scheme: str, meta: str, wanted: str
) -> None:
    async def inside(frame_scheme: str, meta: str) -> str:
        page = await frame("about:blank", None)
        if meta:
            element = js.document.body.appendChild(js.document.createElement("meta"))
            element.name, element.content = "color-scheme", meta
        page.frameElement.style.colorScheme = frame_scheme
        js.document.documentElement.className = "md dark"
        theme = Theme(page, js.window)
        theme.start()
        scheme = str(page.document.documentElement.style.colorScheme)
        theme.close()
        return scheme

    assert run(inside, frame_scheme, meta) == wanted


def test_a_host_that_is_no_main_ui_is_asked_for_dark_only(run: Run) -> None:
    async def inside() -> list[object]:
        page = await frame("about:blank", None)
        root, found = page.document.documentElement, []
        theme = Theme(page, js.window)
        for classes in ("", "dark"):
            js.document.documentElement.className = classes
            theme.start()
            found.append([root.className, root.getAttribute("style") or ""])
            theme.close()
        return found

    assert run(inside) == [["", ""], ["dark", "color-scheme: light;"]]


def test_what_a_page_wears_of_its_own_it_keeps(run: Run) -> None:
    """A page with widgets in it may be held by any other page."""

    async def inside() -> list[str]:
        page = await frame("about:blank", None)
        root = page.document.documentElement
        root.className = "dark"
        root.setAttribute("data-theme", "own")
        theme = Theme(page, js.window)
        theme.start()
        js.document.documentElement.className = "other"
        await asyncio.sleep(0)
        theme.close()
        js.document.documentElement.className = ""
        return [root.className, root.getAttribute("data-theme")]

    assert run(inside) == ["dark", "own"]


def test_what_the_page_was_dressed_in_before_python_came_is_taken_off(run: Run) -> None:
    """static/boot.js has done so; until now the host has changed its mind."""

    async def inside() -> list[str]:
        page = await frame("about:blank", None)
        root = page.document.documentElement
        root.className = "dark"
        root.style.colorScheme = "dark"
        theme = Theme(page, js.window)
        theme.start()
        found = [root.className, root.style.colorScheme]
        theme.close()
        return found

    assert run(inside) == ["", ""]


def test_a_page_of_its_own_wears_nothing(run: Run) -> None:
    async def inside() -> list[str]:
        page = run_js("""({
            get frameElement() { throw new Error("SecurityError") },
            matchMedia: it => window.matchMedia(it),
            document: new DOMParser().parseFromString("", "text/html"),
        })""")
        theme = Theme(page, js.window)
        theme.start()
        found = list(page.document.documentElement.getAttributeNames())
        theme.close()
        return found

    assert run(inside) == []
