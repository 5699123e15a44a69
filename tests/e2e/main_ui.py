"""The widget on the pages of the stand-in for Main UI, and what is seen there of both."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Request, expect

from tests.e2e.conftest import is_tidied, require
from tests.e2e.frames import Frame
from tests.e2e.openhab import OpenHab
from tests.e2e.phone import BOOT_MS, WAIT_MS, Phone
from tests.e2e.scripted import Link, ScriptedServer

OVERVIEW, ENERGY = "/page/overview", "/page/energy"
EDITOR = "/settings/pages/layout/overview"
FRAME = "iframe.oh-webframe"
READY = f"""() => document.querySelector("{FRAME}")?.contentWindow
    .performance.getEntriesByName("sipwidget:ready").length"""
CHOOSE = """([name, value]) => {
    const field = document.querySelector(`[data-home="${name}"]`);
    field.value = value;
    field.dispatchEvent(new Event("change", {bubbles: true}));
}"""
SHOWN = f"""() => window.mainui && [...document.querySelectorAll("{FRAME}")].length"""
HEIGHTS = f"""() => new Promise(done => {{
    const heights = [], frame = document.querySelector("{FRAME}");
    const look = left => {{
        heights.push(frame.style.height);
        left ? requestAnimationFrame(() => look(left - 1)) : done(heights);
    }};
    look(15);
}})"""
# How far what is in sight of the widget sticks out of its frame.
CUT_OFF = """root => Math.max(...[...root.querySelectorAll("button, input, select, p, strong")]
    .filter(it => it.checkVisibility() && !it.closest("[inert]"))
    .filter(it => getComputedStyle(it).clipPath === "none")
    .filter(it => !it.closest("[role=dialog]") || it.matches("button"))
    .map(it => it.getBoundingClientRect().bottom - innerHeight))"""
CONTRASTS = Path(__file__).with_name("contrast.js").read_text()
# All of the host's page but what it shows itself, the dock, and the height of the widget's frame.
TRACES = f"""() => {{
    const copy = document.documentElement.cloneNode(true);
    copy.querySelectorAll("main, [data-home=toast], #sipwidget-dock").forEach(it => it.remove());
    return {{
        names: Object.keys(window).filter(it => !/^\\d+$/.test(it)).sort(),
        page: copy.outerHTML,
        sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
        elements: [...document.querySelector("main").querySelectorAll("*")].map(it => it.tagName),
        attributes: document.querySelector("{FRAME}").getAttributeNames().sort(),
        kept: Object.keys(localStorage).filter(it => it.startsWith("openhab")).sort(),
    }};
}}"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the page: address, method and body, and its headers as one text."""

    url: str
    text: str


class Visitor(Phone):
    """A browser that looks at a page of Main UI with the widget on it."""

    def __init__(self, browser: Browser, openhab: OpenHab, **settings: Any) -> None:
        super().__init__(browser, openhab.url, **settings)
        self.openhab = openhab
        self.asked: list[Asked] = []
        self.page.on("request", self._note_request)

    def visit(self, path: str = OVERVIEW, *, wait: bool = True) -> None:
        """Load a page of Main UI, and wait until Python has drawn the widget there."""
        self.page.goto(f"{self.openhab.origin}{path}")
        self.page.wait_for_function(SHOWN)
        if wait:
            self.drawn()

    def go(self, path: str, *, wait: bool = True) -> None:
        """Go to another page as Main UI does: it stays, its frames do not."""
        self.page.evaluate("path => mainui.go(path)", path)
        if wait:
            self.drawn()

    def drawn(self) -> None:
        """Wait until Python has drawn the widget."""
        self.page.wait_for_function(READY, timeout=BOOT_MS)

    def configure(self, **properties: object) -> None:
        """Main UI hands other properties over, live; nothing is saved."""
        self.page.evaluate("config => mainui.configure(config)", properties)

    def choose(self, name: str, value: str) -> None:
        """Choose a `theme`, or the `dark` mode, in Main UI's own settings."""
        self.page.evaluate(CHOOSE, [name, value])

    @property
    def frame(self) -> Locator:
        """The widget's frame in the host's page."""
        return self.page.locator(FRAME)

    @property
    def root(self) -> Locator:
        """The widget's root."""
        return self.page.frame_locator(FRAME).locator("#sipwidget")

    def field(self, name: str) -> Locator:
        """A field of the form that is open."""
        return self.root.locator(f'[name="{name}"]')

    def open_form(self) -> None:
        """The local account's form, by the other button of the mouse."""
        self.button("call").click(button="right")
        expect(self.button("save")).to_be_visible(timeout=WAIT_MS)

    def save(self, **fields: str) -> None:
        """Fill the form in that is open, and save it."""
        for name, text in fields.items():
            self.field(name).fill(text)
        self.tap("save")
        expect(self.button("save")).to_have_count(0)

    def height(self) -> int:
        """The frame's height in px, once it stays."""
        found: list[list[str]] = []

        def stays() -> bool:
            found.append(self.page.evaluate(HEIGHTS))
            return len(set(found[-1])) == 1

        self.until(stays, "a height that stays")
        return int(found[-1][0].removesuffix("px"))

    def width(self, action: str) -> float:
        """How wide the icon of that button is, in px; 0 where there is none."""
        icon = self.button(action).locator("svg")
        return float(icon.evaluate("it => it.getBoundingClientRect().width") if icon.count() else 0)

    def addresses(self) -> list[str]:
        """The addresses of all sockets that the page ever opened."""
        self.pump()
        return [socket.url for socket in self.sockets]

    def strangers(self) -> set[str]:
        """The origins of all requests and sockets so far that are not of the page's origin."""
        origins = {_origin(url) for url in self.requests if urlsplit(url).scheme != "data"}
        return (origins | {_origin(each.url) for each in self.sockets}) - {self.openhab.origin}

    def _note_request(self, request: Request) -> None:
        text = f"{request.method} {request.url} {request.headers} {request.post_data}"
        self.asked.append(Asked(request.url, text))


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def installed(folder: Path, source: Path) -> Path:
    """openHAB's folder ``html/`` with the widget's source in it, at ``folder``."""
    (folder / "sipwidget").symlink_to(source)
    return folder


@contextmanager
def kept_page(browser: Browser, openhab: OpenHab) -> Iterator[Visitor]:
    """A booted page, whose widget has no settings, for many tests."""
    openhab.show({})
    one = Visitor(browser, openhab)
    one.visit()
    yield one
    one.close()
    assert one.complaints == []


@contextmanager
def tidied(one: Visitor) -> Iterator[None]:
    """Makes the page as good as new after a test."""
    yield
    assert one.complaints == []
    one.choose("dark", "light")
    one.choose("theme", "aurora")
    assert is_tidied(one)
    one.openhab.house.commands.clear()


def registers_as(server: ScriptedServer, name: str) -> Link:
    """Wait for a phone that registers as this user."""
    link = server.link(60)
    assert f"<sip:{name}@sip.test>" in link.register().header("From")
    return link


def unregisters(link: Link) -> None:
    """Wait for the phone's last words."""

    def ends(frame: Frame) -> bool:
        return frame.method == "REGISTER" and frame.header("Expires") == "0"

    link.until(ends, "un-REGISTER")


def certificate(folder: Path) -> ssl.SSLContext:
    """For localhost, and signed by nobody."""
    require("openssl")
    key, chain = folder / "key.pem", folder / "chain.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(chain)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context
