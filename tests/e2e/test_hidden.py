"""A tab that is really hidden, in a Chromium that throttles its timers as it does for people."""

import json
import time
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Account, scripted_account
from tests.e2e.devtools import Chromium, Tab
from tests.e2e.hop import Hop
from tests.e2e.phone import EMBED
from tests.e2e.scripted import ScriptedServer
from tests.e2e.server import SipServer

# Five minutes after a tab was hidden, timers in a chain of timers run once a minute: here at once.
AT_ONCE = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1"
SHORT = 100  # seconds that a registrar gives: a third of it passes before a refresh is due
CONNECTION = """() => document.querySelector("#widget")?.contentDocument
    ?.querySelector("#sipwidget")?.dataset.connection ?? "" """
CHAIN = """() => {
    window.links = 0;
    const chain = () => setTimeout(() => { window.links++; chain(); }, 100);
    chain();
}"""


@pytest.fixture
def tab() -> Iterator[Tab]:
    with Chromium(AT_ONCE) as browser:
        yield browser.tab()
        assert browser.complaints == []


def until(tab: Tab, connection: str, seconds: float) -> float:
    """How long it takes until the widget says so."""
    begun = time.monotonic()
    while tab.evaluate(CONNECTION) != connection:
        assert time.monotonic() - begun < seconds, f"not {connection} within {seconds} s"
        time.sleep(0.1)
    return time.monotonic() - begun


def test_a_hidden_tab_finds_a_half_open_socket_out(
    tab: Tab, site: str, account: Account, sip_server: SipServer
) -> None:
    """N2: within 75 s, though a minute's wait is what timers get that timers have set."""
    with Hop(sip_server.ws_port) as hop:
        tab.open(f"{site}host.html")
        tab.evaluate(EMBED, [json.dumps({**account("alice"), "websocketUrl": hop.url}), ""])
        until(tab, "registered", 60)
        tab.hide()
        assert tab.evaluate("() => document.visibilityState") == "hidden"
        tab.evaluate(CHAIN)
        hop.vanish.set()
        assert until(tab, "connecting", 75) < 75
        links = tab.evaluate("() => window.links")
        assert links < 100, "the browser throttles"
        hop.vanish.clear()
        until(tab, "registered", 60)


def test_a_hidden_tab_refreshes_its_registration_in_time(
    tab: Tab, site: str, scripted: ScriptedServer
) -> None:
    """A98: a minute's wait is less than the time that is left by then."""
    tab.open(f"{site}host.html")
    tab.evaluate(EMBED, [json.dumps(scripted_account(scripted)), ""])
    link = scripted.link(60)
    link.register(expires=SHORT)
    until(tab, "registered", 60)
    tab.hide()
    tab.evaluate(CHAIN)
    link.request("REGISTER", SHORT)
    links = tab.evaluate("() => window.links")
    assert links < 100, "the browser throttles"
