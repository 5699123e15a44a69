import gzip
import json
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from bench import site
from bench.results import BUILT, JSSIP
from tools.serve import StaticServer


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("widget/index.html", False),
        ("widget/app-abcdefgh2345/main.py", True),
        ("plain/src/main.py", False),
        ("plain/vendor/core.js", True),
        ("peers/bundles/jssip-AB12CD34.js", True),
        ("peers/jssip.html", False),
    ],
)
def test_a_browser_may_keep_what_never_changes(tmp_path: Path, path: str, kept: bool) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).touch()
    with StaticServer(tmp_path, answers=site.HostRequest) as server:
        connection = HTTPConnection(urlsplit(server.url).netloc, timeout=5)
        connection.request("GET", f"/{path}", headers={"Connection": "close"})
        told = connection.getresponse().getheader("Cache-Control") or ""
        connection.close()
    assert ("immutable" in told) is kept


def test_what_is_packed_already_is_not_packed_again(tmp_path: Path) -> None:
    text = b"say it again " * 100
    (tmp_path / "a b.js").write_bytes(text)
    (tmp_path / "memory.gz").write_bytes(text)
    packed = len(gzip.compress(text, 6, mtime=0))
    assert site.compressed(tmp_path / "a b.js") == packed
    names = ["a%20b.js?x", "a%20b.js", "memory.gz"]
    urls = [f"http://localhost:1/{name}" for name in names]
    assert site.payload(tmp_path, [*urls, "data:,x"]) == packed + len(text)


def test_every_page_finds_its_account_behind_the_number_sign() -> None:
    account = {"username": "a#b c"}
    url = site.address("http://localhost:1/", JSSIP, account)
    assert url.startswith("http://localhost:1/peers/jssip.html#")
    assert json.loads(unquote(urlsplit(url).fragment)) == account


def test_a_configuration_beside_the_page_lets_it_answer(tmp_path: Path) -> None:
    (tmp_path / "answering").mkdir()
    url = site.answering(tmp_path, "http://localhost:1/", {"username": BUILT})
    assert url == "http://localhost:1/answering/index.html"
    told = json.loads((tmp_path / "answering/config.yaml").read_text())
    assert told == {"username": BUILT, "autoAnswer": "*"}
