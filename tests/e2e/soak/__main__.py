"""`make soak`: 1,000 real calls in one page, or as many as CALLS says, or for MINUTES of them.

A line a minute says where it stands. It ends by itself, and fails where anything is left.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.e2e.conftest import HOST_PAGE
from tests.e2e.server import SipServer
from tests.e2e.soak.calls import EACH, MIX
from tests.e2e.soak.pair import pair
from tests.e2e.soak.run import Run, run
from tools.build import build
from tools.serve import StaticServer

WARM = len(EACH) + 3 * len(MIX)  # calls: more than the history keeps
REST = 40.0  # seconds


def main() -> None:
    """Says at once what is lacking."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("needs chromium: `make test` says how to install it")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "host.html").write_text(HOST_PAGE)
        (folder / "widget").symlink_to(build())
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        with StaticServer(folder) as site:
            ended = soak(browser, site.url)
        browser.close()
    if ended:
        sys.exit(ended)


def soak(browser: Browser, site: str) -> str:
    """The run; gives back what is wrong with it."""
    minutes = float(os.environ.get("MINUTES", 0))
    calls = int(os.environ.get("CALLS", 1000))

    def enough(done: Run) -> bool:
        """After the same kinds of calls as the first count: the trace keeps the last five."""
        if (done.calls - WARM) % len(MIX):
            return False
        return done.seconds >= minutes * 60 if minutes else done.calls >= calls

    users = {name: f"pw-{name}" for name in ("alice", "bob")}
    with SipServer(users, relay=True) as server:
        ours, theirs = pair(browser, site, server)
        print("The page is warm after some calls; then it is counted.", flush=True)
        done = run(ours, theirs, enough=enough, warm=WARM, rest=REST, tell=tell)
        print(done.table())
        complaints = [*ours.complaints, *theirs.complaints]
        left = {**done.left, **server.calls()}
    wrong = [f"left: {name} {count}" for name, count in left.items() if count]
    return "\n".join([*wrong, *complaints])


def tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
