"""Who we are to the server."""

from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from sipwidget.sip.uri import Uri

_USER_SAFE = "-_.!~*'()&=+$,;?/"  # mark and user-unreserved (RFC 3261 section 25.1)


@dataclass(frozen=True, slots=True)
class Account:
    """An address of record and the secret that proves it (RFC 3261 section 6).

    ``user`` may be empty: such an account places calls as ``anonymous`` and cannot register.
    ``authorization_user`` is the digest user name where it differs from ``user``.
    ``instance_id`` is a URN that names this device for good (RFC 5626 section 4.1), or "".
    ``secure`` tells that the socket is wss, for the transport that Via names (RFC 7118 section 5).
    """

    user: str
    domain: str
    password: str = field(default="", repr=False)
    authorization_user: str = ""
    display_name: str = ""
    instance_id: str = ""
    secure: bool = True

    @property
    def uri(self) -> Uri:
        """The address of record; what a user part must not hold is escaped."""
        user = quote(unquote(self.user), safe=_USER_SAFE) or "anonymous"
        return Uri("sip", user, host=self.domain)

    @property
    def credentials_user(self) -> str:
        return self.authorization_user or self.user
