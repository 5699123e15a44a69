"""Kamailio or rtpengine killed, frozen or restarted in each phase of a call between two widgets.

However it goes, nothing stays open, the phones come back by themselves, and the server is left with
no call. docs/faults.md says what is seen of each.
"""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import USERS, Account, MakePhone, require
from tests.e2e.phone import Phone
from tests.e2e.server import SipServer
from tests.e2e.test_media import Pair, connect, flows, is_over, pair

BACK_MS = 40_000  # until a server that is there again has been found
PHASES = ("dialing", "early", "accepting", "established", "hold", "hanging up")
IS_UP = PHASES[3:]
HOLD = "() => recorder.hold()"
RELEASE = "() => recorder.release()"


def reach(phase: str, server: SipServer, alice: Phone, bob: Phone) -> None:
    """Alice calls bob; afterwards the call is in that phase."""
    if phase in IS_UP:
        connect(alice, bob)
        flows(alice, "audio")
    else:
        if phase == "dialing":
            server.fault("INVITE", 0)  # which the next Kamailio knows nothing of
        alice.tap("call")
        alice.until(lambda: alice.sent("INVITE"), "the INVITE")
    if phase in ("early", "accepting"):
        bob.reaches(state="incoming")
    if phase == "accepting":  # bob's browser asks him for the microphone
        bob.everywhere(HOLD)
        bob.tap("accept")
    if phase == "hold":
        alice.tap("hold")
        bob.until(lambda: bob.answered("INVITE") == [200, 200], "hold")


def are_back(*phones: Phone) -> None:
    for one in phones:
        one.reaches(connection="registered", timeout=BACK_MS)


def nothing_is_left(server: SipServer, alice: Phone, bob: Phone) -> None:
    """Neither on a page nor on the server, which knows one way to each."""
    is_over(alice, bob)
    are_back(alice, bob)

    def tidy() -> bool:
        ways = {name: len(contacts) for name, contacts in server.contacts().items()}
        return server.pending() == 0 and ways == {"alice": 1, "bob": 1}

    alice.until(tidy, f"nothing left: {server.pending()}, {server.contacts()}")


@pytest.mark.parametrize("phase", PHASES)
def test_kamailio_is_killed(
    phone: MakePhone, account: Account, sip_server: SipServer, phase: str
) -> None:
    """N3: a call that is up goes on from browser to browser, one that is not ends in words.

    The next Kamailio knows nothing of the sockets that each has of the other.
    """
    alice, bob = pair(phone, account)
    reach(phase, sip_server, alice, bob)
    cseq = alice.sent("INVITE")[-1].header("CSeq")
    with sip_server.killed():
        for one in (alice, bob):
            one.reaches(connection="connecting")
        if phase == "hanging up":
            alice.tap("hangup")
            is_idle(alice)
        if phase not in IS_UP:
            is_idle(alice, bob)
            bob.everywhere(RELEASE)
    if phase not in IS_UP:
        alice.says("connection|server")
    are_back(alice, bob)
    if phase in ("established", "hold"):
        alice.until(lambda: alice.sent("INVITE")[-1].header("CSeq") != cseq, "a re-INVITE")
        if phase == "established":
            flows(alice, "audio")
        for one in (alice, bob):
            one.tap("hangup")
            is_over(one)
    nothing_is_left(sip_server, alice, bob)


@pytest.mark.parametrize("phase", ["early", "established"])
def test_kamailio_is_restarted(
    phone: MakePhone, account: Account, sip_server: SipServer, phase: str
) -> None:
    """In order, as for an update: it closes the sockets itself."""
    alice, bob = pair(phone, account)
    reach(phase, sip_server, alice, bob)
    sip_server.stop_proxy()
    sip_server.start_proxy()
    are_back(alice, bob)
    if phase in IS_UP:
        flows(alice, "audio")
        for one in (alice, bob):
            one.tap("hangup")
            is_over(one)
    else:
        alice.says("connection|server")
    nothing_is_left(sip_server, alice, bob)


