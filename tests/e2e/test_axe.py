"""Every state that the view can draw, in light and in dark: all can use it, and all can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.axe import findings
from tools import pictures

STATES = pictures.read_states()
CONTRASTS = Path(__file__).with_name("contrast.js").read_text()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that wears one state after the other."""
    with chromium.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("shade", pictures.SHADES)
@pytest.mark.parametrize("name", STATES)
def test_nothing_is_found(page: Page, name: str, shade: str) -> None:
    """N31: by axe-core. WCAG 2.2: text has 4.5:1, the glyphs of round icons 3:1."""
    page.set_content(pictures.document(STATES[name], shade))
    assert findings(page) == []
    texts, icons = page.locator("#sipwidget").evaluate(CONTRASTS)
    assert [each for each in texts if each[1] < 4.5] == []
    assert [each for each in icons if each[1] < 3] == []
