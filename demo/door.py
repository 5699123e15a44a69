"""The door station: rings all phones, shows who is there, and opens when it hears ``#``.

It has one call at a time, as a door has. Who calls it sees the picture for a moment before it
answers, as with many real ones.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from demo.accounts import DOOR, EVERYBODY, Account, Directory
from demo.doorplate import Stage, View, farewell, listed
from demo.exchange import Exchange
from demo.intercom import Intercom
from demo.latch import OPENS, Latch
from demo.line import Line
from demo.tones import read_info
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import CallAccepted, CallEnded, Event, IncomingCall, OfferReceived
from sipwidget.sip.message import Request


@dataclass(frozen=True, slots=True)
class Times:
    """How long things last, in seconds."""

    early: float = 1.0  # that a caller sees the picture before the door answers
    connecting: float = 5.0  # that we wait for the picture to get through
    ringing: float = 60.0
    talking: float = 120.0
    open: float = 8.0


@dataclass(slots=True, eq=False)
class _Call:
    """The door's one call: who is at the other end, and what the page says when it is over."""

    name: str
    media: Intercom
    stage: Stage
    party: str
    answer: str | None = None
    farewell: str = ""
    timer: asyncio.TimerHandle | None = None


class Door:
    """Made with an exchange to hang on; ``registered`` tells whose phones would ring."""

    def __init__(
        self,
        exchange: Exchange,
        directory: Directory,
        domain: str,
        tokens: Callable[[], str],
        registered: Callable[[Account, float], bool],
        times: Times,
    ) -> None:
        self._directory = directory
        self._everybody = f"sip:{EVERYBODY}@{domain}"
        self._tokens = tokens
        self._registered = registered
        self._times = times
        self._loop = asyncio.get_running_loop()
        self._call: _Call | None = None
        self._words = "Nobody is at the door."
        self._latch = Latch(times.open)
        self._closed = False
        self._line = Line(exchange, DOOR, domain, tokens, self._tell, hear_info=self._hear_info)

    @property
    def view(self) -> View:
        """As it is now."""
        stage = self._call.stage if self._call else Stage.IDLE
        opened = self._latch.is_open
        tells_open = opened and stage is not Stage.RINGING
        words = "The door is open. It closes by itself." if tells_open else self._words
        return View(stage, words, opened, self._latch.keys)

    def ring(self) -> None:
        """Somebody presses the bell: all phones ring, and the first that answers has the call."""
        if self._closed:
            return
        if self._call:
            ringing = self._call.stage is Stage.RINGING
            self._words = "It is ringing already." if ringing else "The door is in a call already."
            return
        people = self._directory.reached(EVERYBODY)
        names = [one.label for one in people if self._registered(one, self._loop.time())]
        if not names:
            self._words = "No phone is there yet. Wait until its icon is green, then ring again."
            return
        self._words = f"Ringing at {listed(names)}. Answer with the green button."
        call = self._begin(self._tokens(), Stage.RINGING, "Somebody")
        self._hang_up_after(call, self._times.ringing, "Nobody answered.")
        self._line.start(self._invite(call))

    async def close(self) -> None:
        """Hang up, and give everything back."""
        self._closed = True
        if self._call:
            self._hang_up(self._call, "The demo has ended.")
        self._latch.close()
        await self._line.close()

    # --- what the line tells ----------------------------------------------------------------------

    def _tell(self, event: Event) -> None:
        match event:
            case IncomingCall(name, caller, offer):
                self._receive(name, caller.uri.user_decoded or "", offer)
            case CallAccepted(name, _, answer) if call := self._known(name):
                self._line.start(self._accepted(call, answer or ""))
            case OfferReceived(name, offer) if call := self._known(name):
                self._line.start(self._answer_again(call, offer or ""))
            case CallEnded(name, status) if call := self._known(name):
                self._end(call, status)
            case _:
                pass

    def _known(self, name: str) -> _Call | None:
        return self._call if self._call and self._call.name == name else None

    def _receive(self, name: str, user: str, offer: str | None) -> None:
        if self._call or offer is None:
            self._reject(name, 486 if self._call else 488)
            return
        caller = self._directory.dialed(user)
        call = self._begin(name, Stage.EARLY, caller.label if caller else user)
        self._words = f"{call.party} calls the door, and sees it before it answers."
        self._line.start(self._show(call, offer))

    def _hear_info(self, _name: str, info: Request) -> int:
        key = read_info(info.content_type, info.body)
        if not key:
            return 415
        self._latch.press(key)
        return 200

    # --- calls ------------------------------------------------------------------------------------

    def _begin(self, name: str, stage: Stage, party: str) -> _Call:
        media = Intercom(
            on_lost=lambda: self._hang_up(call, "The connection broke off."),
            on_ready=lambda: self._seen(call),
            on_key=self._latch.press,
        )
        call = self._call = _Call(name, media, stage, party)
        self._latch.forget()
        return call

    async def _invite(self, call: _Call) -> None:
        offer = await call.media.offer()
        if call is self._call:
            agent, now = self._line.agent, self._line.now
            self._line.do(agent.invite(self._everybody, offer, now, call.name))

    async def _accepted(self, call: _Call, answer: str) -> None:
        if await call.media.take(answer):
            self._talk(call)
        else:
            self._hang_up(call, "The phone and the door do not understand each other.")

    async def _show(self, call: _Call, offer: str) -> None:
        """Early media (RFC 3960): the answer goes out, and the call is taken a moment later."""
        call.answer = await call.media.answer(offer)
        if call is not self._call:  # the caller has hung up meanwhile
            return
        if call.answer is None:
            self._reject(call.name, 488)
        else:
            self._line.progress(call.name, call.answer)
            self._after(call, self._times.connecting, self._pick_up)

    def _seen(self, call: _Call) -> None:
        """The picture gets through."""
        if call.stage is Stage.EARLY:
            self._after(call, self._times.early, self._pick_up)

    def _pick_up(self, call: _Call) -> None:
        agent, now = self._line.agent, self._line.now
        self._line.do(agent.accept(call.name, call.answer or "", now))
        self._talk(call)

    def _talk(self, call: _Call) -> None:
        if call is self._call:
            call.stage = Stage.TALKING
            self._words = f"{call.party} is on the phone. {OPENS} opens the door."
            farewell = "The door hangs up by itself after a while: ring again."
            self._hang_up_after(call, self._times.talking, farewell)

    async def _answer_again(self, call: _Call, offer: str) -> None:
        answer = await call.media.answer(offer)
        if call is not self._call:
            return
        agent, now = self._line.agent, self._line.now
        if answer is None:
            self._line.do(agent.refuse_offer(call.name, 488, now))
        else:
            self._line.do(agent.answer_offer(call.name, answer, now))

    def _reject(self, name: str, status: int) -> None:
        self._line.do(self._line.agent.reject(name, status, self._line.now))

    def _hang_up(self, call: _Call, farewell: str) -> None:
        if call is not self._call:
            return
        call.farewell = farewell
        with suppress(InvalidState):  # our INVITE is not out yet
            self._line.do(self._line.agent.hang_up(call.name, self._line.now))
        if call is self._call:
            self._end(call, 487)

    def _end(self, call: _Call, status: int) -> None:
        self._call = None
        if call.timer:
            call.timer.cancel()
        self._words = call.farewell or farewell(call.stage, status)
        self._line.start(call.media.close())

    def _hang_up_after(self, call: _Call, seconds: float, farewell: str) -> None:
        self._after(call, seconds, lambda call: self._hang_up(call, farewell))

    def _after(self, call: _Call, seconds: float, do: Callable[[_Call], None]) -> None:
        """The next step of a call, in place of the one that was to come."""
        if call.timer:
            call.timer.cancel()
        call.timer = self._loop.call_later(seconds, do, call)
