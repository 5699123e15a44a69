"""One address, several phones: a page and a telephone, two telephones, two that answer at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.baresip import LOUD, Baresip
from tests.e2e.conftest import USERS, Account, MakePhone, require
from tests.e2e.phone import Phone
from tests.e2e.plain_phone import PlainPhone
from tests.e2e.server import SipServer
from tests.e2e.sound import flows, hears


@pytest.fixture
def alice(phone: MakePhone, account: Account) -> Phone:
    """A registered phone that calls `carol` with one tap."""
    require("baresip-core", "sip-tester")
    one = phone(**account("alice"), phonebook="carol=Carol")
    one.reaches(connection="registered")
    return one


@pytest.fixture
def desk(sip_server: SipServer) -> Iterator[Baresip]:
    """A telephone on the desk beside the page, with the page's own account."""
    require("baresip-core")
    with Baresip(sip_server, "alice", USERS["alice"]) as one:
        yield one


def test_the_page_answers_and_the_telephone_stops(
    sip_server: SipServer, alice: Phone, desk: Baresip
) -> None:
    """Both ring; the telephone is cancelled and takes no part in what follows."""
    with PlainPhone(sip_server, "door", callee="alice") as door:
        alice.reaches(state="incoming")
        desk.until("CALL_INCOMING")
        alice.tap("accept")
        desk.until("CALL_CLOSED")
        alice.reaches(state="incoming-accepted")
        flows(alice)
        assert door.succeeded()
    alice.reaches(state="idle")


def test_the_telephone_answers_and_the_page_stops(
    sip_server: SipServer, alice: Phone, desk: Baresip
) -> None:
    """A21: the server tells with the CANCEL that somebody has answered; nothing was missed."""
    with PlainPhone(sip_server, "door", callee="alice", stay=0.2) as door:
        alice.reaches(state="incoming")
        desk.until("CALL_INCOMING")
        desk.command("accept")
        desk.until("CALL_ESTABLISHED")
        alice.promptly(state="idle")
        assert alice.answered("INVITE") == [487]
        (cancel,) = (each.frame for each in alice.wire if each.frame.method == "CANCEL")
        assert "SIP;cause=200" in cancel.header("Reason")
        expect(alice.messages.filter(has_text=re.compile("door|missed", re.I))).to_have_count(0)
        assert alice.states()[-1] == "failed:door@sip.test"
        assert door.succeeded()


@pytest.mark.parametrize(("hall", "attic"), [(2.5, 60), (60, 2.5)])
def test_two_forks_sound_and_one_answers(
    sip_server: SipServer, alice: Phone, hall: float, attic: float
) -> None:
    """N10, N17: one is heard early; whichever answers is heard at last."""
    with (
        PlainPhone(sip_server, "fork", user="carol", tone=500, stay=hall) as low,
        PlainPhone(sip_server, "fork", user="carol", tone=1000, stay=attic) as high,
    ):
        alice.tap("call")
        alice.until(lambda: len(alice.received(183, "INVITE")) == 2, "the 183 of both")
        hears(alice, 500, 1000)
        assert alice.attribute("data-state") == "outgoing"
        alice.colored("hangup", "yellow")
        alice.reaches(state="outgoing-accepted")
        hears(alice, 500 if hall < attic else 1000)
        assert (high if hall < attic else low).succeeded()
        flows(alice)
        assert offers_within_the_call(alice) == 0
        alice.tap("hangup")
        assert (low if hall < attic else high).succeeded()
    alice.reaches(state="idle")
    alice.released()


def test_a_fork_by_another_gateway_answers(sip_server: SipServer, alice: Phone) -> None:
    """N10, N17: no browser turns to another's ICE and DTLS without a new offer, so one is made."""
    with (
        sip_server.faulty("apart", 1),
        PlainPhone(sip_server, "fork", user="carol", tone=500, stay=60) as hall,
        Baresip(sip_server, "carol", USERS["carol"], tone=1000) as attic,
    ):
        alice.tap("call")
        attic.until("CALL_INCOMING")
        hears(alice, 500)
        attic.command("accept")
        alice.reaches(state="outgoing-accepted")
        assert hall.succeeded()
        hears(alice, 1000)
        alice.until(lambda: attic.loudness() > LOUD, "our sound in its record")
        assert offers_within_the_call(alice) == 1
        assert alice.attribute("data-state") == "outgoing-accepted"
        assert alice.media().connections == 1
        alice.tap("hangup")
        attic.until("CALL_CLOSED")
    alice.reaches(state="idle")
    alice.released()


def test_two_telephones_answer_at_once(sip_server: SipServer, alice: Phone) -> None:
    """N10: the first is kept, the second gets its ACK and its BYE; the call sounds on.

    A server cannot cancel the second, which has said nothing until then (RFC 3261, 9.1).
    """
    with (
        PlainPhone(sip_server, "swift", user="carol", stay=0) as one,
        PlainPhone(sip_server, "swift", user="carol", stay=0.2) as other,
    ):
        alice.tap("call")
        alice.reaches(state="outgoing-accepted")
        alice.until(lambda: len(alice.received(200, "INVITE")) == 2, "both answers")
        alice.until(lambda: len(alice.received(200, "BYE")) == 1, "the end of the second")
        assert len(alice.sent("ACK")) >= 2
        flows(alice)
        alice.tap("hangup")
        assert one.succeeded()
        assert other.succeeded()
    alice.reaches(state="idle")
    alice.released()


def offers_within_the_call(one: Phone) -> int:
    """How many INVITEs had a To tag."""
    return len([each for each in one.sent("INVITE") if each.tag("To")])
