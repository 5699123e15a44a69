"""Where two phones cannot reach each other but by a TURN server: N16."""

import re
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Account, MakePhone, require
from tests.e2e.coturn import TurnServer
from tests.e2e.phone import Phone
from tests.e2e.server import SipServer
from tests.e2e.sound import flows

# The types of both candidates of the pair that each open connection uses.
PAIRS = """async () => {
    const found = [];
    for (const connection of recorder.connections) {
        if (connection.connectionState !== "connected")
            continue;
        const all = await connection.getStats();
        const transport = [...all.values()].find(each => each.type === "transport");
        const pair = all.get(transport.selectedCandidatePairId);
        found.push([pair.localCandidateId, pair.remoteCandidateId]
            .map(id => all.get(id).candidateType));
    }
    return found;
}"""


@pytest.fixture(scope="module")
def turn() -> Iterator[TurnServer]:
    """The only way between the phones."""
    require("coturn")
    with TurnServer() as server:
        yield server


@pytest.mark.parametrize("transport", ["", "?transport=tcp"])
def test_a_call_by_a_relay(
    sip_server: SipServer, phone: MakePhone, account: Account, turn: TurnServer, transport: str
) -> None:
    """The server takes all other candidates from both descriptions, as a strict network does."""
    servers = turn.setting + transport
    alice = phone(**account("alice"), phonebook="bob=Bob", turnServers=servers)
    bob = phone(**account("bob"), turnServers=servers)
    for each in (alice, bob):
        each.reaches(connection="registered")
    with sip_server.faulty("direct", 1):
        alice.tap("call")
        bob.tap("accept")
        alice.reaches(state="outgoing-accepted")
    assert kinds(alice.received(200, "INVITE")[-1].body) == {"relay"}
    for each in (alice, bob):
        flows(each)
        assert pairs(each) == [["relay", "relay"]]
    alice.tap("hangup")
    bob.reaches(state="idle")
    alice.reaches(state="idle")


def pairs(one: Phone) -> list[list[str]]:
    """The types of the candidates in use, ours and the peer's, of each open connection."""
    return [pair for found in one.everywhere(PAIRS) for pair in found]


def kinds(description: str) -> set[str]:
    """The types of all candidates in a description."""
    return set(re.findall(r"(?m)^a=candidate:.* typ (\w+)", description))
