"""N31: axe-core finds nothing in any state that the view can draw, in light and in dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tools import pictures

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
FINDINGS = """async () => {
    const rules = {"target-size": {enabled: true}};
    return (await axe.run(document, {rules})).violations.map(rule =>
        [rule.id, rule.help, ...rule.nodes.map(node => `${node.html} ${node.any[0]?.message}`)]);
}"""
STATES = pictures.read_states()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that wears one state after the other."""
    assert AXE.is_file(), "no axe-core: remove vendor/, then `make test` brings both"
    with chromium.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("shade", pictures.SHADES)
@pytest.mark.parametrize("name", STATES)
def test_nothing_is_found(page: Page, name: str, shade: str) -> None:
    page.set_content(pictures.document(STATES[name], shade))
    page.evaluate(AXE.read_text())
    assert page.evaluate(FINDINGS) == []
