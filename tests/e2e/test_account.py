"""The local account: whose form opens how, where it is kept, and what it replaces."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from tests.e2e.account_form import (
    LOCAL,
    LOCAL_ACCOUNT,
    booted,
    field,
    fill,
    keep,
    kept,
    leaves_and_registers,
    open_form,
    register_of,
    registers_as,
    save,
)
from tests.e2e.conftest import USERS, Account, MakePhone, scripted_account
from tests.e2e.conftest import MakeRegistered as Make
from tests.e2e.peers import Caller
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer

EDITOR = """<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href='data:,'>
<body class="layout-editor"><div class="configure-layout-menu">menu</div>"""
RUN_MODE = "document.querySelector('.configure-layout-menu').remove()"
REFUSED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Not allowed", "SecurityError"); },
});"""
ALL_KEPT = "() => JSON.stringify({...localStorage})"
IN_CORNER = """node => {
    const {top, right} = node.getBoundingClientRect();
    return top < 20 && innerWidth - right < 20;
}"""


@pytest.fixture
def editor(chromium: Browser, site: str) -> Iterator[Phone]:
    """A browser for pages below the address of Main UI's page editor; `open` shows its menus."""
    below = f"{site}settings/pages/"

    def answer(route: Route) -> None:
        if route.request.url.endswith("host.html"):
            route.fulfill(content_type="text/html", body=EDITOR)
        else:
            route.continue_(url=route.request.url.replace(below, site))

    one = Phone(chromium, below)
    one.page.route(f"{below}**", answer)
    yield one
    complaints = one.complaints
    one.close()
    assert complaints == []


# --- the way to the form --------------------------------------------------------------------------


def test_in_edit_mode_there_is_a_button_and_what_it_saves_is_used_in_run_mode(
    editor: Phone, scripted: ScriptedServer
) -> None:
    """A48, A49, A50: nothing is connected until the page runs."""
    editor.open(scripted_account(scripted))
    booted(editor)
    editor.reaches(edit="true", connection="off")
    button = editor.root.get_by_role("button", name="Local SIP Account Settings")
    expect(button).to_be_visible()
    expect(button).to_have_attribute("data-action", "settings")
    assert button.evaluate(IN_CORNER)
    button.click()
    fill(editor, username="bob", password=USERS["bob"])
    editor.tap("save")
    expect(button).to_be_visible()
    assert scripted.handshakes == 0
    editor.page.evaluate(RUN_MODE)
    link = scripted.link()
    registers_as(link, "bob")
    expect(button).to_have_count(0)
    assert editor.attribute("data-edit") is None


def test_outside_edit_mode_there_is_no_button(registered: Make) -> None:
    """A48."""
    alice, _ = registered()
    assert alice.button("settings").count() == 0


def test_the_icon_held_down_opens_the_form_and_dials_nobody(registered: Make) -> None:
    """Issue 5; a click that is not held dials as ever."""
    alice, link = registered()
    alice.button("call").hover()
    alice.page.mouse.down()
    expect(alice.button("save")).to_be_visible()
    alice.page.mouse.up()
    alice.tap("cancel")
    expect(alice.button("save")).to_have_count(0)
    assert alice.sent("INVITE") == []
    alice.button("call").click()
    link.reply(link.request("INVITE"), 486)
    alice.reaches(state="idle")


def test_a_finger_that_stays_on_the_icon_opens_the_form_and_dials_nobody(
    registered: Make,
) -> None:
    """Issue 5, on a tablet: whether or not the browser makes a menu of it."""
    alice, link = registered()
    box = alice.button("call").bounding_box()
    assert box
    at = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}]
    session = alice.context.new_cdp_session(alice.page)
    touch = "Input.dispatchTouchEvent"
    session.send(touch, {"type": "touchStart", "touchPoints": at})
    expect(alice.button("save")).to_be_visible()
    session.send(touch, {"type": "touchEnd", "touchPoints": []})
    expect(alice.button("save")).to_be_visible()
    session.detach()
    alice.tap("cancel")
    alice.tap("call")
    link.reply(link.request("INVITE"), 486)
    alice.reaches(state="idle")
    assert len(alice.sent("INVITE")) == 1


def test_escape_leaves_the_form_and_enter_saves_it(registered: Make) -> None:
    """The focus comes back to the icon."""
    alice, _ = registered()
    open_form(alice)
    expect(alice.root.get_by_role("dialog")).to_be_focused()
    fill(alice, ownSipAddress="622")
    field(alice, "ownSipAddress").press("Escape")
    expect(alice.button("save")).to_have_count(0)
    assert kept(alice) is None
    expect(alice.button("call")).to_be_focused()
    open_form(alice)
    fill(alice, ownSipAddress="621")
    field(alice, "ownSipAddress").press("Enter")
    expect(alice.button("save")).to_have_count(0)
    assert kept(alice)["ownSipAddress"] == "621"
    expect(alice.button("call")).to_be_focused()  # and the same key has not pressed it
    assert alice.sent("INVITE") == []
    alice.reaches(state="idle")


