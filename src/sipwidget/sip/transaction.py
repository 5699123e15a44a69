"""Transactions (RFC 3261 section 17, RFC 6026) over a reliable transport.

The tables stand in ``states.py``; here they are run. A transaction tells its user about responses;
a time-out reaches the user as a 408 and a broken transport as a 503 (RFC 3261 section 8.1.3.1), so
that a user reads nothing but responses.
"""

from dataclasses import dataclass
from typing import Protocol

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import Headers
from sipwidget.sip.limits import MAX_TRANSACTIONS
from sipwidget.sip.message import Request, Response, respond
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.states import (
    CLIENT,
    INVITE_CLIENT,
    INVITE_SERVER,
    LASTS,
    SERVER,
    Act,
    Heard,
    Transacting,
    TransactionTable,
)
from sipwidget.sip.status import CONNECTION_LOST

MAGIC_COOKIE = "z9hG4bK"  # RFC 3261 section 8.1.1.7
Key = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Sequence:
    """The CSeq numbers of one sender in one dialog (RFC 3261 section 12.2.1.1)."""

    number: int = 0

    def next(self) -> int:
        self.number += 1
        return self.number


class TransactionUser(Protocol):
    """Who sent a request and wants to know what became of it."""

    def receive_response(self, transaction: "ClientTransaction", response: Response) -> None: ...


def heard(status: int) -> Heard:
    """The input that a response with this status is."""
    if status < 200:
        return Heard.PROVISIONAL
    return Heard.SUCCESS if status < 300 else Heard.FAILURE


def server_key(request: Request, method: str = "") -> Key:
    """What makes a request the same as an earlier one (RFC 3261 section 17.2.3).

    ``method`` is "INVITE" for the ACK and the CANCEL that belong to one.
    """
    via, method = request.via, method or request.method
    branch = via.branch or ""
    if branch.startswith(MAGIC_COOKIE) and branch != MAGIC_COOKIE:
        return (branch, via.host, str(via.port), method)
    # RFC 2543 peers: of what identifies a transaction only the ACK's To tag differs.
    number = str(request.cseq.number)
    return (str(request.uri), request.from_.tag or "", request.call_id, number, method, str(via))


class ClientTransaction:
    """One request of ours and the responses to it."""

    def __init__(
        self, layer: "Transactions", request: Request, user: TransactionUser, sequence: Sequence
    ) -> None:
        self.request = request
        self.user = user
        self.sequence = sequence
        self._layer = layer
        invite = request.method == "INVITE"
        self._table: TransactionTable = INVITE_CLIENT if invite else CLIENT
        self._lasts = LASTS["INVITE client" if invite else "client"]
        self.state = Transacting.CALLING if invite else Transacting.TRYING
        layer.outbox.send(request)
        layer.hold(self, self._lasts.get(self.state))

    @property
    def key(self) -> Key:
        return (self.request.via.branch or "", self.request.method)

    def receive(self, response: Response) -> None:
        self._step(heard(response.status), response)

    def timed_out(self, _timer: str) -> None:
        self._step(Heard.TIMEOUT, respond(self.request, 408))

    def transport_failed(self) -> None:
        self._step(Heard.BROKEN, respond(self.request, 503, CONNECTION_LOST))

    def _step(self, what: Heard, response: Response) -> None:
        row = self._table.get((self.state, what))
        if row is None:
            return
        before, (self.state, actions) = self.state, row
        self._layer.moved(self, before, self._lasts)
        for action in actions:
            if action is Act.ACK:
                self._layer.outbox.send(acknowledge_failure(self.request, response))
            else:
                self.user.receive_response(self, response)


class ServerTransaction:
    """One request of the peer's and our responses to it."""

    def __init__(self, layer: "Transactions", request: Request) -> None:
        self.request = request
        self._layer = layer
        self._last: Response | None = None
        invite = request.method == "INVITE"
        self._table: TransactionTable = INVITE_SERVER if invite else SERVER
        self._lasts = LASTS["INVITE server" if invite else "server"]
        self.state = Transacting.PROCEEDING if invite else Transacting.TRYING

    @property
    def key(self) -> Key:
        return server_key(self.request)

    @property
    def tag(self) -> str:
        """The To tag of what was answered so far, or ""."""
        return (self._last.to.tag or "") if self._last else ""

    def respond(self, response: Response) -> None:
        what = heard(response.status)
        if (self.state, what) in self._table:  # else it comes too late, and must not be resent
            self._last = response
            self._step(what)

    def receive_again(self) -> None:
        self._step(Heard.REQUEST)

    def receive_ack(self) -> None:
        self._step(Heard.ACK)

    def timed_out(self, _timer: str) -> None:
        self._step(Heard.TIMEOUT)

    def transport_failed(self) -> None:
        self._step(Heard.BROKEN)

    def _step(self, what: Heard) -> None:
        row = self._table.get((self.state, what))
        if row is None:
            return
        before, (self.state, actions) = self.state, row
        self._layer.moved(self, before, self._lasts)
        if actions and self._last is not None:
            self._layer.outbox.send(self._last)


