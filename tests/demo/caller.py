"""A caller on the demo's real WebSocket: sipwidget's user agent, with aiortc for the media."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from demo.accounts import DOMAIN, PEOPLE
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
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
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
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def answer(self, offer: str) -> str:
        """To an offer of the peer's; sends a voice, and shows what is offered."""
        self.connection.addTrack(AudioStreamTrack())
        await self.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return self.connection.localDescription.sdp

    async def hang(self) -> None:
        """The socket breaks off."""
        await self._socket.close()

    async def take(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))


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
            await phone.connection.close()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
