"""For all tests: `@pytest.mark.needs("kamailio", "sipp")` names the programs that a test drives.

Where one is missing the test is skipped, and says what is missing; on CI it fails instead.
`@pytest.mark.alone` is for a test that changes the machine: no other runs meanwhile.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

# How fast an example runs says more of the machine's load than of the code.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

# No renderers for a pop-up of the address bar, and none for a page that may come: a fifth of all
# that the tests compute.
_WITHOUT = (
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"
)
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--host-resolver-rules=MAP sipwidget.test 127.0.0.1",  # http there is no secure context
    _WITHOUT,
]
# What most tests do without; those that drive Chromium as people have it (e2e/devtools.py) do not.
QUICK_ARGUMENTS = [
    *CHROMIUM_ARGUMENTS,
    # The last of two lists counts. Frames of another site keep nothing, as where that is forbidden.
    f"{_WITHOUT},ThirdPartyStoragePartitioning",
    # Two seconds for each page, as long as most last, would go into better code for Python.
    "--js-flags=--liftoff-only",
]
PROGRAM_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with browser tests come last: from the first on, Playwright's own loop runs in this
    thread. Files, as `make test` gives whole ones to its two workers."""
    chromium = {item.path for item in items if "chromium" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in chromium)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with _turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextmanager
def _turn(*, alone: bool) -> Iterator[None]:
    """The other worker's tests share the machine with one of ours, but for one that is alone.

    Who waits to be alone keeps the gate: else there might always be another one before it.
    """
    lock = Path(tempfile.gettempdir(), f"sipwidget-tests-{os.getuid()}")
    with lock.with_suffix(".gate").open("w") as gate, lock.open("w") as machine:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(machine, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    programs = [name for mark in item.iter_markers("needs") for name in mark.args]
    missing = [name for name in programs if shutil.which(name, path=PROGRAM_PATH) is None]
    if missing:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"needs {', '.join(missing)}: `make test` says how to install it")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of all tests: a thread can run Playwright's sync API only once."""
    program = shutil.which("chromium")
    if program is None:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell("needs chromium: `make test` says how to install it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUICK_ARGUMENTS)
        yield browser
        browser.close()
