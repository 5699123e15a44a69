from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools.serve import StaticRequest, StaticServer


def get(url: str, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request("GET", path, headers={**headers, "Connection": "close"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("page.html", "text/html; charset=utf-8"),
        ("pyodide.mjs", "text/javascript; charset=utf-8"),
        ("pyodide.asm.wasm", "application/wasm"),
        ("pyscript.toml", "application/toml"),
        ("yaml.zip", "application/zip"),
    ],
)
def test_a_file_has_the_type_that_browsers_ask_for(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text("x")
    with StaticServer(tmp_path) as server:
        response = get(server.url, f"/{name}?a=b")
    assert (response.status, response.getheader("Content-Type")) == (200, kind)
    assert response.getheader("Cache-Control") == "no-cache"


def test_an_unchanged_file_is_not_sent_again(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("x")
    with StaticServer(tmp_path) as server:
        changed = get(server.url, "/main.py").getheader("Last-Modified") or ""
        assert get(server.url, "/main.py", **{"If-Modified-Since": changed}).status == 304


def test_a_host_may_answer_in_another_way(tmp_path: Path) -> None:
    class Lasting(StaticRequest):
        def cache_control(self) -> str:
            return "immutable"

    (tmp_path / "core.js").write_text("x")
    with StaticServer(tmp_path, answers=Lasting) as server:
        assert get(server.url, "/core.js").getheader("Cache-Control") == "immutable"


def test_nothing_above_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "page").mkdir()
    with StaticServer(tmp_path / "page") as server:
        assert get(server.url, "/../secret").status == 404
        assert get(server.url, "/%2e%2e/secret").status == 404
