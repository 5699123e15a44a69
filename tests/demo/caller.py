"""A caller on the demo's real WebSocket: sipwidget's user agent, with aiortc for the media."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
from aiortc.mediastreams import AudioStreamTrack

from demo.accounts import DOMAIN, PEOPLE
from demo.peer import Peer
from demo.server import token
from sipwidget.sip.account import Account
from sipwidget.sip.events import Event, Output, Send
from sipwidget.sip.user_agent import UserAgent

E = TypeVar("E")
PATIENCE = 15.0  # seconds for whatever is waited for


class Caller:
    """One account's phone; ``wait`` gives the next event of a kind."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, name: str) -> None:
        account = next(one for one in PEOPLE if one.name == name)
        self.agent = UserAgent(Account(name, DOMAIN, account.password, secure=False), token)
        self._media = Peer(lambda: None)
        self.connection = self._media.connection
        self._socket = socket
        self._events: asyncio.Queue[Event] = asyncio.Queue()

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def do(self, outputs: list[Output]) -> None:
        for output in outputs:
            if isinstance(output, Send):
                await self._socket.send_str(output.text)
            else:
                self._events.put_nowait(output)

    async def listen(self) -> None:
        """Until the socket is closed."""
        async for message in self._socket:
            await self.do(self.agent.receive(message.data, self.now))

    async def wait(self, kind: type[E]) -> E:
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self._events.get()
                if isinstance(event, kind):
                    return event

    async def offer(self) -> str:
        return await self._media.offer()

    async def answer(self, offer: str) -> str:
        """To an offer of the peer's; sends a voice, and takes the pictures that are offered."""
        self.connection.addTrack(AudioStreamTrack())
        answer = await self._media.answer(offer)
        assert answer
        return answer

    async def take(self, answer: str) -> None:
        assert await self._media.take(answer)

    async def break_off(self) -> None:
        """The socket is gone."""
        await self._socket.close()

    async def close(self) -> None:
        """Give the media back."""
        await self._media.close()


@asynccontextmanager
async def caller(url: str, name: str) -> AsyncIterator[Caller]:
    """A phone whose socket is open; ``url`` is the demo's."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{url}sip", protocols=["sip"]) as socket,
    ):
        phone = Caller(socket, name)
        listening = asyncio.create_task(phone.listen())
        await phone.do(phone.agent.transport_opened(phone.now))
        try:
            yield phone
        finally:
            await phone.close()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
