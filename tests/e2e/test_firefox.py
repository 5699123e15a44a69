"""Firefox, too: it calls itself and Chromium, says what is wrong in the same words, and leaves."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import expect

from sipwidget.view.languages import find
from tests.e2e import sessions
from tests.e2e.cameras import CameraServer
from tests.e2e.conftest import ROOT, USERS, Account, MakePhone, require, scripted_account
from tests.e2e.firefox import INSECURE_HOST, Firefox, FirefoxPhone
from tests.e2e.frames import Frame
from tests.e2e.peers import Callee
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import Link, ScriptedServer
from tests.e2e.server import SipServer, free_port
from tests.e2e.test_connection import is_removal
from tests.e2e.test_engine import NEXT_PAGE
from tests.e2e.test_links import fragment
from tests.e2e.test_media import connect, flows, is_over

# With Chromium's tests, at the end: so one Firefox lives while these tests run, and no longer.
pytestmark = pytest.mark.usefixtures("chromium")

WORDS = find("en")
ICE_FAILED_MS = 45_000  # a browser gives up a way that has worked after 15 to 30 s
VIDEO = {"enableVideo": True, "enableLocalVideo": True}
DECODED = """async () => {
    const found = [];
    for (const connection of recorder.connections)
        if (connection.connectionState !== "closed")
            found.push(...(await connection.getStats()).values());
    return found.reduce((frames, each) => frames + (each.framesDecoded ?? 0), 0);
}"""
WIDTH = "() => document.querySelector('[data-part=\"picture\"] img')?.naturalWidth ?? 0"
MARK = "() => document.querySelector('[data-quality]')?.dataset.quality ?? ''"
SHOWN = "() => document.querySelector('#sipwidget')?.textContent ?? ''"
AnyPhone = Phone | FirefoxPhone
MakeFox = Callable[..., FirefoxPhone]


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """The one Firefox of these tests."""
    require("firefox-esr")
    with Firefox() as browser:
        yield browser


@pytest.fixture(scope="module")
def kept_foxes() -> list[FirefoxPhone]:
    """Booted pages in Firefox that no test uses at the moment."""
    return []


@pytest.fixture
def fox(firefox: Firefox, site: str, kept_foxes: list[FirefoxPhone]) -> Iterator[MakeFox]:
    """`fox(**properties)`: a widget in Firefox, with these properties and nothing else seen."""
    used: list[FirefoxPhone] = []

    def make(**properties: object) -> FirefoxPhone:
        if kept_foxes:
            used.append(kept_foxes.pop())
            used[-1].configure(**properties)
        else:
            used.append(FirefoxPhone(firefox, site))
            used[-1].open(properties)
            used[-1].booted()
        return used[-1]

    yield make
    complaints = firefox.complaints.copy()
    for one in used:
        if one.tidied():
            kept_foxes.append(one)
        else:
            one.close()
    firefox.complaints.clear()
    assert complaints == []


@pytest.fixture(scope="module")
def relay() -> Iterator[SipServer]:
    """A server that takes the media of two browsers through rtpengine."""
    require("kamailio", "kamailio-websocket-modules", "rtpengine-daemon")
    with SipServer(USERS, relay=True) as server:
        yield server


@pytest.fixture
def demo() -> Iterator[str]:
    """The address of the demo, as `python -m demo` tells it."""
    port = str(free_port(socket.SOCK_STREAM))
    command = [sys.executable, "-u", "-m", "demo"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PORT": port}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        ready = next((line for line in process.stdout if line.startswith("Ready: ")), "")
        yield ready.removeprefix("Ready: ").strip()
    finally:
        process.terminate()
        process.communicate(timeout=10)


# --- calls ---


def test_firefox_calls_firefox_with_video(fox: MakeFox, account: Account) -> None:
    """A19, A35, A44: pictures and sound both ways; first the caller hangs up, then the callee.

    N20: the figures are those that Firefox has, too.
    """
    alice = fox(**account("alice"), phonebook="bob", **VIDEO)
    bob = fox(**account("bob"), phonebook="alice", **VIDEO)
    talk(alice, bob, "bob")
    alice.until(lambda: {*alice.everywhere(MARK)} & {"good", "fair", "poor"}, "a mark")
    alice.tap("quality")
    wanted = ("opus", "Jitter", "Round trip", "Our address")
    alice.until(lambda: all(it in "".join(alice.everywhere(SHOWN)) for it in wanted), "figures")
    alice.tap("hangup")
    is_over(alice, bob)
    talk(bob, alice, "alice")
    alice.tap("hangup")
    is_over(alice, bob)


def test_firefox_and_chromium_call_each_other(
    fox: MakeFox, phone: MakePhone, account: Account
) -> None:
    """Each takes the other's offer; what Firefox offers names an address, and all candidates."""
    alice = fox(**account("alice"), phonebook="bob", **VIDEO)
    bob = phone(**account("bob"), phonebook="alice", **VIDEO)
    talk(alice, bob, "bob")
    offer = alice.sent("INVITE")[-1].body
    assert sessions.directions(offer) == {"audio": "sendrecv", "video": "sendrecv"}
    assert "c=IN IP4 0.0.0.0" not in offer
    assert "a=end-of-candidates" in offer
    bob.tap("hangup")
    is_over(alice, bob)
    talk(bob, alice, "alice")
    state = bob.root.locator('[data-part="state"]')
    for words, way in (
        ("Connected, put on hold by the other side", "sendonly"),
        ("Connected", "sendrecv"),
    ):
        alice.tap("hold")  # N12
        expect(state).to_have_text(words)
        offer = alice.sent("INVITE")[-1].body
        assert sessions.directions(offer) == {"audio": way, "video": way}
    flows(alice, "audio", "video")
    bob.tap("hangup")
    is_over(alice, bob)


