"""The tables are whole: every state is entered and left, and every row of a session is taken."""

import pytest

from sipwidget.sip.session import OVER
from sipwidget.sip.states import (
    CLIENT,
    INVITE_CLIENT,
    INVITE_SERVER,
    LASTS,
    SERVER,
    SESSION,
    Act,
    Calling,
    Do,
    Met,
    SessionTable,
    Transacting,
    TransactionTable,
)
from sipwidget.sip.timers import TIMER_B, TIMER_H
from tests.peer import ANSWER, CONTACT, OFFER, SDP, Peer, one

TABLES = {
    "INVITE client": (INVITE_CLIENT, Transacting.CALLING),
    "client": (CLIENT, Transacting.TRYING),
    "INVITE server": (INVITE_SERVER, Transacting.PROCEEDING),
    "server": (SERVER, Transacting.TRYING),
}


def reachable(table: TransactionTable | SessionTable, *first: str) -> set[str]:
    """All states that inputs lead to from there."""
    found, new = set(first), set(first)
    while new:
        new = {after for (state, _), (after, _) in table.items() if state in new} - found
        found |= new
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_transaction_is_entered_at_its_start_and_ends(name: str) -> None:
    table, first = TABLES[name]
    states = {state for state, _ in table}
    assert states <= reachable(table, first)
    for state in states:
        assert Transacting.TERMINATED in reachable(table, state)
    assert Transacting.TERMINATED not in states, "nothing leads out of the end"


def test_every_session_is_entered_at_its_start_and_ends() -> None:
    states = {state for state, _ in SESSION}
    assert reachable(SESSION, Calling.CALLING, Calling.RINGING) == set(Calling)
    for state in states:
        assert Calling.TERMINATED in reachable(SESSION, state)
    assert Calling.TERMINATED not in states


def test_a_session_that_is_over_never_tells_its_end_again() -> None:
    for (before, _), (after, actions) in SESSION.items():
        assert (Do.END in actions) == (before not in OVER and after in OVER)


def test_all_that_the_tables_can_name_is_in_them() -> None:
    rows = [row for table, _ in TABLES.values() for row in table.values()]
    assert {act for _, actions in rows for act in actions} == set(Act)
    assert {do for _, actions in SESSION.values() for do in actions} == set(Do)
    assert {what for _, what in SESSION} == set(Met)
    assert LASTS.keys() == TABLES.keys()


# --- a session table's rows, taken by what happens on the wire ------------------------------------

# What a test does to bring a session into a state, and then to let it meet each input. Words are
# those of `Play`; two states are entered by an outgoing call, the others as they come.
WAYS = {
    Calling.CALLING: ["dial"],
    Calling.PROCEEDING: ["dial", "1xx"],
    Calling.CANCEL_WAITS: ["dial", "hang up"],
    Calling.CANCELLING: ["dial", "1xx", "hang up"],
    Calling.RINGING: ["ring"],
    Calling.ACCEPTED: ["ring", "accept"],
    Calling.BYE_WAITS: ["ring", "accept", "hang up"],
    Calling.CONFIRMED: ["ring", "accept", "ACK"],
}


class Play:
    """One call, and what can happen to it, by the words of `Met`."""

    def __init__(self) -> None:
        self.peer = Peer()
        self.call = "c"
        self.tag = ""

    def state(self) -> Calling:
        session = self.peer.agent._sessions.get(self.call)
        return session.state if session else Calling.TERMINATED

    def do(self, what: str) -> None:
        peer, agent = self.peer, self.peer.agent
        if what == "dial":
            self.invite = peer.dial()
        elif what == "ring":
            self.invite, self.tag, self.call = peer.ring()
        elif what == Met.ACCEPT:
            agent.accept(self.call, ANSWER, peer.now)
        elif what == Met.REJECT:
            agent.reject(self.call, 486, peer.now)
        elif what == Met.HANG_UP:
            peer.hang_up(self.call)
        elif what == Met.BROKEN:
            peer.close()
        elif what == Met.TIMEOUT:
            self.time_out()
        elif what == Met.GONE:
            info = agent.info(self.call, "text/plain", "x", peer.now)
            peer.hear(peer.answer(one(info, "INFO"), 481))
        else:
            self.hear(what)

    def time_out(self) -> None:
        if self.state() is Calling.CONFIRMED:  # the ACK of a re-INVITE is missing
            self.peer.hear(self.peer.within("INVITE", self.tag, body=OFFER))
            self.peer.agent.answer_offer(self.call, ANSWER, self.peer.now)
        assert TIMER_B == TIMER_H
        self.peer.wait(TIMER_H)

    def hear(self, what: str) -> None:
        peer = self.peer
        answers = {
            Met.PROVISIONAL: lambda: peer.answer(self.invite, 180),
            Met.SUCCESS: lambda: peer.answer(self.invite, 200, "b", CONTACT, *SDP),
            Met.FAILURE: lambda: peer.answer(self.invite, 486),
            Met.CHALLENGE: lambda: peer.challenge(self.invite),
            Met.ACK: lambda: peer.within("ACK", self.tag, 1),
            Met.BYE: lambda: peer.within("BYE", self.tag),
            Met.CANCEL: lambda: peer.request("CANCEL", branch=self.invite.via.branch or ""),
        }
        peer.hear(answers[Met(what)]())


@pytest.mark.parametrize(
    ("state", "what", "after"),
    [
        pytest.param(state, what, after, id=f"{state}, {what}")
        for (state, what), (after, _) in SESSION.items()
    ],
)
def test_each_row_of_a_session_is_taken(state: Calling, what: Met, after: Calling) -> None:
    play = Play()
    for step in WAYS[state]:
        play.do(step)
    assert play.state() is state
    play.do(what)
    assert play.state() is after
