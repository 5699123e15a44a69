"""The WebSocket that speaks SIP (RFC 7118), as thin as can be."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from demo.exchange import Exchange

SUBPROTOCOL = "sip"
MAX_FRAME = 65_536  # octets; larger ones close the socket with 1009
MAX_SOCKETS = 64
MAX_WAITING = 256  # texts that a slow browser has not taken; one more closes its socket
HEARTBEAT = 20.0  # seconds between the pings that tell a half-open socket


class Sockets:
    """All WebSockets, each of them a flow of the exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._open: set[web.WebSocketResponse] = set()

    async def get(self, request: web.Request) -> web.WebSocketResponse:
        """``/sip``: the handshake, and then frames until the socket is closed."""
        asked = request.headers.get("Sec-WebSocket-Protocol", "")
        if SUBPROTOCOL not in (one.strip() for one in asked.split(",")):
            raise web.HTTPBadRequest(text='This is for WebSockets with the subprotocol "sip".')
        if len(self._open) >= MAX_SOCKETS:
            raise web.HTTPServiceUnavailable(text="Too many WebSockets.")
        socket = web.WebSocketResponse(
            protocols=(SUBPROTOCOL,), max_msg_size=MAX_FRAME, heartbeat=HEARTBEAT
        )
        await socket.prepare(request)
        self._open.add(socket)
        try:
            await self._serve(socket)
        finally:
            self._open.discard(socket)
        return socket

    async def close(self) -> None:
        """Say goodbye to all."""
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"The demo has ended")

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        texts: asyncio.Queue[str] = asyncio.Queue(MAX_WAITING)
        writer = asyncio.create_task(self._write(socket, texts))

        def deliver(text: str) -> None:
            try:
                texts.put_nowait(text)
            except asyncio.QueueFull:
                writer.cancel()

        flow = self._exchange.join(deliver)
        try:
            async for message in socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._exchange.receive(flow, message.data)
        finally:
            self._exchange.leave(flow)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def _write(self, socket: web.WebSocketResponse, texts: asyncio.Queue[str]) -> None:
        """Send what is for this browser, one after another; the socket closes with it."""
        try:
            with contextlib.suppress(ConnectionError):
                while True:
                    await socket.send_str(await texts.get())
        finally:
            await socket.close()