def test_firefox_tells_a_still_of_the_door_from_a_stream(fox: MakeFox) -> None:
    """N18: it loads the one anew and leaves the other alone, and lets go of it."""
    with CameraServer() as door:
        camera = door.camera
        one = fox(pictureUrl=f"{door.url}/still", showVideoWhenIdle=True)
        one.until(lambda: one.evaluate(WIDTH) > 2, "the third still")
        one.configure(pictureUrl=f"{door.url}/rest/stream", showVideoWhenIdle=True)
        one.until(lambda: camera.frames > 200, "two seconds of the stream")
        assert one.evaluate(WIDTH) == 7
        assert len([path for path in camera.asked if "stream" in path]) == 1
        one.configure()
        one.until(lambda: camera.streams == 0, "let go")


def test_firefox_calls_through_the_relay(fox: MakeFox, phone: MakePhone, relay: SipServer) -> None:
    """ICE and DTLS with rtpengine, as with a gateway to plain phones; both ways."""
    server = {"websocketUrl": relay.url, "domain": relay.domain, **VIDEO}
    alice = fox(**server, username="alice", password=USERS["alice"], phonebook="bob")
    bob = phone(**server, username="bob", password=USERS["bob"], phonebook="alice")
    talk(alice, bob, "bob")
    alice.tap("hangup")
    is_over(alice, bob)
    talk(bob, alice, "alice")
    alice.tap("hangup")
    is_over(alice, bob)


def test_a_way_that_fails_is_looked_for_anew(
    firefox: Firefox, fox: MakeFox, phone: MakePhone, account: Account
) -> None:
    """N16: Firefox sleeps until ICE gives up: a re-INVITE with new candidates, and sound again."""
    lost = "The way to the other side was lost"
    alice = phone(**account("alice"), phonebook="bob")
    bob = fox(**account("bob"), phonebook="alice")
    for one in (alice, bob):
        one.reaches(connection="registered")
    connect(alice, bob, target="bob")
    flows(alice, "audio")
    first = alice.sent("INVITE")[-1]
    with firefox.frozen():
        alice.messages.get_by_text(lost).wait_for(timeout=ICE_FAILED_MS)
    alice.until(lambda: ice(alice.sent("INVITE")[-1]) != ice(first), "new candidates")
    assert alice.sent("INVITE")[-1].header("Call-ID") == first.header("Call-ID")
    alice.messages.get_by_text(lost).wait_for(state="detached", timeout=ICE_FAILED_MS)
    flows(alice, "audio")
    alice.tap("hangup")
    is_over(alice, bob)


def ice(invite: Frame) -> list[str]:
    """What tells one start of ICE from another (RFC 8445 section 9)."""
    return re.findall("ice-ufrag:.*", invite.body)


# --- the door ---


def test_the_doorbell_rings_and_the_door_opens(firefox: Firefox, site: str, demo: str) -> None:
    """The demo: ring, answer, see, open; then call the door, which is seen before it answers."""
    alice = FirefoxPhone(firefox, site)
    alice.open_host(demo)
    alice.reaches(connection="registered", timeout=BOOT_MS)
    alice.press('[data-demo="ring"]')
    alice.reaches(state="incoming")
    alice.tap("accept")
    alice.reaches(state="incoming-accepted")
    alice.shows("remote")
    alice.until(lambda: sum(alice.everywhere(DECODED)) > 5, "decoded frames")
    alice.tap("dtmf")
    is_open = "document.querySelector('[data-demo=door]').dataset.open === 'true'"
    alice.until(lambda: alice.tab.evaluate(f"() => {is_open}"), "an open door")
    alice.tap("hangup")
    alice.reaches(state="idle")
    alice.tap("call")
    alice.tap("dial", "620")
    alice.shows("remote")
    assert alice.attribute("data-state") == "outgoing"
    alice.reaches(state="outgoing-accepted")
    alice.tap("hangup")
    alice.reaches(state="idle")
    alice.released()
    alice.close()


# --- what is wrong, in words ---


