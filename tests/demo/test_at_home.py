"""The widget on the demo's page of openHAB, in real Chromium, and rules that use it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.demo.running import demo_process

BOOT_MS = 90_000
WAIT_MS = 20_000
pytestmark = pytest.mark.timeout(240)


def test_a_rule_calls_the_door_opens_it_and_hangs_up(chromium: Browser) -> None:
    complaints: list[str] = []
    with demo_process() as (url, _):
        page = chromium.new_context().new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{url}home")
        phone = page.frame_locator("iframe").first.locator("#sipwidget")
        told = page.locator('[data-home="log"] li')
        door = page.locator('[data-item="FrontDoor_Lock"]')
        expect(phone).to_have_attribute("data-connection", "registered", timeout=BOOT_MS)
        expect(told.last).to_contain_text("registered", timeout=WAIT_MS)
        expect(door).to_have_text("closed")

        page.get_by_role("button", name="dial:620").click()
        expect(phone).to_have_attribute("data-state", "outgoing-accepted", timeout=WAIT_MS)
        expect(told.last).to_contain_text("outgoing-accepted:620@", timeout=WAIT_MS)
        page.get_by_role("button", name="dtmf:#").click()
        expect(door).to_have_text("open", timeout=WAIT_MS)
        page.get_by_role("button", name="hangup").click()
        expect(phone).to_have_attribute("data-state", "idle", timeout=WAIT_MS)
        expect(told.last).to_contain_text("ended:620@", timeout=WAIT_MS)
        page.context.close()
    assert complaints == []
