import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from demo.files import BUILT, SOURCE, Files


def get(root: Path, *paths: str, public: tuple[str, ...] = BUILT) -> list[tuple[int, str, str]]:
    """Status, type and caching of each path."""

    async def run() -> list[tuple[int, str, str]]:
        app = web.Application()
        app.router.add_get("/x/{path:.*}", Files(root, public).get)
        found = []
        async with TestClient(TestServer(app)) as client:
            for path in paths:
                async with client.get(URL(f"/x/{path}", encoded=True)) as response:
                    caching = response.headers.get("Cache-Control", "")
                    found.append((response.status, response.content_type, caching))
        return found

    return asyncio.run(run())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    names = ("index.html", "app-x/a.py", "app-x/b.js", "app-x/c.wasm", "app-x/d.what", "Makefile")
    folder = tmp_path / "project"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (tmp_path / "secret").write_text("secret")
    (folder / "app-x" / "link").symlink_to(tmp_path / "secret")
    return folder


def test_types_and_caching(root: Path) -> None:
    lasting = "public, max-age=31536000, immutable"
    assert get(root, "index.html", "app-x/a.py", "app-x/b.js", "app-x/c.wasm", "app-x/d.what") == [
        (200, "text/html", "no-cache"),
        (200, "text/x-python", lasting),
        (200, "text/javascript", lasting),
        (200, "application/wasm", lasting),
        (200, "application/octet-stream", lasting),
    ]


def test_of_the_source_only_what_the_page_needs_is_served(tmp_path: Path) -> None:
    for name in ("src/a.py", "tools/b.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(name)
    wanted = [(200, "text/x-python", "no-cache"), (404, "text/plain", "")]
    assert get(tmp_path, "src/a.py", "tools/b.py", public=SOURCE) == wanted


@pytest.mark.parametrize(
    "path",
    [
        "",
        "app-x",
        "Makefile",
        "missing.html",
        "app-x/../Makefile",
        "app-x/%2e%2e/Makefile",
        "..%2fsecret",
        "app-x/link",
        "app-x/%00",
        "%2fetc%2fpasswd",
        f"app-x/{'a' * 300}",
    ],
)
def test_nothing_else_is_served(root: Path, path: str) -> None:
    assert get(root, path)[0][0] == 404
