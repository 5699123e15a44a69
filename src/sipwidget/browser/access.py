"""openHAB's REST with no more credentials than it asks for.

By default openHAB takes anonymous requests for a user's, and a token that it does not like is 401
even where none would have done. So the first request has no token. On 401 the refresh token that
Main UI keeps in localStorage gives an access token, which is sent from then on, until shortly
before it ends; by then there is a new one, since the last words of a page cannot wait for it. Who
has signed out in Main UI has signed out here. openHAB does not rotate refresh tokens: Main UI's
session is unharmed.

The token travels as ``X-OPENHAB-TOKEN``. openHAB looks there first, with a proxy in front or
without (openhab-core, AuthFilter). An ``Authorization: Bearer`` of ours would take the place of
the ``Authorization: Basic`` that the browser sends to a proxy by itself, and the proxy would ask
for its password. It is tried only where a new token in our header is refused by one that never
took one there and asks for no Basic authentication: older versions look only there, and some
proxies pass no unknown header on.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from pyodide.ffi import JsException, to_js

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.promises import Rejected, settled

REFRESH_TOKEN = "openhab.ui:refreshToken"  # noqa: S105 - the key under which Main UI keeps it
MARGIN = 60.0  # seconds before its end from which a token is not sent: the clocks may differ

_UNAUTHORIZED = 401
_DAY = 86_400.0
_ACCESS_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1
_BASIC = re.compile(r"\bbasic\b", re.IGNORECASE)
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of openHAB; ``path`` begins with ``/rest/``."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = field(default=None, repr=False)
    keepalive: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str = field(repr=False)
    end: float  # in seconds, by the window's clock
    source: str = field(repr=False)  # the refresh token that it came from


_Headers = Mapping[str, str]
_Ask = Callable[[_Headers], Coroutine[Any, Any, Any]]
_ANONYMOUS: _Headers = {}


def fetch(
    window: Any, request: Request, signal: Any, credentials: _Headers = _ANONYMOUS
) -> Coroutine[Any, Any, Any]:
    """Start the request now; its Response is waited for, or ``Rejected``.

    A redirection is refused. REST has none, so it leads to a login page, which would look like a
    success, or to another host, which must not see the token.
    """
    options: dict[str, object] = {
        "method": request.method,
        "headers": {**request.headers, **credentials},
        "keepalive": request.keepalive,
        "cache": "no-store",
        "redirect": "error",
        "signal": signal,
    }
    if request.body is not None:
        options["body"] = request.body
    converted = to_js(options, dict_converter=window.Object.fromEntries)
    return settled(window, window, "fetch", request.path, converted)


class Access:
    """The tokens of one window; ``limit`` is how many seconds a new one may take to come."""

    def __init__(self, window: Any, limit: float) -> None:
        self._window = window
        self._limit = limit
        self._known: _Token | None = None
        self._as_bearer = False
        self._proven = False  # whether openHAB has ever taken a token from us as we send it
        self._refreshing: asyncio.Task[_Token | None] | None = None
        self._alarm = Alarm(window, self._renew_in_time)

    def send(self, request: Request, signal: Any) -> Coroutine[Any, Any, Any]:
        """Send with what is known now, and wait for the last answer; raises ``Rejected``.

        The first request leaves at once, unless our token has ended: then a new one comes first.
        """

        def ask(credentials: _Headers) -> Coroutine[Any, Any, Any]:
            return fetch(self._window, request, signal, credentials)

        known = self._known
        if known and not self._is_good(known):
            return self._insist(ask, None, None)
        credentials = _credentials(known, self._as_bearer) if known else _ANONYMOUS
        return self._insist(ask, known, ask(credentials))

    async def _insist(
        self, ask: _Ask, sent: _Token | None, first: Coroutine[Any, Any, Any] | None
    ) -> Any:
        """Try what there is. ``sent`` is the token that the first request took, if there is one."""
        response = await first if first else None
        if not _is_refused(response):
            return response
        self._drop(sent)
        fresh = await self._renewed()
        if fresh:
            response = await self._try(ask, fresh)
        was_anonymous = first is not None and sent is None
        if _is_refused(response) and not was_anonymous:
            response = await ask(_ANONYMOUS)
        return response

    async def _try(self, ask: _Ask, fresh: _Token) -> Any:
        as_bearer = self._as_bearer
        response = await ask(_credentials(fresh, as_bearer))
        if _is_refused(response) and not self._proven and not _asks_for_basic(response):
            as_bearer = True
            response = await ask(_credentials(fresh, as_bearer))
        if _is_refused(response):
            self._drop(fresh)
        else:
            self._as_bearer, self._proven = as_bearer, True
        return response

    def _is_good(self, token: _Token) -> bool:
        return self._now() < token.end - MARGIN and token.source == _refresh_token(self._window)

    def _drop(self, token: _Token | None) -> None:
        if self._known is token:
            self._known = None

    async def _renewed(self) -> _Token | None:
        """A token that another request has just got, or a new one: all who ask share it."""
        if self._known and self._is_good(self._known):
            return self._known
        return await asyncio.shield(self._renew())

    def _renew(self) -> "asyncio.Task[_Token | None]":
        if self._refreshing is None:
            self._refreshing = asyncio.ensure_future(self._refresh())
        return self._refreshing

    def _renew_in_time(self) -> None:
        self._renew()

    async def _refresh(self) -> _Token | None:
        fresh = None
        try:
            fresh = await self._refreshed()
        except Rejected:
            pass  # then it goes without
        finally:
            self._known, self._refreshing = fresh, None
        if fresh:
            self._alarm.set(max(fresh.end - self._now() - 2 * MARGIN, MARGIN))
        return fresh

    async def _refreshed(self) -> _Token | None:
        """A new token by the refresh grant (RFC 6749 section 6)."""
        kept = _refresh_token(self._window)
        if not kept:
            return None
        origin = str(self._window.location.origin)
        form = {
            "grant_type": "refresh_token",
            "client_id": origin,
            "redirect_uri": origin,
            "refresh_token": kept,
        }
        body = urlencode(form, errors="replace")
        request = Request("/rest/auth/token", "POST", _FORM, body)
        signal = self._window.AbortSignal.timeout(self._limit * 1000)
        response = await fetch(self._window, request, signal)
        answer = await settled(self._window, response, "json")
        return _token(answer, self._now(), kept) if response.ok else None

    def _now(self) -> float:
        """Seconds by the clock that goes on while the device sleeps."""
        return float(self._window.Date.now()) / 1000


def _credentials(token: _Token, as_bearer: bool) -> _Headers:
    if as_bearer:
        return {"Authorization": f"Bearer {token.text}"}
    return {"X-OPENHAB-TOKEN": token.text}


def _is_refused(response: Any) -> bool:
    """Whether a token, or another one, is needed; so it is before the first request."""
    return response is None or response.status == _UNAUTHORIZED


def _asks_for_basic(response: Any) -> bool:
    return _BASIC.search(response.headers.get("www-authenticate") or "") is not None


def _token(answer: Any, now: float, source: str) -> _Token | None:
    """The access token of an answer to the refresh grant (RFC 6749 section 5.1), if it is one."""
    text, seconds = (getattr(answer, name, None) for name in ("access_token", "expires_in"))
    if not isinstance(text, str) or not _ACCESS_TOKEN.fullmatch(text):
        return None
    lasts = min(seconds, _DAY) if isinstance(seconds, int | float) else 0.0
    return _Token(text, now + lasts, source)


def _refresh_token(window: Any) -> str:
    """What Main UI keeps, as plain text or as JSON; "" where the browser or the person says no."""
    try:
        kept = window.localStorage.getItem(REFRESH_TOKEN)
    except (JsException, AttributeError):
        return ""
    text = kept if isinstance(kept, str) else ""
    return text.removeprefix('"').removesuffix('"')