@pytest.mark.parametrize(
    ("properties", "error", "words"),
    [
        ({"websocketUrl": "siphost"}, "config", "websocketUrl"),
        ({"websocketUrl": ""}, "config", "websocketUrl"),
        ({"websocketUrl": "ws://127.0.0.1:{free}/ws"}, "socket", "cannot be reached"),
        ({"websocketUrl": "ws://127.0.0.1:5060/ws"}, "socket", "cannot be reached"),
        ({"password": "wrong"}, "refused", "password"),
    ],
)
def test_what_is_wrong_with_the_connection_is_said_in_the_same_words(
    fox: MakeFox,
    phone: MakePhone,
    account: Account,
    properties: Mapping[str, str],
    error: str,
    words: str,
) -> None:
    """A2, A72, N14: a wrong address, nobody there, a port that browsers block, a wrong password."""
    free = str(free_port(socket.SOCK_STREAM))
    settings = {name: value.replace("{free}", free) for name, value in properties.items()}
    said = []
    for make in (fox, phone):
        one = make(**{**account("alice"), **settings})
        one.reaches(error=error, timeout=30_000)
        one.says(words)
        said.append(one.words())
    assert said[0] == said[1]


def test_why_a_call_failed_is_said_in_the_same_words(fox: MakeFox, phone: MakePhone) -> None:
    """A14: busy, declined, not found, forbidden."""
    said: list[list[str]] = []
    for make in (fox, phone):
        with ScriptedServer() as server:
            one = make(**scripted_account(server))
            link = server.link(60)
            link.register()
            one.reaches(connection="registered")
            said.append([])
            for status in (486, 603, 404, 403):
                one.tap("call")
                Callee(link).reply(status)
                link.request("ACK")
                one.reaches(state="idle")
                said[-1] += one.words()[-1:]
            one.configure()
            one.reaches(connection="off")
    assert said[0] == said[1]
    assert len(set(said[0])) == 4


def test_a_refused_microphone_is_said_and_the_call_goes_on(
    fox: MakeFox, firefox: Firefox, scripted: ScriptedServer
) -> None:
    """A39, N14: refused by Firefox itself; then it has no address that it would name (sdp.py)."""
    alice = fox(**scripted_account(scripted))
    link = scripted.link(60)
    link.register()
    alice.reaches(connection="registered")
    firefox.permit_devices(False)
    try:
        alice.tap("call")
        callee = Callee(link)
    finally:
        firefox.permit_devices(True)
    alice.until(lambda: alice.words() == [WORDS["microphone-refused"]], "words", 5, alice.words)
    assert sessions.directions(callee.invite.body) == {"audio": "recvonly"}
    assert "c=IN IP4 127.0.0.1" in callee.invite.body
    assert ".local " in callee.invite.body
    callee.reply(486)
    alice.reaches(state="idle")


def test_a_page_that_is_not_secure_says_so(
    firefox: Firefox, site: str, scripted: ScriptedServer
) -> None:
    """A42: Firefox gives no microphone there; it says so once, and in words."""
    alice = FirefoxPhone(firefox, site)
    settings = fragment(**scripted_account(scripted))
    alice.open_alone(settings, site.replace("localhost", INSECURE_HOST))
    scripted.link(60).register()
    alice.reaches(connection="registered", error="insecure")
    assert [words for words in alice.words() if "https" in words] == [WORDS["insecure-context"]]
    alice.tap("call")
    alice.reaches(state="idle")
    alice.close()


# --- leaving ---


def test_the_next_page_is_green_before_python_has_drawn_there(
    fox: MakeFox, scripted: ScriptedServer
) -> None:
    """N5"""
    one = fox(**scripted_account(scripted))
    scripted.link(60).register()
    one.reaches(connection="registered")
    assert one.tab.evaluate(NEXT_PAGE) == ["registered"]


def test_leaving_ends_the_call_and_the_registration(fox: MakeFox, scripted: ScriptedServer) -> None:
    """A45: Firefox cuts the sockets of a page early, so BYE and REGISTER go out before that."""
    alice = fox(**scripted_account(scripted))
    link = in_a_call(alice, scripted)
    alice.leave()
    link.request("BYE")
    assert is_removal(link.request("REGISTER"))
    assert link.gone.wait(5)


def test_a_page_that_was_about_to_be_left_and_stays_registers_again(
    fox: MakeFox, scripted: ScriptedServer
) -> None:
    """A download or a question can keep the page: the call is gone, the phone is back."""
    alice = fox(**scripted_account(scripted))
    link = in_a_call(alice, scripted)
    alice.everywhere("() => dispatchEvent(new Event('beforeunload'))")
    link.request("BYE")
    alice.reaches(connection="off", state="idle")
    scripted.link().register()
    alice.reaches(connection="registered")


# --- what the tests share ---


def talk(caller: AnyPhone, callee: AnyPhone, target: str) -> None:
    """A call, until sound goes both ways and pictures are decoded and shown on both sides."""
    for one in (caller, callee):
        one.reaches(connection="registered")
    connect(caller, callee, target=target)
    for one in (caller, callee):
        flows(one, "audio", "video")
        one.until(lambda one=one: sum(one.everywhere(DECODED)) > 5, "decoded frames")
        one.shows("remote")
        one.shows("local")


def in_a_call(alice: FirefoxPhone, server: ScriptedServer) -> Link:
    """The server's end of a registered phone that has dialed and was answered."""
    link = server.link(60)
    link.register()
    alice.reaches(connection="registered")
    alice.tap("call")
    Callee(link).answer()
    alice.reaches(state="outgoing-accepted")
    return link
