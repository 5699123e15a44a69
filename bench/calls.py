"""How long a page takes to answer a call: from the INVITE to its 180, and to its 200.

Both ends of that time are seen inside the page (pages/stamps.js): when the browser has the frame
and nobody has heard of it yet, and when the answer is handed over to be sent.
"""

from contextlib import ExitStack

from playwright.sync_api import Page

from bench.browsers import STAMPS, launch
from bench.caller import Caller, connected
from bench.results import BUILT, JSSIP, SIPJS
from bench.setting import Setting, open_registered, turned
from tests.e2e import frames

CALLEES = (BUILT, JSSIP, SIPJS)
BLOCKS = 3  # of fresh pages
LATER = 8  # calls in a block, after the first
SETTLED = 4_000  # ms after which a page has done what belongs to its start
BETWEEN = 250  # ms from call to call
TAKE = "() => stamps.splice(0)"


def measure(setting: Setting) -> None:
    """Both figures, in blocks of fresh pages."""
    for block in range(BLOCKS):
        measure_block(setting, block, "ringing", 180)
        measure_block(setting, block, "answer", 200)


def measure_block(setting: Setting, block: int, figure: str, status: int) -> None:
    """The first calls of new pages, and those that come later, in turns."""
    with ExitStack() as stack:
        browser = stack.enter_context(launch(setting.playwright))
        caller = stack.enter_context(connected(setting.server.url, setting.server.domain))
        pages = {name: open_page(setting, browser.new_page(), name, status) for name in CALLEES}
        pages[BUILT].wait_for_timeout(SETTLED)
        for call in range(LATER + 1):
            for name in turned(CALLEES, block + call):
                taken = measure_call(caller, pages[name], name, status)
                setting.samples.add(figure if call else f"{figure}_first", name, taken)


def open_page(setting: Setting, page: Page, name: str, status: int) -> Page:
    """A page that waits for a call; for a 200 it is one that answers by itself."""
    page.add_init_script(path=STAMPS)
    address = setting.answering(name) if status == 200 else setting.address(name)
    open_registered(page, name, address)
    return page


def measure_call(caller: Caller, page: Page, user: str, status: int) -> float:
    """Milliseconds of one call."""
    page.evaluate(TAKE)
    call = caller.talk if status == 200 else caller.ring
    call(user)
    page.wait_for_timeout(BETWEEN)
    return between(page.evaluate(TAKE), status)


def between(stamps: list[tuple[str, str, float]], status: int) -> float:
    """From the INVITE that came to the answer of that status. Raises RuntimeError without one."""
    came: dict[str, float] = {}
    for what, text, time in stamps:
        frame = frames.read(text)
        if frame is None:
            continue
        call = frame.header("Call-ID")
        if what == "received" and frame.method == "INVITE":
            came.setdefault(call, time)
        elif what == "sent" and call in came and (frame.status, frame.about) == (status, "INVITE"):
            return time - came[call]
    raise RuntimeError(f"the page has sent no {status}: {[text[:40] for _, text, _ in stamps]}")
