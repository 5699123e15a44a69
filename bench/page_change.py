"""How long a phone is away when the host shows another page: from the click to a green icon.

The host's document stays, and the frame of the old page is destroyed. Ours is in a dock then and
waits there; JsSIP's starts in the new frame and registers. Both are in the browser's cache. A frame
of HTML alone shows what the change itself takes. Once over loopback, once as over a network.
"""

from contextlib import ExitStack
from typing import Protocol
from urllib.parse import quote

from bench import site
from bench.browsers import launch
from bench.results import BARE, BUILT, JSSIP
from bench.setting import Setting, turned
from tests.e2e.hop import Hop
from tools.serve import StaticServer

PHONES = (BUILT, JSSIP, BARE)
CHANGES = 24  # of each phone, after the first two
UNCOUNTED = 2  # the first page starts the phone, the second one fills caches
SETTLED = 1_000  # ms after which the old page has said its last words
FIGURE = "page_change"
FAR = "page_change_far"


class HostPage(Protocol):
    """What is needed of Playwright's page."""

    def click(self, selector: str) -> None: ...
    def wait_for_function(self, expression: str, *, arg: object) -> object: ...
    def evaluate(self, expression: str) -> list[float]: ...
    def wait_for_timeout(self, timeout: float) -> None: ...


def measure(setting: Setting) -> None:
    """Over loopback, and where each packet is under way for a while, as on a Wi-Fi."""
    take_turns(setting, FIGURE, setting.url, setting.server.url)
    with (
        StaticServer(setting.folder, answers=site.FarRequest) as far,
        Hop(setting.server.ws_port) as hop,
    ):
        hop.to_page.delay = hop.to_server.delay = site.WAY
        take_turns(setting, FAR, far.url, hop.url)


def take_turns(setting: Setting, figure: str, url: str, websocket: str) -> None:
    """All phones in turns, each in a browser of its own."""
    with ExitStack() as stack:
        pages = {}
        for name in PHONES:
            browser = stack.enter_context(launch(setting.playwright))
            pages[name] = browser.new_page()
            account = {**setting.account(name), "websocketUrl": websocket}
            pages[name].goto(host(url, site.address(url, name, account)))
        for number in range(UNCOUNTED + CHANGES):
            for name in turned(PHONES, number):
                taken = change(pages[name], number + 1)
                if number >= UNCOUNTED:
                    setting.samples.add(figure, name, taken)


def host(site: str, phone: str) -> str:
    """The host's page, which is told of the phone behind the `#`."""
    return f"{site}change/change.html#{quote(phone, safe='')}"


def change(page: HostPage, count: int) -> float:
    """Milliseconds of this page change, which is the `count`th."""
    page.click("button")
    page.wait_for_function("count => changes.length === count", arg=count)
    page.wait_for_timeout(SETTLED)
    return page.evaluate("() => changes")[-1]
