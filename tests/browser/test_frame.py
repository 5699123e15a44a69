"""The height of a frame in a real page; what is in it stands for the widget."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import frame, until
    from pyodide.code import run_js

    from sipwidget.browser.frame import FrameHeight, Lent, frame_of, main_ui_theme

Run = Callable[..., Any]
# A page with a widget of this style, and its root.
FILL = """(page, style) => {
    const {document} = page;
    document.body.innerHTML = `<style>body { margin: 0 }</style><main class="sipwidget-page">
        <div class="sipwidget" style="${style}"></div></main>`;
    return document.querySelector(".sipwidget");
}"""


@pytest.fixture(autouse=True)
def plain_page(page: Page) -> Iterator[None]:
    """The test's page is as it was, afterwards."""
    yield
    page.evaluate("""() => {
        document.documentElement.removeAttribute("class");
        document.body.removeAttribute("style");
        document.body.replaceChildren();
    }""")


def test_the_frame_is_as_high_as_the_widget_while_it_says_so(run: Run) -> None:
    async def inside(fill: str) -> list[object]:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "height: 123.4px"), page.frameElement
        main, found = root.parentElement, []
        element.style.height = "300px"
        height = FrameHeight(page, js.window, root)
        height.start()

        def now() -> list[str]:
            return [element.style.height, main.className]

        found.append(now())
        element.setAttribute("data-height", "auto")
        await until(lambda: element.style.height == "124px")
        root.style.height = "456px"
        await until(lambda: element.style.height == "456px")
        found.append(now())
        element.removeAttribute("data-height")
        await until(lambda: main.className == "sipwidget-page")
        found.append(now())
        element.setAttribute("data-height", "auto")
        await until(lambda: element.style.height == "456px")
        height.close()
        height.close()
        found.append([*now(), main.getAttribute("style") or ""])
        root.style.height = "9px"
        await asyncio.sleep(0.1)
        return [*found, now()]

    assert run(inside, FILL) == [
        ["300px", "sipwidget-page"],
        ["456px", "sipwidget-flow"],
        ["300px", "sipwidget-page"],
        ["300px", "sipwidget-page", ""],
        ["300px", "sipwidget-page"],
    ]


@pytest.mark.parametrize(
    ("sizing", "height"), [("border-box", "104px"), ("content-box", "100px"), ("", "100px")]
)
def test_the_border_of_the_frame_is_no_room_for_the_widget(
    run: Run, sizing: str, height: str
) -> None:
    async def inside(fill: str, sizing: str) -> str:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "height: 100px"), page.frameElement
        element.setAttribute("data-height", "auto")
        element.style.boxSizing = sizing
        height = FrameHeight(page, js.window, root)
        height.start()
        await until(lambda: element.style.height)
        given = str(element.style.height)
        height.close()
        return given

    assert run(inside, FILL, sizing) == height


def test_a_height_that_main_ui_writes_with_each_change_is_taken_back(run: Run) -> None:
    """Vue writes all styles of the frame whenever it draws it again."""

    async def inside(fill: str) -> list[str]:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "height: 320px"), page.frameElement
        element.setAttribute("data-height", "auto")
        height = FrameHeight(page, js.window, root)
        height.start()
        await until(lambda: element.style.height == "320px")
        element.style.height = "80px"
        await until(lambda: element.style.height == "320px")
        element.removeAttribute("data-height")
        await until(lambda: element.style.height == "80px")
        height.close()
        return [element.style.height]

    assert run(inside, FILL) == ["80px"]


def test_a_height_that_the_host_sets_at_last_is_its_own(run: Run) -> None:
    """Main UI takes the attribute away and sets the height in one go."""

    async def inside(fill: str) -> str:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "height: 100px"), page.frameElement
        element.style.height = "80px"
        element.setAttribute("data-height", "auto")
        height = FrameHeight(page, js.window, root)
        height.start()
        await until(lambda: element.style.height == "100px")
        element.setAttribute("data-height", "fixed")
        element.style.height = "222px"
        await until(lambda: root.parentElement.className == "sipwidget-page")
        height.close()
        return str(element.style.height)

    assert run(inside, FILL) == "222px"


def test_a_frame_that_is_not_shown_keeps_its_height(run: Run) -> None:
    async def inside(fill: str) -> list[str]:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "height: 100px"), page.frameElement
        element.setAttribute("data-height", "auto")
        height = FrameHeight(page, js.window, root)
        height.start()
        await until(lambda: element.style.height == "100px")
        element.style.display = "none"
        await asyncio.sleep(0.1)
        hidden = str(element.style.height)
        root.style.height = "80px"
        element.style.display = ""
        await until(lambda: element.style.height == "80px")
        height.close()
        return [hidden]

    assert run(inside, FILL) == ["100px"]


