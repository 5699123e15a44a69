import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from demo.files import Files


def get(root: Path, *paths: str) -> list[tuple[int, str, str]]:
    """Status, type and caching of each path."""

    async def run() -> list[tuple[int, str, str]]:
        app = web.Application()
        app.router.add_get("/x/{path:.*}", Files(root).get)
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
    names = ("index.html", "src/a.py", "vendor/b.mjs", "vendor/c.wasm", "vendor/d.what", "Makefile")
    folder = tmp_path / "project"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (tmp_path / "secret").write_text("secret")
    (folder / "src" / "link").symlink_to(tmp_path / "secret")
    return folder


def test_types_and_caching(root: Path) -> None:
    runtime = "public, max-age=3600"
    assert get(
        root, "index.html", "src/a.py", "vendor/b.mjs", "vendor/c.wasm", "vendor/d.what"
    ) == [
        (200, "text/html", "no-cache"),
        (200, "text/x-python", "no-cache"),
        (200, "text/javascript", runtime),
        (200, "application/wasm", runtime),
        (200, "application/octet-stream", runtime),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "src",
        "Makefile",
        "missing.html",
        "src/../Makefile",
        "src/%2e%2e/Makefile",
        "..%2fsecret",
        "src/link",
        "src/%00",
        "%2fetc%2fpasswd",
        f"src/{'a' * 300}",
    ],
)
def test_nothing_else_is_served(root: Path, path: str) -> None:
    assert get(root, path)[0][0] == 404
