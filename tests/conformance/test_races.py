"""Races that a page cannot be brought to lose at will: the phone in CPython over a real WebSocket.

Its media answers when the test says so, and it believes in any time; docs/races.md is the list.
"""

import queue
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.effects import Announce, Effect, MakeAnswer, MakeOffer, ReleaseMedia
from sipwidget.phone.inputs import AnswerMade, Commanded, MediaLost, OfferMade
from sipwidget.phone.settings import Config
from tests.conformance.soft_phone import DESCRIPTION, SoftPhone
from tests.e2e import sessions
from tests.e2e.crossing import CONTACT, number, said
from tests.e2e.frames import Frame
from tests.e2e.peers import DOMAIN, Callee, Caller, Dialog
from tests.e2e.scripted import Link, ScriptedServer

pytestmark = pytest.mark.native("sockets and threads")

SECONDS = 10.0
E = TypeVar("E", bound=Effect)


class SlowPhone(SoftPhone):
    """Tells what it does, and leaves descriptions to the test while it is `busy`."""

    busy = False

    def __init__(self, config: Config) -> None:
        self._done: queue.SimpleQueue[Effect] = queue.SimpleQueue()
        super().__init__(config)

    def _carry_out(self, effect: Effect) -> None:
        self._done.put(effect)
        if not (self.busy and isinstance(effect, MakeAnswer | MakeOffer)):
            super()._carry_out(effect)

    def does(self, kind: type[E], holds: Callable[[E], bool] = lambda _: True) -> E:
        """The next effect of that kind. Raises queue.Empty when none comes."""
        while True:
            effect = self._done.get(timeout=SECONDS)
            if isinstance(effect, kind) and holds(effect):
                return effect

    def announces(self, text: str) -> None:
        """Wait until the phone has told that state."""
        self.does(Announce, lambda effect: effect.text == text)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as one:
        yield one


@pytest.fixture
def phone(server: ScriptedServer) -> Iterator[SlowPhone]:
    """A phone on its way to the server."""
    config = Config(
        websocket_urls=(server.url,),
        domain=DOMAIN,
        username="alice",
        password="pw-alice",
        phonebook=phonebook.parse("620=Door"),
    )
    with SlowPhone(config) as one:
        yield one


@pytest.fixture
def link(server: ScriptedServer, phone: SlowPhone) -> Link:
    """The server's end, where the phone has registered."""
    one = server.link()
    one.register()
    phone.announces("registered")
    return one


# --- the peer's offer, while our media makes the answer -------------------------------------------


def test_their_bye_while_their_offer_is_answered(phone: SlowPhone, link: Link) -> None:
    """RFC 3261, 15.1.2: 487 for the offer; what the media says later is of no use to anybody."""
    peer = incoming(phone, link)
    call = offered(phone, peer)
    peer.request("BYE")
    assert phone.does(ReleaseMedia).call == call
    phone.announces(f"ended:peer@{DOMAIN}")
    phone.put(AnswerMade(call, DESCRIPTION))
    assert said(peer)[-2:] == ["200 BYE", "487 INVITE"]


def test_another_offer_while_theirs_is_answered(phone: SlowPhone, link: Link) -> None:
    """RFC 3261, 14.2: 500 with Retry-After for the second, and the first goes on."""
    peer = incoming(phone, link)
    call = offered(phone, peer)
    second = peer.answered("INVITE", body=sessions.offer(version=3))
    assert (second.status, second.header("Retry-After")) == (500, "2")
    peer.acknowledge()
    phone.put(AnswerMade(call, DESCRIPTION))
    assert link.response("INVITE").header("CSeq") == f"{peer.number - 1} INVITE"
    peer.request("ACK", number=peer.number - 1)
    assert said(peer)[-2:] == ["500 INVITE", "200 INVITE"]


def test_their_offer_is_taken_back_while_it_is_answered(phone: SlowPhone, link: Link) -> None:
    """RFC 3261, 9.2 and 14.1: the call stands; ours follows, as our media has theirs."""
    peer = incoming(phone, link)
    call = offered(phone, peer)
    peer.cancel()
    assert link.response("INVITE").status == 487
    peer.acknowledge()
    phone.put(AnswerMade(call, DESCRIPTION))
    phone.busy = False
    ours = link.request("INVITE")
    assert said(peer)[-3:] == ["200 CANCEL", "487 INVITE", "INVITE"]
    link.reply(ours, 200, headers=CONTACT, body=sessions.answer(DESCRIPTION))
    assert number(link.request("ACK")) == number(ours)
    assert peer.answered("INVITE", body=sessions.offer(version=3)).status == 200


# --- both offer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("owner", [True, False])
def test_two_offers_meet(phone: SlowPhone, link: Link, owner: bool) -> None:
    """RFC 3261, 14.1: who owns the Call-ID waits 2.1 to 4 s, the other at most 2; a new number."""
    peer, ours = glare(phone, link, owner)
    if owner:
        assert later(phone, peer, 1.0)[-1:] == ["ACK"]
    phone.skip(3.0 if owner else 2.0)
    again = link.request("INVITE")
    assert number(again) == number(ours) + 1
    link.reply(again, 200, headers=CONTACT, body=sessions.answer(DESCRIPTION))
    assert number(link.request("ACK")) == number(again)
    assert later(phone, peer, 10.0)[-1:] == ["ACK"]


