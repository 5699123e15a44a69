"""The page that stands in for Main UI: its addresses, its pages, and the Items that it shows."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from demo.openhab.auth import SESSION_COOKIE, Auth
from demo.openhab.components import PAGES, WIDGETS, Component, Components
from demo.openhab.house import House

FOLDER = Path(__file__).resolve().parents[1] / "pages"
YAML = "static/openhab/{}.yaml"
WIDGET, CARD = "sipwidget", "sipwidget-card"
PARTS = {
    "home.css": "text/css",
    "home.js": "text/javascript",
    "home-form.js": "text/javascript",
    "home-items.js": "text/javascript",
    "home-widget.js": "text/javascript",
}
PORCH_LIGHT = "Porch_Light"
SHOWN = {
    "LivingRoom_Light": ("Switch", "OFF"),
    PORCH_LIGHT: ("Switch", "OFF"),
    "Hall_Temperature": ("Number:Temperature", "21.5 °C"),
    "FrontDoor_Lock": ("String", "closed"),
}
"""Type and first state of what stands beside the phone."""
LABELS = {
    "overview": "Overview",
    "energy": "Energy",
    "tabs": "Hall and door",
    "masonry": "Rooms",
}
LOG_LINES = 8
# Main UI makes functions of the expressions in a widget, and styles its own elements.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class HostPage:
    """Main UI for whoever asks.

    ``look`` is called before Items are shown, ``arrived`` with the UID of a page that is loaded.
    """

    def __init__(self, house: House, components: Components, auth: Auth) -> None:
        self.look: Callable[[], None] = lambda: None
        self.arrived: Callable[[str], None] = lambda _uid: None
        self._house = house
        self._components = components
        self._auth = auth
        for name, (kind, state) in SHOWN.items():
            house.add(name, kind)
            house.update(name, state)

    def add_widgets(self, root: Path) -> None:
        """The project's widgets, as a person pastes them. ``root`` is the project's folder."""
        for name in (WIDGET, CARD):
            widget = yaml.safe_load((root / YAML.format(name)).read_text(encoding="utf-8"))
            self._components.add(WIDGETS, widget)

    def add_pages(
        self,
        properties: Mapping[str, object],
        suffix: str = "",
        widget: str = WIDGET,
        others: Iterable[Mapping[str, object]] = (),
    ) -> None:
        """The pages ``/page/overviewSUFFIX`` and so on; the widget has these properties.

        ``others`` are those of further widgets beside it.
        """
        configs = [dict(each) for each in (properties, *others)]
        phones = [{"component": f"widget:{widget}", "config": each} for each in configs]
        for name, label in LABELS.items():
            slots = {"default": [] if name == "energy" else [dict(each) for each in phones]}
            page: Component = {
                "uid": name + suffix,
                "component": "oh-tabs-page" if name == "tabs" else "oh-layout-page",
                "config": {"label": label},
                "slots": slots,
            }
            self._components.add(PAGES, page)

    def routes(self) -> list[web.RouteDef]:
        """All of its addresses."""
        return [
            web.get("/page/{uid}", self.page),
            web.get("/settings/pages/{kind}/{uid}", self.page),
            web.get("/home/items", self._items),
            web.post("/home/sign-in", self._sign_in),
            *(web.get(f"/{name}", self._part) for name in PARTS),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """``/page/UID`` and ``/settings/pages/layout/UID``: its script does the rest."""
        uid = request.match_info["uid"]
        if self._components.get(PAGES, uid) is None:
            raise web.HTTPNotFound(text="There is no such page in this home.")
        self.arrived(uid)
        text = (FOLDER / "home.html").read_text(encoding="utf-8")
        # A browser that comes back may have kept the page as it was: no "no-store".
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _part(self, request: web.Request) -> web.Response:
        name = request.path.removeprefix("/")
        text = (FOLDER / name).read_text(encoding="utf-8")
        headers = {"Cache-Control": "no-cache"}
        return web.Response(text=text, content_type=PARTS[name], headers=headers)

    async def _items(self, request: web.Request) -> web.Response:
        """``/home/items?items=A,B``: the states of what is shown, and the last words to A and B."""
        self.look()
        items = request.query.get("items", "").split(",")
        lines = [one for one in self._house.commands if one.item in items][-LOG_LINES:]
        found: dict[str, Any] = {
            "states": {name: self._house.state(name) for name in SHOWN},
            "log": [{"item": one.item, "text": one.text} for one in lines],
        }
        return web.json_response(found, headers={"Cache-Control": "no-store"})

    async def _sign_in(self, _request: web.Request) -> web.Response:
        """What is left behind by a sign-in: the cookie is the browser's, the token the page's."""
        session = self._auth.sign_in()
        response = web.json_response({"refreshToken": session.refresh_token})
        response.set_cookie(SESSION_COOKIE, session.id, httponly=True, samesite="Strict")
        return response
