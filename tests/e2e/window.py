"""A window at Main UI, in either browser: the widgets on its pages, and the call bar over them.

    window = Window(browser, openhab)
    window.open()
    window.view.reaches(connection="registered")
    window.go(ENERGY)
    window.bar.tap("accept")

All is looked at from the page that holds the widgets, which is of their origin.
"""

import time
from collections.abc import Callable
from typing import Any

from tests.e2e import frames
from tests.e2e.bidi import Tab as FirefoxTab
from tests.e2e.devtools import Chromium
from tests.e2e.devtools import Tab as ChromiumTab
from tests.e2e.firefox import Firefox
from tests.e2e.frames import Frame
from tests.e2e.openhab import OpenHab
from tests.e2e.phone import BOOT_MS, WAIT_MS

OVERVIEW, ENERGY, TABS, MASONRY = (
    f"/page/{name}" for name in ("overview", "energy", "tabs", "masonry")
)
EDITOR = "/settings/pages/layout/overview"
VIEWS, BAR = "main iframe.oh-webframe", "#sipwidget-dock iframe"
# The root of the nth widget with its frame, of which a frame that is being loaded has none.
FIND = """([frames, nth]) => {
    const frame = document.querySelectorAll(frames)[nth];
    const root = frame?.contentDocument?.querySelector("#sipwidget");
    return root && [root, frame];
}"""
# The middle of a button in the window, if the button is what lies on top there.
MIDDLE = f"""(where, selector) => {{
    const [root, frame] = ({FIND})(where) ?? [];
    const button = root?.querySelector(selector);
    button?.scrollIntoView({{block: "nearest"}});
    const box = button?.getBoundingClientRect();
    if (!box?.width) return null;
    const around = frame.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const inside = frame.contentDocument.elementFromPoint(x, y);
    const outside = document.elementFromPoint(around.x + x, around.y + y);
    return outside === frame && button.contains(inside) ? [around.x + x, around.y + y] : null;
}}"""
EVERYWHERE = """async script => {
    const all = [window];
    for (const one of all)
        for (let nth = 0; nth < one.length; nth++) all.push(one[nth]);
    const found = [];
    for (const one of all) if (one.recorder) found.push(await one.eval(`(${script})`)());
    return found;
}"""
HEARD = """async () => {
    let bytes = 0;
    for (const connection of recorder.connections)
        for (const each of (await connection.getStats()).values())
            if (each.type === "inbound-rtp" && each.kind === "audio") bytes += each.bytesReceived;
    return bytes;
}"""
# From the click on a page of the menu to the picture in which its icon is green.
GREEN_AFTER = f"""path => new Promise(done => {{
    const start = performance.now();
    mainui.go(path);
    const look = () => {{
        const [root] = ({FIND})(["{VIEWS}", 0]) ?? [];
        const green = root?.querySelector('[data-action="call"][data-color="green"]');
        if (root?.dataset.connection !== "registered" || !green) setTimeout(look, 2);
        else requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    }};
    look();
}})"""


