"""The echo test: a phone that answers every call and sends back what it hears and sees.

It is a phone like any other: sipwidget's own user agent, with an account, on a flow that has no
socket.
"""

import asyncio
from collections.abc import Callable, Coroutine

from demo.accounts import Account
from demo.exchange import Exchange
from demo.loopback import Loopback
from sipwidget.sip.account import Account as SipAccount
from sipwidget.sip.events import CallEnded, IncomingCall, OfferReceived, Output, Send
from sipwidget.sip.user_agent import UserAgent

MAX_CALLS = 4  # decoding and encoding pictures takes most of a processor for each
MAX_CALL_SECONDS = 600.0


class EchoPhone:
    """Made with an exchange to hang on; ``close`` ends all calls."""

    def __init__(
        self, exchange: Exchange, account: Account, domain: str, tokens: Callable[[], str]
    ) -> None:
        self._exchange = exchange
        self._loop = asyncio.get_running_loop()
        sip_account = SipAccount(account.name, domain, account.password, secure=False)
        self._agent = UserAgent(sip_account, tokens, call_limit=MAX_CALLS)
        self._media: dict[str, Loopback] = {}
        self._limits: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._flow = exchange.join(self._hear_soon)
        self._do(self._agent.transport_opened(self._loop.time()))
        self._do(self._agent.register(self._loop.time()))

    @property
    def calls(self) -> int:
        """How many are being echoed."""
        return len(self._media)

    async def close(self) -> None:
        """Say BYE to all, and give everything back."""
        for call in list(self._media):
            self._hang_up(call)
        self._do(self._agent.unregister(self._loop.time()))
        self._exchange.leave(self._flow)
        self._do(self._agent.transport_closed(self._loop.time()))
        if self._timer:
            self._timer.cancel()
        await asyncio.gather(*self._tasks)

    # --- the user agent's loop --------------------------------------------------------------------

    def _hear_soon(self, text: str) -> None:
        self._loop.call_soon(self._hear, text)

    def _hear(self, text: str) -> None:
        self._do(self._agent.receive(text, self._loop.time()))

    def _timed_out(self) -> None:
        self._do(self._agent.handle_timeout(self._loop.time()))

    def _do(self, outputs: list[Output]) -> None:
        for output in outputs:
            self._do_one(output)
        if self._timer:
            self._timer.cancel()
        deadline = self._agent.next_deadline()
        if deadline is not None:
            self._timer = self._loop.call_at(deadline, self._timed_out)

    def _do_one(self, output: Output) -> None:
        match output:
            case Send(text):
                self._exchange.receive(self._flow, text)
            case IncomingCall(call, _, None):
                self._do(self._agent.reject(call, 488, self._loop.time()))
            case IncomingCall(call, _, str(offer)):
                self._begin(call)
                self._start(self._answer(call, offer))
            case OfferReceived(call, offer):
                self._start(self._answer_again(call, offer))
            case CallEnded(call):
                self._end(call)
            case _:
                pass

    # --- calls ------------------------------------------------------------------------------------

    def _begin(self, call: str) -> None:
        self._media[call] = Loopback(lambda: self._hang_up(call))
        self._limits[call] = self._loop.call_later(MAX_CALL_SECONDS, self._hang_up, call)

    def _end(self, call: str) -> None:
        limit, media = self._limits.pop(call, None), self._media.pop(call, None)
        if limit and media:
            limit.cancel()
            self._start(media.close())

    def _hang_up(self, call: str) -> None:
        if call in self._media:
            self._do(self._agent.hang_up(call, self._loop.time()))

    async def _answer(self, call: str, offer: str) -> None:
        answer = await self._negotiate(call, offer)
        if call not in self._media:  # the caller has hung up meanwhile
            return
        if answer is None:
            self._do(self._agent.reject(call, 488, self._loop.time()))
        else:
            self._do(self._agent.accept(call, answer, self._loop.time()))

    async def _answer_again(self, call: str, offer: str | None) -> None:
        answer = await self._negotiate(call, offer) if offer else None
        if call not in self._media:
            return
        if answer is None:
            self._do(self._agent.refuse_offer(call, 488, self._loop.time()))
        else:
            self._do(self._agent.answer_offer(call, answer, self._loop.time()))

    async def _negotiate(self, call: str, offer: str) -> str | None:
        """The answer; None where aiortc can make nothing of the offer."""
        try:
            return await self._media[call].answer(offer)
        except Exception:  # aiortc raises a dozen kinds for what it finds in a peer's text
            return None

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
