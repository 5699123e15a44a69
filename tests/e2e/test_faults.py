"""What a call and a registration go through as sockets, networks and servers change.

docs/faults.md says what is seen of each.
"""

import re

from tests.e2e.conftest import Account, MakeLine, MakePhone, scripted_account
from tests.e2e.hop import Hop
from tests.e2e.peers import Callee
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer
from tests.e2e.server import SipServer
from tests.e2e.test_media import connect, flows, is_over, pair

UFRAG = re.compile("a=ice-ufrag:.*")
BACK_MS = 40_000  # until a server that is there again has been found


def are_back(*phones: Phone) -> None:
    for one in phones:
        one.reaches(connection="registered", timeout=BACK_MS)


def test_the_next_server_takes_over_and_the_first_is_come_home_to(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """N1"""
    scripted.status = 503
    with ScriptedServer() as spare:
        urls = f"{scripted.url}, {spare.url}"
        alice = phone(**{**scripted_account(scripted), "websocketUrl": urls})
        away = spare.link(5)
        away.register()
        alice.reaches(connection="registered")
        scripted.status = 0
        home = scripted.link(30)
        assert away.request("REGISTER").header("Expires") == "0"
        home.register()
        alice.reaches(connection="registered")
        assert away.gone.wait(5)
        alice.configure()
        alice.reaches(connection="off")


def test_a_call_outlives_its_socket_and_says_bye_on_the_next_one(
    line: MakeLine, scripted: ScriptedServer
) -> None:
    """N3: the button works while there is no connection."""
    alice = line()
    alice.phone.tap("call")
    Callee(alice.link).answer()
    alice.phone.reaches(state="outgoing-accepted")
    scripted.admit.clear()
    alice.link.cut()
    alice.phone.reaches(connection="connecting", state="outgoing-accepted")
    alice.phone.tap("hangup")
    alice.phone.reaches(state="idle")
    alice.phone.released()
    scripted.admit.set()
    link = scripted.link()
    link.reply(link.request("BYE"), 200)
    link.register()
    alice.phone.reaches(connection="registered")


def test_the_peer_finds_a_call_by_its_new_socket(
    phone: MakePhone, account: Account, sip_server: SipServer
) -> None:
    """N3: sound goes on, a re-INVITE tells the new way, and the peer's BYE comes by it."""
    with Hop(sip_server.ws_port) as hop:
        alice, bob = pair(phone, account)
        alice.configure(**{**account("alice"), "websocketUrl": hop.url}, phonebook="bob")
        alice.until(lambda: alice.sockets[-1].url == hop.url, "the other server")
        are_back(alice)
        connect(alice, bob)
        flows(alice, "audio")
        hop.cut()
        alice.reaches(connection="connecting")
        flows(alice, "audio")
        are_back(alice)
        bob.until(lambda: bob.answered("INVITE") == [200, 200], "the re-INVITE")
        flows(alice, "audio")
        bob.tap("hangup")
        is_over(bob, alice)
        alice.configure()
        alice.reaches(connection="off")


def test_in_another_network_a_call_looks_for_another_way(
    phone: MakePhone, account: Account
) -> None:
    """N3: as the browser says so; the way that stood need not have failed yet."""
    alice, bob = pair(phone, account)
    connect(alice, bob)
    flows(alice, "audio")
    before = UFRAG.findall(alice.sent("INVITE")[-1].body)
    alice.everywhere("() => window.dispatchEvent(new Event('online'))")
    bob.until(lambda: bob.answered("INVITE") == [200, 200], "the re-INVITE")
    after = UFRAG.findall(alice.sent("INVITE")[-1].body)
    assert before != after != []
    flows(alice, "audio")
    alice.tap("hangup")
    is_over(alice, bob)


def test_a_half_open_socket_is_noticed(
    phone: MakePhone, account: Account, sip_server: SipServer
) -> None:
    """N2: within 15 s where nothing is sent, and the call goes on all the while."""
    with Hop(sip_server.ws_port) as hop:
        alice, bob = pair(phone, account)
        alice.configure(**{**account("alice"), "websocketUrl": hop.url}, phonebook="bob")
        alice.until(lambda: alice.sockets[-1].url == hop.url, "the other server")
        are_back(alice)
        connect(alice, bob)
        hop.vanish.set()
        alice.reaches(connection="connecting", timeout=15_000)
        flows(alice, "audio")
        hop.vanish.clear()
        are_back(alice)
        alice.tap("hangup")
        is_over(alice, bob)
        alice.configure()
        alice.reaches(connection="off")
