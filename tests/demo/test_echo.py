"""The echo test, called over a real WebSocket with real media."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from demo.accounts import DOMAIN
from demo.echo import MAX_CALLS
from demo.server import Running, serve
from sipwidget.sip.events import CallAccepted, CallEnded, Registered
from tests.demo.caller import Caller, caller

pytestmark = pytest.mark.timeout(60)
Step = Callable[[Running, Caller], Awaitable[None]]
ECHO = f"sip:600@{DOMAIN}"


def against_the_demo(step: Step) -> None:
    async def run() -> None:
        async with serve(0) as running, caller(running.url, "anna") as anna:
            await step(running, anna)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:  # aiortc's own end by themselves, at most one check of ICE later
            assert not (await asyncio.wait(others, timeout=2))[1]

    asyncio.run(run())


async def answered(anna: Caller, *, video: bool = False) -> None:
    """A call that stands, with media on its way."""
    anna.connection.addTrack(AudioStreamTrack())
    if video:
        anna.connection.addTrack(VideoStreamTrack())
    await anna.do(anna.agent.invite(ECHO, await anna.offer(), anna.now, "c"))
    accepted = await anna.wait(CallAccepted)
    assert accepted.answer
    await anna.take(accepted.answer)


async def packets(anna: Caller, direction: str, kind: str) -> int:
    stats = await anna.connection.getStats()
    name = "packetsSent" if direction == "outbound-rtp" else "packetsReceived"
    found = [one for one in stats.values() if one.type == direction and one.kind == kind]
    return sum(getattr(one, name) for one in found)


def test_what_is_said_and_shown_comes_back() -> None:
    async def step(running: Running, anna: Caller) -> None:
        await answered(anna, video=True)
        receivers = anna.connection.getReceivers()
        async with asyncio.timeout(15):
            for receiver in receivers:
                for _ in range(5):
                    await receiver.track.recv()
        for kind in ("audio", "video"):
            assert await packets(anna, "outbound-rtp", kind) > 0
            assert await packets(anna, "inbound-rtp", kind) > 0
        await anna.do(anna.agent.hang_up("c", anna.now))
        assert (await anna.wait(CallEnded)).status == 200

    against_the_demo(step)


def test_a_caller_whose_connection_breaks_off_is_hung_up_on() -> None:
    async def step(running: Running, anna: Caller) -> None:
        await answered(anna)
        async with asyncio.timeout(15):
            await anna.connection.getReceivers()[0].track.recv()
        assert running.echo.calls == 1
        await anna.connection.close()
        ended = await anna.wait(CallEnded)
        assert (ended.status, ended.local, running.echo.calls) == (200, False, 0)

    against_the_demo(step)


def test_the_end_of_the_demo_hangs_up() -> None:
    async def run() -> None:
        async with serve(0) as running, caller(running.url, "anna") as anna:
            await answered(anna)
            await running.echo.close()
            ended = await anna.wait(CallEnded)
            assert (ended.status, ended.local, running.echo.calls) == (200, False, 0)

    asyncio.run(run())


@pytest.mark.parametrize(
    "offer",
    [
        "v=0\r\nm=audio 9 RTP/AVP 0\r\n",
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio x RTP/AVP 0\r\n",
        "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:x\r\na=candidate:x.local 1\r\n",
    ],
)
def test_an_offer_that_makes_no_call_is_refused(offer: str) -> None:
    async def step(running: Running, anna: Caller) -> None:
        await anna.do(anna.agent.invite(ECHO, offer, anna.now, "c"))
        assert (await anna.wait(CallEnded)).status == 488
        assert running.echo.calls == 0

    against_the_demo(step)


def test_there_is_a_limited_number_of_calls() -> None:
    async def step(running: Running, anna: Caller) -> None:
        anna.connection.addTrack(AudioStreamTrack())
        offer = await anna.offer()
        for number in range(MAX_CALLS + 1):
            await anna.do(anna.agent.invite(ECHO, offer, anna.now, f"c{number}"))
        assert (await anna.wait(CallEnded)).status == 486
        assert running.echo.calls == MAX_CALLS

    against_the_demo(step)


def test_the_account_can_register_over_the_socket() -> None:
    async def step(running: Running, anna: Caller) -> None:
        await anna.do(anna.agent.register(anna.now))
        assert (await anna.wait(Registered)).expires == 600

    against_the_demo(step)
