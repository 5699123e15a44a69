import asyncio
import re

import pytest
from aiortc.mediastreams import AudioStreamTrack

from demo.peer import NO_SERVERS, Peer, without_mdns

GARBAGE = [
    "",
    "v=0\r\nm=audio 9 RTP/AVP 0\r\n",
    "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:x\r\na=candidate:x.local 1\r\n",
]


def test_both_ends_are_ready_and_one_hears_of_the_others_end() -> None:
    async def run() -> None:
        ready, lost = [asyncio.Event(), asyncio.Event()], asyncio.Event()
        caller = Peer(lambda: None, ready[0].set)
        callee = Peer(lost.set, ready[1].set)
        caller.connection.addTrack(AudioStreamTrack())
        answer = await callee.answer(await caller.offer())
        assert answer
        assert await caller.take(answer)
        async with asyncio.timeout(15):
            await asyncio.gather(*(one.wait() for one in ready))
            await caller.close()
            await lost.wait()
        await callee.close()

    asyncio.run(run())


def test_who_is_closed_while_it_connects_leaves_nothing_behind() -> None:
    async def run() -> None:
        caller, callee = Peer(lambda: None), Peer(lambda: None)
        caller.connection.addTrack(AudioStreamTrack())
        answer = await callee.answer(await caller.offer())
        assert answer
        assert await caller.take(answer)
        while caller.connection.iceConnectionState != "checking":
            await asyncio.sleep(0)
        await asyncio.gather(caller.close(), callee.close())
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not others or not (await asyncio.wait(others, timeout=2))[1]

    asyncio.run(run())


@pytest.mark.parametrize("text", GARBAGE)
def test_what_makes_no_call_has_no_result(text: str) -> None:
    async def run() -> None:
        caller, callee = Peer(lambda: None), Peer(lambda: None)
        caller.connection.addTrack(AudioStreamTrack())
        await caller.offer()
        assert not await caller.take(text)
        answer = await callee.answer(text)
        assert answer is None or "m=" not in answer
        await caller.close()
        await callee.close()

    asyncio.run(run())


def test_a_closed_peer_tells_nobody_that_it_is_lost() -> None:
    lost: list[bool] = []

    async def run() -> None:
        await Peer(lambda: lost.append(True)).close()

    asyncio.run(run())
    assert lost == []


def test_no_server_is_asked_for_candidates() -> None:
    """A100a: None would be a public one."""
    assert NO_SERVERS.iceServers == []


def test_names_that_only_multicast_dns_knows_are_not_asked_for() -> None:
    hidden = "a=candidate:1 1 udp 1 4f3e2a10-1234.local 9 typ host\r\n"
    plain = "m=audio 9 RTP/AVP 0\r\na=candidate:1 1 udp 1 192.0.2.2 9 typ host\r\na=x.local y\r\n"
    assert without_mdns(plain) == plain
    assert without_mdns(plain + hidden) == plain + hidden.replace(
        "4f3e2a10-1234.local", "127.0.0.1"
    )


def test_who_names_no_address_is_reached_all_the_same() -> None:
    """As a browser does that may not use the microphone."""

    async def run() -> None:
        ready = asyncio.Event()
        caller, callee = Peer(lambda: None), Peer(lambda: None, ready.set)
        caller.connection.addTrack(AudioStreamTrack())
        offer = await caller.offer()
        answer = await callee.answer(
            re.sub(r"(?m)^(a=candidate:(\S+ ){4})\S+", r"\1x.local", offer)
        )
        assert answer
        assert await caller.take(answer)
        async with asyncio.timeout(15):
            await ready.wait()
        await caller.close()
        await callee.close()

    asyncio.run(run())
