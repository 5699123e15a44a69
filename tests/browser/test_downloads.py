"""A text becomes a file of the person's."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

if TYPE_CHECKING:
    import js

    from sipwidget.browser.downloads import download

Run = Callable[..., Any]


def test_the_file_has_its_name_and_the_browser_its_say_before_the_text(
    run: Run, page: Page
) -> None:
    async def inside() -> None:
        download(js.window, "trace.txt", "Tür: 620\n")

    with page.expect_download() as caught:
        run(inside)
    assert caught.value.suggested_filename == "trace.txt"
    text = Path(caught.value.path()).read_text("utf-8")
    date, browser, _, rest = text.split("\n", 3)
    assert date.endswith("Z")
    assert browser == page.evaluate("navigator.userAgent")
    assert rest == "Tür: 620\n"
