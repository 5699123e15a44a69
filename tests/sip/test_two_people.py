"""Two user agents on one wire: a plain call, and anything that two people may do."""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sipwidget.sip.account import Account
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import (
    CallAccepted,
    CallConfirmed,
    CallEnded,
    IncomingCall,
    OutgoingCall,
    Output,
)
from sipwidget.sip.user_agent import UserAgent
from tests.peer import ALICE, ANSWER, OFFER, Wire, event, tokens

BOB = Account("bob", "pbx.test", "b0b")


def test_one_phone_calls_the_other_and_hangs_up() -> None:
    alice, bob = UserAgent(ALICE, tokens("a")), UserAgent(BOB, tokens("b"))
    wire = Wire(alice, bob)
    wire.take(0, alice.invite("sip:bob@pbx.test", OFFER, 0, "c"))
    wire.deliver()
    call = event(wire.events[1], IncomingCall)
    assert (call.caller.uri.address, call.offer) == ("alice@pbx.test", OFFER)
    wire.take(1, bob.accept(call.call, ANSWER, 0))
    wire.deliver()
    assert event(wire.events[0], CallAccepted).answer == ANSWER
    assert event(wire.events[1], CallConfirmed)
    wire.wait(3600)
    wire.take(1, bob.hang_up(call.call, wire.now))
    wire.deliver()
    assert event(wire.events[0], CallEnded) == CallEnded("c", 200, "", local=False)
    assert event(wire.events[1], CallEnded).local
    methods = [line.split(" ")[0 if "sip:" in line else 1] for line in wire.traffic if line]
    assert [m for m in methods if m not in ("OPTIONS", "404")] == [
        *("INVITE", "180", "200", "ACK", "BYE", "200")
    ]


class TwoPeople(RuleBasedStateMachine):
    """Two phones, a wire that doubles and swaps what flies, and sockets that die.

    However it went: once both have hung up and time has passed, nothing of any call is left.
    """

    def __init__(self) -> None:
        super().__init__()
        agents = UserAgent(ALICE, tokens("a")), UserAgent(BOB, tokens("b"))
        self.wire = Wire(*agents)
        self.live: tuple[set[str], set[str]] = (set(), set())
        self.up = [True, True]
        self.dialed = 0

    place = st.integers(0, 1)

    @rule(place=place)
    def dial(self, place: int) -> None:
        self.dialed += 1
        call = f"c{self.dialed}"
        to = ("sip:bob@pbx.test", "sip:alice@pbx.test")[place]
        self.act(place, lambda agent: agent.invite(to, OFFER, self.wire.now, call))

    @rule(place=place)
    def accept(self, place: int) -> None:
        self.for_call(place, lambda agent, call: agent.accept(call, ANSWER, self.wire.now))

    @rule(place=place)
    def reject(self, place: int) -> None:
        self.for_call(place, lambda agent, call: agent.reject(call, 486, self.wire.now))

    @rule(place=place)
    def hang_up(self, place: int) -> None:
        self.for_call(place, lambda agent, call: agent.hang_up(call, self.wire.now))

    @rule()
    def deliver_one(self) -> None:
        if self.wire.flying:
            place, _ = self.wire.flying[0]
            if self.up[place]:
                self.wire.deliver_one()
            else:
                self.wire.flying.pop(0)

    @rule()
    def deliver_all(self) -> None:
        while self.wire.flying:
            self.deliver_one()

    @rule()
    def double(self) -> None:
        self.wire.flying += self.wire.flying[:1]

    @rule()
    def swap(self) -> None:
        self.wire.flying.reverse()

    @rule(seconds=st.sampled_from([0.5, 5.0, 33.0, 90.0]))
    def wait(self, seconds: float) -> None:
        """A late timer: all that is due at once."""
        self.wire.now += seconds
        for place in (0, 1):
            self.act(place, lambda agent: agent.handle_timeout(self.wire.now))

    @rule(place=place)
    def lose_socket(self, place: int) -> None:
        if self.up[place]:
            self.up[place] = False
            self.act(place, lambda agent: agent.transport_closed(self.wire.now))

    @rule(place=place)
    def new_socket(self, place: int) -> None:
        if not self.up[place]:
            self.up[place] = True
            self.act(place, lambda agent: agent.transport_opened(self.wire.now))

    def act(self, place: int, what: Callable[[UserAgent], list[Output]]) -> None:
        try:
            outputs = what(self.wire.agents[place])
        except InvalidState:
            return
        self.wire.take(place, outputs)

    def for_call(self, place: int, what: Callable[[UserAgent, str], list[Output]]) -> None:
        for call in sorted(self.live[place]):
            self.act(place, lambda agent, call=call: what(agent, call))

    @invariant()
    def each_call_ends_once(self) -> None:
        for live, told_so_far in zip(self.live, self.wire.events, strict=True):
            for told in told_so_far:
                if isinstance(told, IncomingCall | OutgoingCall):
                    assert told.call not in live
                    live.add(told.call)
                elif isinstance(told, CallEnded):
                    live.remove(told.call)
            told_so_far.clear()

    def teardown(self) -> None:
        self.deliver_all()
        for place in (0, 1):
            self.new_socket(place)
            self.each_call_ends_once()
            self.hang_up(place)
            self.each_call_ends_once()
        self.wire.wait(400)
        self.each_call_ends_once()
        assert self.live == (set(), set())
        for agent in self.wire.agents:
            assert not agent._sessions
            assert len(agent._endpoint.transactions) <= 1  # the keep-alive's
            assert {timer for _, timer in agent._outbox.deadlines._times} <= {
                "probe",
                "transaction",
            }


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
