"""What all measurements share: the site, the SIP server, Playwright, and where samples go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, Playwright, sync_playwright

from bench import site
from bench.results import BUILT, JSSIP, PINGING, PLAIN, SIPJS, Samples
from tests.e2e.server import SipServer
from tools.build import build
from tools.serve import StaticServer

PAGES = (BUILT, PLAIN, JSSIP, SIPJS)
PASSWORD = "on loopback only"  # noqa: S105 - of users who are there for minutes
REGISTERED = {BUILT: "sipwidget:registered", PLAIN: "sipwidget:registered"}
HAS_MARK = "performance.getEntriesByName('{}').length > 0"
PATIENCE = 180_000  # ms: a busy machine is measured, too
PINGS = 11  # seconds between those of a page of JsSIP, as between ours
POLLING = 50  # ms: asking each frame would be work for the page


@dataclass(frozen=True, slots=True)
class Setting:
    """`rounds` is how often the pages take turns, where a measurement does not know better."""

    playwright: Playwright
    server: SipServer
    folder: Path
    url: str
    samples: Samples
    rounds: int

    def account(self, page: str) -> dict[str, object]:
        """The settings of a page: each has a user of its own."""
        server = {"websocketUrl": self.server.url, "domain": self.server.domain}
        more = {"pings": PINGS} if page == PINGING else {}
        return {**server, "username": page, "password": PASSWORD, **more}

    def address(self, page: str) -> str:
        """Where the page is, with its account."""
        return site.address(self.url, page, self.account(page))

    def answering(self, page: str) -> str:
        """The same of a page that answers by itself."""
        if page == BUILT:
            return site.answering(self.folder, self.url, self.account(page))
        return site.address(self.url, page, {**self.account(page), "autoAnswer": True})


@contextmanager
def setting(rounds: int) -> Iterator[Setting]:
    """Starts all that is needed, and ends it."""
    built = build()
    users = dict.fromkeys((*PAGES, PINGING), PASSWORD)
    with TemporaryDirectory(prefix="sipwidget-") as name, SipServer(users) as server:
        folder = Path(name)
        site.assemble(folder, built)
        with (
            StaticServer(folder, answers=site.HostRequest) as host,
            sync_playwright() as playwright,
        ):
            yield Setting(playwright, server, folder, host.url, Samples(), rounds)


def registered_mark(page: str) -> str:
    """The performance mark of a page that knows it is registered."""
    return REGISTERED.get(page, "bench:registered")


def open_registered(page: Page, name: str, address: str) -> None:
    """Goes there and waits until the page has registered. Raises RuntimeError where it does not.

    It asks the browser itself: Playwright's own waiting first puts a large script into the page,
    which reads it in the midst of its start.
    """
    page.goto(address, wait_until="commit")
    session = page.context.new_cdp_session(page)
    asked = {"expression": HAS_MARK.format(registered_mark(name))}
    for _ in range(PATIENCE // POLLING):
        if session.send("Runtime.evaluate", asked)["result"].get("value"):
            break
        page.wait_for_timeout(POLLING)
    else:
        raise RuntimeError(f"{name} has not registered within {PATIENCE // 1000} s.")
    session.detach()


def turned(pages: tuple[str, ...], number: int) -> tuple[str, ...]:
    """The pages in another order each round: whoever comes first may fare better or worse."""
    start = number % len(pages)
    return (*pages[start:], *pages[:start])
