"""Two parties at one server, of which the first is made to be counted."""

from playwright.sync_api import Browser

from tests.e2e.server import SipServer
from tests.e2e.soak.census import WATCH
from tests.e2e.soak.party import NEWEST, Party


def pair(browser: Browser, site: str, server: SipServer) -> tuple[Party, Party]:
    """Both can be called."""
    settings = {
        "websocketUrl": server.url,
        "domain": server.domain,
        "language": "en",
        "enableTones": True,
    }
    ours, theirs = (
        Party(browser, site, {**settings, "username": name, "password": password})
        for name, password in list(server.users.items())[:2]
    )
    ours.prepare(WATCH.read_text())
    theirs.prepare(NEWEST)
    for party in (ours, theirs):
        party.open()
    return ours, theirs
