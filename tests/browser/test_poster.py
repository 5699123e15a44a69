"""The picture in the background of a frame: what is in it, and that the frame gets its own back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    from itertools import pairwise

    import js
    from inside_engine import House, account, leave

    from sipwidget.browser.poster import Posters
    from sipwidget.browser.still import take

Run = Callable[..., Any]
STYLES = """
:root { --green: lime }
.sipwidget { color: var(--green) }
.sipwidget .nobody { color: red }
.sipwidget::before { content: "<" }
@media (min-width: 1px) { .sipwidget-page { margin: 0 } .nobody { margin: 1px } }
@media (min-width: 2px) { .nobody { margin: 2px } }
@keyframes blink { to { opacity: 0 } }
"""


@pytest.fixture(autouse=True)
def styles(page: Page) -> Iterator[None]:
    """The style sheets of the test's page, as those of the engine's."""
    page.evaluate(
        """text => {
        const sheet = document.head.appendChild(document.createElement("style"));
        sheet.id = "styles"; sheet.textContent = text; }""",
        STYLES,
    )
    yield
    page.evaluate("document.querySelector('#styles').remove()")


def test_it_is_a_document_that_a_browser_can_show_with_the_rules_that_concern_it(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.framed(account(phonebook='1=A <b> & "c",2=B'))
        page.document.querySelector("#sipwidget").append('<i>&amp;"')
        page.document.documentElement.dataset.theme = "md"
        still = take(js.window, house.faces[0], page.frameElement)
        frame = js.document.createElement("iframe")
        js.document.body.append(frame)
        Posters(js.window).hang(still, frame)
        url = frame.style.backgroundImage[len('url("') : -len('")')]
        image = js.Image.new()
        image.src = url
        await image.decode()
        text = js.decodeURIComponent(url.partition(",")[2])
        svg = js.DOMParser.new().parseFromString(text, "image/svg+xml")
        root = svg.querySelector("html")
        found = [root.dataset.theme, root.style.colorScheme]
        found.append('<i>&amp;"' in svg.querySelector("#sipwidget").textContent)
        found.append(svg.querySelector("style").textContent)
        for each in (frame, page.frameElement):
            each.remove()
        return found

    theme, scheme, is_text, style = run(inside)
    assert (theme, scheme, is_text) == ("md", "light", True)
    assert "html { --green: lime; }" in style
    assert ".sipwidget { color: var(--green); }" in style
    assert ".sipwidget::before" in style
    assert "min-width: 1px" in style
    assert "blink" in style
    assert ".sipwidget .nobody" not in style
    assert "min-width: 2px" not in style


def test_no_setting_of_the_page_is_in_it(run: Run) -> None:
    async def inside() -> list[bool]:
        house = House()
        page = house.framed(account(password="hunter2"))
        still = take(js.window, house.faces[0], page.frameElement)
        frame = js.document.createElement("iframe")
        js.document.body.append(frame)
        Posters(js.window).hang(still, frame)
        background = frame.style.backgroundImage
        for each in (frame, page.frameElement):
            each.remove()
        return ["svg" in background, "hunter2" in background, "data-config" in background]

    assert run(inside) == [True, False, False]


def test_the_frame_gets_back_what_was_its_own(run: Run) -> None:
    async def inside() -> list[str]:
        house = House()
        page = house.framed(account())
        page.frameElement.dataset.height = "auto"
        page.frameElement.style.height = "123px"
        still = take(js.window, house.faces[0], page.frameElement)
        frame = js.document.createElement("iframe")
        js.document.body.append(frame)
        frame.style.cssText = "height: 300px; background: red; width: 10px"
        poster = Posters(js.window).hang(still, frame)
        found = [frame.style.height, frame.style.width, frame.style.backgroundColor]
        found.append("svg" in frame.style.backgroundImage)
        poster.lent.close()
        found += [frame.style.height, frame.style.backgroundColor]
        found.append("svg" in frame.style.cssText)
        for each in (frame, page.frameElement):
            each.remove()
        return found

    assert run(inside) == ["123px", "10px", "red", True, "300px", "red", False]


def test_only_looks_that_differ_are_drawn_anew(run: Run) -> None:
    async def inside() -> list[bool]:
        house = House()
        posters, seen = Posters(js.window), []
        frame = js.document.createElement("iframe")
        js.document.body.append(frame)
        page = house.framed(account())
        for shade in ("", "", "dark"):
            page.document.documentElement.className = shade
            still = take(js.window, house.faces[0], page.frameElement)
            posters.hang(still, frame)
            seen.append((frame.style.backgroundImage, posters._properties))
        found = [one == other for one, other in pairwise(seen)]
        leave(page)
        frame.remove()
        return found

    assert run(inside) == [True, False]
