"""The phone of Main UI goes with its tab: last words, another tab takes over, and it comes back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import require
from tests.e2e.devtools import Chromium
from tests.e2e.firefox import Firefox
from tests.e2e.main_ui import installed
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import Caller
from tests.e2e.scripted import Link, ScriptedServer, binding
from tests.e2e.test_connection import is_removal
from tests.e2e.test_page_changes import opened, rings
from tests.e2e.window import ENERGY, Window
from tools.serve import TYPES

pytestmark = pytest.mark.usefixtures("chromium")

NOTE_SHOWN = "() => { addEventListener('pageshow', it => { window.cameBack = it.persisted; }); }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """Chromium as people have it."""
    with Chromium() as one:
        yield one


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """Firefox, which cuts the sockets of a page before it says so."""
    require("firefox-esr")
    with Firefox() as one:
        yield one


@pytest.fixture(scope="module")
def openhab(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHab]:
    """One for all tests here."""
    html = installed(tmp_path_factory.mktemp("html"), site_folder / "widget")
    with OpenHab(html, types=TYPES, properties={}) as server:
        yield server


@pytest.fixture
def window(browser: Chromium, openhab: OpenHab) -> Iterator[Window]:
    """A tab with nothing in it yet."""
    browser.complaints.clear()
    one = Window(browser, openhab)
    yield one
    one.tab.close()
    assert browser.complaints == []


def in_a_call(window: Window, link: Link) -> Caller:
    """A call that is seen in the bar, on a page without a widget."""
    window.go(ENERGY)
    caller = rings(link, window.bar)
    window.bar.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    window.bar.reaches(state="incoming-accepted")
    return caller


def says_goodbye(link: Link) -> None:
    """The last words of a phone in a call: to its peer, and to the server."""
    link.request("BYE")
    assert is_removal(link.request("REGISTER"))
    assert link.gone.wait(5)


# --- last words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_reload_and_an_end_of_main_ui_say_goodbye(
    browser: Chromium, firefox: Firefox, openhab: OpenHab, scripted: ScriptedServer, kind: str
) -> None:
    """N4: the call's BYE gets out, and the registration is taken back; then all starts anew."""
    one = Window(browser if kind == "chromium" else firefox, openhab)
    link = opened(one, scripted)
    in_a_call(one, link)
    one.tell("location.reload()")
    says_goodbye(link)
    one.arrives()
    one.go("/page/overview")
    link = scripted.link(60)
    link.register()
    one.view.reaches(connection="registered", state="idle")
    in_a_call(one, link)
    one.tab.close()
    says_goodbye(link)


def test_a_page_that_the_browser_has_kept_registers_again(
    window: Window, scripted: ScriptedServer
) -> None:
    """N5: out of Chromium's back-forward cache, with the widget's frame and the dock in it."""
    link = opened(window, scripted)
    window.tab.evaluate(NOTE_SHOWN)
    window.tab.open(f"{window.openhab.origin}/static/sipwidget/static/icon.svg")
    assert is_removal(link.request("REGISTER"))
    assert link.gone.wait(5)
    window.tell("history.back()")
    link = scripted.link(60)
    link.register()
    window.view.reaches(connection="registered", state="idle")
    assert window.tab.evaluate("() => window.cameBack"), window.tab.not_kept
    rings(link, window.view).cancel()
    window.view.reaches(state="idle")
    window.go(ENERGY)
    rings(link, window.bar).cancel()


# --- another tab ----------------------------------------------------------------------------------


def test_another_tab_takes_over_from_one_that_is_closed_or_crashes(
    browser: Chromium, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N6: one registers, the others say so; within two seconds the next one does."""
    tabs = [Window(browser, openhab) for _ in range(3)]
    links = [opened(tabs[0], scripted)]
    for each in tabs[1:]:
        each.open()
        each.view.reaches(connection="connected")
        links.append(scripted.link(60))
    started = time.monotonic()
    tabs[0].tab.close()
    takes_over(links[1], started)
    tabs[1].view.reaches(connection="registered")
    tabs[2].view.reaches(connection="connected")
    started = time.monotonic()
    tabs[1].tab.crash()
    takes_over(links[2], started)
    tabs[2].view.reaches(connection="registered")
    tabs[2].tab.close()


def takes_over(link: Link, started: float) -> None:
    """Wait for the registration."""
    request = link.request("REGISTER", 10)
    assert time.monotonic() - started < 2
    link.reply(request, 200, headers=binding(request))
