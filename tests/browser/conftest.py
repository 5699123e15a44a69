"""A real browser with Pyodide and sipwidget in it, once per session.

``run(function, *arguments)`` runs an async function of a test inside the page and gives back what
it returns; arguments and results travel as JSON, anything that JSON does not know as its ``repr``.
The function is sent as source text and sees nothing of its test but the imports that stand under
``if TYPE_CHECKING:`` in the test's module: they are for the page, where those modules exist.
"""

import ast
import inspect
import io
import json
import textwrap
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "vendor"
SCRIPTS = ("heartbeat.js", "frames.js")  # which index.html has
BOOT = """async () => {
    const {loadPyodide} = await import("/pyodide/pyodide.mjs");
    const names = ["/tree.zip", "/yaml.zip"];
    const archives = names.map(name => fetch(name).then(answer => answer.arrayBuffer()));
    window.pyodide = await loadPyodide({indexURL: "/pyodide/"});
    for (const archive of archives)
        pyodide.unpackArchive(await archive, "zip", {extractDir: "/tree"});
    pyodide.runPython("import sys; sys.path.insert(0, '/tree')");
}"""
CALL = """async ([source, name, texts]) => {
    const namespace = pyodide.toPy({texts});
    try {
        pyodide.runPython(source, {globals: namespace});
        return await pyodide.runPythonAsync(
            `import asyncio, json
called = ${name}(*map(json.loads, texts))
json.dumps(await asyncio.wait_for(called, 20), default=repr)`,
            {globals: namespace});
    } finally { namespace.destroy(); }
}"""


class Site(ThreadingHTTPServer):
    """Serves Pyodide, a zip of our sources, and what a test puts there.

    That is ``pages`` by path, and ``rest``, which answers for everything below ``/rest/``.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.origin = f"http://localhost:{self.server_port}"
        self.pages: dict[str, str] = {"/": "<!doctype html><title>sipwidget</title>"}
        self.rest: Callable[[SimpleHTTPRequestHandler], None] | None = None
        self.tree = _tree()


class _Request(SimpleHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/rest/") and self.server.rest:
            self.server.rest(self)
        elif path.startswith("/pyodide/") or path == "/yaml.zip":
            super().do_GET()
        elif path == "/tree.zip":
            self._give(self.server.tree, "application/zip")
        elif path in self.server.pages:
            text = self.server.pages[path]
            self._give(text.encode(), "text/html" if text.startswith("<") else "text/plain")
        else:
            self.send_error(404)

    do_POST = do_GET  # noqa: N815 - the name that http.server gives it

    def _give(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        return str(VENDOR / path.partition("?")[0].lstrip("/"))

    def log_message(self, *_: object) -> None:
        pass


def _tree() -> bytes:
    """What the page imports of ours: sipwidget, and what the tests share inside."""
    files = {path: path.relative_to(ROOT / "src") for path in (ROOT / "src").rglob("*.py")}
    files |= {path: Path(path.name) for path in Path(__file__).parent.glob("inside*.py")}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, name in files.items():
            archive.write(path, name)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """The page in which Pyodide runs."""
    assert VENDOR.is_dir(), "no vendor/: `make test` brings it"
    page = chromium.new_page()
    _boot(site, page)
    yield page
    page.close()


@pytest.fixture
def run(page: Page) -> Iterator[Callable[..., Any]]:
    """Run an async function inside the page; an error there that nobody caught fails the test."""
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    page.on("pageerror", note)
    yield partial(_call, page)
    page.remove_listener("pageerror", note)
    assert errors == []


@pytest.fixture
def boot(site: Site) -> Callable[[Page], Callable[..., Any]]:
    """Make a page that a test has opened by itself one that runs functions."""
    return partial(_boot, site)


def _boot(site: Site, page: Page) -> Callable[..., Any]:
    page.goto(site.origin)
    for name in SCRIPTS:
        page.evaluate((ROOT / "static" / name).read_text())
    page.evaluate(BOOT)
    return partial(_call, page)


def _call(page: Page, function: Callable[..., Any], *arguments: object) -> Any:
    source = _imports(function) + textwrap.dedent(inspect.getsource(function))
    texts = [json.dumps(argument) for argument in arguments]
    return json.loads(page.evaluate(CALL, [source, function.__name__, texts]))


def _imports(function: Callable[..., Any]) -> str:
    """What stands under ``if TYPE_CHECKING:`` in the function's module."""
    module = ast.parse(Path(inspect.getfile(function)).read_text())
    guarded = [node for node in module.body if isinstance(node, ast.If)]
    return "".join(f"{ast.unparse(line)}\n" for node in guarded for line in node.body)
