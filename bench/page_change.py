"""How long a phone is away when the host shows another page: from the click to green on the screen.

The host's document stays, and the frame of the old page is destroyed. Ours is in a dock then and
waits there; JsSIP's starts in the new frame and registers. Both are in the browser's cache. A frame
of HTML alone shows what the change itself takes. Once over loopback, once as over a network.
"""

from contextlib import ExitStack
from typing import Protocol
from urllib.parse import quote

from playwright.sync_api import ViewportSize

from bench import site
from bench.browsers import launch
from bench.results import BARE, BUILT, JSSIP
from bench.screen import Picture, Screen, seen
from bench.setting import Setting, turned
from tests.e2e.hop import Hop
from tools.serve import StaticServer

PHONES = (BUILT, JSSIP, BARE)
CHANGES = 24  # of each phone, after the first two
UNCOUNTED = 2  # the first page starts the phone, the second one fills caches
SETTLED = 1_000  # ms after which the old page has said its last words
FIGURE = "page_change"
FAR = "page_change_far"
LOADED = "{}_loaded"  # until the document says so
SIZE: ViewportSize = {"width": 340, "height": 380}  # a small picture is soon made
GREEN = "4cd964"  # of all phones
MARKS = ("0000ff", "ff0000")  # of the host's pages, in turns


class HostPage(Protocol):
    """What is needed of Playwright's page."""

    def press(self, selector: str, key: str) -> None: ...
    def wait_for_function(self, expression: str, *, arg: object) -> object: ...
    def evaluate(self, expression: str) -> dict[str, float]: ...
    def wait_for_timeout(self, timeout: float) -> None: ...


class HostScreen(Protocol):
    """What is needed of its screen."""

    def start(self) -> None: ...
    def stop(self) -> list[Picture]: ...


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
        reader = stack.enter_context(launch(setting.playwright)).new_page()
        phones = {}
        for name in PHONES:
            page = stack.enter_context(launch(setting.playwright)).new_page(viewport=SIZE)
            account = {**setting.account(name), "websocketUrl": websocket}
            page.goto(host(url, site.address(url, name, account)))
            phones[name] = page, Screen(page, reader, (GREEN, *MARKS))
        for number in range(UNCOUNTED + CHANGES):
            for name in turned(PHONES, number):
                shown, loaded = change(*phones[name], number + 1)
                if number >= UNCOUNTED:
                    setting.samples.add(figure, name, shown)
                    setting.samples.add(LOADED.format(figure), name, loaded)


def host(site: str, phone: str) -> str:
    """The host's page, which is told of the phone behind the `#`."""
    return f"{site}change/change.html#{quote(phone, safe='')}"


def change(page: HostPage, screen: HostScreen, count: int) -> tuple[float, float]:
    """The `count`th page change: milliseconds to the picture, and to the document."""
    screen.start()
    page.press("button", "Enter")  # a pointer would have pictures of its own made
    page.wait_for_function("count => changes.length === count", arg=count)
    page.wait_for_timeout(SETTLED)
    shown = seen(screen.stop(), GREEN, MARKS[count % 2])
    told = page.evaluate("() => changes.at(-1)")
    return shown - told["start"], told["loaded"]
