"""openHAB's REST API on HTTP, as far as a page and a widget in it use it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from demo.openhab.auth import SESSION_COOKIE, TOKEN_SECONDS, Auth, BadTokenError, Role
from demo.openhab.components import Components, ReadOnlyError
from demo.openhab.faults import Faults
from demo.openhab.house import House, NoItemError
from demo.openhab.streams import Streams

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rest:
    """The addresses below ``/rest``. Nothing here says a word to pages of other origins."""

    def __init__(self, house: House, components: Components, auth: Auth, locale: str) -> None:
        self._house = house
        self._components = components
        self._auth = auth
        self._locale = locale

    def app(self, streams: Streams, faults: Faults) -> web.Application:
        """All of them, to be mounted as ``/rest``."""
        app = web.Application(middlewares=[faults.disturb, self._let_in])
        component = "/ui/components/{namespace}/{uid}"
        app.add_routes(
            [
                web.get("/", self._root),
                web.post("/auth/token", self._grant),
                web.get(r"/items/{item:\w+}", self._item),
                web.post(r"/items/{item:\w+}", self._command),
                web.put(r"/items/{item:\w+}/state", self._update),
                web.get(component, self._component),
                web.put(component, self._replace),
                web.get("/events", streams.events),
                web.get("/events/states", streams.states),
                web.post("/events/states/{connection}", streams.track),
            ]
        )

        async def end_streams(_app: web.Application) -> None:
            streams.close()

        app.on_shutdown.append(end_streams)
        return app

    @web.middleware
    async def _let_in(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """Role user for all but the root and the sign-in, and no bad token anywhere."""
        role = self._role(request)
        if role is None and request.path != "/rest/" and not request.path.startswith("/rest/auth/"):
            return _error(401, "Authentication required")
        return await handler(request)

    def _role(self, request: web.Request) -> Role | None:
        try:
            return self._auth.role(request.headers, _now())
        except BadTokenError:
            raise web.HTTPUnauthorized(
                text=_error(401, "Invalid credentials").text, content_type="application/json"
            ) from None

    async def _root(self, _request: web.Request) -> web.Response:
        return web.json_response({"version": "8", "locale": self._locale, "links": []})

    async def _grant(self, request: web.Request) -> web.Response:
        """An access token for a refresh token, which is not replaced."""
        form = await request.post()
        if form.get("grant_type") != "refresh_token":
            return web.json_response({"error": "unsupported_grant_type"}, status=400)
        fields = {name: str(form.get(name, "")) for name in ("client_id", "refresh_token")}
        if not all(fields.values()):
            return web.json_response({"error": "invalid_request"}, status=400)
        cookie = request.cookies.get(SESSION_COOKIE, "")
        token = self._auth.refresh(fields["refresh_token"], cookie, _now())
        if token is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS}
        return web.json_response({**answer, "refresh_token": fields["refresh_token"]})

    async def _item(self, request: web.Request) -> web.Response:
        name = request.match_info["item"]
        try:
            state = self._house.state(name)
        except NoItemError as error:
            return _error(404, str(error))
        return web.json_response({"name": name, "type": self._house.types[name], "state": state})

    async def _command(self, request: web.Request) -> web.Response:
        source = request.headers.get("X-OpenHAB-Source", "")
        name = request.match_info["item"]

        def command(text: str) -> None:
            wanted = self._house.toggled(name) if text.upper() == "TOGGLE" else text
            self._house.command(name, wanted, _now(), source)

        return await _said(request, command, 200)

    async def _update(self, request: web.Request) -> web.Response:
        name = request.match_info["item"]
        return await _said(request, lambda text: self._house.update(name, text), 202)

    async def _component(self, request: web.Request) -> web.Response:
        place = request.match_info
        found = self._components.get(place["namespace"], place["uid"])
        return web.json_response(found) if found else web.Response(status=404)

    async def _replace(self, request: web.Request) -> web.Response:
        """A whole page or widget anew: for administrators only."""
        if self._role(request) is not Role.ADMINISTRATOR:
            anonymous = not {"Authorization", "X-OPENHAB-TOKEN"} & set(request.headers)
            return web.Response(status=401 if anonymous else 403)
        place = request.match_info
        try:
            component = await request.json()
            self._components.replace(place["namespace"], place["uid"], component)
        except KeyError:
            return web.Response(status=404)
        except ReadOnlyError:
            return web.Response(status=405)
        except ValueError:
            return web.Response(status=400)
        return web.json_response(component)


async def _said(request: web.Request, say: Callable[[str], None], status: int) -> web.Response:
    """The body goes to an Item."""
    text = await request.text()
    if not text:
        return web.Response(status=400)
    try:
        say(text)
    except NoItemError as error:
        return _error(404, str(error))
    return web.Response(status=status, content_type="text/plain")


def _error(status: int, message: str) -> web.Response:
    answer: dict[str, Any] = {"error": {"message": message, "http-code": status}}
    return web.json_response(answer, status=status)


def _now() -> float:
    return asyncio.get_running_loop().time()
