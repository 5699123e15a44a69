"""A plain phone behind Kamailio and rtpengine: UDP and RTP there, WebSocket and DTLS here."""

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import USERS, MakePhone, require
from tests.e2e.phone import Phone
from tests.e2e.plain_phone import PlainPhone
from tests.e2e.server import SipServer, free_port


@pytest.fixture(scope="module")
def echo_port() -> int:
    """Where the phone that is called waits."""
    return free_port(socket.SOCK_DGRAM)


@pytest.fixture(scope="module")
def server(echo_port: int) -> Iterator[SipServer]:
    """A server that knows the number `echo`."""
    require("kamailio", "kamailio-websocket-modules", "rtpengine-daemon", "sip-tester")
    with SipServer(USERS, static={"echo": f"sip:echo@127.0.0.1:{echo_port}"}) as server:
        yield server


@pytest.fixture
def alice(phone: MakePhone, server: SipServer) -> Iterator[Phone]:
    """A registered phone with video that can call `echo`."""
    one = phone(
        websocketUrl=server.url,
        domain=server.domain,
        username="alice",
        password=USERS["alice"],
        phonebook="echo=Echo,door=Front door",
        enableVideo=True,
    )
    one.reaches(connection="registered")
    yield one
    one.configure()
    one.reaches(connection="off")


def test_calling_a_phone_without_video(server: SipServer, alice: Phone, echo_port: int) -> None:
    """A19, A40: sound there and back; we hang up."""
    with PlainPhone(server, "echo", port=echo_port) as echo:
        alice.tap("call")
        alice.tap("dial", alice.button("dial").first.get_attribute("data-target") or "")
        alice.reaches(state="outgoing-accepted")
        assert set(sessions.directions(alice.received(200, "INVITE")[-1].body)) == {"audio"}
        heard(alice)
        alice.tap("hangup")
        assert echo.succeeded()
    alice.reaches(state="idle")
    alice.released()


def test_a_door_station_rings(server: SipServer, alice: Phone) -> None:
    """A17, A19, A40: it offers sound only and hangs up by itself."""
    with PlainPhone(server, "door", callee="alice") as door:
        alice.reaches(state="incoming")
        expect(alice.party).to_have_text("Front door")
        alice.tap("accept")
        alice.reaches(state="incoming-accepted")
        heard(alice)
        assert door.succeeded()
    alice.reaches(state="idle")
    alice.released()


def heard(one: Phone) -> None:
    """Wait until packets go out and come back."""

    def flows() -> bool:
        traffic = one.traffic()
        return traffic.sent.get("audio", 0) > 10 and traffic.received.get("audio", 0) > 10

    one.until(flows, "sound both ways")