class Window:
    """One tab at this openHAB."""

    def __init__(
        self,
        browser: Chromium | Firefox,
        openhab: OpenHab,
        size: tuple[int, int] = (1000, 700),
    ) -> None:
        self.openhab = openhab
        self.tab: ChromiumTab | FirefoxTab = browser.tab()
        self.tab.resize(*size)

    # --- where it is ---

    def open(self, path: str = OVERVIEW) -> None:
        """Load Main UI anew."""
        self.tab.open(f"{self.openhab.origin}{path}")
        self.arrives()

    def arrives(self) -> None:
        """Wait for a Main UI that is not the one which `tell` has spoken to."""
        script = "() => Boolean(window.mainui && !window.told)"
        self.until(lambda: self.tab.evaluate(script), "Main UI")

    def go(self, path: str) -> None:
        """Go to another page as Main UI does: it stays, its frames do not."""
        self.tab.evaluate("path => mainui.go(path)", path)

    def press(self, selector: str) -> None:
        """Click something of Main UI's."""
        script = """selector => {
            const box = document.querySelector(selector)?.getBoundingClientRect();
            return box?.width ? [box.x + box.width / 2, box.y + box.height / 2] : null;
        }"""
        self.until(lambda: self.tab.evaluate(script, selector), selector)
        self.tab.click(*self.tab.evaluate(script, selector))

    def tell(self, statement: str) -> None:
        """Let the page do what may take it away."""
        self.tab.evaluate("what => { window.told = true; setTimeout(what); }", statement)

    def green_after(self, path: str) -> float:
        """Go to a page; the milliseconds until its icon is seen in green."""
        return float(self.tab.evaluate(GREEN_AFTER, path))

    # --- what is on it ---

    @property
    def view(self) -> "Place":
        """The first widget on the page."""
        return Place(self, VIEWS)

    def views(self, count: int) -> list["Place"]:
        """So many widgets on the page."""
        return [Place(self, VIEWS, nth) for nth in range(count)]

    @property
    def bar(self) -> "Place":
        """The call bar."""
        return Place(self, BAR)

    # --- what it holds ---

    def everywhere(self, script: str) -> list[Any]:
        """What the script gives in each frame of the page."""
        return list(self.tab.evaluate(EVERYWHERE, script))

    def sent(self, method: str) -> list[Frame]:
        """The requests of that method that the frames which still live have sent."""
        texts = [text for found in self.everywhere("() => recorder.sent") for text in found]
        return [each for each in map(frames.read, texts) if each and each.method == method]

    def hears(self) -> None:
        """Wait until more sound has come than was there."""
        before = sum(self.everywhere(HEARD))
        self.until(lambda: sum(self.everywhere(HEARD)) > before + 2000, "sound")

    def until(
        self,
        holds: Callable[[], object],
        what: str,
        seconds: float = WAIT_MS / 1000,
        seen: Callable[[], object] = lambda: "",
    ) -> None:
        """Wait until something holds. Raises AssertionError that says what was seen instead."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"{what}: not within {seconds} s; {seen()}"
            time.sleep(0.02)


class Place:
    """Where a phone is drawn: the nth of these frames. It may come and go."""

    def __init__(self, window: Window, selector: str, nth: int = 0) -> None:
        self._window = window
        self._where = [selector, nth]

    def ask(self, script: str, *arguments: object) -> Any:
        """What the function gives of the root; None where there is none."""
        found = f"(where, ...more) => {{ const [root, frame] = ({FIND})(where) ?? []; "
        call = f"return root ? ({script})(root, ...more) : null; }}"
        return self._window.tab.evaluate(found + call, self._where, *arguments)

    def attribute(self, name: str) -> str | None:
        """An attribute of the root, as it is now."""
        found = self.ask("(root, name) => root.getAttribute(name)", name)
        return None if found is None else str(found)

    def reaches(self, *, seconds: float = BOOT_MS / 1000, **data: str) -> None:
        """Wait until attributes of the root are so: `reaches(state="idle")` is data-state."""

        def seen() -> dict[str, str | None]:
            return {name: self.attribute(f"data-{name}") for name in data}

        self._window.until(lambda: seen() == data, f"{self._where} {data}", seconds, seen)

    def is_drawn(self) -> None:
        """Wait until Python has drawn there: before that it may show what the last page did."""
        marks = "root.ownerDocument.defaultView.performance.getEntriesByName('sipwidget:ready')"
        self._window.until(lambda: self.ask(f"root => {marks}.length"), f"{self._where} drawn")

    def names(self, party: str) -> None:
        """Wait until that caller or callee is named: what was here may just be going."""

        def seen() -> object:
            return self.ask("root => root.querySelector('[data-part=party]')?.textContent")

        self._window.until(lambda: seen() == party, f"{self._where} {party}", seen=seen)

    def count(self, action: str) -> int:
        """How many buttons of that action there are."""
        script = """(root, action) => root.querySelectorAll(`[data-action="${action}"]`).length"""
        return int(self.ask(script, action) or 0)

    def tap(self, action: str) -> None:
        """Click the button with the mouse, once it is there and nothing lies over it."""
        selector = f'[data-action="{action}"]'

        def place() -> Any:
            return self._window.tab.evaluate(MIDDLE, self._where, selector)

        self._window.until(place, f"{self._where} {selector}")
        self._window.tab.click(*place())

    def is_seen(self) -> bool:
        """Whether something of it is in the window, for people and for the mouse."""
        script = """root => {
            const frame = root.ownerDocument.defaultView.frameElement;
            const {x, y, width, height} = frame.getBoundingClientRect();
            const hit = document.elementFromPoint(x + width / 2, y + height / 2);
            return hit === frame && width > 40 && height > 40 && root.checkVisibility()
                && frame.checkVisibility({opacityProperty: true, visibilityProperty: true});
        }"""
        return bool(self.ask(script))

    def comes(self) -> None:
        """Wait until it is seen."""
        self._window.until(self.is_seen, f"{self._where} to be seen")

    def goes(self, seconds: float = WAIT_MS / 1000) -> None:
        """Wait until nothing of it is seen any more."""
        self._window.until(lambda: not self.is_seen(), f"{self._where} gone", seconds)
