"""Server-sent events: ``/rest/events`` and ``/rest/events/states``."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict

from aiohttp import web

from demo.openhab.house import Event, House, topic_filter

ALIVE_SECONDS = 10.0
WAITING_EVENTS = 1000  # of a browser that does not read; it loses its stream then
_HEADERS = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}

Text = tuple[str, str]  # the event's name, and its data


class Streams:
    """All open streams. ``alive`` is the interval of the events that keep them open, in seconds."""

    def __init__(
        self, house: House, token: Callable[[], str], alive: float = ALIVE_SECONDS
    ) -> None:
        self.alive = alive
        self._house = house
        self._token = token
        self._open: set[asyncio.Queue[Text | None]] = set()
        self._tracked: dict[str, tuple[asyncio.Queue[Text | None], set[str]]] = {}

    @property
    def count(self) -> int:
        """How many streams are open."""
        return len(self._open)

    def close(self) -> None:
        """Ends all streams; browsers come back for new ones."""
        for queue in tuple(self._open):
            self._end(queue)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """``GET /rest/events?topics=A,B``."""
        wanted = topic_filter(request.query.get("topics", ""))
        if wanted is None:
            raise web.HTTPBadRequest

        def tell(queue: asyncio.Queue[Text | None], event: Event) -> None:
            if wanted(event.topic):
                self._put(queue, "message", json.dumps(asdict(event)))

        async with self._stream(tell) as queue:
            return await self._send(request, queue)

    async def states(self, request: web.Request) -> web.StreamResponse:
        """``GET /rest/events/states``: says its id, then the states that were asked for."""
        connection = self._token()
        items: set[str] = set()

        def tell(queue: asyncio.Queue[Text | None], event: Event) -> None:
            name, _, what = event.topic.removeprefix("openhab/items/").partition("/")
            if what == "statechanged" and name in items:
                self._put(queue, "message", self._states({name}))

        async with self._stream(tell) as queue:
            self._tracked[connection] = (queue, items)
            self._put(queue, "ready", connection)
            try:
                return await self._send(request, queue)
            finally:
                del self._tracked[connection]

    async def track(self, request: web.Request) -> web.Response:
        """``POST /rest/events/states/ID`` with the list of Items."""
        found = self._tracked.get(request.match_info["connection"])
        if found is None:
            raise web.HTTPNotFound
        queue, items = found
        try:
            names = await request.json()
        except ValueError:
            raise web.HTTPBadRequest from None
        items.clear()
        items.update(name for name in names if name in self._house.types)
        self._put(queue, "message", self._states(items))
        return web.Response()

    def _states(self, names: set[str]) -> str:
        kinds = self._house.types
        shown = {name: {"state": self._house.state(name), "type": kinds[name]} for name in names}
        return json.dumps(shown)

    @asynccontextmanager
    async def _stream(
        self, tell: Callable[[asyncio.Queue[Text | None], Event], None]
    ) -> AsyncIterator[asyncio.Queue[Text | None]]:
        queue: asyncio.Queue[Text | None] = asyncio.Queue(WAITING_EVENTS)
        self._open.add(queue)
        unsubscribe = self._house.subscribe(lambda event: tell(queue, event))
        try:
            yield queue
        finally:
            unsubscribe()
            self._open.discard(queue)

    def _put(self, queue: asyncio.Queue[Text | None], name: str, data: str) -> None:
        if queue.full():
            self._end(queue)
        else:
            queue.put_nowait((name, data))

    def _end(self, queue: asyncio.Queue[Text | None]) -> None:
        while queue.full():
            queue.get_nowait()
        queue.put_nowait(None)

    async def _send(
        self, request: web.Request, queue: asyncio.Queue[Text | None]
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        alive = json.dumps({"type": "ALIVE", "interval": int(self.alive)})
        try:
            while True:
                try:
                    text = await asyncio.wait_for(queue.get(), self.alive)
                except TimeoutError:
                    text = ("alive", alive)
                if text is None:
                    break
                await response.write(f"event: {text[0]}\ndata: {text[1]}\n\n".encode())
        except ConnectionError:
            pass  # the browser has gone
        return response