@pytest.mark.parametrize("phase", PHASES)
def test_kamailio_freezes(
    phone: MakePhone, account: Account, sip_server: SipServer, phase: str
) -> None:
    """N2: a request without any sign of life is enough; what was to be said is said later."""
    alice, bob = pair(phone, account)
    if phase != "dialing":
        reach(phase, sip_server, alice, bob)
    does = {"dialing": "call", "established": "hold", "hold": "hold", "accepting": ""}
    with sip_server.frozen():
        if does.get(phase, "hangup"):
            alice.tap(does.get(phase, "hangup"))
            alice.reaches(connection="connecting", timeout=7_000)
        if phase in ("dialing", "early", "hanging up"):
            is_idle(alice)
        if phase == "accepting":
            bob.everywhere(RELEASE)
            bob.until(lambda: bob.answered("INVITE") == [200], "the 200")
    are_back(alice, bob)
    if phase == "dialing":
        alice.says("connection|server")
    if phase in ("accepting", "established", "hold"):
        alice.reaches(state="outgoing-accepted")
        if phase == "established":
            bob.until(lambda: len(bob.answered("INVITE")) > 1, "hold")
        else:
            flows(alice, "audio")
        alice.tap("hangup")
    nothing_is_left(sip_server, alice, bob)


def is_idle(*phones: Phone) -> None:
    for one in phones:
        one.reaches(state="idle")
        one.released()


# --- the relay of the media -----------------------------------------------------------------------


@pytest.fixture
def relay() -> Iterator[SipServer]:
    """A server of its own: one that was without rtpengine does not believe in it at once."""
    require("kamailio", "kamailio-websocket-modules", "rtpengine-daemon")
    with SipServer(USERS, relay=True) as server:
        yield server


@pytest.fixture
def relayed(relay: SipServer, phone: MakePhone) -> Pair:
    """Two registered phones there."""
    server: dict[str, object] = {"websocketUrl": relay.url, "domain": relay.domain}

    def account(name: str) -> dict[str, object]:
        return {**server, "username": name, "password": USERS[name]}

    return pair(phone, account)


@pytest.mark.parametrize("phase", ["dialing", "early", "established", "hold"])
def test_rtpengine_freezes(relay: SipServer, relayed: Pair, phase: str) -> None:
    """N16, N26: another way is looked for, in words, and BYE gets out.

    Kamailio waits a second or two for it at each description, then does without. In a call that
    stands both ends offer at once, and where these offers meet the caller's waits the longer.
    """
    alice, bob = relayed
    if phase != "dialing":
        reach(phase, relay, alice, bob)
    with relay.frozen(media=True):
        act = {"dialing": "call", "hold": "hold"}.get(phase)
        if act:
            alice.tap(act)
        if phase not in IS_UP:
            bob.reaches(state="incoming")
            bob.tap("accept")
        word = {"early": "no sound comes", "established": "way to the other side was lost"}
        if phase in word:
            alice.says(word[phase])
        flows(alice, "audio")
        flows(bob, "audio")
        assert alice.words() == bob.words() == []
        alice.tap("hangup")
        is_over(alice, bob)
    nothing_is_left(relay, alice, bob)


@pytest.mark.parametrize("phase", ["accepting", "hold"])
def test_rtpengine_is_killed(relay: SipServer, relayed: Pair, phase: str) -> None:
    """N16: where nothing comes another way is looked for; Kamailio lets them go without."""
    alice, bob = relayed
    reach(phase, relay, alice, bob)
    assert relay.relayed()
    before = reinvited(alice, bob)
    with relay.killed(media=True):
        bob.everywhere(RELEASE)
        alice.until(lambda: reinvited(alice, bob) > before, "another way is looked for", 25)
        if phase == "hold":
            alice.tap("hold")
        flows(alice, "audio")
        flows(bob, "audio")
    bob.tap("hangup")
    nothing_is_left(relay, alice, bob)
    assert not relay.relayed()


def reinvited(*phones: Phone) -> int:
    """How many INVITEs have been sent."""
    return sum(len(one.sent("INVITE")) for one in phones)


def test_rtpengine_is_restarted(relay: SipServer, relayed: Pair) -> None:
    """The next one knows nothing of the call until it is offered anew."""
    alice, bob = relayed
    reach("established", relay, alice, bob)
    before = reinvited(alice, bob)
    with relay.killed(media=True):
        pass
    alice.until(lambda: reinvited(alice, bob) > before, "another way is looked for", 25)
    flows(alice, "audio")
    flows(bob, "audio")
    assert relay.relayed()
    alice.tap("hangup")
    nothing_is_left(relay, alice, bob)
    assert not relay.relayed()
