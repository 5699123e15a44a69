"""The WebSocket as a browser uses it, and as it should not."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest

from demo.server import serve
from demo.websocket import MAX_FRAME

Step = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


def against_the_demo(step: Step) -> None:
    async def run() -> None:
        async with serve(0) as running, aiohttp.ClientSession() as session:
            await step(session, f"{running.url}sip")

    asyncio.run(run())


def test_sip_is_spoken_in_text_and_binary_frames() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.ws_connect(url, protocols=["sip"]) as socket:
            assert socket.protocol == "sip"
            await socket.send_str("\r\n\r\n")
            assert await socket.receive_str(timeout=2) == "\r\n"
            await socket.send_bytes(b"\r\n\r\n")
            assert await socket.receive_str(timeout=2) == "\r\n"

    against_the_demo(step)


@pytest.mark.parametrize("protocols", [(), ("chat",)])
def test_without_the_subprotocol_there_is_no_handshake(protocols: tuple[str, ...]) -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as error:
            await session.ws_connect(url, protocols=protocols)
        assert error.value.status == 400

    against_the_demo(step)


def test_a_frame_that_is_too_large_closes_its_own_socket_only() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.ws_connect(url, protocols=["sip"]) as other:
            async with session.ws_connect(url, protocols=["sip"]) as socket:
                await socket.send_str("x" * (MAX_FRAME + 1))
                await socket.receive(timeout=2)
                assert socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
            await other.send_str("\r\n\r\n")
            assert await other.receive_str(timeout=2) == "\r\n"

    against_the_demo(step)


def test_the_end_of_the_demo_is_told() -> None:
    async def run() -> None:
        async with aiohttp.ClientSession() as session:
            async with serve(0) as running:
                socket = await session.ws_connect(f"{running.url}sip", protocols=["sip"])
                closing = asyncio.create_task(socket.receive(timeout=5))
                await asyncio.sleep(0)
            await closing
            assert socket.close_code == aiohttp.WSCloseCode.GOING_AWAY

    asyncio.run(run())
