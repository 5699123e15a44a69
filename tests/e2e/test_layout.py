"""Where things are in every state that the view can draw, in each frame of docs/looks.md."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tools import pictures

STATES = pictures.read_states()
CONTRASTS = Path(__file__).with_name("contrast.js").read_text()
WRONG = Path(__file__).with_name("layout.js").read_text()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that wears one state after the other."""
    with chromium.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("frame", pictures.FRAMES)
@pytest.mark.parametrize("name", STATES)
def test_buttons_are_large_enough_and_in_nobodys_way(page: Page, name: str, frame: str) -> None:
    """N31, A95"""
    size = pictures.FRAMES[frame]
    page.set_viewport_size({"width": size.width, "height": size.height or 640})
    page.set_content(pictures.document(STATES[name], "light", size.height))
    page.evaluate(pictures.WEAR, pictures.DOOR)
    assert page.evaluate(WRONG) == []


@pytest.mark.parametrize("shade", pictures.SHADES)
@pytest.mark.parametrize("name", STATES)
def test_all_can_be_read(page: Page, name: str, shade: str) -> None:
    """WCAG 2.2: text 4.5:1, the glyphs of round icons 3:1."""
    page.set_content(pictures.document(STATES[name], shade))
    texts, icons = page.locator("#sipwidget").evaluate(CONTRASTS)
    assert [each for each in texts if each[1] < 4.5] == []
    assert [each for each in icons if each[1] < 3] == []
