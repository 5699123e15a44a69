"""Who we are to the server."""

from dataclasses import dataclass, field

from sipwidget.sip.uri import Uri


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
        """The address of record."""
        return Uri("sip", self.user or "anonymous", host=self.domain)

    @property
    def credentials_user(self) -> str:
        return self.authorization_user or self.user
