"""The echo test: a phone that answers every call and sends back what it hears and sees."""

import asyncio
from collections.abc import Callable

from demo.accounts import Account
from demo.exchange import Exchange
from demo.line import Line
from demo.loopback import Loopback
from sipwidget.sip.events import CallEnded, Event, IncomingCall, OfferReceived

MAX_CALLS = 4  # decoding and encoding pictures takes most of a processor for each
MAX_CALL_SECONDS = 600.0


class EchoPhone:
    """Made with an exchange to hang on; ``close`` ends all calls."""

    def __init__(
        self, exchange: Exchange, account: Account, domain: str, tokens: Callable[[], str]
    ) -> None:
        self._media: dict[str, Loopback] = {}
        self._limits: dict[str, asyncio.TimerHandle] = {}
        self._line = Line(exchange, account, domain, tokens, self._hear, call_limit=MAX_CALLS)

    @property
    def calls(self) -> int:
        """How many are being echoed."""
        return len(self._media)

    async def close(self) -> None:
        """Say BYE to all, and give everything back."""
        for call in list(self._media):
            self._hang_up(call)
        await self._line.close()

    def _hear(self, event: Event) -> None:
        match event:
            case IncomingCall(call, _, None):
                self._line.do(self._line.agent.reject(call, 488, self._line.now))
            case IncomingCall(call, _, str(offer)):
                self._begin(call)
                self._line.start(self._answer(call, offer))
            case OfferReceived(call, offer):
                self._line.start(self._answer_again(call, offer))
            case CallEnded(call):
                self._end(call)
            case _:
                pass

    def _begin(self, call: str) -> None:
        self._media[call] = Loopback(lambda: self._hang_up(call))
        limit = asyncio.get_running_loop().call_later(MAX_CALL_SECONDS, self._hang_up, call)
        self._limits[call] = limit

    def _end(self, call: str) -> None:
        limit, media = self._limits.pop(call, None), self._media.pop(call, None)
        if limit and media:
            limit.cancel()
            self._line.start(media.close())

    def _hang_up(self, call: str) -> None:
        if call in self._media:
            self._line.do(self._line.agent.hang_up(call, self._line.now))

    async def _answer(self, call: str, offer: str) -> None:
        answer = await self._media[call].answer(offer)
        if call not in self._media:  # the caller has hung up meanwhile
            return
        agent, now = self._line.agent, self._line.now
        if answer is None:
            self._line.do(agent.reject(call, 488, now))
        else:
            self._line.do(agent.accept(call, answer, now))

    async def _answer_again(self, call: str, offer: str | None) -> None:
        answer = await self._media[call].answer(offer) if offer else None
        if call not in self._media:
            return
        agent, now = self._line.agent, self._line.now
        if answer is None:
            self._line.do(agent.refuse_offer(call, 488, now))
        else:
            self._line.do(agent.answer_offer(call, answer, now))
