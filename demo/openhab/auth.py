"""Who asks, as openHAB's AuthFilter and TokenResource see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

TOKEN_SECONDS = 3600
KEPT = 200  # sessions, and access tokens; the oldest go
T = TypeVar("T")
SESSION_COOKIE = "X-OPENHAB-SESSIONID"


class Role(StrEnum):
    """What somebody may do; an administrator may all that a user may."""

    USER = "user"
    ADMINISTRATOR = "administrator"


class BadTokenError(Exception):
    """Credentials came that are no good: 401, even where none would have done."""


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in: the page keeps ``refresh_token``, the browser ``id`` as a cookie."""

    id: str
    refresh_token: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Access:
    role: Role
    expires: float


class Auth:
    """Sessions and their access tokens. With ``implicit_user_role`` anybody is a user.

    ``proxied`` says that a proxy in front asks for Basic credentials and keeps them to itself.
    """

    def __init__(self, token: Callable[[], str], *, implicit_user_role: bool = True) -> None:
        self.implicit_user_role = implicit_user_role
        self.proxied = False
        self._token = token
        self._sessions: dict[str, Session] = {}
        self._access: dict[str, _Access] = {}

    def sign_in(self, role: Role = Role.ADMINISTRATOR) -> Session:
        """A new session. openHAB lets it be refreshed only together with its cookie."""
        session = Session(self._token(), self._token(), role)
        _keep(self._sessions, session.refresh_token, session)
        return session

    def refresh(self, refresh_token: str, cookie: str, now: float) -> str | None:
        """A new access token, which lasts an hour, or None; the refresh token stays."""
        session = self._sessions.get(refresh_token)
        if session is None or session.id != cookie:
            return None
        token = self._token()
        _keep(self._access, token, _Access(session.role, now + TOKEN_SECONDS))
        return token

    def expire(self) -> None:
        """All access tokens are stale from now on; they can be refreshed."""
        self._access.clear()

    def revoke(self) -> None:
        """All sessions are over, as if signed out elsewhere."""
        self._sessions.clear()
        self._access.clear()

    def role(self, headers: Mapping[str, str], now: float) -> Role | None:
        """Whose request that is; None is nobody. Raises BadTokenError."""
        token = headers.get("X-OPENHAB-TOKEN")
        if token is None:
            scheme, _, value = headers.get("Authorization", "").partition(" ")
            if not value or (self.proxied and scheme.lower() == "basic"):
                return Role.USER if self.implicit_user_role else None
            if scheme.lower() != "bearer":
                raise BadTokenError  # Basic, which openHAB takes only where it is told to
            token = value
        access = self._access.get(token)
        if access is None or access.expires <= now:
            raise BadTokenError
        return access.role


def _keep(table: dict[str, T], key: str, value: T) -> None:
    table[key] = value
    while len(table) > KEPT:
        del table[next(iter(table))]
