"""One engine for all widgets of a tab: what they share, and where a widget has its own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.conftest import Account, scripted_account
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import ScriptedServer

DOCK = "#sipwidget-dock"
FRAME = """([id, src, config]) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, {id, title: id, src, allow: "microphone"});
    frame.style = "width: 380px; height: 280px; border: 0";
    if (config) frame.dataset.config = config;
    document.body.append(frame);
}"""
# Another page, with the same frame: as what it is seen until Python has drawn there.
NEXT_PAGE = """() => new Promise(done => {
    const old = document.querySelector("iframe[data-config]"), frame = old.cloneNode();
    old.replaceWith(frame);
    const seen = [];
    const look = () => {
        const {contentDocument, contentWindow} = frame;
        if (contentWindow.performance.getEntriesByName("sipwidget:ready").length) done([...seen]);
        else setTimeout(look);
        const root = contentDocument?.querySelector("#sipwidget");
        if (!root?.checkVisibility({visibilityProperty: true})) return;
        if (seen.at(-1) !== root.dataset.connection) seen.push(root.dataset.connection);
    };
    look();
})"""
TAP_NEXT_PAGE = """() => {
    const old = document.querySelector("iframe[data-config]"), frame = old.cloneNode();
    old.replaceWith(frame);
    const tap = () => {
        const button = frame.contentDocument?.querySelector("[data-color=green]");
        button ? button.click() : setTimeout(tap);
    };
    tap();
}"""
ENGINE = f"document.querySelector('{DOCK}')?.version ?? ''"
INDEX = "./widget/index.html"
Show = Callable[..., Locator]


@pytest.fixture
def host(chromium: Browser, site: str) -> Iterator[Phone]:
    """A page with nothing on it yet; what it complains of fails the test."""
    one = Phone(chromium, site, width=820)
    one.page.goto(f"{site}host.html")
    yield one
    one.close()
    assert one.complaints == []


@pytest.fixture
def show(host: Phone) -> Show:
    """`show(settings, src)`: another widget on the page; its root."""
    numbers = iter(range(100))

    def make(settings: dict[str, object] | None = None, src: str = INDEX) -> Locator:
        name = f"w{next(numbers)}"
        host.page.evaluate(FRAME, [name, src, json.dumps(settings) if settings else ""])
        return host.page.frame_locator(f"#{name}").locator("#sipwidget")

    return make


def stands(root: Locator, connection: str = "registered", state: str = "idle") -> None:
    expect(root).to_have_attribute("data-connection", connection, timeout=BOOT_MS)
    expect(root).to_have_attribute("data-state", state)


def button(root: Locator, action: str) -> Locator:
    return root.locator(f'[data-action="{action}"]')


def test_widgets_with_one_account_are_one_phone_with_looks_and_sheets_of_their_own(
    host: Phone, show: Show, account: Account
) -> None:
    """A92"""
    alice = {**account("alice"), "phonebook": "bob"}
    one = show({**alice, "phonebook": "bob=Robert, carol", "iconSize": 40})
    other = show(alice)
    bob = show({**account("bob"), "phonebook": "alice=Alice"})
    for root in (one, other, bob):
        stands(root)
    assert host.page.locator("iframe").count() == 4
    assert len(host.sockets) == 2
    assert one.evaluate("it => it.style.getPropertyValue('--icon-size')") == "40px"
    assert other.evaluate("it => it.style.getPropertyValue('--icon-size')") == ""
    button(one, "call").press("Enter")
    expect(button(one, "dial")).to_have_count(2)
    expect(button(other, "dial")).to_have_count(0)
    button(one, "cancel").press("Enter")
    button(other, "call").press("Enter")
    for root in (one, other):
        stands(root, state="outgoing")
    stands(bob, state="incoming")
    for root in (one, other):  # as the widget has it where it was dialed
        expect(root.locator('[data-part="party"]')).to_have_text("bob")
    button(bob, "accept").press("Enter")
    for root in (one, other):
        stands(root, state="outgoing-accepted")
    button(one, "hangup").press("Enter")
    for root in (one, other, bob):
        stands(root)


def test_the_next_page_is_green_before_python_has_drawn_there(
    host: Phone, show: Show, scripted: ScriptedServer
) -> None:
    """N5, and what is tapped there is what the person meant."""
    settings = {**scripted_account(scripted), "phonebook": "1=One,2=Two"}
    root = show(settings)
    scripted.link(60).register()
    stands(root)
    assert host.page.evaluate(NEXT_PAGE) == ["registered"]
    host.page.evaluate(TAP_NEXT_PAGE)
    expect(button(root, "dial")).to_have_count(2)


def test_a_page_that_says_only_in_a_document_that_it_wants_its_own_engine_gets_it(
    host: Phone, show: Show, site_folder: Path, scripted: ScriptedServer
) -> None:
    settings = {**scripted_account(scripted), "dock": False}
    (site_folder / "alone.json").write_text(json.dumps(settings))
    root = show(src=f"{INDEX}?config=../alone.json")
    link = scripted.link(60)
    link.register()
    stands(root)
    host.page.evaluate("document.querySelector('#w0').remove()")
    assert link.gone.wait(10)


def test_a_page_of_another_version_takes_the_phone_over_unless_there_is_a_call(
    host: Phone, show: Show, site_folder: Path, account: Account
) -> None:
    newer = site_folder / "newer"
    if not newer.exists():
        newer.symlink_to(site_folder / "widget")
    alice = {**account("alice"), "phonebook": "bob"}
    one, bob = show(alice), show(account("bob"))
    for root in (one, bob):
        stands(root)
    before = host.page.evaluate(ENGINE)
    button(one, "call").press("Enter")
    stands(bob, state="incoming")
    other = show(alice, "./newer/index.html")
    stands(other, state="outgoing")
    assert host.page.evaluate(ENGINE) == before
    button(other, "hangup").press("Enter")
    for root in (one, other, bob):
        stands(root)
    another = show(alice, "./newer/index.html")
    for root in (one, other, bob, another):
        stands(root)
    assert "/newer/" in host.page.evaluate(ENGINE)
    assert host.page.locator(DOCK).count() == 1
    button(one, "call").press("Enter")
    for root, state in ((one, "outgoing"), (another, "outgoing"), (bob, "incoming")):
        stands(root, state=state)
    button(bob, "decline").press("Enter")
    for root in (one, other, bob, another):
        stands(root)


def test_an_engine_that_does_not_start_is_told_in_every_page_and_the_next_page_tries_again(
    host: Phone, show: Show, scripted: ScriptedServer
) -> None:
    host.tolerant = True
    host.page.route("**/pyodide.asm.wasm*", lambda route: route.fulfill(status=404, body=""))
    settings = scripted_account(scripted)
    for root in (show(settings), show(settings)):
        expect(root).to_have_attribute("data-error", "start", timeout=BOOT_MS)
        expect(root.get_by_role("alert")).to_have_count(1)
    host.page.unroute_all()
    root = show(settings)
    scripted.link(60).register()
    stands(root)
    host.complaints.clear()


def test_pages_that_come_and_go_leave_nothing_behind(
    host: Phone, show: Show, scripted: ScriptedServer
) -> None:
    """DESIGN.md section 4; a thousand by hand."""
    settings = scripted_account(scripted)
    tools = host.context.new_cdp_session(host.page)
    first = show(settings)
    scripted.link(60).register()
    stands(first)

    def change(times: int) -> dict[str, int]:
        for _ in range(times):
            host.page.evaluate("document.querySelector('iframe[id^=w]').remove()")
            stands(show(settings))
        for _ in range(3):
            tools.send("HeapProfiler.collectGarbage")
            host.page.wait_for_timeout(100)
        return dict(tools.send("Memory.getDOMCounters"))

    before = change(3)
    after = change(20)
    assert after["documents"] <= before["documents"]
    assert after["jsEventListeners"] <= before["jsEventListeners"]
    assert after["nodes"] <= before["nodes"] + 20
    assert len(host.sockets) == 1