def acknowledge_failure(invite: Request, response: Response) -> Request:
    """The ACK for a 3xx to 6xx: same branch, same route, To of the response (RFC 3261 17.1.1.3)."""
    return beside("ACK", invite, response.headers.get("To", ""))


def beside(method: str, invite: Request, to: str) -> Request:
    """An ACK or CANCEL that goes the INVITE's own way, with its branch and its number."""
    lines = [("Via", str(invite.via)), ("Max-Forwards", "70"), ("To", to)]
    for name in ("Route", "From", "Call-ID"):
        lines += [(name, value) for value in invite.headers.all(name)]
    lines.append(("CSeq", f"{invite.cseq.number} {method}"))
    return Request(method, invite.uri, Headers(lines))


class Transactions:
    """All transactions of one user agent, found by their keys."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self._clients: dict[Key, ClientTransaction] = {}
        self._servers: dict[Key, ServerTransaction] = {}

    def __len__(self) -> int:
        return len(self._clients) + len(self._servers)

    def request(
        self, request: Request, user: TransactionUser, sequence: Sequence
    ) -> ClientTransaction:
        """Send a request, whose topmost Via has a fresh branch."""
        transaction = ClientTransaction(self, request, user, sequence)
        self._clients[transaction.key] = transaction
        return transaction

    def open(self, request: Request) -> ServerTransaction:
        """The transaction of a request that is new here. Raises a 503 for an INVITE over the limit.

        All others are answered at once and gone: a BYE must get through in a flood of INVITEs.
        """
        if request.method == "INVITE" and len(self) >= MAX_TRANSACTIONS:
            raise ProtocolError(503, "Too many transactions")
        transaction = ServerTransaction(self, request)
        self._servers[transaction.key] = transaction
        return transaction

    def client(self, response: Response) -> ClientTransaction | None:
        """The transaction that this response belongs to (RFC 3261 section 17.1.3)."""
        return self._clients.get((response.via.branch or "", response.cseq.method))

    def server(self, request: Request, method: str = "") -> ServerTransaction | None:
        """The transaction that this request repeats, or that its ACK or CANCEL belongs to."""
        return self._servers.get(server_key(request, method))

    def merged(self, request: Request) -> bool:
        """The same request is here by another path (RFC 3261 section 8.2.2.2)."""
        identity = (request.call_id, request.from_.tag, request.cseq)
        return any(
            (other.request.call_id, other.request.from_.tag, other.request.cseq) == identity
            for other in self._servers.values()
            if other.request.method == request.method
        )

    def forget(self, transaction: ClientTransaction) -> None:
        """Nobody waits for this one's responses any more."""
        self.hold(transaction, None)
        self._clients.pop(transaction.key, None)

    def transport_failed(self) -> None:
        """The socket is gone, and with it each transaction on it."""
        for client in list(self._clients.values()):
            client.transport_failed()
        for server in list(self._servers.values()):
            server.transport_failed()

    def hold(
        self, transaction: ClientTransaction | ServerTransaction, seconds: float | None
    ) -> None:
        """Give the transaction so many seconds from now; None lets it stay."""
        if seconds is None:
            self.outbox.deadlines.cancel((transaction, "transaction"))
        else:
            self.outbox.set_timer(transaction, "transaction", seconds)

    def moved(
        self,
        transaction: ClientTransaction | ServerTransaction,
        before: Transacting,
        lasts: dict[Transacting, float | None],
    ) -> None:
        """Keep timers and tables in step with a transaction's new state."""
        if transaction.state is before:
            return
        if transaction.state is Transacting.TERMINATED:
            self.hold(transaction, None)
            if isinstance(transaction, ClientTransaction):
                self._clients.pop(transaction.key, None)
            else:
                self._servers.pop(transaction.key, None)
        elif transaction.state in lasts:
            self.hold(transaction, lasts[transaction.state])
