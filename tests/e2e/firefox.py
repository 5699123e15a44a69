"""Firefox ESR without a screen, and a widget in it, driven and watched like those in Chromium."""

import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.e2e import frames
from tests.e2e.bidi import Bidi, Tab, evaluate
from tests.e2e.frames import Frame
from tests.e2e.phone import (
    BOOT_MS,
    CONFIGURE,
    EMBED,
    OPEN_MEDIA,
    RECORDER,
    STATISTICS,
    WAIT_MS,
    Media,
    Traffic,
    media,
    traffic,
)
from tests.e2e.remote import LEFT, RIGHT, RemoteError, end

READY_SECONDS = 30.0
INSECURE_HOST = "sipwidget.test"  # http there is no secure context
PREFERENCES: Mapping[str, bool | int | str] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    # It names its addresses to pages that may use real devices; to users of fake ones it does not.
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    "network.dns.localDomains": INSECURE_HOST,
    # Whatever it wants of others goes to a port of this machine where nobody listens.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": f"localhost, 127.0.0.1, {INSECURE_HOST}",
    "app.update.disabledForTesting": True,
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}
WATCH_SOCKETS = """
    recorder.sent = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
        recorder.sent.push(text);
        send.call(this, text);
    };
"""
# In the browser's own window: BiDi itself cannot answer for these devices.
PERMIT = """allowed => {
    Services.prefs.setBoolPref("media.navigator.permission.disabled", allowed);
    Services.prefs.setBoolPref("media.peerconnection.ice.obfuscate_host_addresses", !allowed);
    for (const device of ["microphone", "camera"])
        Services.prefs.setIntPref(`permissions.default.${device}`, allowed ? 0 : 2);
}"""


class Firefox:
    """The browser while the `with` block lasts, with a profile that is thrown away."""

    def __init__(self) -> None:
        self.complaints: list[str] = []  # errors in the consoles of all pages
        self.bidi: Bidi
        self._process: subprocess.Popen[bytes]
        self._closing: ExitStack

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            home = stack.enter_context(tempfile.TemporaryDirectory(prefix="sipwidget-"))
            profile = Path(home, "profile")
            profile.mkdir()
            lines = (
                f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()
            )
            (profile / "user.js").write_text("\n".join(lines))
            self._process = _start(profile)
            stack.callback(end, self._process)
            address = _address(profile / "WebDriverBiDiServer.json")
            self.bidi = stack.enter_context(Bidi(address))
            self.bidi.preload(RECORDER.read_text() + WATCH_SOCKETS)
            self.bidi.listen("log.entryAdded", self._console_written)
            self._closing = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def tab(self) -> Tab:
        """A new window with one page."""
        return Tab(self.bidi)

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """The machine sleeps: nothing comes from it, and nothing is refused."""
        os.killpg(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._process.pid, signal.SIGCONT)

    def permit_devices(self, allowed: bool) -> None:
        """Answer for the person whom Firefox would ask about microphone and camera."""
        tree = self.bidi.call("browsingContext.getTree", **{"moz:scope": "chrome"})
        evaluate(self.bidi, tree["contexts"][0]["context"], PERMIT, allowed)

    def _console_written(self, entry: dict[str, Any]) -> None:
        # The browser itself writes an error for each WebSocket that fails.
        if entry["level"] == "error" and "ws://" not in entry["text"]:
            self.complaints.append(f"{entry['text']} {entry.get('args', '')}")


