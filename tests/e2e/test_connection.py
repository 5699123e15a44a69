"""The socket: yellow without it, green with it, and back by itself."""

import re
import socket

from playwright.sync_api import expect

from tests.e2e.conftest import Account, MakeLine, MakePhone, scripted_account
from tests.e2e.frames import Frame
from tests.e2e.peers import Callee
from tests.e2e.phone import BOOT_MS
from tests.e2e.scripted import ScriptedServer, binding
from tests.e2e.server import SipServer, free_port

# Headless Chromium hides no page.
HIDE = """() => {
    Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_the_icon_is_yellow_from_first_paint_to_the_handshake(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A1: static before any script, drawn by Python until the handshake is finished; then A3."""
    scripted.admit.clear()
    alice = new_phone()
    main = "**/main.py"
    alice.page.route(main, lambda route: None)  # on its way: the page without its Python
    alice.open(scripted_account(scripted))
    expect(alice.button("call")).to_be_visible()
    alice.colored("call", "yellow")
    assert "sipwidget:python" not in alice.marks()

    alice.page.unroute(main)
    alice.open(scripted_account(scripted))
    alice.page.wait_for_function(
        "document.querySelector('#widget').contentWindow.performance"
        ".getEntriesByName('sipwidget:python').length",
        timeout=BOOT_MS,
    )
    alice.until(lambda: scripted.handshakes, "a handshake", 30)
    alice.reaches(connection="connecting")
    alice.colored("call", "yellow")
    scripted.admit.set()
    link = scripted.link()
    request = link.request("REGISTER")
    alice.reaches(connection="connected")
    alice.colored("call", "green")
    assert alice.button("call").get_attribute("data-color") == "green"
    link.reply(request, 200, headers=binding(request))
    alice.reaches(connection="registered")
    alice.forget()


def test_an_unreachable_server_is_tried_again_until_it_is_there(phone: MakePhone) -> None:
    """A2: yellow, in words, without anybody doing anything."""
    port = free_port(socket.SOCK_STREAM)
    url = f"ws://127.0.0.1:{port}/ws"
    alice = phone(websocketUrl=url, domain="sip.test", username="alice", phonebook="620")
    alice.reaches(connection="connecting", error="socket", timeout=30_000)
    alice.colored("call", "yellow")
    alice.says("cannot be reached")
    with ScriptedServer(port=port, status=503) as server:
        alice.until(lambda: server.handshakes >= 2, "two attempts", 40)
        server.status = 0
        server.link(40).register()
        alice.reaches(connection="registered")
        expect(alice.root).not_to_have_attribute("data-error", re.compile(""))
        alice.colored("call", "green")
        alice.configure()
        alice.reaches(connection="off")


def test_a_tap_while_yellow_sends_nothing_ever(phone: MakePhone, scripted: ScriptedServer) -> None:
    """A3."""
    scripted.admit.clear()
    alice = phone(**scripted_account(scripted))
    alice.reaches(connection="connecting")
    alice.tap("call")
    alice.says("green")
    scripted.admit.set()
    link = scripted.link()
    link.register()
    alice.reaches(connection="registered")
    assert [frame for frame in link.everything() if frame.method == "INVITE"] == []


def test_green_before_the_registration_is_answered(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A3: green with words, and a tap leads to an INVITE."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    alice.reaches(connection="connected")
    alice.colored("call", "green")
    expect(alice.root).to_contain_text(re.compile("cannot be received", re.IGNORECASE))
    alice.tap("call")
    Callee(link).answer()
    alice.reaches(state="outgoing-accepted")


def test_a_killed_server_comes_back_without_a_reload(
    phone: MakePhone, account: Account, sip_server: SipServer
) -> None:
    """A4: yellow within a second, then green and registered by a new REGISTER."""
    alice = phone(**account("alice"))
    alice.reaches(connection="registered")
    before = len(alice.sent("REGISTER"))
    sip_server.stop_proxy(hard=True)
    try:
        alice.promptly(connection="connecting")
        alice.colored("call", "yellow")
    finally:
        sip_server.start_proxy()
    alice.reaches(connection="registered", timeout=30_000)
    alice.colored("call", "green")
    assert len(alice.sent("REGISTER")) > before
    assert len(alice.sockets) >= 2
    assert "alice" in sip_server.contacts()


def test_a_server_that_closes_or_vanishes_turns_the_icon_yellow(
    line: MakeLine, scripted: ScriptedServer
) -> None:
    """A4, with an orderly close and with a cut."""
    alice = line()
    link = alice.link
    for end in ("close", "cut"):
        scripted.admit.clear()
        getattr(link, end)()
        alice.phone.promptly(connection="connecting")
        scripted.admit.set()
        link = scripted.link()
        link.register()
        alice.phone.reaches(connection="registered")


def test_leaving_the_page_ends_the_call_and_the_registration(line: MakeLine) -> None:
    """A45: BYE, REGISTER with Expires 0, and the socket is closed."""
    alice = line()
    alice.phone.tap("call")
    Callee(alice.link).answer()
    alice.phone.reaches(state="outgoing-accepted")
    alice.phone.page.goto("about:blank")
    alice.link.request("BYE")
    assert is_removal(alice.link.request("REGISTER"))
    assert alice.link.gone.wait(5)


def test_a_page_that_was_frozen_is_green_again_soon(
    line: MakeLine, scripted: ScriptedServer
) -> None:
    """A46: the server has gone meanwhile, and nobody has told the page."""
    alice = line()
    session = alice.phone.context.new_cdp_session(alice.phone.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    alice.link.cut()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    scripted.link().register()
    alice.phone.reaches(connection="registered", timeout=5_000)


def test_a_hidden_tab_keeps_its_call(line: MakeLine) -> None:
    """A46: the page is told that nobody sees it; the call stands, and its end is noticed."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    alice.phone.everywhere(HIDE)
    callee.request("OPTIONS")
    assert alice.link.response("OPTIONS").status == 200
    assert alice.phone.attribute("data-state") == "outgoing-accepted"
    callee.request("BYE")
    assert alice.link.response("BYE").status == 200
    alice.phone.reaches(state="idle")
    alice.phone.everywhere(SHOW)


def test_a_changed_account_waits_for_the_end_of_the_call(
    line: MakeLine, scripted: ScriptedServer
) -> None:
    """CONTRACT.md: a change is applied without reload, and never ends a call."""
    alice = line()
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    alice.phone.configure(**{**scripted_account(scripted), "username": "bob"})
    assert callee.answered("OPTIONS").status == 200
    assert alice.phone.attribute("data-state") == "outgoing-accepted"
    alice.phone.tap("hangup")
    alice.link.request("BYE")
    alice.phone.reaches(state="idle")
    assert is_removal(alice.link.request("REGISTER"))
    alice.phone.until(
        lambda: "sip:bob@" in alice.phone.sent("REGISTER")[-1].header("From"), "bob's REGISTER"
    )


def is_removal(register: Frame) -> bool:
    """Whether a REGISTER takes the registration back (RFC 3261, 10.2.2)."""
    return register.header("Expires") == "0" or register.header("Contact").endswith(";expires=0")
