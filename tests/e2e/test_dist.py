"""What people install: the zip, unpacked under openHAB's static rules, and on any other host."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import BOOTED, HOST_PAGE, Account, MakePhone
from tests.e2e.openhab import OpenHab
from tests.e2e.phone import BOOT_MS, EMBED, Phone
from tests.e2e.sound import flows
from tools import dist
from tools.build import build
from tools.serve import StaticServer

# Fetched only where something is wrong, or when all else is done; and what hosts may send in place
# of another file.
LATER = ("icon.svg", "manifest.json", "packages.zip", "pyodide.asm.wasm", "stdlib.zip")
INSTEAD = ".js.gz"


class Installed(Phone):
    """A phone whose widget lies where openHAB serves it."""

    def open(self, properties: Mapping[str, object], *, without: str = "") -> None:
        """Load a page of the same origin that holds the widget in an iframe."""
        self._framed = True
        self.page.goto(f"{self.url}static/host.html")
        embed = EMBED.replace("./widget/", "/static/sipwidget/")
        self.page.evaluate(embed, [json.dumps(dict(properties)), without])
        self.page.wait_for_function(BOOTED, timeout=BOOT_MS)


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """openHAB's folder `html/` with the zip unpacked in it, and a page that holds the widget."""
    folder = tmp_path_factory.mktemp("html")
    with zipfile.ZipFile(io.BytesIO(dist.zipped(build()))) as archive:
        archive.extractall(folder)
    (folder / "host.html").write_text(HOST_PAGE)
    return folder


@pytest.fixture(scope="module")
def openhab(html: Path) -> Iterator[OpenHab]:
    with OpenHab(html) as server:
        yield server


@pytest.fixture
def installed(chromium: Browser, openhab: OpenHab) -> Iterator[Installed]:
    one = Installed(chromium, openhab.url)
    yield one
    one.close()
    assert one.complaints == []


def test_a_call_from_under_openhabs_static_rules(
    installed: Installed, openhab: OpenHab, html: Path, phone: MakePhone, account: Account
) -> None:
    """N21, A100a: no type for .mjs or .py, no welcome file; sound both ways; no third host."""
    installed.open({**account("alice"), "phonebook": "bob"})
    bob = phone(**account("bob"), phonebook="alice")
    for one in (installed, bob):
        one.reaches(connection="registered")
    installed.tap("call")
    bob.reaches(state="incoming")
    bob.tap("accept")
    installed.reaches(state="outgoing-accepted")
    flows(installed)
    flows(bob)
    bob.tap("hangup")
    installed.reaches(state="idle")
    origins = {urlsplit(url)[:2] for url in installed.requests if not url.startswith("data:")}
    assert origins == {urlsplit(openhab.url)[:2]}
    assert {socket.url for socket in installed.sockets} == {account("alice")["websocketUrl"]}
    asked = {entry.rpartition("/sipwidget/")[2] for entry in openhab.seen("/static/sipwidget/")}
    loaded = {
        path.relative_to(html / "sipwidget").as_posix()
        for path in (html / "sipwidget").glob("app-*/**/*")
        if path.is_file() and path.name not in LATER and not path.name.endswith(INSTEAD)
    }
    assert loaded <= asked, "what nobody asks for need not be in the zip"
    assert [name for name in asked if not (html / "sipwidget" / name).is_file()] == []


def test_there_is_no_welcome_file(installed: Installed) -> None:
    """So every address has to end in index.html, as that in the widget does."""
    for path, status in (("", 404), ("index.html", 200)):
        response = installed.page.goto(f"{installed.url}static/sipwidget/{path}")
        assert response
        assert response.status == status
    installed.complaints.clear()


def test_the_same_folder_works_below_any_path_of_any_host(
    chromium: Browser, html: Path, tmp_path: Path, account: Account
) -> None:
    """With config.yaml beside it, and with nothing that openHAB has."""
    place = tmp_path / "a/deep path/widget"
    place.parent.mkdir(parents=True)
    place.symlink_to(html / "sipwidget")
    settings = "".join(f"{name}: '{value}'\n" for name, value in account("carol").items())
    (place / "config.yaml").write_text(settings)
    with StaticServer(tmp_path) as server:
        one = Phone(chromium, f"{server.url}a/deep%20path/")
        one.open_alone()
        one.reaches(connection="registered", timeout=BOOT_MS)
        requests = [url for url in one.requests if not url.startswith(one.url)]
        one.close()
    (place / "config.yaml").unlink()
    assert requests == []
    assert one.complaints == []
