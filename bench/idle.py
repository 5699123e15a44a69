"""What a page costs that only waits: CPU of a minute in which nothing happens, and memory.

All pages wait through the same minute, each in a browser of its own.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from bench.browsers import launch, memory, page_process, processor_time, renderers
from bench.results import BUILT, JSSIP, PLAIN, SIPJS
from bench.setting import Setting, open_registered

WAITING = {BUILT: 3, PLAIN: 3, JSSIP: 3, SIPJS: 1}  # browsers
SETTLED = 50.0  # seconds: V8 collects what the start has left half a minute after it
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A registered page."""

    name: str
    browser: Browser
    page: Page


def measure(setting: Setting) -> None:
    """One minute of all pages."""
    with ExitStack() as stack:
        pages = [open_page(setting, stack, name) for name in WAITING for _ in range(WAITING[name])]
        time.sleep(SETTLED)
        before = [spent(each.browser) for each in pages]
        time.sleep(MINUTE)
        for each, begun in zip(pages, before, strict=True):
            setting.samples.add("idle_cpu", each.name, spent(each.browser) - begun)
        for each in pages:
            note_memory(setting, each)


def open_page(setting: Setting, stack: ExitStack, name: str) -> Waiting:
    """A browser with one page."""
    browser = stack.enter_context(launch(setting.playwright))
    page = browser.new_page()
    open_registered(page, name, setting.address(name))
    return Waiting(name, browser, page)


def spent(browser: Browser) -> float:
    """Milliseconds of CPU of all that runs for the page, a service worker included."""
    return sum(processor_time(process) for process in renderers(browser))


def note_memory(setting: Setting, waiting: Waiting) -> None:
    """MiB of the page's process as it is, and of JavaScript's heap once that is tidied up."""
    found = memory(page_process(waiting.browser))
    setting.samples.add("memory", waiting.name, found["rss"])
    setting.samples.add("memory_private", waiting.name, found["private"])
    session = waiting.page.context.new_cdp_session(waiting.page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    setting.samples.add("heap", waiting.name, heap["usedSize"] / 2**20)
    tidied = memory(page_process(waiting.browser))
    setting.samples.add("memory_private_tidied", waiting.name, tidied["private"])
