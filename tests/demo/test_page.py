"""The demo as a newcomer sees it: `python -m demo`, and real Chromium with two windows."""

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.demo.running import Process, demo_process

BOOT_MS = 90_000
WAIT_MS = 20_000
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[str, Process]]:
    """The demo's address and its process."""
    with demo_process() as running:
        yield running


class Window:
    """One window of the demo, and the phone in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.complaints: list[str] = []
        self.page: Page = browser.new_context().new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(url)
        self.phone: FrameLocator = self.page.frame_locator("iframe").first
        self.root: Locator = self.phone.locator("#sipwidget")

    def demo(self, name: str) -> Locator:
        """What the page calls so beside the phone."""
        return self.page.locator(f'[data-demo="{name}"]')

    def tap(self, action: str, target: str = "") -> None:
        """Use one of the phone's buttons."""
        button = self.phone.locator(f'[data-action="{action}"]')
        if target:
            button = button.and_(self.phone.locator(f'[data-target="{target}"]'))
        button.first.press("Enter", timeout=WAIT_MS)

    def reaches(self, *, timeout: float = WAIT_MS, **data: str) -> None:
        """Wait until the phone is so."""
        for name, value in data.items():
            expect(self.root).to_have_attribute(f"data-{name}", value, timeout=timeout)

    def state_at_first_picture(self) -> str:
        """Wait for a frame in the phone's big picture; the phone's state when it came."""
        script = """() => {
            const video = document.querySelector('video[data-part="remote"]');
            return video?.videoWidth ? document.querySelector("#sipwidget").dataset.state : "";
        }"""
        found = self.page.frames[1].wait_for_function(script, timeout=WAIT_MS)
        return str(found.json_value())


def test_the_bell_the_picture_the_key_and_the_end(
    chromium: Browser, demo: tuple[str, Process]
) -> None:
    url, process = demo
    anna, ben = Window(chromium, url), Window(chromium, url)
    for window in (anna, ben):
        window.reaches(connection="registered", timeout=BOOT_MS)

    anna.demo("ring").click()
    expect(anna.demo("words")).to_contain_text("Ringing at Anna and Ben", timeout=WAIT_MS)
    for window in (anna, ben):
        window.reaches(state="incoming")
    expect(ben.phone.locator('[data-part="party"]')).to_have_text("Door")
    ben.tap("accept")
    anna.reaches(state="idle")
    assert ben.state_at_first_picture() == "incoming-accepted"

    expect(anna.demo("door")).to_have_attribute("data-open", "false")
    ben.tap("dtmf")
    for window in (anna, ben):
        expect(window.demo("door")).to_have_attribute("data-open", "true", timeout=WAIT_MS)
        expect(window.demo("keys")).to_have_text("#")
    ben.tap("hangup")
    ben.reaches(state="idle")
    expect(anna.demo("door")).to_have_attribute("data-open", "false", timeout=WAIT_MS)
    expect(anna.demo("words")).to_contain_text("The call is over")

    anna.tap("call")
    anna.tap("dial", "620")
    assert anna.state_at_first_picture() == "outgoing"  # early media
    anna.reaches(state="outgoing-accepted")
    expect(ben.demo("words")).to_contain_text("Anna is on the phone", timeout=WAIT_MS)

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    anna.reaches(state="idle")
    expect(ben.demo("door")).to_have_attribute("data-stage", "lost", timeout=WAIT_MS)
    expect(ben.demo("words")).to_contain_text("does not answer")
    for window in (anna, ben):
        assert window.complaints == []
        window.page.context.close()
