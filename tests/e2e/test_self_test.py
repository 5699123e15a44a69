"""The self-test, as a person runs it: at a good server, and where something is wrong."""

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Account, MakePhone, require, scripted_account
from tests.e2e.coturn import TurnServer
from tests.e2e.phone import WAIT_MS, Phone
from tests.e2e.scripted import ScriptedServer
from tests.e2e.test_media import is_over


def test_all_is_green_where_all_is_well(phone: MakePhone, account: Account) -> None:
    """N26: one connection, one registration, and nothing stays open."""
    require("coturn")
    with TurnServer() as turn:
        bob = phone(**account("bob"), autoAnswer="alice", phonebook="alice")
        alice = phone(
            **account("alice"), phonebook="bob=Echo", turnServers=turn.setting, enableVideo=True
        )
        for one in (alice, bob):
            one.reaches(connection="registered")
        registers = len(alice.sent("REGISTER"))
        begun(alice)
        alice.tap("selftest-heard")
        for name in (
            *("secure", "address", "connection", "subprotocol", "registration"),
            *("stun", "microphone", "camera", "sound"),
        ):
            expect(step(alice, name)).to_have_attribute("data-outcome", "passed")
        expect(step(alice, "items")).to_have_attribute("data-outcome", "skipped")
        expect(step(alice, "registration")).to_contain_text("alice@sip.test")
        alice.released()
        assert len(alice.sockets) == 1
        assert len(alice.sent("REGISTER")) == registers

        expect(alice.root.locator('input[name="echo"]')).to_have_value("bob")
        alice.tap("selftest-call")
        alice.reaches(state="outgoing-accepted")
        is_over(alice, bob)
        expect(step(alice, "call")).to_have_attribute("data-outcome", "passed")
        expect(step(alice, "call")).to_contain_text("both ways")
        alice.tap("cancel")


def test_a_wrong_password_is_red_and_says_so(phone: MakePhone, account: Account) -> None:
    """N26."""
    alice = phone(**{**account("alice"), "password": "wrong"})
    alice.reaches(connection="refused")
    begun(alice)
    wrong = step(alice, "registration")
    expect(wrong).to_have_attribute("data-outcome", "failed", timeout=WAIT_MS)
    expect(wrong).to_contain_text("Check user name and password")
    for name in ("connection", "subprotocol", "microphone"):
        expect(step(alice, name)).to_have_attribute("data-outcome", "passed")
    alice.tap("cancel")
    alice.released()


def test_a_server_without_the_subprotocol_is_red_and_says_so(phone: MakePhone) -> None:
    """N26: the browser does not say why the handshake failed, so the words name all that may be."""
    with ScriptedServer(subprotocol="") as server:
        alice = phone(**scripted_account(server))
        alice.reaches(error="socket")
        begun(alice)
        wrong = step(alice, "connection")
        expect(wrong).to_have_attribute("data-outcome", "failed", timeout=WAIT_MS)
        expect(wrong).to_contain_text("does not speak SIP over WebSocket")
        expect(wrong).to_contain_text("certificate")
        expect(step(alice, "registration")).to_have_attribute("data-outcome", "skipped")
        alice.tap("cancel")
        alice.configure()
        alice.reaches(connection="off")


def step(one: Phone, name: str) -> Locator:
    """One row of the sheet."""
    return one.root.locator(f'[data-step="{name}"]')


def begun(one: Phone) -> None:
    """Open the self-test, from the settings, and start it; it comes to its question."""
    one.button("call").click(button="right")
    one.tap("selftest")
    one.tap("selftest-start")
    expect(one.button("selftest-heard")).to_be_visible(timeout=WAIT_MS)