def test_their_bye_while_ours_waits_for_its_turn(phone: SlowPhone, link: Link) -> None:
    peer, _ = glare(phone, link, owner=True)
    assert peer.answered("BYE").status == 200
    phone.announces(f"ended:620@{DOMAIN}")
    assert later(phone, peer, 10.0)[-1:] == ["200 BYE"]


def test_their_offer_while_our_media_makes_ours(phone: SlowPhone, link: Link) -> None:
    """RFC 3261, 14.2: we are about to offer, which is as good as having done so."""
    peer = outgoing(phone, link)
    call = phone.does(MakeOffer).call
    phone.busy = True
    phone.put(MediaLost(call))
    phone.does(MakeOffer)
    assert peer.answered("INVITE", body=sessions.offer(version=2)).status == 491
    peer.request("ACK", number=peer.number)
    phone.put(OfferMade(call, DESCRIPTION))
    ours = link.request("INVITE")
    link.reply(ours, 200, headers=CONTACT, body=sessions.answer(DESCRIPTION))
    assert number(link.request("ACK")) == number(ours)


# --- the way to the peer is lost (N3) -------------------------------------------------------------


@pytest.mark.parametrize("taken_back", [False, True])
def test_the_way_fails_while_their_offer_is_answered(
    phone: SlowPhone, link: Link, taken_back: bool
) -> None:
    """Ours follows theirs, whatever became of that."""
    peer = incoming(phone, link)
    call = offered(phone, peer)
    phone.put(MediaLost(call))
    phone.busy = False
    if taken_back:
        peer.cancel()
        assert link.response("INVITE").status == 487
    phone.put(AnswerMade(call, DESCRIPTION))
    if not taken_back:
        assert link.response("INVITE").status == 200
    peer.acknowledge()
    phone.skip(5.0)
    link.request("INVITE")
    assert "BYE" not in said(peer)


@pytest.mark.parametrize("sooner", ["way", "socket"])
def test_the_way_and_the_socket_are_lost(
    server: ScriptedServer, phone: SlowPhone, link: Link, sooner: str
) -> None:
    """The call outlives both, and our offer goes out on the next socket."""
    outgoing(phone, link)
    lost = MediaLost(phone.does(MakeOffer).call)
    if sooner == "way":
        phone.put(lost)
        link.request("INVITE")
    link.cut()
    phone.announces("disconnected")
    if sooner == "socket":
        phone.put(lost)
    phone.skip(40.0)
    again = server.link()
    again.register()
    assert again.request("INVITE", seconds=2.0).tag("To") == "callee"


# --- answers that get lost, and those that nobody can read ----------------------------------------


def test_an_ack_that_never_comes(phone: SlowPhone, link: Link) -> None:
    """RFC 3261, 13.3.1.4: BYE after 64*T1, which is its own dialog's."""
    peer = Caller(link, link.seen[0])
    peer.ring()
    phone.put(Commanded("answer"))
    taken = peer.final()
    phone.skip(32.0)
    bye = link.request("BYE")
    assert (bye.tag("From"), bye.header("Call-ID")) == (taken.tag("To"), peer.call_id)
    link.reply(bye, 200)
    phone.announces(f"ended:peer@{DOMAIN}")


@pytest.mark.parametrize("contact", ["<sip:alice@", "<sip:alice@[::>;expires=600", '"', "*", ""])
def test_a_registration_whose_contact_cannot_be_read(
    server: ScriptedServer, phone: SlowPhone, contact: str
) -> None:
    """It is tried again, and calls go out meanwhile."""
    link = server.link()
    link.reply(link.request("REGISTER"), 200, headers={"Contact": contact})
    phone.put(Commanded("dial:620"))
    Callee(link).reply(486)
    link.request("ACK")
    phone.skip(60.0)
    link.register()
    phone.announces("registered")


# --- how it is done -------------------------------------------------------------------------------


def incoming(phone: SlowPhone, link: Link) -> Caller:
    """A call from outside that the person has taken."""
    peer = Caller(link, link.seen[0])
    peer.ring()
    phone.put(Commanded("answer"))
    assert peer.final().status == 200
    peer.acknowledge()
    assert peer.answered("OPTIONS").status == 200
    return peer


def later(phone: SlowPhone, peer: Dialog, seconds: float) -> list[str]:
    """What the phone has said when so much time has passed."""
    phone.skip(seconds)
    said(peer)  # which may be answered before an offer that is made meanwhile goes out
    return said(peer)


def outgoing(phone: SlowPhone, link: Link) -> Callee:
    """A call that the peer has taken."""
    phone.put(Commanded("dial:620"))
    peer = Callee(link)
    peer.answer()
    return peer


def offered(phone: SlowPhone, peer: Caller) -> str:
    """The peer has offered again, and our media works on the answer: the call's id."""
    phone.busy = True
    peer.invite = peer.request("INVITE", body=sessions.offer(version=2))
    return phone.does(MakeAnswer, lambda effect: effect.offer == peer.invite.body).call


def glare(phone: SlowPhone, link: Link, owner: bool) -> tuple[Dialog, Frame]:
    """Our offer has met the peer's, and both are refused."""
    peer: Dialog = outgoing(phone, link) if owner else incoming(phone, link)
    made: MakeOffer | MakeAnswer = phone.does(MakeOffer) if owner else phone.does(MakeAnswer)
    phone.put(MediaLost(made.call))
    ours = link.request("INVITE")
    assert peer.answered("INVITE", body=sessions.offer(version=2)).status == 491
    peer.request("ACK", number=peer.number)
    link.reply(ours, 491)
    link.request("ACK")
    return peer, ours
