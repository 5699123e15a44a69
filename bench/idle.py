"""What a page costs that only waits: CPU of a minute in which nothing happens, and memory.

All pages wait through the same minute, each in a browser of its own. No tool looks into them then:
that would cost a page more than its waiting, and keep its service worker awake.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from bench.browsers import memory, page_processes, processor_time
from bench.results import BUILT, JSSIP, PINGING, PLAIN, SIPJS
from bench.setting import HAS_MARK, PATIENCE, POLLING, Setting, registered_mark
from tests.e2e.devtools import Chromium
from tests.e2e.remote import Remote

WAITING = {BUILT: 3, PLAIN: 3, JSSIP: 3, PINGING: 3, SIPJS: 1}  # browsers
SETTLED = 100.0  # seconds: the browser tidies up after a start for longer than a minute
MINUTE = 60.0


class Call(Protocol):
    """A command to a page, and its result."""

    def __call__(self, method: str, **parameters: object) -> Any: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """A registered page, the only one of its browser."""

    name: str
    remote: Remote

    @contextmanager
    def watched(self) -> Iterator[Call]:
        """Lets a tool look into the page while the block lasts."""
        targets = self.remote.ask("Target.getTargets", {})["targetInfos"]
        (page,) = (each["targetId"] for each in targets if each["type"] == "page")
        asked = {"targetId": page, "flatten": True}
        session = self.remote.ask("Target.attachToTarget", asked)["sessionId"]
        yield lambda method, **values: self.remote.ask(method, values, sessionId=session)
        self.remote.ask("Target.detachFromTarget", {"sessionId": session})

    def processes(self) -> list[int]:
        """Of the page, and of a service worker that has one of its own."""
        return page_processes(self.remote.ask("SystemInfo.getProcessInfo", {}))

    def spent(self) -> float:
        """Milliseconds of CPU of all that runs for the page."""
        return sum(processor_time(process) for process in self.processes())


def measure(setting: Setting) -> None:
    """One minute of all pages."""
    with ExitStack() as stack:
        pages = [open_page(setting, stack, name) for name in WAITING for _ in range(WAITING[name])]
        time.sleep(SETTLED)
        before = [each.spent() for each in pages]
        time.sleep(MINUTE)
        for each, begun in zip(pages, before, strict=True):
            setting.samples.add("idle_cpu", each.name, each.spent() - begun)
        for each in pages:
            note_memory(setting, each)


def open_page(setting: Setting, stack: ExitStack, name: str) -> Waiting:
    """A browser that begins with that page. Raises RuntimeError where it does not register."""
    browser = stack.enter_context(Chromium(setting.address(name)))
    waiting = Waiting(name, browser.remote)
    asked = HAS_MARK.format(registered_mark(name))
    with waiting.watched() as call:
        for _ in range(PATIENCE // POLLING):
            if call("Runtime.evaluate", expression=asked)["result"].get("value"):
                return waiting
            time.sleep(POLLING / 1000)
    raise RuntimeError(f"{name} has not registered within {PATIENCE // 1000} s.")


def note_memory(setting: Setting, waiting: Waiting) -> None:
    """MiB of the page's process as it is, and of JavaScript's heap once that is tidied up."""
    process = max(waiting.processes(), key=lambda each: memory(each)["rss"])
    found = memory(process)
    setting.samples.add("memory", waiting.name, found["rss"])
    setting.samples.add("memory_private", waiting.name, found["private"])
    with waiting.watched() as call:
        call("HeapProfiler.collectGarbage")
        heap = call("Runtime.getHeapUsage")
    setting.samples.add("heap", waiting.name, heap["usedSize"] / 2**20)
    setting.samples.add("memory_private_tidied", waiting.name, memory(process)["private"])
