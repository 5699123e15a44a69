"""index.html as it stands, in Chromium: what it asks for, and that its policy lets it work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tools.serve import StaticServer

ROOT = Path(__file__).parents[1]
PYTHON_RAN = "performance.getEntriesByName('sipwidget:python').length > 0"
VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", event =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.add_init_script(VIOLATIONS)
    yield page
    page.close()


@pytest.mark.timeout(120)
def test_the_page_boots_below_any_path_and_asks_nobody_else(page: Page, tmp_path: Path) -> None:
    """A100a and N36. A query and a fragment do no harm."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a phone").symlink_to(ROOT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with StaticServer(tmp_path) as server:
        page.goto(f"{server.url}static/a%20phone/index.html?config=./none.yaml#%7B%7D")
        page.wait_for_function(PYTHON_RAN, timeout=60_000)
        assert page.evaluate("violations") == []
        assert page.locator(".py-error").count() == 0
    home = f"{server.url}static/a%20phone/"
    assert f"{home}vendor/pyodide/pyodide.asm.wasm" in asked
    assert [url for url in asked if not url.startswith((home, "data:"))] == []
