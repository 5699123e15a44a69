"""How index.html becomes the page of the built form; tests/e2e/test_boot.py shows that it works."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from tools import page
from tools.pack import Files, below

ROOT = Path(__file__).parents[2]
NAMED = r'(?:href|src|data-\w+)="\./([^"]+)"'
EARLY = ["interpreter.js", *page.FIRST, *page.AT_ONCE.values(), *page.THEN]
LAST = ["storage.js", "pyscript.js", "main.py"]  # what runs when the page has been read


def source() -> Files:
    return below(ROOT / "static", "") | {"index.html": (ROOT / "index.html").read_bytes()}


@pytest.fixture(scope="module")
def text() -> str:
    return page.page(source(), "app-x").decode()


def test_all_that_it_names_is_in_its_folder(text: str) -> None:
    named = re.findall(NAMED, text)
    assert {name.partition("/")[0] for name in named} == {"app-x"}
    (config,) = re.findall("config='(.*)'", text)
    assert json.loads(config) == {"interpreter": "./app-x/interpreter.js"}


def test_what_python_needs_is_asked_for_early_and_only_where_python_is(text: str) -> None:
    """docs/engine.md: a widget in the dock leaves all of it alone."""
    start, end = text.index("<template"), text.index("</template>")
    early = re.findall(NAMED, text[start:end])
    assert early == [f"app-x/{name}" for name in (*EARLY, *LAST)]
    rest = text[:start] + text[end:]
    assert sorted(re.findall(r"app-x/([\w.]+)", rest)) == ["icon.svg", "manifest.json"]


@pytest.mark.parametrize(("tag", "kind"), [("script", "script-src"), ("style", "style-src")])
def test_its_policy_allows_what_stands_in_it_and_nothing_else(
    text: str, tag: str, kind: str
) -> None:
    inline = re.findall(f"<{tag}(?: data-[^>]*)?>(.+?)</{tag}>", text, re.DOTALL)
    digests = [hashlib.sha256(each.encode()).digest() for each in inline]
    wanted = [f"sha256-{base64.b64encode(each).decode()}" for each in digests]
    (directive,) = re.findall(f"{kind} ([^;]*)", text)
    assert sorted(re.findall("'(sha256-[^']*)'", directive)) == sorted(wanted)
    assert "unsafe-inline" not in text


def test_what_stands_in_it_is_what_stands_in_the_source(text: str) -> None:
    for name in (*page.INLINE, "widget.css", "bar.css"):
        assert source()[name].decode() in text
    assert text.index("PATIENCE") < text.index("<template")


@pytest.mark.parametrize("gone", ["./pyscript.toml", '<link rel="icon"', "<template", "</head>"])
def test_a_page_that_has_changed_too_much_is_told(gone: str) -> None:
    files = source()
    files["index.html"] = files["index.html"].replace(gone.encode(), b"")
    with pytest.raises(page.BuildError, match=re.escape(gone[:10])):
        page.page(files, "app-x")


def test_a_text_that_stands_twice_is_not_replaced() -> None:
    with pytest.raises(page.BuildError, match="holds 'a' 2 times"):
        page.patched("it", "a a", {"a": "b"})
