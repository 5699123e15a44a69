"""A telephone that others wrote, behind a server that others wrote: calls as people make them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.baresip import LOUD, Baresip
from tests.e2e.conftest import USERS, Account, MakePhone, require
from tests.e2e.phone import Phone
from tests.e2e.server import SipServer
from tests.e2e.sound import hears


@pytest.fixture
def alice(phone: MakePhone, account: Account) -> Phone:
    """A registered phone that calls `bob` with one tap."""
    one = phone(**account("alice"), phonebook="bob=Bob")
    one.reaches(connection="registered")
    return one


@pytest.fixture
def bob(sip_server: SipServer) -> Iterator[Baresip]:
    """A telephone with an account of its own."""
    require("baresip-core")
    with Baresip(sip_server, "bob", USERS["bob"]) as one:
        yield one


def test_it_is_called_and_hangs_up(alice: Phone, bob: Baresip) -> None:
    """A7, A11, A13: each hears the other."""
    alice.tap("call")
    assert "alice" in bob.until("CALL_INCOMING").text
    alice.colored("hangup", "yellow")
    bob.command("accept")
    alice.reaches(state="outgoing-accepted")
    each_hears_the_other(alice, bob)
    bob.command("hangup")
    alice.promptly(state="idle")
    alice.released()
    assert alice.states()[-1] == "ended:bob@sip.test"


def test_it_calls_and_we_hang_up(alice: Phone, bob: Baresip) -> None:
    """A16, A17, A19, A13."""
    bob.command("dial", "sip:alice@sip.test")
    alice.reaches(state="incoming")
    expect(alice.party).to_have_text("Bob")
    alice.tap("accept")
    bob.until("CALL_ESTABLISHED")
    alice.reaches(state="incoming-accepted")
    each_hears_the_other(alice, bob)
    alice.tap("hangup")
    bob.until("CALL_CLOSED")
    alice.promptly(state="idle")
    alice.released()


def test_it_gives_up_before_we_answer(alice: Phone, bob: Baresip) -> None:
    """A21."""
    bob.command("dial", "sip:alice@sip.test")
    alice.reaches(state="incoming")
    bob.until("CALL_RINGING")
    bob.command("hangup")
    alice.promptly(state="idle")
    assert alice.answered("INVITE") == [487]
    assert alice.states()[-1] == "failed:bob@sip.test"


def test_we_decline_its_call(alice: Phone, bob: Baresip) -> None:
    """A20."""
    bob.command("dial", "sip:alice@sip.test")
    alice.tap("decline")
    assert "486" in bob.until("CALL_CLOSED").text
    alice.promptly(state="idle")


def test_we_give_up_before_it_answers(alice: Phone, bob: Baresip) -> None:
    """A12."""
    alice.tap("call")
    bob.until("CALL_INCOMING")
    alice.tap("hangup")
    bob.until("CALL_CLOSED")
    alice.promptly(state="idle")
    alice.released()


def test_it_declines_our_call(alice: Phone, bob: Baresip) -> None:
    """A13, A14."""
    alice.tap("call")
    bob.until("CALL_INCOMING")
    bob.command("hangup")
    alice.says("Bob.*(busy|declined)")
    alice.promptly(state="idle")


def test_nobody_answers(alice: Phone, bob: Baresip, sip_server: SipServer) -> None:
    """A14: the server gives up and says so; the next call is answered."""
    with sip_server.faulty("ring", 1500):
        alice.tap("call")
        bob.until("CALL_INCOMING")
        alice.says("Bob.*not answer")
        alice.promptly(state="idle")
        bob.until("CALL_CLOSED")
    alice.tap("call")
    bob.until("CALL_INCOMING")
    bob.command("accept")
    alice.reaches(state="outgoing-accepted")
    alice.tap("hangup")
    bob.until("CALL_CLOSED")


def each_hears_the_other(alice: Phone, bob: Baresip) -> None:
    """Its tone here, our test microphone there."""
    hears(alice, 440)
    alice.until(lambda: bob.loudness() > LOUD, "our sound in its record")