def test_a_call_goes_before_the_form(registered: Make) -> None:
    alice, link = registered()
    open_form(alice)
    field(alice, "username").fill("typed")
    caller = Caller(link, link.seen[-1])
    caller.ring()
    expect(alice.button("accept")).to_be_visible()
    expect(alice.button("save")).not_to_be_visible()
    caller.cancel()
    alice.reaches(state="idle")
    expect(alice.button("save")).to_be_visible()
    expect(field(alice, "username")).to_have_value("typed")


def test_where_it_is_locked_the_icon_only_dials(registered: Make) -> None:
    """`lockLocalAccount`: neither the menu nor holding it down opens the form."""
    alice, link = registered(lockLocalAccount=True)
    alice.button("call").click(button="right")
    alice.button("call").click(delay=1000)
    link.reply(link.request("INVITE"), 486)
    alice.reaches(state="idle")
    assert alice.button("save").count() == 0


def test_where_it_is_locked_it_can_be_opened_in_edit_mode(
    editor: Phone, scripted: ScriptedServer
) -> None:
    editor.open({**scripted_account(scripted), "lockLocalAccount": True})
    booted(editor)
    editor.tap("settings")
    expect(editor.button("save")).to_be_visible()


# --- where it is kept -----------------------------------------------------------------------------


def test_what_was_saved_is_there_after_a_reload_and_only_there(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A50, A56: the four fields under one key; nothing of it in a request, a frame, the console."""
    alice = new_phone()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(f"{request.url} {request.post_data}")

    alice.page.on("request", note)
    alice.page.route("**/rest/items/**", lambda route: route.fulfill(status=200))
    alice.open(scripted_account(scripted))
    link = scripted.link(60)
    registers_as(link, "alice")
    save(alice, **LOCAL)
    leaves_and_registers(scripted, link, "bob")
    assert kept(alice) == LOCAL
    alice.open(scripted_account(scripted))
    registers_as(scripted.link(60), "bob")
    open_form(alice)
    assert {name: field(alice, name).input_value() for name in LOCAL} == LOCAL
    elsewhere = json.loads(alice.page.evaluate(ALL_KEPT))
    del elsewhere[LOCAL_ACCOUNT]
    markup = alice.root.evaluate("root => root.outerHTML")
    frames = [each.frame for each in alice.wire]
    for place in (asked, elsewhere, markup, frames, alice.console, alice.states()):
        assert "pw-bob" not in str(place)
    assert [text for text in asked if "/rest/" not in text and "bob" in text] == []


def test_the_password_is_shown_only_while_that_is_wanted(registered: Make) -> None:
    """A56: what was typed stays; the form opens masked again."""
    alice, _ = registered()
    open_form(alice)
    fill(alice, password="secret")
    password = field(alice, "password")
    expect(password).to_have_attribute("type", "password")
    show = alice.root.get_by_role("button", name="Show password")
    show.click()
    expect(password).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    assert password.input_value() == "secret"
    alice.tap("save")
    open_form(alice)
    expect(password).to_have_attribute("type", "password")


def test_an_account_of_oh_sipclient_is_taken_over(device: MakePhone, account: Account) -> None:
    """A50: it is there when the widget comes."""
    alice = device()
    keep(alice, json.dumps({"username": "bob", "password": USERS["bob"], "enableVideo": True}))
    alice.configure(**account("alice"))
    assert register_of(alice, "bob").credentials()["username"] == "bob"


def test_what_another_frame_saves_counts_at_once(
    registered: Make, scripted: ScriptedServer
) -> None:
    alice, link = registered()
    keep(alice, json.dumps({"username": "carol", "password": "x"}))
    leaves_and_registers(scripted, link, "carol")
    alice.reaches(connection="registered")


def test_a_browser_that_keeps_nothing_uses_it_until_the_reload(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    """Bad input of issue 5: the person is told, and what was typed counts."""
    alice = new_phone(init=REFUSED)
    alice.tolerant = True
    alice.open(scripted_account(scripted))
    link = scripted.link(60)
    registers_as(link, "alice")
    save(alice, username="bob", password="x")
    leaves_and_registers(scripted, link, "bob")
    alice.says("until the page is reloaded")


def test_garbage_is_told_and_can_be_replaced(registered: Make, scripted: ScriptedServer) -> None:
    """Bad input of issue 5: until then the widget's account is used."""
    alice, link = registered()
    alice.tolerant = True
    keep(alice, "{{no JSON")
    alice.says("cannot be read")
    alice.reaches(connection="registered")
    assert alice.sent("REGISTER")[-1].header("From").startswith("<sip:alice@sip.test>")
    save(alice, username="bob", password="x")
    leaves_and_registers(scripted, link, "bob")
    assert kept(alice)["username"] == "bob"
