"""The demo's openHAB: for each account a home with its pages, its Items, and the widget."""

import asyncio
from pathlib import Path

from aiohttp import web

from demo.accounts import PEOPLE, Account, Directory, Leases
from demo.door import Door
from demo.openhab.fake import FakeOpenHab
from demo.pages import choice_page, home_settings

LOCK = "FrontDoor_Lock"


class Homes:
    """Homes of an openHAB, each at ``/page/overview_NAME``; ``/home`` leads to a free one."""

    def __init__(
        self, openhab: FakeOpenHab, root: Path, directory: Directory, leases: Leases, door: Door
    ) -> None:
        self._openhab = openhab
        self._leases = leases
        self._door = door
        openhab.host_page.add_widgets(root)
        for account in PEOPLE:
            settings = home_settings(account, directory)
            for item in ("sipStateItem", "commandItem"):
                openhab.house.add(str(settings[item]))
            openhab.host_page.add_pages(settings, f"_{account.name}")
        openhab.host_page.look = self._look
        openhab.host_page.arrived = self._arrived

    def mount(self, app: web.Application) -> None:
        """All addresses of theirs."""
        app.router.add_get("/home", self._get)
        app.add_routes(self._openhab.host_page.routes())
        app.add_subapp("/rest", self._openhab.rest())

    async def _get(self, _request: web.Request) -> web.Response:
        account = self._leases.next(_now())
        if account is None:
            text = "Close a window, or share an account: then one of its windows takes the calls."
            page = choice_page("All accounts are in use", text, PEOPLE, "/page/overview_")
            return web.Response(text=page, content_type="text/html", status=503)
        self._leases.take(account, _now())  # before the browser follows
        address = f"/page/overview_{account.name}"
        raise web.HTTPSeeOther(address, headers={"Cache-Control": "no-store"})

    def _arrived(self, uid: str) -> None:
        account = _account(uid)
        if account:
            self._leases.take(account, _now())

    def _look(self) -> None:
        state = "open" if self._door.view.open else "closed"
        if self._openhab.house.state(LOCK) != state:
            self._openhab.house.update(LOCK, state)


def _account(uid: str) -> Account | None:
    name = uid.partition("_")[2]
    return next((one for one in PEOPLE if one.name == name), None)


def _now() -> float:
    return asyncio.get_running_loop().time()
