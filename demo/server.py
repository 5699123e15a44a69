"""All of the demo, put together: the one place that knows clock, dice and ports."""

import errno
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from demo.accounts import DOMAIN, DOOR, ECHO, PEOPLE, Account, Directory, Leases
from demo.door import Door, Times
from demo.echo import EchoPhone
from demo.exchange import Exchange
from demo.files import Files
from demo.home import Homes
from demo.openhab.fake import FakeOpenHab
from demo.proxy import Proxy
from demo.web import DoorPages, Pages, make_app
from demo.websocket import Sockets

ROOT = Path(__file__).resolve().parent.parent
FIRST_PORT = 8088
PORTS = 20  # so many are tried, one after another
_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
ASSUMED = Times()
WIDGET = Files(ROOT / "build/sipwidget")
SHUTDOWN_SECONDS = 2.0  # for requests that are still being answered


class PortTakenError(Exception):
    """No port to listen on; the text says what to do."""


def token() -> str:
    """A word that nobody can guess."""
    return secrets.token_hex(8)


def listen(port: int | None) -> list[socket.socket]:
    """Sockets on both loopback addresses: on ``port``, else on the next free one from 8088."""
    for candidate in (port,) if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS):
        sockets = _listen(candidate)
        if sockets:
            return sockets
    if port is None:
        raise PortTakenError(f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are taken: set PORT=")
    raise PortTakenError(f"Port {port} cannot be used: set another PORT=, or none for a free one.")


def _listen(port: int) -> list[socket.socket]:
    """Also on ::1, since browsers may ask that for ``localhost`` and would meet somebody else."""
    try:
        first = socket.create_server(("127.0.0.1", port))
    except OSError:
        return []
    if not socket.has_ipv6:
        return [first]
    try:
        return [
            first,
            socket.create_server(("::1", first.getsockname()[1]), family=socket.AF_INET6),
        ]
    except OSError as error:
        if error.errno in _NO_IPV6:
            return [first]
        first.close()
        return []


@dataclass(frozen=True, slots=True)
class Running:
    """A demo that runs; ``url`` ends with a slash."""

    url: str
    echo: EchoPhone
    door: Door


@asynccontextmanager
async def serve(
    port: int | None = None, times: Times = ASSUMED, widget: Files = WIDGET
) -> AsyncIterator[Running]:
    """The demo while the ``async with`` block lasts; ``port`` None is the next free one from 8088.

    ``times`` are the door's.

    Raises PortTakenError.
    """
    listening = listen(port)
    directory = Directory((DOOR, *PEOPLE, ECHO))
    proxy = Proxy(DOMAIN, directory, token)

    def registered(account: Account, now: float) -> bool:
        return proxy.registered(account.name, now)

    async with AsyncExitStack() as stack:
        exchange = Exchange(proxy)
        stack.callback(exchange.close)
        websockets = Sockets(exchange)
        door = Door(exchange, directory, DOMAIN, token, registered, times)
        leases = Leases(PEOPLE, registered)
        pages = Pages(directory, leases)
        openhab = FakeOpenHab(token, {})
        homes = Homes(openhab, ROOT, directory, leases, door)
        app = make_app(widget, pages, homes, DoorPages(door, openhab.house), websockets)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        for one in listening:
            await web.SockSite(runner, one).start()
        stack.push_async_callback(websockets.close)
        echo = EchoPhone(exchange, ECHO, DOMAIN, token)
        stack.push_async_callback(echo.close)  # first of all, so that the BYEs find their way
        stack.push_async_callback(door.close)
        yield Running(f"http://localhost:{listening[0].getsockname()[1]}/", echo, door)
