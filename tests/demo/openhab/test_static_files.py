"""openHAB's rules for `html/`."""

from pathlib import Path

import pytest
from yarl import URL

from demo.openhab.fake import FakeOpenHab
from tests.demo.openhab.against import Client, against, ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    html = tmp_path / "html"
    for name in ("w/index.html", "w/a.js", "w/b.mjs", "w/c.wasm", "w/d.py", "w/e", "w/f.svg"):
        (html / name).parent.mkdir(parents=True, exist_ok=True)
        (html / name).write_text(name)
    (tmp_path / "secret.js").write_text("secret")
    return html


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("w/index.html", "text/html"),
        ("w/a.js", "application/javascript"),
        ("w/b.mjs", None),
        ("w/c.wasm", "application/wasm"),
        ("w/d.py", None),
        ("w/e", None),
        ("w/f.svg", "image/svg+xml"),
    ],
)
def test_a_type_is_one_of_jettys_or_none(folder: Path, name: str, kind: str | None) -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        async with client.get(f"/static/{name}") as response:
            assert (response.status, await response.text()) == (200, name)
            assert response.headers.get("Content-Type") == kind

    against(step, folder=folder)


def test_there_is_a_date_and_no_other_rule(folder: Path) -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        async with client.get("/static/w/a.js") as response:
            since = {"If-Modified-Since": response.headers["Last-Modified"]}
            ours = {"Content-Length", "Content-Type", "Date", "Last-Modified"}
            assert set(response.headers) - ours == {"Server"}
        assert (await ask(client, "GET", "/static/w/a.js", headers=since))[0] == 304

    against(step, folder=folder)


@pytest.mark.parametrize(
    "path", ["", "w", "w/", "w/index.html/", "x.js", "../secret.js", "w/%2e%2e/%2e%2e/secret.js",
             "%2fetc%2fpasswd", "w/%00", f"w/{'a' * 300}"]
)  # fmt: skip
def test_nothing_else_is_there(folder: Path, path: str) -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        async with client.get(URL(f"/static/{path}", encoded=True)) as response:
            assert response.status == 404

    against(step, folder=folder)
