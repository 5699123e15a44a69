"""openHAB's REST: commands to Items, the commands of one Item, and openHAB's language.

Addresses are absolute paths on the page's origin: openHAB serves the page, or a proxy serves both.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from sipwidget.browser.access import Access, Request, fetch
from sipwidget.browser.following import Following, Times
from sipwidget.browser.picture import NoPictureError
from sipwidget.browser.promises import Rejected, settled
from sipwidget.phone.inputs import CommandAnswered, Input, ItemAnswered

SOURCE = "org.openhab.ui"  # what openHAB's events name as the source of our commands
MAX_KEEPALIVE = 32_768  # bytes; browsers refuse more than 65,536 in all that is under way
MAX_IMAGE = 8_000_000  # characters of a picture as openHAB writes it: 6 MB
TIMES = Times()

_IMAGE = re.compile(r"data:image/[a-z0-9.+-]{1,40};base64,")
_REFUSALS = {401: "refused", 403: "refused", 404: "missing"}
_COMMAND = {"Content-Type": "text/plain", "X-OpenHAB-Source": SOURCE}


class OpenHab:
    """openHAB as one phone uses it. ``window`` is the engine's own. No method raises."""

    def __init__(self, inbox: Callable[[Input], None], window: Any, times: Times = TIMES) -> None:
        self._inbox = inbox
        self._window = window
        self._times = times
        self._access = Access(window, times.answer)
        self._telling: set[asyncio.Task[None]] = set()
        self._following: Following | None = None

    def tell(self, number: int, item: str, text: str) -> None:
        """Command the Item; one ``ItemAnswered`` follows.

        The request has left when this returns, and outlives the page: last words are told so. It
        only waits where a token is needed and has ended unrenewed, as after a sleep of the device.
        """
        answer = self._send(item, text, self._times.answer)
        self._hear(answer, lambda status: ItemAnswered(number, status))

    def command(self, number: int, item: str, command: str) -> None:
        """Command the Item for a person who waits for it; one ``CommandAnswered`` follows.

        What has no answer soon is given up: it must not be carried out when nobody expects it.
        """
        answer = self._send(item, command, self._times.command)
        self._hear(answer, lambda status: CommandAnswered(number, item, command, status))

    def follow(self, item: str) -> None:
        """Tell the commands of this Item, and of no other, as ``ItemCommanded``; "" is none."""
        if self._following and self._following.item == item:
            return
        if self._following:
            self._following.close()
            self._following = None
        if item:
            self._following = Following(item, self._access, self._inbox, self._window, self._times)

    async def image(self, item: str) -> str:
        """The picture that an Image Item has, as a ``data:image/…`` address; "" if it has none yet.

        Raises ``NoPictureError``.
        """
        path = f"/rest/items/{quote(item, safe='', errors='replace')}"
        try:
            response = await self._access.send(Request(path), self._limit(self._times.answer))
            if not response.ok:
                raise NoPictureError(_REFUSALS.get(response.status, "silent"))
            told = await settled(self._window, response, "json")
        except Rejected:
            raise NoPictureError("silent") from None
        state = getattr(told, "state", "")
        return "" if state in ("NULL", "UNDEF") else _image(state)

    async def locale(self) -> str:
        """The language and region that openHAB is set to, as ``de_DE``; "" where it is not told.

        No token is needed for that, and a wrong one would be refused.
        """
        try:
            limit = self._limit(self._times.locale)
            response = await fetch(self._window, Request("/rest/"), limit)
            told = await settled(self._window, response, "json")
        except Rejected:
            return ""
        locale = getattr(told, "locale", "")
        return locale if isinstance(locale, str) else ""

    def _send(self, item: str, text: str, limit: float) -> Coroutine[Any, Any, Any]:
        path = f"/rest/items/{quote(item, safe='', errors='replace')}"
        lasting = len(text.encode(errors="replace")) <= MAX_KEEPALIVE
        request = Request(path, "POST", _COMMAND, text, keepalive=lasting)
        return self._access.send(request, self._limit(limit))

    def _hear(self, answer: Coroutine[Any, Any, Any], told: Callable[[int], Input]) -> None:
        task = asyncio.ensure_future(self._answered(answer, told))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _answered(
        self, answer: Coroutine[Any, Any, Any], told: Callable[[int], Input]
    ) -> None:
        try:
            status = int((await answer).status)
        except Rejected:
            status = 0
        self._inbox(told(status))

    def _limit(self, seconds: float) -> Any:
        return self._window.AbortSignal.timeout(seconds * 1000)


def _image(state: object) -> str:
    if not isinstance(state, str) or not _IMAGE.match(state):
        raise NoPictureError("kind")
    if len(state) > MAX_IMAGE:
        raise NoPictureError("large")
    return state
