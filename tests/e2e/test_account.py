"""The local account: whose form opens how, where it is kept, and what it replaces."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Request, Route, expect

from tests.e2e.conftest import BOOTED, USERS, Account, MakePhone, scripted_account
from tests.e2e.frames import Frame
from tests.e2e.peers import Callee, Caller
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import Link, ScriptedServer
from tests.e2e.sound import flows

LOCAL_ACCOUNT = "openhab.ui:sipConfig"
LOCAL = {
    "username": "bob",
    "password": "pw-bob &x",
    "ownSipAddress": "621",
    "sipStateItem": "Hall_State",
}
EDITOR = """<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href='data:,'>
<body class="layout-editor"><div class="configure-layout-menu">menu</div>"""
RUN_MODE = "document.querySelector('.configure-layout-menu').remove()"
KEPT = "key => localStorage.getItem(key)"
KEEP = "([key, text]) => localStorage.setItem(key, text)"
REFUSED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Not allowed", "SecurityError"); },
});"""
ALL_KEPT = "() => JSON.stringify({...localStorage})"
IN_CORNER = """node => {
    const {top, right} = node.getBoundingClientRect();
    return top < 20 && innerWidth - right < 20;
}"""

Make = Callable[..., tuple[Phone, Link]]


# --- a phone, and its form ------------------------------------------------------------------------


@pytest.fixture
def device(phone: MakePhone) -> Iterator[MakePhone]:
    """`phone` for tests that keep something on the device: afterwards nothing is kept there."""
    used: list[Phone] = []

    def make(**properties: object) -> Phone:
        used.append(phone(**properties))
        return used[-1]

    yield make
    for one in used:
        if one.button("save").count():
            one.tap("cancel")
        one.page.evaluate("localStorage.clear()")


@pytest.fixture
def registered(device: MakePhone, scripted: ScriptedServer) -> Make:
    """`registered(**properties)`: a phone at the scripted server, and its connection."""

    def make(**properties: object) -> tuple[Phone, Link]:
        one = device(**{**scripted_account(scripted), **properties})
        link = scripted.link(60)
        link.register()
        one.reaches(connection="registered")
        return one, link

    return make


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


def booted(one: Phone) -> None:
    one.page.wait_for_function(BOOTED, timeout=BOOT_MS)


def field(one: Phone, name: str) -> Locator:
    return one.root.locator(f'[name="{name}"]')


def open_form(one: Phone) -> None:
    """By the other button of the mouse."""
    one.button("call").click(button="right")
    expect(one.button("save")).to_be_visible()


def fill(one: Phone, **fields: str) -> None:
    for name, text in fields.items():
        field(one, name).fill(text)


def save(one: Phone, **fields: str) -> None:
    """Fill the form in and save it."""
    open_form(one)
    fill(one, **fields)
    one.tap("save")
    expect(one.button("save")).to_have_count(0)


def kept(one: Phone, key: str = LOCAL_ACCOUNT) -> Any:
    text = one.page.evaluate(KEPT, key)
    return None if text is None else json.loads(text)


def keep(one: Phone, text: str, key: str = LOCAL_ACCOUNT) -> None:
    """As another page of the same origin does."""
    one.page.evaluate(KEEP, [key, text])


def registers_as(link: Link, name: str) -> None:
    """Wait for the REGISTER of that user, and answer all until then."""
    while f"<sip:{name}@sip.test>" not in link.register().header("From"):
        pass


def leaves_and_registers(server: ScriptedServer, link: Link, name: str) -> Link:
    """Wait for the phone's last words, and for its connection with another account."""
    link.until(lambda it: it.method == "REGISTER" and _ends(it), "un-REGISTER")
    new = server.link()
    registers_as(new, name)
    return new


def register_of(one: Phone, name: str) -> Frame:
    """Wait until the user is registered at a real server; gives back the last REGISTER."""
    whose = f"<sip:{name}@sip.test>"

    def taken() -> bool:
        return any(whose in each.header("To") for each in one.received(200, "REGISTER"))

    one.until(taken, f"registration of {name}")
    one.reaches(connection="registered")
    return one.sent("REGISTER")[-1]


def _ends(register: Frame) -> bool:
    return "expires=0" in register.header("Contact") or register.header("Expires") == "0"


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


# --- what it does ---------------------------------------------------------------------------------


def test_it_replaces_the_account_and_nothing_else(device: MakePhone, account: Account) -> None:
    """A51, A52, against a real server: the widget's password and authorizationUser are void."""
    alice = device(**account("alice"), authorizationUser="alice")
    alice.reaches(connection="registered")
    alice.forget()
    save(alice, username="bob", password=USERS["bob"])
    last = register_of(alice, "bob")
    assert "sip:bob@" in last.header("Contact")
    assert last.credentials()["username"] == "bob"
    assert last.target == "sip:sip.test"
    assert alice.sockets[-1].url == account("alice")["websocketUrl"]


