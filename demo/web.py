"""The demo's HTTP side: pages, files and the WebSocket of one origin on loopback."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from urllib.parse import urlsplit

from aiohttp import web

from demo.accounts import PEOPLE, Directory, Leases
from demo.door import Door
from demo.files import Files
from demo.home import Homes
from demo.openhab.host_page import PORCH_LIGHT
from demo.openhab.house import House
from demo.pages import FOLDER, PICTURE, POLICY, choice_page, phone_page
from demo.picture import jpeg, local_time, paint
from demo.websocket import Sockets

PARTS = {"demo.css": "text/css", "door.css": "text/css", "door.js": "text/javascript"}
HOSTS = ("localhost", "127.0.0.1", "::1")
Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """The window of each account."""

    def __init__(self, directory: Directory, leases: Leases) -> None:
        self._directory = directory
        self._leases = leases

    async def get(self, request: web.Request) -> web.Response:
        """``/`` leads to a free account; ``/?account=NAME`` is that account's window."""
        now = asyncio.get_running_loop().time()
        name = request.query.get("account")
        if not name:
            return self._next(now)
        account = self._directory.named(name.lower())
        if account not in PEOPLE:
            text = "There is nobody of that name here. These are the accounts of the demo:"
            return _page(choice_page("Nobody of that name", text, PEOPLE), 404)
        self._leases.take(account, now)
        return _page(phone_page(account, self._directory))

    def _next(self, now: float) -> web.Response:
        account = self._leases.next(now)
        if account is None:
            text = "Close a window, or share an account: then one of its windows takes the calls."
            return _page(choice_page("All accounts are in use", text, PEOPLE), 503)
        self._leases.take(account, now)  # before the browser follows: two windows may open at once
        raise web.HTTPSeeOther(f"/?account={account.name}", headers={"Cache-Control": "no-store"})


class DoorPages:
    """What pages ask for: how the door is, what it sees, and to ring its bell."""

    def __init__(self, door: Door, house: House) -> None:
        self._door = door
        self._house = house

    async def get(self, _request: web.Request) -> web.Response:
        """``GET /door``."""
        return self._view()

    async def ring(self, _request: web.Request) -> web.Response:
        """``POST /door/ring``."""
        self._door.ring()
        return self._view()

    async def picture(self, _request: web.Request) -> web.Response:
        """``GET /door/picture``: one picture, as door stations give it to whoever asks."""
        now = asyncio.get_running_loop().time()
        octets = await asyncio.to_thread(lambda: jpeg(paint(now, local_time())))
        headers = {"Cache-Control": "no-store"}
        return web.Response(body=octets, content_type="image/jpeg", headers=headers)

    def _view(self) -> web.Response:
        light = self._house.state(PORCH_LIGHT) == "ON"
        view = {**asdict(self._door.view), "light": light}
        return web.json_response(view, headers={"Cache-Control": "no-store"})


async def part(request: web.Request) -> web.FileResponse:
    """What belongs to the pages: their looks, and the script."""
    name = request.path.removeprefix("/")
    kind = PARTS[name]
    headers = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-cache"}
    return web.FileResponse(FOLDER / name, headers=headers)


@web.middleware
async def same_origin(request: web.Request, handler: Next) -> web.StreamResponse:
    """Only pages of this origin may ask: others could otherwise register and call from here.

    The name is checked too, since a foreign one may be made to point to loopback.
    """
    origin = request.headers.get("Origin")
    try:
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        foreign = foreign or urlsplit(f"//{request.host}").hostname not in HOSTS
    except ValueError:
        foreign = True
    if foreign:
        raise web.HTTPForbidden(text="The demo answers to its own pages on localhost only.")
    return await handler(request)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Types are meant as they are said."""
    response.headers["X-Content-Type-Options"] = "nosniff"


def make_app(
    widget: Files, pages: Pages, homes: Homes, door: DoorPages, sockets: Sockets
) -> web.Application:
    """All addresses of the demo."""
    app = web.Application(middlewares=[same_origin])
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/", pages.get)
    app.router.add_get("/door", door.get)
    app.router.add_post("/door/ring", door.ring)
    app.router.add_get(PICTURE, door.picture)
    for name in PARTS:
        app.router.add_get(f"/{name}", part)
    app.router.add_get("/sip", sockets.get)
    for place in ("/sipwidget", "/static/sipwidget"):  # the latter is where openHAB has it
        app.router.add_get(place + "/{path:.*}", widget.get)
    homes.mount(app)
    return app


def _page(text: str, status: int = 200) -> web.Response:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", status=status, headers=headers)
