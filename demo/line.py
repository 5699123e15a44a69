"""A phone line inside the demo: sipwidget's own user agent on a flow that has no socket.

It adds the two things that only a door station wants of a user agent: an answer before the call is
taken (183), and INFO.
"""

import asyncio
from collections.abc import Callable, Coroutine

from demo.accounts import Account
from demo.exchange import Exchange
from sipwidget.sip.account import Account as SipAccount
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.events import CallEnded, Event, IncomingCall, OutgoingCall, Output, Send
from sipwidget.sip.message import Request, Response, parse, respond
from sipwidget.sip.user_agent import UserAgent

HearInfo = Callable[[str, Request], int]


def unwanted(_call: str, _request: Request) -> int:
    """The answer to INFO of a phone that expects none (RFC 6086 section 4.2.2)."""
    return 415


class Line:
    """Registers ``account``; ``tell`` gets each event, ``close`` gives all back.

    ``hear_info`` gets a call's id and its INFO request, and gives the status of the response.
    """

    def __init__(
        self,
        exchange: Exchange,
        account: Account,
        domain: str,
        tokens: Callable[[], str],
        tell: Callable[[Event], None],
        *,
        call_limit: int = 1,
        hear_info: HearInfo = unwanted,
    ) -> None:
        sip_account = SipAccount(
            account.name, domain, account.password, display_name=account.label, secure=False
        )
        self.agent = UserAgent(sip_account, tokens, call_limit=call_limit)
        self._exchange = exchange
        self._loop = asyncio.get_running_loop()
        self._tell = tell
        self._hear_info = hear_info
        self._said = ""  # the message that went out last
        self._beginnings: dict[str, Request | Response] = {}  # of each call: our INVITE, or our 180
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._flow = exchange.join(self._hear_soon)
        self.do(self.agent.transport_opened(self.now))
        self.do(self.agent.register(self.now))

    @property
    def now(self) -> float:
        return self._loop.time()

    def do(self, outputs: list[Output]) -> None:
        """Perform what the user agent wants, and set its timer."""
        for output in outputs:
            self._do_one(output)
        if self._timer:
            self._timer.cancel()
        deadline = self.agent.next_deadline()
        if deadline is not None:
            self._timer = self._loop.call_at(deadline, self._timed_out)

    def progress(self, call: str, answer: str) -> None:
        """Answer an incoming call's offer before it is taken: our 180 once more, as a 183 with it.

        Unreliable, so the 200 repeats the answer (RFC 3261 section 13.3.1.1, RFC 3960).
        """
        headers = self._beginnings[call].headers.copy()
        headers.set("Content-Type", "application/sdp")
        self._send(str(Response(183, "Session Progress", headers, answer)))

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do something that takes time; ``close`` waits for it."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Leave the exchange, once no call is left."""
        self.do(self.agent.unregister(self.now))
        self._exchange.leave(self._flow)
        self.do(self.agent.transport_closed(self.now))
        while self._tasks:  # one may have begun another
            await asyncio.gather(*self._tasks)
        if self._timer:  # the last one may have set it
            self._timer.cancel()

    def _do_one(self, output: Output) -> None:
        match output:
            case Send(text):
                self._send(text)
                return
            case IncomingCall(call) | OutgoingCall(call):  # told right behind their first message
                self._beginnings[call] = parse(self._said)
            case CallEnded(call):
                self._beginnings.pop(call, None)
            case _:
                pass
        self._tell(output)

    def _send(self, text: str) -> None:
        self._said = text
        self._exchange.receive(self._flow, text)

    def _hear_soon(self, text: str) -> None:
        self._loop.call_soon(self._hear, text)

    def _hear(self, text: str) -> None:
        info = _info(text)
        if info is None:
            self.do(self.agent.receive(text, self.now))
        else:
            self._send(str(respond(info, self._answer_to(info))))

    def _answer_to(self, info: Request) -> int:
        """INFO lives in a dialog only (RFC 6086 section 4.2.2)."""
        for call, beginning in self._beginnings.items():
            if beginning.call_id == info.call_id:
                return self._hear_info(call, info)
        return 481

    def _timed_out(self) -> None:
        self.do(self.agent.handle_timeout(self.now))


def _info(text: str) -> Request | None:
    try:
        message = parse(text)
    except ProtocolError:
        return None
    return message if isinstance(message, Request) and message.method == "INFO" else None
