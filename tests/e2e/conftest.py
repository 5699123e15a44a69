"""The real parts: a SIP server, the site, and phones in pages of real Chromium.

A page takes a second to boot, so pages are kept: `phone(...)` gives a free one a new configuration,
as a host does that changes the attribute. `new_phone(...)` boots one for a test.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from tests.e2e.frames import Frame
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import DOMAIN
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import Link, ScriptedServer
from tests.e2e.server import SipServer
from tools.build import build
from tools.debian import TEST_PACKAGES, missing
from tools.serve import TYPES as SOURCE_TYPES
from tools.serve import StaticServer

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HOST_PAGE = "<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href='data:,'>"
NAMES = ("alice", "bob", "carol", "**620")
USERS = {name: f"pw-{name}" for name in NAMES}
# The first icon is static HTML: Python has drawn when it says so.
BOOTED = """() => document.querySelector("#widget")?.contentWindow
    .performance.getEntriesByName("sipwidget:ready").length"""
MakePhone = Callable[..., Phone]
Account = Callable[[str], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Line:
    """A phone that has registered at a scripted server, and the server's end of it."""

    phone: Phone
    link: Link
    register: Frame


MakeLine = Callable[..., Line]
MakeRegistered = Callable[..., tuple[Phone, Link]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.timeout(180))


def require(*packages: str) -> None:
    """Skip, or fail on CI, where one of Debian's packages is not installed."""
    lacking = missing({name: TEST_PACKAGES[name] for name in packages})
    if lacking:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"needs {', '.join(lacking)}: apt-get install {' '.join(lacking)}")


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the site holds: a page of the host, and in `widget/` the built form of the source."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "host.html").write_text(HOST_PAGE)
    (folder / "widget").mkdir()
    for part in build().iterdir():
        (folder / "widget" / part.name).symlink_to(part)
    return folder


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site."""
    with StaticServer(site_folder) as server:
        yield server.url


@pytest.fixture(scope="session")
def sip_server() -> Iterator[SipServer]:
    """Kamailio with rtpengine; a test that disturbs it puts it right again."""
    require("kamailio", "kamailio-websocket-modules", "rtpengine-daemon")
    with SipServer(USERS) as server:
        yield server


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """A server that does what the test says."""
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def account(sip_server: SipServer) -> Account:
    """The properties of a user of the SIP server."""

    def properties(name: str) -> dict[str, object]:
        server = {"websocketUrl": sip_server.url, "domain": sip_server.domain}
        return {**server, "username": name, "password": USERS[name]}

    return properties


def scripted_account(server: ScriptedServer) -> dict[str, object]:
    """The properties of a user of a scripted server, with one entry in the phonebook."""
    return {
        "websocketUrl": server.url,
        "domain": DOMAIN,
        "username": "alice",
        "password": "pw-alice",
        "phonebook": "620=Door",
    }


@pytest.fixture
def line(phone: MakePhone, scripted: ScriptedServer) -> MakeLine:
    """`line(**properties)`: a phone that is registered at the scripted server."""

    def make(**properties: object) -> Line:
        one = phone(**{**scripted_account(scripted), **properties})
        link = scripted.link(60)
        register = link.register()
        one.reaches(connection="registered")
        return Line(one, link, register)

    return make


@pytest.fixture(scope="session")
def kept_phones() -> Iterator[list[Phone]]:
    """Booted pages that no test uses at the moment."""
    phones: list[Phone] = []
    yield phones
    for phone in phones:
        phone.close()


@pytest.fixture
def phone(chromium: Browser, site: str, kept_phones: list[Phone]) -> Iterator[MakePhone]:
    """`phone(**properties)`: a widget in an iframe, with these properties and nothing else seen."""
    used: list[Phone] = []

    def make(**properties: object) -> Phone:
        one = next(filter(is_silent, kept_phones), None)
        if one:
            kept_phones.remove(one)
            used.append(one)
            one.configure(**properties)
            return one
        one = Phone(chromium, site)
        used.append(one)
        one.open(properties)
        one.page.wait_for_function(BOOTED, timeout=BOOT_MS)
        return one

    yield make
    complaints = [text for one in used for text in one.complaints]
    for one in used:
        if is_tidied(one):
            kept_phones.append(one)
        else:
            one.close()
    assert complaints == []


FORGET_MEDIA = "() => { recorder.connections.length = recorder.tracks.length = 0; }"


def is_tidied(one: Phone) -> bool:
    """Whether the page is as good as new: no call, no connection, nothing open.

    What it says of the last call may stand for a while: see `is_silent`.
    """
    try:
        for action in ("hangup", "decline", "cancel"):
            if one.button(action).count():
                one.tap(action)
        one.configure()
        one.page.evaluate("localStorage.removeItem('sipwidget:history')")
        one.reaches(connection="off", state="idle", timeout=5_000)
        one.released()
        one.everywhere(FORGET_MEDIA)
    except (AssertionError, Error):
        return False
    one.forget()
    return True


def is_silent(one: Phone) -> bool:
    """Whether nothing that a test has brought about is said any more."""
    return one.root.locator('[data-code]:not([data-code^="config-"])').count() == 0


@pytest.fixture
def new_phone(chromium: Browser, site: str) -> Iterator[MakePhone]:
    """`new_phone()`: an empty page in a browser of its own, for what happens as the page boots."""
    used: list[Phone] = []

    def make(*, init: str = "", width: int = 440) -> Phone:
        used.append(Phone(chromium, site, init=init, width=width))
        return used[-1]

    yield make
    complaints = [text for one in used for text in one.complaints]
    for one in used:
        one.close()
    assert complaints == []


@pytest.fixture
def openhab(site_folder: Path, tmp_path: Path) -> Iterator[OpenHab]:
    """openHAB with the widget at `/static/sipwidget/`.

    `openhab.show(properties)` puts the widget on Main UI's pages; the SIP server is elsewhere.
    """
    html = tmp_path / "html"
    html.mkdir()
    (html / "sipwidget").symlink_to(site_folder / "widget")
    with OpenHab(html, types=SOURCE_TYPES) as server:
        yield server


@pytest.fixture
def device(phone: MakePhone) -> Iterator[MakePhone]:
    """`phone` for tests that keep something on the device: afterwards nothing is kept there."""
    used: list[Phone] = []

    def make(**properties: object) -> Phone:
        used.append(phone(**properties))
        return used[-1]

    yield make
    for one in used:
        if one.button("save").count():
            one.tap("cancel")
        one.page.evaluate("localStorage.clear()")


@pytest.fixture
def registered(device: MakePhone, scripted: ScriptedServer) -> MakeRegistered:
    """`registered(**properties)`: a phone at the scripted server, and its connection."""

    def make(**properties: object) -> tuple[Phone, Link]:
        one = device(**{**scripted_account(scripted), **properties})
        link = scripted.link(60)
        link.register()
        one.reaches(connection="registered")
        return one, link

    return make
