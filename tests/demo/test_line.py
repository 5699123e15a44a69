import asyncio
from collections.abc import Awaitable, Callable

from demo.accounts import DOMAIN, ECHO, PEOPLE, Account
from demo.exchange import Exchange
from demo.line import HearInfo, Line, unwanted
from demo.proxy import Proxy
from sipwidget.sip.events import (
    CallEnded,
    CallProgress,
    Dropped,
    EarlyMedia,
    Event,
    IncomingCall,
    InfoAnswered,
    Registered,
)
from sipwidget.sip.message import Request
from tests.demo.wire import DIRECTORY, OFFER, E, counting

ANNA = PEOPLE[0]


class Ends:
    """Anna's line and that of the echo test on one exchange, and what both are told."""

    def __init__(self, hear_info: HearInfo = unwanted) -> None:
        self.exchange = Exchange(Proxy(DOMAIN, DIRECTORY, counting("p")))
        self.told: dict[str, asyncio.Queue[Event]] = {}
        self.anna = self._line(ANNA)
        self.echo = self._line(ECHO, hear_info)

    def _line(self, account: Account, hear_info: HearInfo = unwanted) -> Line:
        queue = self.told[account.name] = asyncio.Queue()
        tokens = counting(account.name)
        tell = queue.put_nowait
        return Line(self.exchange, account, DOMAIN, tokens, tell, hear_info=hear_info)

    async def wait(self, name: str, kind: type[E]) -> E:
        async with asyncio.timeout(5):
            while True:
                event = await self.told[name].get()
                if isinstance(event, kind):
                    return event

    async def ring(self) -> IncomingCall:
        """Anna calls the echo test."""
        await self.wait("echo", Registered)
        self.anna.do(self.anna.agent.invite(f"sip:600@{DOMAIN}", OFFER, self.anna.now, "c"))
        return await self.wait("echo", IncomingCall)


def against_both(step: Callable[[Ends], Awaitable[None]], hear_info: HearInfo = unwanted) -> None:
    async def run() -> None:
        ends = Ends(hear_info)
        await step(ends)
        await ends.anna.close()
        await ends.echo.close()
        assert len(ends.exchange) == 0
        ends.exchange.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


def test_the_caller_gets_the_answer_before_the_call_is_taken() -> None:
    async def step(ends: Ends) -> None:
        incoming = await ends.ring()
        assert incoming.caller.display_name == "Anna"
        ends.echo.progress(incoming.call, OFFER)
        early = await ends.wait("anna", EarlyMedia)
        assert early.answer == OFFER
        ends.echo.do(ends.echo.agent.reject(incoming.call, 486, ends.echo.now))
        assert (await ends.wait("anna", CallEnded)).status == 486

    against_both(step)


def test_the_183_is_of_the_same_dialog_as_the_180() -> None:
    async def step(ends: Ends) -> None:
        incoming = await ends.ring()
        ends.echo.progress(incoming.call, OFFER)
        assert (await ends.wait("anna", CallProgress)).status == 180
        assert (await ends.wait("anna", CallProgress)).status == 183
        early = await ends.wait("anna", EarlyMedia)
        ends.echo.do(ends.echo.agent.accept(incoming.call, OFFER, ends.echo.now))
        ends.anna.do(ends.anna.agent.hang_up("c", ends.anna.now))
        assert (await ends.wait("echo", CallEnded)).call == incoming.call
        assert early.branch

    against_both(step)


def test_info_is_heard_in_its_dialog() -> None:
    heard: list[tuple[str, str, str]] = []

    def hear(call: str, request: Request) -> int:
        heard.append((call, request.content_type, request.body))
        return 200

    async def step(ends: Ends) -> None:
        incoming = await ends.ring()
        await ends.wait("anna", CallProgress)
        ends.anna.do(ends.anna.agent.info("c", "application/dtmf", "#", ends.anna.now))
        assert (await ends.wait("anna", InfoAnswered)).status == 200
        assert heard == [(incoming.call, "application/dtmf", "#")]

    against_both(step, hear)


def test_who_expects_no_info_says_so() -> None:
    async def step(ends: Ends) -> None:
        await ends.ring()
        await ends.wait("anna", CallProgress)
        ends.anna.do(ends.anna.agent.info("c", "application/dtmf", "#", ends.anna.now))
        assert (await ends.wait("anna", InfoAnswered)).status == 415

    against_both(step)


def test_info_of_no_call_is_refused() -> None:
    async def step(ends: Ends) -> None:
        incoming = await ends.ring()
        answers: asyncio.Queue[str] = asyncio.Queue()
        flow = ends.exchange.join(answers.put_nowait)
        ends.exchange.receive(
            flow,
            f"INFO {incoming.request.uri} SIP/2.0\r\nVia: SIP/2.0/WS a;branch=z9hG4bKi\r\n"
            f"From: <sip:anna@{DOMAIN}>;tag=a\r\nTo: <sip:echo@{DOMAIN}>;tag=b\r\n"
            "Call-ID: of nobody\r\nCSeq: 7 INFO\r\nContent-Type: application/dtmf\r\n\r\n#",
        )
        async with asyncio.timeout(5):
            assert (await answers.get()).startswith("SIP/2.0 481 ")
        ends.exchange.leave(flow)

    against_both(step, lambda _call, _request: 200)


def test_what_is_no_message_is_dropped() -> None:
    async def step(ends: Ends) -> None:
        ends.echo._hear("nonsense")
        assert (await ends.wait("echo", Dropped)).text == "nonsense"

    against_both(step)
