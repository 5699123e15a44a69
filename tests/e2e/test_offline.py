"""The built page without a network, and after an update (A100b, N32)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import HOST_PAGE
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import ScriptedServer
from tools.build import build
from tools.serve import StaticRequest, StaticServer

KEPT = "navigator.serviceWorker.ready.then(() => caches.open('sipwidget')).then(it => it.keys())"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A host's folder, which an update may change."""
    (tmp_path / "host.html").write_text(HOST_PAGE)
    shutil.copytree(build(), tmp_path / "widget")
    return tmp_path


@pytest.fixture
def asked() -> list[str]:
    """What the host was asked for, by the page or by its worker."""
    return []


@pytest.fixture
def server(place: Path, asked: list[str]) -> Iterator[StaticServer]:
    class Request(StaticRequest):
        def do_GET(self) -> None:  # noqa: N802 - the name in the base
            asked.append(self.path)
            super().do_GET()

    with StaticServer(place, answers=Request) as server:
        yield server


@pytest.fixture
def alice(chromium: Browser, server: StaticServer) -> Iterator[Phone]:
    one = Phone(chromium, server.url, working=True)
    one.tolerant = True  # what cannot be fetched is an error in the console
    yield one
    one.close()
    assert one.complaints == []


def is_kept(one: Phone) -> None:
    """Wait until the browser has all that the page is made of."""
    (frame,) = (each for each in one.page.frames if "widget/" in each.url)
    frame.wait_for_function(f"async () => (await {KEPT}).length > 10", timeout=BOOT_MS)


def test_without_a_network_it_starts_in_yellow(alice: Phone, scripted: ScriptedServer) -> None:
    """A100b: the first visit is enough; the network comes back, and it is green."""
    alice.open_alone()
    alice.reaches(connection="off", timeout=BOOT_MS)
    is_kept(alice)
    alice.context.set_offline(True)
    alice.page.reload()
    alice.page.wait_for_function(
        "performance.getEntriesByName('sipwidget:ready').length", timeout=BOOT_MS
    )
    alice.colored("call", "yellow")
    alice.context.set_offline(False)


def test_what_never_changes_is_asked_for_once(alice: Phone, asked: list[str]) -> None:
    """At the next visit the host gives the page, and the settings beside it."""
    alice.open_alone()
    alice.reaches(connection="off", timeout=BOOT_MS)
    is_kept(alice)
    asked.clear()
    boots_again(alice)
    assert {path.partition("?")[0] for path in asked} == {
        "/widget/index.html",
        "/widget/config.yaml",
    }


def renamed(place: Path) -> tuple[str, str]:
    """An update: another folder, which the page names, and the former one is gone."""
    (folder,) = (place / "widget").glob("app-*")
    new = folder.with_name("app-update234567")
    folder.rename(new)
    page = place / "widget/index.html"
    page.write_text(page.read_text().replace(folder.name, new.name))
    return folder.name, new.name


def test_an_update_is_there_with_the_next_load(alice: Phone, place: Path) -> None:
    """It never has files of two versions, though the worker keeps those of the former one."""
    alice.open_alone()
    alice.reaches(connection="off", timeout=BOOT_MS)
    is_kept(alice)
    old, new = renamed(place)
    alice.requests.clear()
    alice.page.reload()
    alice.reaches(connection="off", timeout=BOOT_MS)
    alice.pump()
    assert [url for url in alice.requests if new in url]
    assert [url for url in alice.requests if old in url] == []


def test_a_page_that_the_browser_has_kept_too_long_is_fetched_anew(
    alice: Phone, place: Path
) -> None:
    """openHAB says nothing of how long a page may be kept; its folder may be gone meanwhile."""
    stale = (place / "widget/index.html").read_text()
    _, new = renamed(place)
    served: list[str] = []

    def once(route: object) -> None:
        served.append("stale")
        route.fulfill(status=200, content_type="text/html", body=stale)  # type: ignore[attr-defined]

    alice.page.route("**/widget/index.html", once, times=1)
    alice.open_alone()
    alice.reaches(connection="off", timeout=BOOT_MS)
    expect(alice.page.locator(f'script[src*="{new}"]').first).to_be_attached()
    assert served == ["stale"]


# --- the memory is unpacked once, and not at each start -------------------------------------------

MEMORY = """async () => {
    const cache = await caches.open('sipwidget');
    return (await cache.keys()).find(({ url }) => url.endsWith('memory.bin.gz'));
}"""
UNPACKED = f"""async () => {{
    await navigator.serviceWorker.ready;
    const request = await ({MEMORY})();
    return request && (await caches.match(request)).headers.has('unpacked');
}}"""
CUT = f"""async () => {{
    const cut = new Response('short', {{ headers: {{ unpacked: 'yes' }} }});
    await (await caches.open('sipwidget')).put(await ({MEMORY})(), cut);
}}"""
BOOT = "() => performance.getEntriesByName('sipwidget:boot')[0]?.detail"


def boots_again(one: Phone) -> dict[str, str]:
    """How the next start is."""
    one.page.reload()
    one.page.wait_for_function(BOOT, timeout=BOOT_MS)
    one.reaches(connection="off", timeout=BOOT_MS)
    found: dict[str, str] = one.page.evaluate(BOOT)
    return found


def test_the_memory_is_kept_unpacked_and_where_it_is_cut_off_that_is_told(alice: Phone) -> None:
    alice.open_alone()
    alice.reaches(connection="off", timeout=BOOT_MS)
    assert alice.page.evaluate(UNPACKED)
    assert boots_again(alice) == {"boot": "snapshot", "reason": ""}
    alice.page.evaluate(CUT)
    told = boots_again(alice)
    assert told["boot"] == "compiled"
    assert "the memory has 5 bytes" in told["reason"]
