"""One widget in one page, driven as CONTRACT.md lets outsiders drive it, and watched."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    HttpCredentials,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)

from tests.e2e import frames
from tests.e2e.frames import Frame

RECORDER = Path(__file__).with_name("recorder.js")
BOOT_MS = 60_000
WAIT_MS = 15_000
# What a page of the same origin does that holds the widget in an iframe, as openHAB does.
EMBED = """([config, name]) => {
    document.title = "Host";
    const frame = document.createElement("iframe");
    frame.id = "widget";
    frame.name = name;
    frame.title = "Telephone";
    frame.allow = "microphone; camera; autoplay";
    frame.style = "width: 400px; height: 500px; border: 0";
    frame.dataset.config = config;
    frame.src = "./widget/index.html";
    document.body.append(frame);
}"""
CONFIGURE = "config => { document.querySelector('#widget').dataset.config = config; }"
OPEN_MEDIA = """() => ({
    connections: recorder.connections.filter(each => each.connectionState !== "closed").length,
    tracks: recorder.tracks.filter(each => each.readyState === "live").length,
    devices: recorder.asked,
})"""
STATISTICS = """async () => {
    const found = [];
    for (const connection of recorder.connections)
        if (connection.connectionState !== "closed")
            found.push(...(await connection.getStats()).values());
    return found.filter(each => ["inbound-rtp", "outbound-rtp"].includes(each.type));
}"""


@dataclass(frozen=True, slots=True)
class Wire:
    """One SIP message that crossed a socket of the page."""

    sent: bool
    frame: Frame


@dataclass(frozen=True, slots=True)
class Media:
    """What a page holds open: connections, live tracks, and the devices it ever asked for."""

    connections: int
    tracks: int
    devices: tuple[tuple[bool, bool], ...]  # audio, video


@dataclass(frozen=True, slots=True)
class Traffic:
    """RTP packets of all open connections, by kind of media."""

    sent: dict[str, int]
    received: dict[str, int]


class Phone:
    """A page with one widget, or with none yet. `url` is that of the site, `name` of the user."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        init: str = "",
        width: int = 440,
        credentials: HttpCredentials | None = None,
        trusting: bool = False,
        working: bool = False,
    ) -> None:
        """A `trusting` browser takes any certificate; a `working` one lets pages keep workers.

        What a worker has kept, no test could see on the network, or change there.
        """
        self.url = url
        self.context = browser.new_context(
            viewport={"width": width, "height": 640},
            http_credentials=credentials,
            ignore_https_errors=trusting,
            service_workers="allow" if working else "block",
        )
        self.context.add_init_script(path=RECORDER)
        if init:
            self.context.add_init_script(init)
        self.page: Page = self.context.new_page()
        self.wire: list[Wire] = []
        self.sockets: list[WebSocket] = []
        self.requests: list[str] = []
        self.console: list[str] = []
        self.complaints: list[str] = []
        self.tolerant = False  # the test wants the console to be told of something wrong
        self._framed = False
        self.page.on("websocket", self._socket_opened)
        self.page.on("request", self._requested)
        self.page.on("console", self._console_written)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    # --- the page ---

    def open(self, properties: Mapping[str, object], *, without: str = "") -> None:
        """Load a page of the same origin that holds the widget in an iframe.

        `without` names devices that this machine lacks: `audio`, `video`.
        """
        self._framed = True
        self.page.goto(f"{self.url}host.html")
        name = " ".join(f"no-{kind}" for kind in without.split())
        self.page.evaluate(EMBED, [json.dumps(dict(properties)), name])

    def open_alone(self, query: str = "", url: str = "") -> None:
        """Load the widget's own page, with what follows its name: `#...` or `?...`."""
        self._framed = False
        self.page.goto(f"{url or self.url}widget/index.html{query}")

    def configure(self, **properties: object) -> None:
        """Change the attribute of the iframe, which needs no reload."""
        self.page.evaluate(CONFIGURE, json.dumps(properties))

    def forget(self) -> None:
        """Forget what was seen until now."""
        for seen in (self.wire, self.sockets, self.requests, self.console, self.complaints):
            seen.clear()
        self.everywhere("() => { recorder.asked.length = recorder.states.length = 0; }")
        self.tolerant = False

    def close(self) -> None:
        """Close the page and its context."""
        self.context.close()

    # --- what is on it ---

    @property
    def root(self) -> Locator:
        """The widget's root."""
        scope = self.page.frame_locator("#widget") if self._framed else self.page
        return scope.locator("#sipwidget")

    def button(self, action: str) -> Locator:
        """The buttons of that action."""
        return self.root.locator(f'[data-action="{action}"]')

    @property
    def party(self) -> Locator:
        """The name of the caller or callee."""
        return self.root.locator('[data-part="party"]')

    @property
    def messages(self) -> Locator:
        """All that is said in words."""
        return self.root.locator('[role="status"], [role="alert"]')

    def video(self, part: str) -> Locator:
        """The picture `remote` or `local`."""
        return self.root.locator(f'.video-container video[data-part="{part}"]')

    def shows(self, part: str) -> None:
        """Wait until frames have come to the picture."""
        video = self.video(part)
        expect(video).to_be_visible()
        self.until(lambda: video.evaluate("it => it.videoWidth"), f"a {part} picture")

    def attribute(self, name: str) -> str | None:
        """An attribute of the root, as it is now."""
        return self.root.get_attribute(name, timeout=WAIT_MS)

    def reaches(self, *, timeout: float = WAIT_MS, **data: str | re.Pattern[str]) -> None:
        """Wait until attributes of the root are so: `reaches(state="idle")` is data-state."""
        for name, value in data.items():
            expect(self.root).to_have_attribute(f"data-{name}", value, timeout=timeout)

    def promptly(self, seconds: float = 1.0, **data: str) -> None:
        """The same within a second: Playwright's own waiting looks too seldom for that."""
        wanted = {f"data-{name}": value for name, value in data.items()}

        def holds() -> bool:
            return all(self.attribute(name) == value for name, value in wanted.items())

        self.until(holds, str(data), seconds)

    def says(self, words: str, *, timeout: float = WAIT_MS) -> None:
        """Wait for a message that holds these words, a regular expression whatever the case."""
        wanted = self.messages.filter(has_text=re.compile(words, re.IGNORECASE))
        expect(wanted.first).to_be_visible(timeout=timeout)

    def words(self) -> list[str]:
        """All that is said in words, as it is now."""
        return [text.strip() for text in self.messages.all_inner_texts() if text.strip()]

    def colored(self, action: str, color: str, *, timeout: float = WAIT_MS) -> None:
        """Wait until the button is there in that colour."""
        expect(self.button(action)).to_have_attribute("data-color", color, timeout=timeout)

    # --- what a person does ---

    def tap(self, action: str, target: str = "") -> None:
        """Use a button by keyboard, which is exact in time; test_looks.py uses the mouse."""
        button = self.button(action)
        if target:
            button = button.and_(self.root.locator(f'[data-target="{target}"]'))
        expect(button).to_be_visible(timeout=WAIT_MS)
        button.press("Enter")

    def command(self, text: str) -> None:
        """What the embedding page may do by an event on the root."""
        script = """(root, detail) =>
            root.dispatchEvent(new CustomEvent("sipwidget:command", {detail}))"""
        self.root.evaluate(script, text)

    # --- what is on the wire ---

    def pump(self) -> None:
        """Take in what the browser has reported."""
        self.page.evaluate("0")

    def sent(self, method: str) -> list[Frame]:
        """The requests of that method that the page has sent."""
        self.pump()
        return [each.frame for each in self.wire if each.sent and each.frame.method == method]

    def received(self, status: int, about: str) -> list[Frame]:
        """The responses with that status that the page has received."""
        self.pump()
        kind = (status, about)
        seen = (each.frame for each in self.wire if not each.sent)
        return [frame for frame in seen if (frame.status, frame.about) == kind]

    def answered(self, about: str) -> list[int]:
        """The final statuses that the page has sent to requests of that method."""
        self.pump()
        seen = (each.frame for each in self.wire if each.sent)
        return [frame.status for frame in seen if frame.status >= 200 and frame.about == about]

    def until(self, holds: Callable[[], object], what: str, seconds: float = 15.0) -> None:
        """Wait until something holds. Raises AssertionError that says what did not."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
            self.page.wait_for_timeout(30)

    # --- what it holds open ---

    def everywhere(self, script: str) -> list[Any]:
        """What the script gives in each frame of the page."""
        return [frame.evaluate(script) for frame in self.page.frames]

    def media(self) -> Media:
        """What the page holds open."""
        return media(self.everywhere(OPEN_MEDIA))

    def traffic(self) -> Traffic:
        """What has crossed the open connections."""
        return traffic(self.everywhere(STATISTICS))

    def released(self) -> None:
        """Wait until no track lives and no connection is open."""
        self.until(lambda: self.media().tracks == self.media().connections == 0, "released")

    def states(self) -> list[str]:
        """The texts of all `sipwidget:state` events since the page was loaded."""
        return [text for texts in self.everywhere("() => recorder.states") for text in texts]

    def marks(self) -> dict[str, float]:
        """The first of each performance mark, in milliseconds."""
        script = """() => performance.getEntriesByType("mark").map(it => [it.name, it.startTime])"""
        found: dict[str, float] = {}
        for name, when in (pair for pairs in self.everywhere(script) for pair in pairs):
            found.setdefault(name, when)
        return found

    # --- what the browser reports ---

    def _socket_opened(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        socket.on("framesent", lambda text: self._note(text, sent=True))
        socket.on("framereceived", lambda text: self._note(text, sent=False))

    def _note(self, text: str | bytes, *, sent: bool) -> None:
        frame = frames.read(text)
        if frame is not None:
            self.wire.append(Wire(sent, frame))

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _console_written(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)
        raised = re.search(r"Traceback|PythonError|Uncaught|Unhandled", message.text)
        # The browser itself writes an error for each WebSocket that fails.
        wrong = message.type == "error" and not message.text.startswith("WebSocket connection to")
        if raised or (wrong and not self.tolerant):
            self.complaints.append(message.text)


def media(found: list[Any]) -> Media:
    """What `OPEN_MEDIA` gave in each frame, in one."""
    return Media(
        sum(each["connections"] for each in found),
        sum(each["tracks"] for each in found),
        tuple((it["audio"], it["video"]) for each in found for it in each["devices"]),
    )


def traffic(found: list[Any]) -> Traffic:
    """What `STATISTICS` gave in each frame, in one."""
    sent: dict[str, int] = {}
    received: dict[str, int] = {}
    for row in (row for rows in found for row in rows):
        outbound = row["type"] == "outbound-rtp"
        table, count = (sent, "packetsSent") if outbound else (received, "packetsReceived")
        table[row["kind"]] = table.get(row["kind"], 0) + row.get(count, 0)
    return Traffic(sent, received)
