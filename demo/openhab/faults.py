"""What a test breaks in the REST API, and the diary of all requests."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from multidict import CIMultiDictProxy

KEPT_REQUESTS = 2000
LONGEST_SECONDS = 120.0  # nothing hangs for longer
_LOOK_SECONDS = 0.02

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came; ``path`` is with the query, ``when`` the loop's time in seconds."""

    method: str
    path: str
    headers: CIMultiDictProxy[str]
    body: str
    when: float


class Faults:
    """Plain attributes, to be set at any time and from any thread.

    A key of theirs is an Item's name, the path of a request, or ``*`` for the whole REST API. What
    is refused, hangs or is dropped has no effect in the house. A file can only hang.
    """

    def __init__(self) -> None:
        self.delay: dict[str, float] = {}  # seconds before the request is looked at
        self.status: dict[str, int] = {}  # answered instead
        self.hang: set[str] = set()  # no answer as long as it is in here
        self.drop: set[str] = set()  # the connection is cut
        self.seen: deque[Seen] = deque(maxlen=KEPT_REQUESTS)

    @web.middleware
    async def record(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """Writes the diary; the outermost of all."""
        body = (await request.read()).decode(errors="replace")
        now = asyncio.get_running_loop().time()
        self.seen.append(Seen(request.method, request.path_qs, request.headers, body, now))
        return await handler(request)

    @web.middleware
    async def disturb(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """Does what the attributes say, for the REST API."""
        keys = {"*", request.path, request.match_info.get("item", "*")}
        await asyncio.sleep(max(self.delay.get(key, 0.0) for key in keys))
        await self._hang(request, keys)
        if keys & self.drop and request.transport:
            request.transport.abort()
        if request.transport is None or request.transport.is_closing():
            return web.Response()  # nobody reads that, and nothing has happened
        status = next((self.status[key] for key in keys if key in self.status), None)
        return web.Response(status=status) if status else await handler(request)

    @web.middleware
    async def withhold(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """Lets a file hang."""
        await self._hang(request, {request.path})
        return await handler(request)

    async def _hang(self, request: web.Request, keys: set[str]) -> None:
        """Looks again and again, since the test is in another thread."""
        for _ in range(int(LONGEST_SECONDS / _LOOK_SECONDS)):
            if not keys & self.hang or request.transport is None:
                return
            await asyncio.sleep(_LOOK_SECONDS)
