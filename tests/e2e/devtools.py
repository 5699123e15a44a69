"""Chromium as people have it, driven by its own protocol.

Playwright starts it without a back-forward cache and without throttled timers, and takes every page
for one that is looked at. What hangs on those is tested here.
"""

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.conftest import CHROMIUM_ARGUMENTS, PROGRAM_PATH
from tests.e2e.firefox import WATCH_SOCKETS
from tests.e2e.phone import RECORDER
from tests.e2e.remote import LEFT, Remote, RemoteError, end

READY_SECONDS = 30.0
BUTTONS = {LEFT: "left"}


class Chromium:
    """The browser while the `with` block lasts, with a profile that is thrown away.

    `arguments` are for its command line; `prefix` comes before it, as `ip netns exec NAME` does.
    """

    def __init__(self, *arguments: str, prefix: tuple[str, ...] = ()) -> None:
        self._command = (*prefix, "chromium", *CHROMIUM_ARGUMENTS, *arguments)
        self.complaints: list[str] = []  # errors in the consoles of all pages
        self.remote: Remote
        self._closing: ExitStack

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sipwidget-")))
            process = _start(self._command, home)
            stack.callback(end, process)
            address = _address(home / "DevToolsActivePort")
            self.remote = stack.enter_context(Remote(address))
            self.remote.hear("Runtime.exceptionThrown", self._raised)
            self.remote.hear("Runtime.consoleAPICalled", self._written)
            self._closing = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def tab(self) -> "Tab":
        """A new tab, which is looked at from now on."""
        return Tab(self.remote)

    def _raised(self, message: dict[str, Any]) -> None:
        self.complaints.append(str(message["params"]["exceptionDetails"]))

    def _written(self, message: dict[str, Any]) -> None:
        if message["params"]["type"] == "error":
            self.complaints.append(str([each.get("value") for each in message["params"]["args"]]))


class Tab:
    """One page; what is said of `bidi.Tab` holds here, too."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._target = remote.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = remote.ask("Target.attachToTarget", {"targetId": self._target, "flatten": True})
        self._session = str(attached["sessionId"])
        self.not_kept: list[dict[str, Any]] = []  # why pages came back anew, for a person to read
        for domain in ("Page", "Runtime"):
            self.call(f"{domain}.enable")
        remote.hear("Page.backForwardCacheNotUsed", self._note)
        self.call(
            "Page.addScriptToEvaluateOnNewDocument", source=RECORDER.read_text() + WATCH_SOCKETS
        )

    def call(self, method: str, **parameters: object) -> Any:
        """The result of a command to this page."""
        return self._remote.ask(method, parameters, sessionId=self._session)

    def open(self, url: str) -> None:
        """Go there, and wait until it is loaded."""
        self.call("Page.navigate", url=url)
        deadline = time.monotonic() + READY_SECONDS
        ready = "url => location.href === url && document.readyState === 'complete'"
        while not self.evaluate(ready, url):
            assert time.monotonic() < deadline, url
            time.sleep(0.01)

    def resize(self, width: int, height: int) -> None:
        """Give the page these CSS pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 0, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def evaluate(self, script: str, *arguments: object) -> Any:
        """What a function gives, or the promise that it gives. In and out goes what JSON knows."""
        call = f"(async it => JSON.stringify(await ({script})(...JSON.parse(it))))"
        found = self.call(
            "Runtime.evaluate",
            expression=f"{call}({json.dumps(json.dumps(arguments))})",
            awaitPromise=True,
            userGesture=False,
        )
        if "exceptionDetails" in found:
            raise RemoteError(str(found["exceptionDetails"].get("exception", found)))
        value = found["result"].get("value")
        return None if value is None else json.loads(value)

    def click(self, x: float, y: float, *, button: int = LEFT) -> None:
        """Move the mouse to a place in the viewport, press, and let go."""
        place = {"x": x, "y": y, "button": BUTTONS[button], "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, **place)

    def picture(self) -> str:
        """What is seen of the page now: a PNG file in base64."""
        return str(self.call("Page.captureScreenshot")["data"])

    def show(self) -> None:
        """Look at this tab: the others are hidden."""
        self.call("Page.bringToFront")

    def hide(self) -> None:
        """Look at another tab, a new one."""
        self._remote.ask("Target.createTarget", {"url": "about:blank"})

    def crash(self) -> None:
        """The page's process ends without a word."""
        self._remote.tell("Page.crash", {}, sessionId=self._session)

    def counts(self) -> dict[str, int]:
        """What lives in the page once all is swept: `documents`, `nodes`, `jsEventListeners`."""
        self.call("HeapProfiler.collectGarbage")
        return dict(self.call("Memory.getDOMCounters"))

    def heap(self) -> int:
        """The bytes that JavaScript holds once all is swept."""
        self.call("HeapProfiler.collectGarbage")
        return int(self.call("Runtime.getHeapUsage")["usedSize"])

    def close(self) -> None:
        """Close the tab, as a person does."""
        self.call("Page.close")

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("sessionId") == self._session:
            self.not_kept += message["params"]["notRestoredExplanations"]


def _start(command: tuple[str, ...], home: Path) -> subprocess.Popen[bytes]:
    program = shutil.which(command[0], path=PROGRAM_PATH)
    assert program
    return subprocess.Popen(
        [program, *command[1:], "--remote-debugging-port=0", f"--user-data-dir={home}"],
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
            port, path = written.read_text().split()
            return f"ws://127.0.0.1:{port}{path}"
        time.sleep(0.02)
    raise RuntimeError("chromium does not open its remote agent")
