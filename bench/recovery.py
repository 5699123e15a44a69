"""How long a page is away after a fault: until it is registered again, as the wire sees it.

Each page has a hop of its own to the same server, which notes when a 200 to a REGISTER passes.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from bench.browsers import launch
from bench.results import BUILT, JSSIP
from bench.setting import Setting, open_registered
from bench.site import address
from tests.e2e.hop import Hop
from tests.e2e.tampering import Fate, Frame

PAGES = (BUILT, JSSIP)
ROUNDS = 3
AWAY = 10.0  # seconds that the server is gone
LONGEST = 60.0  # seconds after which nobody waits any more: the figure then says so many
SETTLED = 6_000  # ms: a socket that was open for less counts as one that fails


@dataclass
class Watch:
    """The registrations that pass one hop, by when they do."""

    hop: Hop
    times: list[float] = field(default_factory=list)
    news: threading.Event = field(default_factory=threading.Event)

    def note(self, frame: Frame) -> Fate:
        """Lets a frame pass."""
        if frame.what == "200 REGISTER":
            self.times.append(time.monotonic())
            self.news.set()
        yield frame.data

    def since(self, begun: float, longest: float = LONGEST) -> float:
        """Seconds until the first registration after that moment."""
        while time.monotonic() - begun < longest:
            later = [each for each in self.times if each > begun]
            if later:
                return later[0] - begun
            self.news.wait(0.2)
            self.news.clear()
        return longest


def measure(setting: Setting) -> None:
    """The faults by turns, in milliseconds; the one that takes a minute comes once."""
    with ExitStack() as stack:
        browser = stack.enter_context(launch(setting.playwright))
        watches = dict(open_pages(setting, stack, browser))
        wait = browser.contexts[0].pages[0].wait_for_timeout
        for _ in range(ROUNDS):
            wait(SETTLED)
            cut(setting, watches)
            wait(SETTLED)
            away(setting, watches)
        wait(SETTLED)
        strand(setting, watches)


def open_pages(setting: Setting, stack: ExitStack, browser: Browser) -> Iterator[tuple[str, Watch]]:
    """Each page, registered by its own hop."""
    for name in PAGES:
        watch = Watch(stack.enter_context(Hop(setting.server.ws_port)))
        watch.hop.to_page.tamper = watch.note
        account = {**setting.account(name), "websocketUrl": watch.hop.url}
        open_registered(browser.new_page(), name, address(setting.url, name, account))
        yield name, watch


def cut(setting: Setting, watches: dict[str, Watch]) -> None:
    """The connections end, the server is there."""
    begun = time.monotonic()
    for watch in watches.values():
        watch.hop.cut()
    note(setting, "recovery_cut", watches, begun)


def away(setting: Setting, watches: dict[str, Watch]) -> None:
    """The server is killed and comes back; counted from when it is there again."""
    with setting.server.killed():
        time.sleep(AWAY)
    note(setting, "recovery_away", watches, time.monotonic())


def strand(setting: Setting, watches: dict[str, Watch]) -> None:
    """Packets of the connections that there are vanish, and nobody closes."""
    begun = time.monotonic()
    for watch in watches.values():
        watch.hop.strand()
    note(setting, "recovery_half_open", watches, begun)


def note(setting: Setting, figure: str, watches: dict[str, Watch], begun: float) -> None:
    """Wait until each page is back."""
    for name, watch in watches.items():
        setting.samples.add(figure, name, 1000 * watch.since(begun))
