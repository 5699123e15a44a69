"""The import rule of `sipwidget/__init__.py`, read from the source: browser, view, phone, sip."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
LAYERS = ("sip", "phone", "view", "browser")  # each may import itself and those before it
ADAPTERS = {
    "socket",
    "media",
    "vibration",
    "wake_lock",
    "media_keys",
    "sounds",
    "storage",
    "host",
    "configurator",
}  # only main.py names them
JAVASCRIPT = {"js", "pyodide", "pyodide_js", "pyscript"}
YAML_ROOM = "sipwidget/phone/config.py"
FILES = sorted(SOURCE.rglob("*.py"))


def imports(code: str, package: str) -> Iterator[str]:
    """The full dotted name of everything that `code`, a module of `package`, imports."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            stem = ".".join((above if node.level else []) + ([node.module] if node.module else []))
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def faults(path: str, code: str) -> list[str]:
    """The imports of the module at `path` (below src/) that the rule forbids."""
    parts = path.split("/")
    names = imports(code, ".".join(parts[:-1]))
    return [name for name in names if not is_allowed(path, parts[1], name.split("."))]


def is_allowed(path: str, layer: str, name: list[str]) -> bool:
    if path == "sipwidget/main.py":
        return True
    if name[:2] == ["sipwidget", "browser"]:
        return layer == "browser" and not ADAPTERS & set(name[2:3])
    if name[0] == "sipwidget":
        return name[1:] == ["__version__"] or name[1] in LAYERS[: LAYERS.index(layer) + 1]
    if name[0] in JAVASCRIPT:
        return layer == "browser"
    return name[0] in sys.stdlib_module_names or (name[0] == "yaml" and path == YAML_ROOM)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_every_import_keeps_the_direction(file: Path) -> None:
    assert faults(file.relative_to(SOURCE).as_posix(), file.read_text()) == []


@pytest.mark.parametrize(
    ("path", "code", "fault"),
    [
        ("sipwidget/sip/uri.py", "from sipwidget.phone import model", "sipwidget.phone.model"),
        ("sipwidget/sip/uri.py", "from ..phone.model import Model", "sipwidget.phone.model.Model"),
        ("sipwidget/sip/uri.py", "import yaml", "yaml"),
        ("sipwidget/phone/phone.py", "import yaml", "yaml"),
        ("sipwidget/phone/phone.py", "def f():\n    import js", "js"),
        ("sipwidget/phone/phone.py", "import aiohttp", "aiohttp"),
        ("sipwidget/phone/model.py", "from ..view import widget", "sipwidget.view.widget"),
        ("sipwidget/view/widget.py", "from sipwidget import browser", "sipwidget.browser"),
        ("sipwidget/view/widget.py", "from pyodide.ffi import to_js", "pyodide.ffi.to_js"),
        ("sipwidget/browser/dom.py", "from sipwidget import main", "sipwidget.main"),
        (
            "sipwidget/browser/shell.py",
            "from .socket import Socket",
            "sipwidget.browser.socket.Socket",
        ),
    ],
)
def test_an_import_to_the_left_is_found(path: str, code: str, fault: str) -> None:
    assert faults(path, code) == [fault]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("sipwidget/phone/phone.py", "from sipwidget.sip.uri import Uri\nfrom . import model"),
        ("sipwidget/phone/config.py", "import yaml\nfrom ..sip import uri"),
        ("sipwidget/browser/dom.py", "import js\nfrom sipwidget.view.element import Element"),
        ("sipwidget/browser/shell.py", "import asyncio\nfrom .dom import patch"),
        ("sipwidget/sip/digest.py", "import hashlib\nfrom .grammar import TOKEN"),
        ("sipwidget/main.py", "import js\nfrom sipwidget.browser.dom import patch"),
    ],
)
def test_an_import_to_the_right_is_allowed(path: str, code: str) -> None:
    assert faults(path, code) == []