def test_a_password_alone_changes_nothing(device: MakePhone, account: Account) -> None:
    """A51: without a user name the widget's account is used."""
    alice = device(**account("alice"))
    alice.reaches(connection="registered")
    save(alice, password="another")
    alice.configure(**account("carol"))
    register_of(alice, "carol")


def test_clearing_brings_the_account_of_the_widget_back(
    registered: Make, scripted: ScriptedServer
) -> None:
    """A55: without a reload, and nothing is kept."""
    alice, link = registered()
    save(alice, username="bob", password="x")
    link = leaves_and_registers(scripted, link, "bob")
    open_form(alice)
    alice.tap("clear")
    leaves_and_registers(scripted, link, "alice")
    alice.reaches(connection="registered")
    assert kept(alice) is None
    open_form(alice)
    assert field(alice, "username").input_value() == ""


def test_the_own_address_is_not_offered_but_known(registered: Make) -> None:
    """A53: of two one is dialed, of three two are offered; who calls from there has a name."""
    alice, link = registered(phonebook="620=Door,621=Kitchen")
    register = link.seen[-1]
    save(alice, ownSipAddress="621")
    alice.tap("call")
    callee = Callee(link)
    assert callee.invite.target == "sip:620@sip.test"
    callee.reply(486)
    alice.reaches(state="idle")
    caller = Caller(link, register, caller="<sip:621@sip.test>")
    caller.ring()
    expect(alice.party).to_have_text("Kitchen")
    caller.cancel()
    alice.reaches(state="idle")
    properties = json.loads(alice.page.locator("#widget").get_attribute("data-config") or "")
    alice.configure(**{**properties, "phonebook": "620=Door,621=Kitchen,622=Hall"})
    alice.tap("call")
    expect(alice.button("dial")).to_have_text(["Door", "Hall"])
    alice.tap("cancel")


def test_two_devices_with_one_page_are_an_intercom(device: MakePhone, account: Account) -> None:
    """A54: each has its own account, and calls the other, with sound, both ways."""
    page = {name: account("alice")[name] for name in ("websocketUrl", "domain")}
    one, other = (device(**page, phonebook="alice=Kitchen,bob=Hall") for _ in range(2))
    for name, each in (("alice", one), ("bob", other)):
        save(each, username=name, password=USERS[name], ownSipAddress=name)
        each.reaches(connection="registered")
    for caller, callee, name in ((one, other, "Kitchen"), (other, one, "Hall")):
        caller.tap("call")
        callee.reaches(state="incoming")
        expect(callee.party).to_have_text(name)
        callee.tap("accept")
        caller.reaches(state="outgoing-accepted")
        flows(caller)
        flows(callee)
        caller.tap("hangup")
        for each in (caller, callee):
            each.reaches(state="idle")
            each.released()


def test_this_device_may_do_otherwise_than_the_widget(registered: Make) -> None:
    """Issue 5: no video here; what is not chosen is as the widget has it."""
    alice, link = registered(enableVideo=True)
    open_form(alice)
    field(alice, "enableVideo").select_option("false")
    alice.tap("save")
    expect(alice.button("save")).to_have_count(0)
    assert kept(alice) is None
    assert kept(alice, "sipwidget:device") == {"enableVideo": False}
    for video in (False, True):
        alice.tap("call")
        callee = Callee(link)
        assert ("m=video" in callee.invite.body) is video
        callee.reply(486)
        alice.reaches(state="idle")
        if not video:
            open_form(alice)
            alice.tap("clear")
            alice.until(lambda: kept(alice, "sipwidget:device") is None, "nothing kept")


def test_every_field_of_this_device_is_kept(registered: Make) -> None:
    """Issue 5: and shown again."""
    alice, _ = registered()
    open_form(alice)
    field(alice, "autoAnswer").select_option("true")
    fill(alice, autoAnswerFrom="**620, 621")
    field(alice, "enableTones").select_option("true")
    names = ("microphone", "camera")
    chosen = {name: field(alice, name).locator("option").nth(1) for name in names}
    ids = {name: option.get_attribute("value") for name, option in chosen.items()}
    for name, id_ in ids.items():
        field(alice, name).select_option(id_)
    alice.tap("save")
    expect(alice.button("save")).to_have_count(0)
    wanted = {"autoAnswer": "**620, 621", "enableTones": True, **ids}
    assert kept(alice, "sipwidget:device") == wanted
    open_form(alice)
    shown = {"autoAnswer": "true", "autoAnswerFrom": "**620, 621", "enableTones": "true", **ids}
    for name, value in shown.items():
        expect(field(alice, name)).to_have_value(value or "")


def test_what_is_no_item_is_told_in_the_form(registered: Make) -> None:
    alice, _ = registered()
    alice.tolerant = True
    open_form(alice)
    fill(alice, username="bob", sipStateItem="my item")
    alice.tap("save")
    dialog = alice.root.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_contain_text("sipStateItem")
    assert field(alice, "username").input_value() == "bob"
    assert kept(alice) is None
