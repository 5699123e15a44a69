"""openHAB as the demo's fake plays it, in a thread of its own, for tests that use a browser."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import ClientSession, WSMsgType, web
from playwright.sync_api import Page

from demo.openhab.auth import SESSION_COOKIE, Role, Session
from demo.openhab.fake import FakeOpenHab
from demo.openhab.host_page import WIDGET
from demo.openhab.static_files import TYPES
from demo.server import listen, token

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PATIENCE = 10.0  # seconds
STATE, COMMAND = "Phone_State", "Phone_Command"
ITEMS = {STATE: "String", COMMAND: "String", "FrontDoor_Lock": "Switch", "Other_State": "String"}
REFRESH_TOKEN = "openhab.ui:refreshToken"


class OpenHab:
    """Serves while the `with` block lasts; `url` ends with a slash, `origin` does not.

    `static` is the folder `html/`. The parts of `fake` may be looked at, and the attributes of its
    `faults` be set, from the test's thread; whatever else changes something is a method here.
    """

    def __init__(
        self,
        static: Path | None = None,
        *,
        implicit_user_role: bool = True,
        basic: tuple[str, str] | None = None,
        items: Mapping[str, str] = ITEMS,
        alive: float = 10.0,
        types: Mapping[str, str] = TYPES,
        locale: str = "en_US",
        properties: Mapping[str, object] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """With `properties` of the widget there are Main UI's pages too: `/page/overview`.

        With `tls` all is on https, and so are the sockets.
        """
        self.sip = ""  # address of the SIP server that a proxy in front shows at `/sip`
        self.fake = FakeOpenHab(token, items, locale)
        self.fake.auth.implicit_user_role = implicit_user_role
        self.fake.basic = basic
        self.fake.streams.alive = alive
        self.house = self.fake.house
        self.faults = self.fake.faults
        if properties is not None:
            self.show(properties)
        self._tls = tls
        self._app = self.fake.app(static, types)
        self._app.router.add_get("/sip", self._bridge)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner = web.AppRunner(self._app, shutdown_timeout=1.0, handler_cancellation=True)
        self.url = ""

    @property
    def origin(self) -> str:
        """What `location.origin` is."""
        return self.url.rstrip("/")

    def show(
        self,
        properties: Mapping[str, object],
        widget: str = WIDGET,
        *,
        suffix: str = "",
        others: Iterable[Mapping[str, object]] = (),
    ) -> None:
        """Put the project's widget with these properties on the pages, before one is loaded.

        `others` are the properties of further widgets beside it.
        """
        self.fake.host_page.add_widgets(ROOT)
        self.fake.host_page.add_pages(properties, suffix, widget, others)

    def __enter__(self) -> Self:
        self._thread.start()
        listening = listen(0)
        self._wait(self._runner.setup())
        for one in listening:
            self._wait(web.SockSite(self._runner, one, ssl_context=self._tls).start())
        scheme = "https" if self._tls else "http"
        self.url = f"{scheme}://localhost:{listening[0].getsockname()[1]}/"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._tls:
            self._call(self._cut)
        self._wait(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    # --- Items ---

    def commands(self, item: str = STATE) -> list[str]:
        """All commands to the Item so far, in their order."""
        return self._call(lambda: self.house.texts(item))

    def sources(self, item: str = STATE) -> set[str]:
        """The headers X-OpenHAB-Source that came with them."""
        return self._call(lambda: {one.source for one in self.house.commands if one.item == item})

    def say(self, text: str, item: str = COMMAND) -> None:
        """A rule commands the Item."""
        self._call(lambda: self.house.command(item, text, self._loop.time(), "rule"))

    def update(self, text: str, item: str) -> None:
        """A rule updates the Item's state, which is no command."""
        self._call(lambda: self.house.update(item, text))

    # --- who may ---

    def sign_in(self, page: Page, role: Role = Role.ADMINISTRATOR) -> Session:
        """What Main UI leaves behind in the browser: the refresh token, and the cookie.

        All pages of the origin that the browser's context opens from now on have the token.
        """
        session = self._call(lambda: self.fake.auth.sign_in(role))
        cookie = {"name": SESSION_COOKIE, "value": session.id, "url": self.url, "httpOnly": True}
        page.context.add_cookies([cookie])
        keep = f"localStorage.setItem('{REFRESH_TOKEN}', '{session.refresh_token}')"
        page.context.add_init_script(f"location.origin === '{self.origin}' && {keep}")
        return session

    def expire(self) -> None:
        """All access tokens are stale; they can be refreshed."""
        self._call(self.fake.auth.expire)

    def revoke(self) -> None:
        """All are signed out, and the pages do not know."""
        self._call(self.fake.auth.revoke)

    # --- what a test breaks ---

    def close_streams(self) -> None:
        """All event streams end; browsers come back for new ones."""
        self._call(self.fake.streams.close)

    @property
    def streams(self) -> int:
        """How many event streams are open."""
        return self.fake.streams.count

    def seen(self, path: str = "") -> list[str]:
        """`METHOD path?query` of all requests whose path begins so."""
        asked = self._call(lambda: list(self.faults.seen))
        return [f"{one.method} {one.path}" for one in asked if one.path.startswith(path)]

    def _cut(self) -> None:
        """End all connections: a secure one that ends in order waits for the browser."""
        for one in self._runner.server.connections if self._runner.server else ():
            if one.transport:
                one.transport.abort()

    async def _bridge(self, request: web.Request) -> web.WebSocketResponse:
        """The SIP server on the page's own origin."""
        near = web.WebSocketResponse(protocols=("sip",))
        async with (
            ClientSession() as session,
            session.ws_connect(self.sip, protocols=["sip"]) as far,
        ):
            await near.prepare(request)

            async def back() -> None:
                async for message in far:
                    await near.send_str(message.data)
                await near.close()

            returning = asyncio.ensure_future(back())
            async for message in near:
                if message.type is WSMsgType.TEXT:
                    await far.send_str(message.data)
            returning.cancel()
        return near

    def _call(self, function: Callable[[], T]) -> T:
        """Run it in the loop's thread."""

        async def run() -> T:
            return function()

        return self._wait(run())

    def _wait(self, coroutine: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE)
