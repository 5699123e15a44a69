"""One openHAB: its parts, and how they look from outside."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web

from demo.openhab.auth import Auth
from demo.openhab.components import Components
from demo.openhab.faults import Faults
from demo.openhab.host_page import HostPage
from demo.openhab.house import House
from demo.openhab.rest import Rest
from demo.openhab.static_files import TYPES, StaticFiles
from demo.openhab.streams import Streams

LOCALE = "en_US"

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FakeOpenHab:
    """The parts of one openHAB, for a test or a demo to look at and to change."""

    def __init__(
        self, token: Callable[[], str], items: Mapping[str, str], locale: str = LOCALE
    ) -> None:
        """``token`` gives words that nobody can guess, ``items`` are names and types."""
        self.house = House(items)
        self.components = Components()
        self.auth = Auth(token)
        self.faults = Faults()
        self.streams = Streams(self.house, token)
        self.host_page = HostPage(self.house, self.components, self.auth)
        self.basic: tuple[str, str] | None = None  # user and password that a proxy in front wants
        self._locale = locale

    def rest(self) -> web.Application:
        """The REST API, to be mounted as ``/rest``."""
        rest = Rest(self.house, self.components, self.auth, self._locale)
        return rest.app(self.streams, self.faults)

    def app(self, folder: Path | None, types: Mapping[str, str] = TYPES) -> web.Application:
        """A whole origin: the REST API, Main UI's pages, and ``folder`` as ``/static``."""
        app = web.Application(middlewares=[self.faults.record, self._proxy])
        app.add_subapp("/rest", self.rest())
        app.add_routes(self.host_page.routes())
        if folder is not None:
            files = StaticFiles(folder, types).app()
            files.middlewares.append(self.faults.withhold)
            app.add_subapp("/static", files)
        return app

    @web.middleware
    async def _proxy(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """What a reverse proxy with Basic authentication does before openHAB sees a request."""
        self.auth.proxied = self.basic is not None
        if self.basic:
            wanted = base64.b64encode(":".join(self.basic).encode()).decode()
            if request.headers.get("Authorization") != f"Basic {wanted}":
                realm = {"WWW-Authenticate": 'Basic realm="home"'}
                raise web.HTTPUnauthorized(headers=realm)
        return await handler(request)
