"""A running demo with phones that see its door."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from aiortc.mediastreams import AudioStreamTrack

from demo.accounts import DOMAIN, DOOR
from demo.door import Times
from demo.doorplate import Stage
from demo.server import Running, serve
from sipwidget.sip.events import CallConfirmed, EarlyMedia, IncomingCall, Registered
from tests.demo.caller import Caller, caller

Step = Callable[..., Awaitable[None]]
BRIEF = Times(early=0.3)
TARGET = f"sip:{DOOR.number}@{DOMAIN}"


def against_the_demo(step: Step, *names: str, times: Times = BRIEF) -> None:
    """``step`` gets the running demo, and a registered phone for each name."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            running = await stack.enter_async_context(serve(0, times))
            phones = [await stack.enter_async_context(caller(running.url, name)) for name in names]
            for phone in phones:
                await phone.do(phone.agent.register(phone.now))
                await phone.wait(Registered)
            await step(running, *phones)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:  # aiortc's own end by themselves, at most one check of ICE later
            assert not (await asyncio.wait(others, timeout=2))[1]

    asyncio.run(run())


async def until(running: Running, stage: Stage, *, opened: bool | None = None) -> None:
    """Until the door's page would show that."""
    async with asyncio.timeout(20):
        while (view := running.door.view).stage is not stage or opened not in (None, view.open):
            await asyncio.sleep(0.02)


async def answered(phone: Caller) -> IncomingCall:
    """The phone takes the door's call, and sees the picture."""
    incoming = await phone.wait(IncomingCall)
    answer = await phone.answer(incoming.offer or "")
    await phone.do(phone.agent.accept(incoming.call, answer, phone.now))
    await phone.wait(CallConfirmed)
    return incoming


async def pictures(phone: Caller, count: int = 3) -> None:
    """Frames of the door's picture."""
    receiver = next(one for one in phone.connection.getReceivers() if one.track.kind == "video")
    async with asyncio.timeout(20):
        for _ in range(count):
            await receiver.track.recv()


async def dialed(phone: Caller) -> None:
    """The phone calls the door, and has its early answer."""
    phone.connection.addTrack(AudioStreamTrack())
    phone.connection.addTransceiver("video", direction="sendrecv")
    await phone.do(phone.agent.invite(TARGET, await phone.offer(), phone.now, "c"))
    early = await phone.wait(EarlyMedia)
    await phone.take(early.answer)
