"""What the account of this device replaces, and what it leaves to the widget."""

import json

from playwright.sync_api import expect

from tests.e2e.account_form import (
    field,
    fill,
    kept,
    leaves_and_registers,
    open_form,
    register_of,
    save,
)
from tests.e2e.conftest import USERS, Account, MakePhone
from tests.e2e.conftest import MakeRegistered as Make
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer
from tests.e2e.sound import flows

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
        open_form(alice)  # which shows what counts by now
        expect(field(alice, "enableVideo")).to_have_value("" if video else "false")
        alice.tap("cancel")
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
    field(alice, "noiseSuppression").select_option("false")
    names = ("microphone", "camera", "speaker", "ringer")
    chosen = {name: field(alice, name).locator("option").nth(1) for name in names}
    ids = {name: option.get_attribute("value") for name, option in chosen.items()}
    for name, id_ in ids.items():
        field(alice, name).select_option(id_)
    alice.tap("save")
    expect(alice.button("save")).to_have_count(0)
    switches = {"enableTones": True, "noiseSuppression": False}
    wanted = {"autoAnswer": "**620, 621", **switches, **ids}
    assert kept(alice, "sipwidget:device") == wanted
    open_form(alice)
    shown = {
        "autoAnswer": "true",
        "autoAnswerFrom": "**620, 621",
        "enableTones": "true",
        "noiseSuppression": "false",
        **ids,
    }
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
