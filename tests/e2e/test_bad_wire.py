"""A wire that is slow, loses frames, says them twice or in halves, or breaks amid one.

What alice says and hears goes by a hop. Each call ends as docs/faults.md says, with nothing open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.conftest import Account, MakePhone
from tests.e2e.hop import Hop
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.server import SipServer
from tests.e2e.tampering import broken, every, halved, lost, once, twice
from tests.e2e.test_media import connect, flows, is_over

FATES = {"lost": lost, "halved": halved, "broken": broken}


@dataclass(frozen=True, slots=True)
class Wired:
    """Two registered phones, and the hop that alice is at."""

    hop: Hop
    alice: Phone
    bob: Phone

    def go_wrong(self, fault: str) -> None:
        """`hears 200 INVITE halved`: what alice says or hears next, and what becomes of it."""
        who, _, rest = fault.partition(" ")
        what, _, fate = rest.rpartition(" ")
        way = self.hop.to_page if who == "hears" else self.hop.to_server
        way.tamper = once(what, FATES[fate])

    def ends(self) -> None:
        """Both are idle, and green again by themselves; the server knows where both are."""
        is_over(self.alice, self.bob)
        for one in (self.alice, self.bob):
            one.reaches(connection="registered")


@pytest.fixture
def wired(phone: MakePhone, account: Account, sip_server: SipServer) -> Iterator[Wired]:
    with Hop(sip_server.ws_port) as hop:
        bob = phone(**account("bob"), phonebook="alice")
        alice = phone(**{**account("alice"), "websocketUrl": hop.url}, phonebook="bob")
        for one in (alice, bob):
            one.reaches(connection="registered", timeout=BOOT_MS)
        yield Wired(hop, alice, bob)
        hop.mend()
        alice.configure()
        alice.reaches(connection="off", state="idle")


@pytest.mark.parametrize(
    "fault",
    [
        "hears 180 INVITE lost",
        "hears 200 INVITE halved",
        "hears 200 BYE lost",
        "hears 200 BYE broken",
        "says BYE broken",
    ],
)
def test_a_call_of_ours_gets_over(wired: Wired, fault: str) -> None:
    """What nobody heard is said again, or is not missed."""
    wired.go_wrong(fault)
    connect(wired.alice, wired.bob)
    flows(wired.alice, "audio")
    wired.alice.tap("hangup")
    wired.ends()


@pytest.mark.parametrize(
    "fault",
    [
        "says 180 INVITE lost",
        "says 200 INVITE lost",
        "says 200 INVITE broken",
        "hears ACK lost",
        "hears ACK broken",
    ],
)
def test_a_call_to_us_gets_over(wired: Wired, fault: str) -> None:
    """Also a 200 or an ACK on whose way the connection breaks: the next one carries it."""
    wired.go_wrong(fault)
    connect(wired.bob, wired.alice, target="alice")
    wired.alice.reaches(connection="registered")
    flows(wired.bob, "audio")
    wired.alice.tap("hangup")
    wired.ends()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("says INVITE halved", "failed"),
        ("says INVITE broken", "connection"),
        ("hears 407 INVITE broken", "connection"),
        ("hears 180 INVITE broken", "connection"),
    ],
)
def test_a_call_of_ours_ends_in_words(wired: Wired, fault: str, words: str) -> None:
    """And does not go on ringing at the other end."""
    wired.go_wrong(fault)
    wired.alice.tap("call")
    wired.alice.says(words)
    wired.ends()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("hears INVITE halved", "failed"),
        ("hears INVITE broken", "did not answer"),
        ("says 180 INVITE broken", "."),
    ],
)
def test_a_call_to_us_ends_in_words(wired: Wired, fault: str, words: str) -> None:
    """The caller is not left waiting."""
    wired.go_wrong(fault)
    wired.bob.tap("call")
    wired.bob.says(words)
    wired.ends()


def test_a_bye_that_gets_lost_is_made_good_by_the_way_of_the_sound(wired: Wired) -> None:
    """N3: nothing comes any more, another way is looked for, and the call is known no more."""
    connect(wired.alice, wired.bob)
    wired.go_wrong("says BYE lost")
    wired.alice.tap("hangup")
    is_over(wired.alice)
    wired.ends()


@pytest.mark.parametrize("heard", [True, False])
def test_what_is_said_twice_is_done_once(wired: Wired, heard: bool) -> None:
    """Both ways round: one call, one answer, one end."""
    way = wired.hop.to_page if heard else wired.hop.to_server
    way.tamper = twice
    connect(wired.alice, wired.bob)
    flows(wired.alice, "audio")
    wired.bob.tap("hangup")
    wired.ends()
    connect(wired.bob, wired.alice, target="alice")
    flows(wired.bob, "audio")
    wired.bob.tap("hangup")
    wired.ends()
    for one, first, second in (
        (wired.alice, "outgoing", "incoming"),
        (wired.bob, "incoming", "outgoing"),
    ):
        kinds = [text.partition(":")[0] for text in one.states() if ":" in text]
        calls = [[each, f"{each}-accepted", "ended"] for each in (first, second)]
        assert kinds == [*calls[0], *calls[1]]


def test_two_seconds_on_the_way_are_waited_for(wired: Wired) -> None:
    """Nothing is given up, or said again to another effect."""
    wired.hop.to_page.delay = 2.0
    connect(wired.alice, wired.bob)
    flows(wired.alice, "audio")
    assert wired.alice.attribute("data-connection") == "registered"
    wired.alice.tap("hangup")
    wired.ends()
    assert len(wired.alice.sockets) == 1


def test_where_each_fourth_frame_is_lost_a_call_is_still_had_and_ended(wired: Wired) -> None:
    """Both ways; whatever it takes."""
    wired.hop.to_page.tamper, wired.hop.to_server.tamper = every(4), every(4)
    connect(wired.alice, wired.bob)
    wired.alice.tap("hangup")
    wired.alice.reaches(state="idle")
    wired.ends()
