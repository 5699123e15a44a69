"""Several widgets on one page: each a phone of its own (A92)."""

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Account
from tests.e2e.phone import BOOT_MS, Phone

FRAME = """([id, config]) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, {id, title: id, src: "./widget/index.html", allow: "microphone"});
    frame.style = "width: 380px; height: 280px; border: 0";
    frame.dataset.config = config;
    document.body.append(frame);
}"""
Widgets = Callable[..., list[Locator]]


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page with nothing on it yet; what it complains of fails the test."""
    phone = Phone(chromium, site, width=820)
    phone.page.goto(f"{site}host.html")
    yield phone.page
    phone.close()
    assert phone.complaints == []


def framed(page: Page, *settings: dict[str, object]) -> list[Locator]:
    """A widget in a frame for each of these settings."""
    for number, one in enumerate(settings):
        page.evaluate(FRAME, [f"w{number}", json.dumps(one)])
    return [
        page.frame_locator(f"#w{number}").locator("#sipwidget") for number in range(len(settings))
    ]


def inline(page: Page, folder: Path, *settings: dict[str, object]) -> list[Locator]:
    """The same in one document, where each root has its settings."""
    roots = "".join(
        f'<div class="sipwidget" data-config="{html.escape(json.dumps(one))}"></div>'
        for one in settings
    )
    text = (folder / "widget/index.html").read_text()
    body = re.sub("(?s)<!-- icon -->.*<!-- /icon -->", lambda _: f"<main>{roots}</main>", text)
    (folder / "widget/several.html").write_text(body)
    page.goto(page.url.replace("host.html", "widget/several.html"))
    return list(page.locator(".sipwidget").all())


def registered(*roots: Locator) -> None:
    for root in roots:
        expect(root).to_have_attribute("data-connection", "registered", timeout=BOOT_MS)


def action(root: Locator, name: str) -> Locator:
    return root.locator(f'[data-action="{name}"]')


@pytest.mark.parametrize("how", ["framed", "inline"])
def test_two_accounts_on_one_page_call_each_other(
    page: Page, site_folder: Path, account: Account, how: str
) -> None:
    """A92: a call, a setting or a sheet of the one is none of the other."""
    settings = (
        {**account("alice"), "phonebook": "bob", "iconSize": 40},
        {**account("bob"), "phonebook": "alice=Alice"},
    )
    alice, bob = (
        framed(page, *settings) if how == "framed" else inline(page, site_folder, *settings)
    )
    registered(alice, bob)
    assert alice.evaluate("it => it.style.getPropertyValue('--icon-size')") == "40px"
    assert bob.evaluate("it => it.style.getPropertyValue('--icon-size')") == ""
    action(alice, "call").press("Enter")
    expect(bob).to_have_attribute("data-state", "incoming")
    expect(bob.locator('[data-part="party"]')).to_have_text("Alice")
    expect(alice).to_have_attribute("data-state", "outgoing")
    action(bob, "accept").press("Enter")
    for root, state in ((alice, "outgoing-accepted"), (bob, "incoming-accepted")):
        expect(root).to_have_attribute("data-state", state)
    action(alice, "hangup").press("Enter")
    for root in (alice, bob):
        expect(root).to_have_attribute("data-state", "idle")


def test_of_two_widgets_with_one_account_one_registers_and_both_dial(
    page: Page, account: Account
) -> None:
    """A92: the other says so, and takes over when the first is gone. Each has its own engine."""
    shared = {**account("alice"), "phonebook": "bob", "dock": False}
    bobs = {**account("bob"), "phonebook": "alice", "dock": False}
    first, second, bob = framed(page, shared, shared, bobs)
    registered(bob)
    wanted = re.compile("registered|connected")
    for root in (first, second):
        expect(root).to_have_attribute("data-connection", wanted, timeout=BOOT_MS)
    expect(page.locator("iframe")).to_have_count(3)
    one, other = (first, second) if is_registered(first) else (second, first)
    registered(one)
    expect(other).to_have_attribute("data-connection", "connected")
    expect(action(other, "call")).to_have_attribute("data-color", "green")
    expect(action(other, "call")).to_have_accessible_name(re.compile("another page"))
    action(other, "call").press("Enter")
    expect(bob).to_have_attribute("data-state", "incoming")
    action(other, "hangup").press("Enter")
    expect(bob).to_have_attribute("data-state", "idle")
    page.evaluate("id => document.getElementById(id).remove()", "w0" if one is first else "w1")
    registered(other)
    action(bob, "call").press("Enter")
    expect(other).to_have_attribute("data-state", "incoming")
    action(other, "decline").press("Enter")
    expect(bob).to_have_attribute("data-state", "idle")


def is_registered(root: Locator) -> bool:
    return root.get_attribute("data-connection") == "registered"
