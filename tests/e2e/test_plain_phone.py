"""A plain phone behind Kamailio and rtpengine: UDP and RTP there, WebSocket and DTLS here."""

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Account, MakePhone, require
from tests.e2e.phone import Phone
from tests.e2e.plain_phone import PlainPhone
from tests.e2e.server import SipServer
from tests.e2e.sound import flows


@pytest.fixture
def alice(phone: MakePhone, account: Account) -> Phone:
    """A registered phone that calls `echo` with one tap."""
    require("sip-tester")
    one = phone(**account("alice"), phonebook="echo=Echo")
    one.reaches(connection="registered")
    return one


def test_calling_a_phone_without_video(
    sip_server: SipServer, phone: MakePhone, account: Account
) -> None:
    """A19, A40: sound there and back; we hang up."""
    require("sip-tester")
    alice = phone(**account("alice"), phonebook="echo=Echo", enableVideo=True)
    alice.reaches(connection="registered")
    with PlainPhone(sip_server, "echo", user="echo") as echo:
        alice.tap("call")
        alice.reaches(state="outgoing-accepted")
        assert set(sessions.directions(alice.received(200, "INVITE")[-1].body)) == {"audio"}
        flows(alice)
        alice.tap("hangup")
        assert echo.succeeded()
    alice.reaches(state="idle")
    alice.released()


def test_a_door_station_rings(sip_server: SipServer, phone: MakePhone, account: Account) -> None:
    """A17, A19, A40: it offers sound only and hangs up by itself."""
    require("sip-tester")
    alice = phone(**account("alice"), phonebook="door=Front door", enableVideo=True)
    alice.reaches(connection="registered")
    with PlainPhone(sip_server, "door", callee="alice") as door:
        alice.reaches(state="incoming")
        expect(alice.party).to_have_text("Front door")
        alice.tap("accept")
        alice.reaches(state="incoming-accepted")
        flows(alice)
        assert door.succeeded()
    alice.reaches(state="idle")
    alice.released()


def test_early_media_is_heard_before_the_answer(sip_server: SipServer, alice: Phone) -> None:
    """N17, A11: a 183 with a session is no answer, but it sounds."""
    with PlainPhone(sip_server, "early", user="echo", stay=2) as early:
        alice.tap("call")
        flows(alice)
        assert alice.received(200, "INVITE") == []
        assert alice.attribute("data-state") == "outgoing"
        alice.colored("hangup", "yellow")
        alice.reaches(state="outgoing-accepted")
        alice.colored("hangup", "red")
        flows(alice)
        alice.tap("hangup")
        assert early.succeeded()
    alice.reaches(state="idle")
    alice.released()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("486 Busy Here", "busy"),
        ("603 Decline", "declined"),
        ("404 Not Found", "not found"),
        ("480 Temporarily Unavailable", "cannot be reached|not answer"),
        ("488 Not Acceptable Here", "formats"),
        ("606 Not Acceptable", "formats"),
        ("410 Gone", "not found"),
        ("500 Server Internal Error", "failed"),
    ],
)
def test_what_a_phone_refuses_is_told(
    sip_server: SipServer, alice: Phone, status: str, words: str
) -> None:
    """A13, A14: in words, through a real server."""
    with PlainPhone(sip_server, "refuse", user="echo", status=status) as refusing:
        alice.tap("call")
        assert refusing.succeeded()
    alice.promptly(state="idle")
    alice.says(words)
    alice.released()
    assert alice.states()[-1] == "failed:echo@sip.test"


@pytest.mark.parametrize(
    ("status", "words"), [(500, "failed"), (503, "failed|server"), (403, "permit"), (408, "answer")]
)
def test_what_the_server_refuses_is_told(
    sip_server: SipServer, alice: Phone, status: int, words: str
) -> None:
    """A14: and the next call works."""
    with sip_server.faulty("INVITE", status):
        alice.tap("call")
        alice.says(words)
        alice.promptly(state="idle")
        alice.colored("call", "green")
    with PlainPhone(sip_server, "echo", user="echo") as echo:
        alice.tap("call")
        alice.reaches(state="outgoing-accepted")
        alice.tap("hangup")
        assert echo.succeeded()
    alice.reaches(state="idle")


@pytest.mark.parametrize(
    ("number", "words"), [("nobody", "not found"), ("carol", "cannot be reached|not answer")]
)
def test_whoever_is_not_there_is_told(
    phone: MakePhone, account: Account, number: str, words: str
) -> None:
    """A14: a number that the server does not know, and one that is not registered."""
    alice = phone(**account("alice"), phonebook=f"{number}=Somebody")
    alice.reaches(connection="registered")
    alice.tap("call")
    alice.says(f"Somebody.*({words})")
    alice.promptly(state="idle")
