"""One end of many calls: a page with the widget, driven and watched as CONTRACT.md has it."""

import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, Frame

from tests.e2e.phone import BOOT_MS, CONFIGURE, EMBED

WAIT_MS = 20_000
# The first icon is static HTML: Python has drawn when it says so.
READY = """() => document.querySelector("#widget")?.contentWindow
    ?.performance.getEntriesByName("sipwidget:ready").length"""
COMMAND = """(root, detail) =>
    root.dispatchEvent(new CustomEvent("sipwidget:command", {detail}))"""
# Waits for attributes of the root, for words on it, and for what a selector finds, or does not.
UNTIL = """(root, {data, says, there, gone, picture, ms}) => new Promise((resolve, reject) => {
    const holds = () =>
        Object.entries(data).every(([name, value]) => root.dataset[name] === value)
        && root.textContent.includes(says)
        && (!there || root.querySelector(there))
        && (!gone || !root.querySelector(gone))
        && (!picture || root.querySelector('video[data-part="remote"]')?.videoWidth);
    const end = (settle, value) => {
        observer.disconnect();
        clearTimeout(timer);
        settle(value);
    };
    const look = () => holds() && end(resolve);
    const observer = new MutationObserver(look);
    observer.observe(root,
        {attributes: true, childList: true, subtree: true, characterData: true});
    const timer = setTimeout(() => end(reject, new Error(root.outerHTML)), ms);
    look();
})"""
# For `hears`: a way to the newest connection that keeps none of them alive.
NEWEST = """(() => {
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class RTCPeerConnection extends Native {
        constructor(...settings) {
            super(...settings);
            top.newest = new WeakRef(this);
        }
    };
})()"""
RECEIVED = """async () => {
    const rows = [...(await newest.deref().getStats()).values()];
    return Object.fromEntries(rows.filter(row => row.type === "inbound-rtp")
        .map(row => [row.kind, row.packetsReceived]));
}"""


class Party:
    """A page of the host with one widget. Raises AssertionError when something does not come."""

    def __init__(self, browser: Browser, site: str, properties: Mapping[str, object]) -> None:
        self.user = str(properties["username"])
        self.complaints: list[str] = []
        self._properties = dict(properties)
        self._context = browser.new_context(
            viewport={"width": 440, "height": 640}, service_workers="block"
        )
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._site = site

    def open(self) -> None:
        """Load it, and wait until it can be called."""
        self.page.goto(f"{self._site}host.html")
        self.page.mouse.click(1, 1)  # from then on the browser lets tones be heard
        self.page.evaluate(EMBED, [json.dumps(self._properties), ""])
        self.page.wait_for_function(READY, timeout=BOOT_MS)
        scope = self.page.frame_locator("#widget")
        self._root = scope.locator("#sipwidget").element_handle(timeout=BOOT_MS)
        self.until(connection="registered")

    def close(self) -> None:
        """Close the page and its context."""
        self._context.close()

    def until(
        self,
        *,
        says: str = "",
        there: str = "",
        gone: str = "",
        picture: bool = False,
        **data: str,
    ) -> None:
        """Wait for attributes of the root, and for what is on it."""
        wanted: dict[str, object] = {"data": data, "says": says, "there": there, "gone": gone}
        told = self._root.evaluate(UNTIL, {**wanted, "picture": picture, "ms": WAIT_MS})
        assert told is None

    def command(self, text: str) -> None:
        """What the embedding page may do."""
        self._root.evaluate(COMMAND, text)

    def tap(self, action: str) -> None:
        """Press a button that is there."""
        self._root.eval_on_selector(f'[data-action="{action}"]', "button => button.click()")

    def see(self, video: bool) -> None:
        """From the next call on with video, or without; an idle widget shows which."""
        if self._properties.get("enableVideo", False) is video:
            return
        self._properties |= {"enableVideo": video, "showVideoWhenIdle": video}
        self.page.evaluate(CONFIGURE, json.dumps(self._properties))
        place = ".video-container"
        self.until(there=place if video else "", gone="" if video else place)

    def hears(self, *kinds: str) -> None:
        """Wait until packets of these kinds have come in. It needs `NEWEST`."""
        for _ in range(WAIT_MS // 25):
            received: dict[str, int] = self.page.evaluate(RECEIVED)
            if all(received.get(kind) for kind in kinds):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{self.user} receives no {kinds}")

    def prepare(self, script: str) -> None:
        """Run this before any script of the page; to be said before it is opened."""
        self._context.add_init_script(script)

    @property
    def engine(self) -> Frame:
        """The frame in which Python runs: PyScript is there, too."""
        script = "() => document.querySelectorAll('script[type=py]').length"
        frames: list[Any] = [each for each in self.page.frames if each.evaluate(script)]
        assert len(frames) == 1
        return frames[0]
