"""N31: axe-core finds nothing in any state that the view can draw, in light and in dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.axe import findings
from tools import pictures

STATES = pictures.read_states()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that wears one state after the other."""
    with chromium.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("shade", pictures.SHADES)
@pytest.mark.parametrize("name", STATES)
def test_nothing_is_found(page: Page, name: str, shade: str) -> None:
    page.set_content(pictures.document(STATES[name], shade))
    assert findings(page) == []
