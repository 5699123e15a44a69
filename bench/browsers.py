"""Chromium: a browser with a profile of its own, and what its processes cost."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.conftest import CHROMIUM_ARGUMENTS

STAMPS = Path(__file__).parent / "pages/stamps.js"


def program() -> str:
    """Debian's Chromium. Raises RuntimeError where there is none."""
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("Chromium is not installed: `make bench` says how to.")
    return found


def launch(playwright: Playwright) -> Browser:
    """A browser that keeps nothing."""
    return playwright.chromium.launch(executable_path=program(), args=CHROMIUM_ARGUMENTS)


@contextmanager
def profile() -> Iterator[Path]:
    """A new profile, as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="sipwidget-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def visit(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps what it keeps in that profile, closed behind the block."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=program(), args=CHROMIUM_ARGUMENTS
    )
    try:
        yield context
    finally:
        context.close()


def page_processes(told: dict[str, Any]) -> list[int]:
    """Of what a browser says of its processes the ids of its pages; its window has none of them."""
    return [each["id"] for each in told["processInfo"] if each["type"] == "renderer"]


def page_process(browser: Browser) -> int:
    """The process of a browser's only page: the largest, where a worker has one, too."""
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getProcessInfo")
    session.detach()
    return max(page_processes(told), key=lambda process: memory(process)["rss"])


def processor_time(process: int) -> float:
    """What all threads of a process have computed since it began, in milliseconds."""
    clock = (~process << 3) | 2  # Linux: CPUCLOCK_SCHED of that process
    return time.clock_gettime(clock) * 1000


def memory(process: int, root: Path = Path("/proc")) -> dict[str, float]:
    """Of a process in MiB: `rss` is all, `private` what nobody else has."""
    lines = (root / str(process) / "smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {
        name: int(rest.split()[0]) for name, _, rest in (it.partition(":") for it in lines)
    }
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return {"rss": kilobytes["Rss"] / 1024, "private": private / 1024}
