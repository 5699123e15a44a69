"""Our end of the wire: the address we give to others, and the requests that carry it."""

import zlib
from collections.abc import Callable, Iterable
from functools import cached_property

from sipwidget import __version__
from sipwidget.sip.account import Account
from sipwidget.sip.digest import Authenticator
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request, Response
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.transaction import (
    MAGIC_COOKIE,
    ClientTransaction,
    Sequence,
    Transactions,
    TransactionUser,
)
from sipwidget.sip.uri import NameAddr, Uri

ALLOW = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS")
SDP = "application/sdp"
TEXT = "text/plain"
AGENT = f"sipwidget/{__version__}"


class Endpoint:
    """What each part of the user agent needs to send a request of its own.

    ``host`` is random: a browser has no address that others could reach, so Via and
    Contact carry a name under ``.invalid`` (RFC 7118 section 5.1).
    """

    def __init__(
        self,
        account: Account,
        tokens: Callable[[], str],
        outbox: Outbox,
        accepted: dict[str, int] | None = None,
    ) -> None:
        self.account = account
        self.tokens = tokens
        self.outbox = outbox
        self.transactions = Transactions(outbox)
        self.methods: tuple[str, ...] = ALLOW
        self.connected = False
        self.requests = 0  # that have gone out on this socket
        self.host = f"{tokens()}.invalid"
        self._user = account.uri.user_decoded
        self.authenticator = Authenticator(
            account.credentials_user, account.password, tokens, accepted
        )

    @property
    def local(self) -> NameAddr:
        """Our address of record as From or To shows it, still without a tag."""
        return NameAddr(self.account.display_name, self.account.uri, {})

    @cached_property
    def contact(self) -> NameAddr:
        """Where requests reach us: through this socket."""
        transport = {"transport": "wss" if self.account.secure else "ws"}
        return NameAddr("", Uri("sip", self.account.uri.user, host=self.host, params=transport), {})

    @property
    def allow(self) -> tuple[str, str]:
        """The header that names the methods of requests that we take."""
        return "Allow", ", ".join(self.methods)

    def is_ours(self, uri: Uri) -> bool:
        """The request is for us: by user part, since registrars rewrite the host of a Contact."""
        return uri.user_decoded == self._user

    def request(
        self,
        method: str,
        uri: Uri,
        sequence: Sequence,
        call_id: str,
        sender: NameAddr,
        to: NameAddr,
        headers: Iterable[tuple[str, str]] = (),
        body: str = "",
        content_type: str = SDP,
    ) -> Request:
        """A request with all that RFC 3261 section 8.1.1 asks for, and a fresh branch."""
        lines = [
            ("Via", self.via()),
            ("Max-Forwards", "70"),
            ("From", str(sender)),
            ("To", str(to)),
            ("Call-ID", call_id),
            ("CSeq", f"{sequence.next()} {method}"),
            ("User-Agent", AGENT),
            *headers,
        ]
        if body:
            lines.append(("Content-Type", content_type))
        return Request(method, uri, Headers(lines), body)

    def via(self) -> str:
        """A Via with a branch that nobody has seen (RFC 3261 section 8.1.1.7)."""
        transport = "WSS" if self.account.secure else "WS"
        return f"SIP/2.0/{transport} {self.host};branch={MAGIC_COOKIE}{self.tokens()}"

    def send(
        self, request: Request, user: TransactionUser, sequence: Sequence
    ) -> ClientTransaction:
        """Send a request in a transaction of its own, with credentials where they are known."""
        if not self.connected:
            raise InvalidState(f"{request.method}: there is no connection")
        self.requests += 1
        self.authenticator.authorize(request)
        return self.transactions.request(request, user, sequence)

    def retry(self, transaction: ClientTransaction, response: Response) -> ClientTransaction | None:
        """Answer a 401 or 407 by the same request with credentials (RFC 3261 section 22.2).

        None for every other response, and where no answer would do.
        """
        if response.status not in (401, 407):
            self.authenticator.accepted(transaction.request, response)
            return None
        if not self.connected:
            return None
        if not self.authenticator.challenged(response, transaction.request):
            return None
        first = transaction.request
        headers = first.headers.copy()
        headers.set("Via", self.via())
        headers.set("CSeq", f"{transaction.sequence.next()} {first.method}")
        again = Request(first.method, first.uri, headers, first.body)
        return self.send(again, transaction.user, transaction.sequence)

    def chance(self) -> float:
        """A number in 0..1 that nobody can foresee."""
        return zlib.crc32(self.tokens().encode()) / 0xFFFFFFFF