def test_a_scrollbar_that_comes_with_the_height_does_not_take_it_back(run: Run) -> None:
    """A picture of three quarters of the width: 300 px bring the scrollbar, and that 288 px.

    A host that gives the frame less width stands for the scrollbar, which a headless browser hides.
    """

    async def inside(fill: str) -> list[list[str]]:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "aspect-ratio: 4 / 3"), page.frameElement
        element.style.width = "400px"
        seen = run_js("""element => {
            const seen = [];
            const observer = new ResizeObserver(() => {
                element.style.width = element.offsetHeight > 290 ? "384px" : "400px";
                seen.push(element.style.height);
            });
            observer.observe(element);
            return seen;
        }""")(element)
        element.style.border = "0"
        element.setAttribute("data-height", "auto")
        height = FrameHeight(page, js.window, root)
        height.start()
        await until(lambda: element.style.width == "384px")
        await asyncio.sleep(0.2)
        settled = [list(seen)[-1], len(seen) < 6, element.style.width]
        root.style.maxWidth = "100px"
        await until(lambda: element.style.height == "75px" and element.style.width == "400px")
        height.close()
        return settled

    assert run(inside, FILL) == ["300px", True, "384px"]


def test_the_widget_knows_the_height_of_the_hosts_window(run: Run, page: Page) -> None:
    async def start(fill: str) -> None:
        page = await frame("about:blank", None)
        root = run_js(fill)(page, "height: 10px")
        page.frameElement.setAttribute("data-height", "auto")
        js.height = FrameHeight(page, js.window, root)
        js.height.start()

    async def room() -> str:
        page = js.document.querySelector("iframe").contentWindow
        return str(page.document.querySelector("main").style.getPropertyValue("--room"))

    before = page.viewport_size
    assert before
    run(start, FILL)
    assert run(room) == f"{before['height']}px"
    page.set_viewport_size({"width": 640, "height": 333})
    page.wait_for_function("""() => document.querySelector("iframe").contentDocument
        .querySelector("main").style.getPropertyValue("--room") === "333px" """)
    run(close_height)
    page.set_viewport_size(before)


async def close_height() -> None:
    js.height.close()


@pytest.mark.parametrize(
    ("classes", "theme"),
    [("aurora dark", "aurora"), ("md", "md"), ("ltr ios", "ios"), ("dark", ""), ("", "")],
)
def test_main_ui_is_known_by_its_theme(run: Run, classes: str, theme: str) -> None:
    async def inside(classes: str) -> str:
        page = await frame("about:blank", None)
        js.document.documentElement.className = classes
        return str(main_ui_theme(page))

    assert run(inside, classes) == theme


def test_a_page_without_a_frame_of_its_origin_has_no_frame(run: Run) -> None:
    async def inside(fill: str) -> list[object]:
        alone = run_js("({frameElement: null})")
        foreign = run_js("({get frameElement() { throw new Error('SecurityError') }})")
        page = await frame("about:blank", None)
        root = run_js(fill)(page, "")
        for each in (alone, foreign):
            height = FrameHeight(each, js.window, root)
            height.start()
            height.close()
        themes = [main_ui_theme(each) for each in (alone, foreign)]
        return [
            bool(frame_of(alone)),
            bool(frame_of(foreign)),
            *themes,
            root.parentElement.className,
        ]

    assert run(inside, FILL) == [False, False, "", "", "sipwidget-page"]


def test_a_widget_among_other_things_leaves_the_frame_alone(run: Run) -> None:
    async def inside() -> str:
        page = await frame("about:blank", None)
        page.frameElement.setAttribute("data-height", "auto")
        height = FrameHeight(page, js.window, page.document.body)
        height.start()
        await asyncio.sleep(0.05)
        height.close()
        return str(page.frameElement.style.height)

    assert run(inside) == ""


def test_a_page_that_began_as_high_as_the_last_one_was_follows_its_widget(run: Run) -> None:
    """It shows what that one showed (browser/still.py), and flows already."""

    async def inside(fill: str) -> list[str]:
        page = await frame("about:blank", None)
        root, element = run_js(fill)(page, "height: 123px"), page.frameElement
        main = root.parentElement
        main.className = "sipwidget-flow"
        element.style.height = "300px"
        element.setAttribute("data-height", "auto")
        height = FrameHeight(page, js.window, root)
        height.start()
        await until(lambda: element.style.height == "123px")
        height.close()
        return [element.style.height, main.className]

    assert run(inside, FILL) == ["300px", "sipwidget-page"]


def test_what_was_lent_comes_back_as_it_was(run: Run) -> None:
    async def inside() -> list[str]:
        page = await frame("about:blank", None)
        element = page.frameElement
        before = "width: 10px; height: 20px !important; background-color: red;"
        element.style.cssText = before
        lent = Lent(element, run_js("({height: '30px', 'background-repeat': 'no-repeat'})"))
        found = [element.style.height, element.style.backgroundRepeat, element.style.width]
        lent.close()
        style = element.style
        found += [style.height, style.getPropertyPriority("height"), style.backgroundRepeat]
        found.append(style.backgroundColor)
        fresh = (await frame("about:blank", None)).frameElement
        Lent(fresh, run_js("({height: '30px'})")).close()
        return [*found, fresh.getAttribute("style")]

    assert run(inside) == ["30px", "no-repeat", "10px", "20px", "important", "", "red", None]


def test_what_the_host_writes_meanwhile_stays(run: Run) -> None:
    async def inside() -> list[str]:
        page = await frame("about:blank", None)
        style = page.frameElement.style
        style.height = "20px"
        lent = Lent(page.frameElement, run_js("({height: '30px', width: '10px'})"))
        style.height = "40px"
        lent.close()
        return [style.height, style.width]

    assert run(inside) == ["40px", ""]