class FirefoxPhone:
    """A window with one widget; what is said of `phone.Phone` holds here, too."""

    def __init__(self, firefox: Firefox, url: str) -> None:
        self.url = url
        self.tab = firefox.tab()
        self.tab.resize(440, 640)
        self._framed = False

    # --- the page ---

    def open(self, properties: Mapping[str, object]) -> None:
        """Load a page of the same origin that holds the widget in an iframe."""
        self._framed = True
        self.tab.open(f"{self.url}host.html")
        self.tab.evaluate(EMBED, [json.dumps(dict(properties)), ""])

    def open_alone(self, query: str = "", url: str = "") -> None:
        """Load the widget's own page, with what follows its name."""
        self._framed = False
        self.tab.open(f"{url or self.url}widget/index.html{query}")

    def open_host(self, url: str) -> None:
        """Load a page that holds the widget in an iframe."""
        self._framed = True
        self.tab.open(url)

    def booted(self) -> None:
        """Wait until Python has drawn the widget."""
        script = "() => performance.getEntriesByName('sipwidget:ready').length"
        self.until(lambda: self._ask(script), "a first picture by Python", BOOT_MS / 1000)

    def configure(self, **properties: object) -> None:
        """Change the attribute of the iframe, which needs no reload."""
        self.tab.evaluate(CONFIGURE, json.dumps(properties))

    def tidied(self) -> bool:
        """Whether the page can be made as good as new: no call, no connection, nothing open."""
        try:
            self.tab.evaluate("() => 0", frame=self._frame())
            self.configure()
            self.reaches(connection="off", state="idle", timeout=5_000)
            self.released()
            self.everywhere("() => { recorder.asked.length = recorder.sent.length = 0; }")
        except (AssertionError, RemoteError):
            return False
        return True

    def leave(self) -> None:
        """Go to another page."""
        self.tab.open("about:blank")

    def close(self) -> None:
        """Close the window."""
        self.tab.close()

    # --- what is on it ---

    def attribute(self, name: str) -> str | None:
        """An attribute of the root, as it is now."""
        found = self._ask("name => document.querySelector('#sipwidget').getAttribute(name)", name)
        return None if found is None else str(found)

    def reaches(self, *, timeout: float = WAIT_MS, **data: str) -> None:
        """Wait until attributes of the root are so: `reaches(state="idle")` is data-state."""
        for name, value in data.items():
            seen = partial(self.attribute, f"data-{name}")
            self.until(lambda seen=seen, value=value: seen() == value, value, timeout / 1000, seen)

    def words(self) -> list[str]:
        """All that is said in words."""
        script = """() => [...document.querySelectorAll("[role=status], [role=alert]")]
            .map(each => each.innerText.trim()).filter(Boolean)"""
        return list(self._ask(script) or [])

    def says(self, words: str, *, timeout: float = WAIT_MS) -> None:
        """Wait for a message that holds these words, a regular expression whatever the case."""
        self.until(
            lambda: any(re.search(words, each, re.IGNORECASE) for each in self.words()),
            words,
            timeout / 1000,
            self.words,
        )

    def colored(self, action: str, color: str) -> None:
        """Wait until the button is there in that colour."""
        selector = f'[data-action="{action}"][data-color="{color}"]'
        script = "selector => document.querySelectorAll(selector).length"
        self.until(lambda: self._ask(script, selector), selector)

    def shows(self, part: str) -> None:
        """Wait until frames have come to the picture `remote` or `local`."""
        script = "part => document.querySelector(`video[data-part=${part}]`)?.videoWidth"
        self.until(lambda: self._ask(script, part), f"a {part} picture")

    def tap(self, action: str, target: str = "") -> None:
        """Click a button with the mouse."""
        wanted = f'[data-action="{action}"]' + (f'[data-target="{target}"]' if target else "")
        self._click(f"#sipwidget {wanted}", self._frame())

    def open_menu(self, action: str) -> None:
        """Click a button with the other button of the mouse."""
        self._click(f'#sipwidget [data-action="{action}"]', self._frame(), RIGHT)

    def fill(self, **fields: str) -> None:
        """Type something in the place of what stands in the fields of a form."""
        for name, text in fields.items():
            field = f'#sipwidget [name="{name}"]'
            self._click(field, self._frame())
            self.evaluate("field => document.querySelector(field).select()", field)
            self.tab.type(text, frame=self._frame())

    def press(self, selector: str) -> None:
        """Click something on the page that holds the widget."""
        self._click(selector, self.tab.context)

    # --- what is on the wire, and what it holds open ---

    def sent(self, method: str) -> list[Frame]:
        """The requests of that method that the page has sent."""
        texts = [text for found in self.everywhere("() => recorder.sent") for text in found]
        return [each for each in map(frames.read, texts) if each and each.method == method]

    def everywhere(self, script: str) -> list[Any]:
        """What the script gives in each frame of the page."""
        return [self.tab.evaluate(script, frame=frame) for frame in self.tab.frames()]

    def media(self) -> Media:
        """What the page holds open."""
        return media(self.everywhere(OPEN_MEDIA))

    def traffic(self) -> Traffic:
        """What has crossed the open connections."""
        return traffic(self.everywhere(STATISTICS))

    def released(self) -> None:
        """Wait until no track lives and no connection is open."""
        self.until(lambda: self.media().tracks == self.media().connections == 0, "released")

    def until(
        self,
        holds: Callable[[], object],
        what: str,
        seconds: float = 15.0,
        seen: Callable[[], object] = lambda: "",
    ) -> None:
        """Wait until something holds. Raises AssertionError that says what was seen instead."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"{what}: not within {seconds} s; {seen()}"
            time.sleep(0.03)

    def evaluate(self, script: str, *arguments: object) -> Any:
        """What the function gives in the widget's frame."""
        return self.tab.evaluate(script, *arguments, frame=self._frame())

    def _frame(self) -> str:
        contexts = self.tab.frames()
        if not self._framed:
            return contexts[0]
        pages = [each for each in contexts[1:] if not self._is_dock(each)]
        return pages[-1] if pages else contexts[0]

    def _is_dock(self, frame: str) -> bool:
        """Whether this is the engine's own page, which shows nothing."""
        script = "() => frameElement.parentElement.id === 'sipwidget-dock'"
        return bool(self.tab.evaluate(script, frame=frame))

    def _ask(self, script: str, *arguments: object) -> Any:
        """What the function gives in the widget's frame; None while the page is being loaded."""
        try:
            return self.evaluate(script, *arguments)
        except RemoteError:
            return None

    def _click(self, selector: str, frame: str, button: int = LEFT) -> None:
        """Click the middle of a button as soon as it is there."""
        script = """selector => {
            const button = document.querySelector(selector);
            button?.scrollIntoView({block: "nearest"});
            const box = button?.getBoundingClientRect();
            return box?.width ? [box.x + box.width / 2, box.y + box.height / 2] : null;
        }"""
        where = partial(self.tab.evaluate, script, selector, frame=frame)
        self.until(where, selector)
        self.tab.click(*where(), frame=frame, button=button)


def _start(profile: Path) -> subprocess.Popen[bytes]:
    arguments = ("--headless", "--no-remote", "--remote-debugging-port=0", "about:blank")
    return subprocess.Popen(
        ["firefox-esr", *arguments, "--remote-allow-system-access", "--profile", str(profile)],
        env={**os.environ, "HOME": str(profile.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # it has a dozen children, which are ended as one group
    )


def _address(written: Path) -> str:
    """Where its remote agent listens, as soon as it has written that down."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            told = json.loads(written.read_text())
            return f"ws://{told['ws_host']}:{told['ws_port']}"
        time.sleep(0.02)
    raise RuntimeError("firefox-esr does not open its remote agent")
