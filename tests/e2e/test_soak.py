"""Fifty calls of the long run (`make soak` makes a thousand)."""

from playwright.sync_api import Browser

from tests.e2e.server import SipServer
from tests.e2e.soak.calls import EACH
from tests.e2e.soak.pair import pair
from tests.e2e.soak.run import run

CALLS = 50


def test_fifty_calls_leave_nothing_behind(
    chromium: Browser, site: str, sip_server: SipServer
) -> None:
    """N7: no connection, track, listener or proxy, and no heap that grows."""
    ours, theirs = pair(chromium, site, sip_server)
    try:
        enough = CALLS + len(EACH)
        done = run(ours, theirs, enough=lambda it: it.calls >= enough)
        # By the records of calls, of which the history keeps a hundred.
        grown = {"Python objects", "Python heap"}
        assert done.left.keys() <= grown, done.table()
        assert ours.complaints == theirs.complaints == []
    finally:
        ours.close()
        theirs.close()
