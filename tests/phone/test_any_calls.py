"""Several calls and all that can be done with them, in any order."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from sipwidget.phone.device import Device
from sipwidget.phone.effects import (
    Announce,
    Effect,
    MakeAnswer,
    MakeOffer,
    ReleaseMedia,
    SetHold,
    SetMuted,
)
from sipwidget.phone.inputs import (
    AnswerMade,
    Clicked,
    Commanded,
    Configured,
    Input,
    Leaving,
    MediaFailed,
    MediaLost,
    OfferMade,
)
from sipwidget.phone.model import Call
from sipwidget.sip import UserAgent, parse
from sipwidget.sip.account import Account
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import IncomingCall, OfferReceived, Output
from sipwidget.sip.keep_alive import PING, PONG
from tests.phone.bench import ANSWER, CONFIG, OFFER, Bench, Server, grant, tokens

PEERS = ["701", "702", "703", "704", "705"]
WELL_FORMED = re.compile(
    r"((outgoing (failed|outgoing-accepted ended)|incoming (failed|incoming-accepted ended)) )*"
)
ACTIONS = ["accept", "decline", "hangup", "hold", "swap", "mute", "talk", "camera", "keypad"]
COMMANDS = ["mute", "unmute", "hold", "resume", "answer", "decline", "hangup", "dtmf:1"]
TALKING = [("calls", "701"), ("go on", None)]
BEGINNINGS = [[], TALKING, [*TALKING, ("calls", "703"), ("go on", None)]]
SETTINGS: list[dict[str, object]] = [
    {},
    {"call_waiting": False},
    {"auto_dial": "702"},
    {"auto_answer": ("*",)},
    {"ring_seconds": 3, "max_call_seconds": 20},
]
HAPPENINGS = st.one_of(
    st.tuples(st.just("calls"), st.sampled_from(PEERS)),
    st.tuples(st.just("go on"), st.none()),
    st.tuples(st.just("click"), st.tuples(st.sampled_from(ACTIONS), st.integers(0, 4))),
    st.tuples(st.just("click"), st.tuples(st.sampled_from(["swap", "hold"]), st.integers(0, 1))),
    st.tuples(st.just("command"), st.sampled_from(COMMANDS)),
    st.tuples(st.just("dial"), st.sampled_from(PEERS)),
    st.tuples(st.just("media"), st.sampled_from(["made", "failed", "lost"])),
    st.tuples(st.just("answer"), st.sampled_from([200, 486, 488])),
    st.tuples(st.just("offers"), st.sampled_from(PEERS)),
    st.tuples(st.just("hangs up"), st.sampled_from(PEERS)),
    st.tuples(st.just("network"), st.sampled_from(["lost", "back"])),
    st.tuples(st.just("time"), st.sampled_from([1.0, 5.0, 40.0])),
    st.tuples(st.just("configured"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("quiet"), st.booleans()),
)


class Exchange(Server):
    """A server with a user agent for each of the peers; each has at most one call."""

    def __init__(self) -> None:
        super().__init__(grant)
        self.peers = {name: UserAgent(Account(name, "pbx.example"), tokens(name)) for name in PEERS}
        self.owners: dict[str, str] = {}  # Call-ID to peer
        for agent in self.peers.values():
            agent.transport_opened(0.0)
        self.waiting: list[tuple[str, IncomingCall | OfferReceived]] = []
        self.calls: dict[str, str] = {}  # peer to its last call

    def receive(self, text: str, now: float) -> list[str]:
        if text in (PING, PONG) or "REGISTER" in text.partition("\r\n")[0]:
            return super().receive(text, now)
        message = parse(text)
        name = self.owners.setdefault(message.call_id, message.to.uri.user)
        return self.sent(name, self.peers[name].receive(text, now)) if name in self.peers else []

    def sent(self, name: str, outputs: list[Output]) -> list[str]:
        """What a peer sends; what it is asked for is kept."""
        for each in outputs:
            if isinstance(each, IncomingCall | OfferReceived):
                self.waiting.append((name, each))
                self.calls[name] = each.call
        frames = self.frames(outputs)
        for frame in frames:
            self.owners[parse(frame).call_id] = name
        return frames


class House(Bench):
    """A phone that is called from all sides, and what its media was told."""

    def __init__(self) -> None:
        super().__init__()
        self.exchange = Exchange()
        self.server = self.exchange
        self.made: list[MakeOffer | MakeAnswer] = []  # still to be made by the media
        self.held: set[str] = set()
        self.muted: set[str] = set()
        self.seen: list[Call] = []  # each call as it was last
        self.told: dict[str, str] = defaultdict(str)
        self.released: list[str] = []
        self.settings: dict[str, object] = {}
        self.device = Device()

    def do(self, *messages: Input) -> list[Effect]:
        effects = super().do(*messages)
        for each in effects:
            match each:
                case MakeOffer() | MakeAnswer():
                    self.made.append(each)
                case SetHold(call=call, on_hold=on_hold):
                    self.held = self.held | {call} if on_hold else self.held - {call}
                case SetMuted(call=call, muted=muted):
                    self.muted = self.muted | {call} if muted else self.muted - {call}
                case Announce(text=text) if ":" in text:
                    word, _, address = text.partition(":")
                    self.told[address] += f"{word} "
                case ReleaseMedia(call=call):
                    self.released.append(call)
                    self.made = [wanted for wanted in self.made if wanted.call != call]
        return effects

    def reconfigure(self, changes: dict[str, object], device: Device | None = None) -> None:
        """Other settings than at the beginning, or do not disturb."""
        self.device = self.device if device is None else device
        config = replace(CONFIG, **self.settings | changes)
        self.do(Configured(config, device=self.device))

    def make(self, how: str) -> None:
        """The media does what it was asked for first."""
        if not self.made or how == "lost":
            call = self.phone.model.call
            self.do(*([MediaLost(call.id)] if call else []))
            return
        wanted = self.made.pop(0)
        way = "a=sendonly\r\n" if wanted.call in self.held else ""
        if how == "failed":
            stands = any(each.seconds is not None for each in self.phone.model.calls)
            self.do(MediaFailed(wanted.call, "codec", renegotiation=stands))
        elif isinstance(wanted, MakeOffer):
            self.do(OfferMade(wanted.call, OFFER + way))
        else:
            self.do(AnswerMade(wanted.call, ANSWER + way))

    def peer(self, name: str, what: Callable[[UserAgent, str], list[Output]]) -> None:
        """A peer acts in its last call, if it can."""
        agent = self.exchange.peers[name]
        try:
            outputs = what(agent, self.exchange.calls.get(name, ""))
        except InvalidState:
            return
        self.hear(*self.exchange.sent(name, outputs))

    def answer(self, status: int) -> None:
        """The peers reply to what they were asked first."""
        if not self.exchange.waiting:
            return
        name, asked = self.exchange.waiting.pop(0)
        if isinstance(asked, IncomingCall):
            accepted = lambda agent, _: agent.accept(asked.call, ANSWER, self.now)  # noqa: E731
            refused = lambda agent, _: agent.reject(asked.call, status, self.now)  # noqa: E731
        else:
            answer = OFFER if asked.offer is None else ANSWER
            accepted = lambda agent, _: agent.answer_offer(asked.call, answer, self.now)  # noqa: E731
            refused = lambda agent, _: agent.refuse_offer(asked.call, status, self.now)  # noqa: E731
        self.peer(name, accepted if status == 200 else refused)

    def calls(self, name: str) -> None:
        """A peer calls us, if it is in no call with us."""
        if any(each.address.startswith(name) for each in self.phone.model.calls):
            return
        call = self.exchange.calls[name] = f"{name}-{len(self.effects)}"
        target = "sip:1001@pbx.example"
        self.peer(name, lambda agent, _: agent.invite(target, OFFER, self.now, call))

    def click(self, action: str, number: int) -> None:
        """A button of one of the calls."""
        calls = self.phone.model.calls
        self.do(Clicked(action, call=calls[number % len(calls)].id if calls else ""))

    def go_on(self) -> None:
        """What brings all calls on, at whatever stage they are."""
        self.do(Commanded("answer"))
        while self.made:
            self.make("made")
        while self.exchange.waiting:
            self.answer(200)


HAPPENING: dict[str, Callable[[House, Any], object]] = {
    "calls": House.calls,
    "go on": lambda house, _: house.go_on(),
    "click": lambda house, what: house.click(*what),
    "command": lambda house, what: house.do(Commanded(what)),
    "dial": lambda house, what: house.do(Clicked("dial", what)),
    "media": House.make,
    "answer": House.answer,
    "offers": lambda house, what: house.peer(
        what, lambda it, call: it.offer(call, OFFER, house.now)
    ),
    "hangs up": lambda house, what: house.peer(what, lambda it, call: it.hang_up(call, house.now)),
    "network": lambda house, what: house.lose() if what == "lost" else house.open(),
    "time": lambda house, what: house.tick(house.now + what),
    "configured": House.reconfigure,
    "quiet": lambda house, what: house.reconfigure({}, Device(do_not_disturb=what)),
}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.lists(HAPPENINGS, min_size=10, max_size=40), st.booleans())
def test_of_several_calls_one_at_most_is_heard_whatever_is_done(
    beginning, happenings, push_to_talk
):
    house = House()
    house.settings = {
        "call_waiting": True,
        "push_to_talk": push_to_talk,
        "auto_answer": ("702",),
    }
    house.reconfigure({})
    house.open()
    calls = set()
    for kind, what in [*beginning, *happenings]:
        before = {each.id: each for each in house.phone.model.calls}
        HAPPENING[kind](house, what)
        calls |= {each.id for each in house.phone.model.calls}
        check(house, before, asked=kind in ("click", "command"))
    house.do(Leaving())
    assert house.phone.model.calls == ()
    assert sorted(house.released) == sorted(calls)
    for words in house.told.values():
        assert WELL_FORMED.fullmatch(words), words


def check(house: House, before: dict[str, Call], *, asked: bool) -> None:
    """What holds after each step."""
    model = house.phone.model
    assert model.focus == (model.calls[0].id if model.calls else None)
    heard = [each for each in model.calls if each.seconds is not None and not each.on_hold]
    assert [each.id for each in heard] in ([], [model.focus])
    assert house.held & {each.id for each in model.calls} == {
        each.id for each in model.calls if each.on_hold
    }
    assert house.muted & {each.id for each in model.calls} == {
        each.id for each in model.calls if each.muted
    }
    if not asked:  # nobody's microphone opens by itself
        assert not [each for each in heard if each.id in before and before[each.id].on_hold]
    if len(model.calls) > 1:
        event(f"{len(model.calls)} calls, {len(heard)} heard")
