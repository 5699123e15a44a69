"""A SIP user agent without I/O: text and time in, text and events out.

Every method takes the time and returns what to do next, in order: ``Send`` for the socket, events
for the phone. ``receive`` never raises: a bad request gets its response, all else is ``Dropped``.
"""

from collections.abc import Callable

from sipwidget.sip.account import Account
from sipwidget.sip.endpoint import ALLOW, SDP, TEXT, Endpoint
from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.events import CallRefused, MailboxChanged, Output, TextReceived
from sipwidget.sip.invite_client import OutgoingSession
from sipwidget.sip.invite_server import IncomingSession
from sipwidget.sip.keep_alive import HURRY, PATIENCE, PING, PONG, KeepAlive
from sipwidget.sip.limits import MAX_CALLS, MAX_TEXT
from sipwidget.sip.message import Request, Response, parse, respond, salvage
from sipwidget.sip.message_summary import MessageSummary
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.registration import Registration
from sipwidget.sip.requirements import check_request
from sipwidget.sip.session import Session
from sipwidget.sip.uri import Uri


class UserAgent:
    """One account's end of SIP. ``tokens`` gives a fresh random word for each tag and branch.

    ``call_limit`` is how many calls may be there at once before a further one gets 486.
    ``turn_away`` is the final response that each new call gets, or 0 while calls are taken.
    ``accepted`` is a dictionary that outlives accounts: the strength of the hash that each realm of
    this server has accepted, below which no digest is given (RFC 8760 section 2.4).
    With a ``heartbeat`` the transport can do what ``Beat`` asks for.
    """

    def __init__(
        self,
        account: Account,
        tokens: Callable[[], str],
        *,
        call_limit: int = 1,
        accepted: dict[str, int] | None = None,
        heartbeat: bool = False,
    ) -> None:
        self.call_limit = call_limit
        self.turn_away = 0
        self._outbox = Outbox()
        self._endpoint = Endpoint(account, tokens, self._outbox, accepted)
        self._registration = Registration(self._endpoint)
        self._keep_alive = KeepAlive(self._endpoint, heartbeat=heartbeat)
        self._sessions: dict[str, Session] = {}

    # --- the transport and the clock --------------------------------------------------------------

    def transport_opened(self, now: float) -> list[Output]:
        """A socket is open: keep it alive, and say what could not be said before."""
        self._outbox.now = now
        self._endpoint.connected = True
        self._endpoint.authenticator.connected()
        self._keep_alive.start()
        for session in self._sessions.values():
            session.transport_opened()
        return self._take()

    def transport_closed(self, now: float) -> list[Output]:
        """The socket is gone: transactions and calls that were not up yet end, others live on."""
        self._outbox.now = now
        self._endpoint.connected = False
        self._keep_alive.stop()
        self._registration.transport_closed()
        self._endpoint.transactions.transport_failed()
        for session in self._sessions.values():
            session.transport_closed()
        return self._take()

    def receive(self, data: str | bytes, now: float) -> list[Output]:
        """One frame from the socket, and then all that is due. Never raises.

        A hidden tab's timers are late by up to a minute, but its messages are not.
        """
        self._outbox.now = now
        self._keep_alive.heard()
        blank = data.decode("latin-1") if isinstance(data, bytes) and len(data) <= 4 else data
        if blank == PONG:
            self._keep_alive.pong()
        elif blank == PING:
            self._outbox.send(PONG)
        else:
            self._receive_message(data)
        return self.handle_timeout(now)

    def next_deadline(self) -> float | None:
        """When ``handle_timeout`` is to be called next."""
        return self._outbox.deadlines.next()

    def handle_timeout(self, now: float) -> list[Output]:
        """Do all that is due. Early and late calls are harmless."""
        self._outbox.now = now
        while (due := self._outbox.deadlines.pop(now)) is not None:
            owner, timer = due
            owner.timed_out(timer)
        return self._take()

    def check_connection(self, now: float, *, doubtful: bool = False) -> list[Output]:
        """Ask the server for a sign of life now; ``FlowFailed`` follows when none comes.

        Soon where it is ``doubtful`` already that anything gets through.
        """
        self._outbox.now = now
        if self._endpoint.connected:
            self._keep_alive.check(HURRY if doubtful else PATIENCE)
        return self._take()

    def be_seen(self, seen: bool) -> list[Output]:
        """Whether somebody looks at the page: signs of life are asked for less often if not."""
        self._keep_alive.be_seen(seen)
        return self._take()

    def take(self, *methods: str) -> None:
        """Take these methods, too, which get 405 otherwise.

        ``MESSAGE`` (RFC 3428) becomes a ``TextReceived``, ``NOTIFY`` a ``MailboxChanged``.
        """
        self._endpoint.methods = (*ALLOW, *methods)

    # --- what the person wants --------------------------------------------------------------------

    def register(self, now: float, expires: int = 600) -> list[Output]:
        """Ask for a binding and keep it; to be called again on each new socket."""
        self._outbox.now = now
        self._registration.register(expires)
        return self._take()

    def unregister(self, now: float) -> list[Output]:
        """Give the binding back."""
        self._outbox.now = now
        self._registration.unregister()
        return self._take()

    def leave(self, now: float) -> list[Output]:
        """The last words on this socket, after ``hang_up``: what would have waited, and this."""
        self._outbox.now = now
        for session in self._sessions.values():
            session.leave()
        return self._take() + self.unregister(now)

    def invite(self, target: Uri | str, offer: str, now: float, call: str = "") -> list[Output]:
        """Place a call with our offer; ``call`` is the id that the caller wants for it.

        Raises InvalidState without a connection, with a known id, or over the limit of calls, and
        ProtocolError for a target that is not a SIP URI.
        """
        self._outbox.now = now
        uri = Uri.parse(str(target))  # also of a Uri, whose parts nobody has checked yet
        if not uri.is_sip:
            raise ProtocolError(416, "the address to dial must be a sip or sips URI")
        uri = uri._replace(headers=())  # a request's URI has none (RFC 3261 section 19.1.1)
        call = call or self._endpoint.tokens()
        if call in self._sessions or len(self._sessions) >= MAX_CALLS:
            raise InvalidState(f"call {call}: already there, or too many calls")
        self._sessions[call] = OutgoingSession(self._endpoint, call, uri, offer)
        return self._take()

    def accept(self, call: str, answer: str, now: float) -> list[Output]:
        """Take an incoming call; ``answer`` is an offer where the caller made none."""
        self._outbox.now = now
        self._incoming(call).accept(answer)
        return self._take()

    def reject(self, call: str, status: int, now: float) -> list[Output]:
        """Refuse an incoming call with a final response."""
        self._outbox.now = now
        self._incoming(call).reject(status)
        return self._take()

    def hang_up(self, call: str, now: float) -> list[Output]:
        """End a call in whatever state it is; ``CallEnded`` comes in the same list."""
        self._outbox.now = now
        self._session(call).hang_up()
        return self._take()

    def answer_offer(self, call: str, answer: str, now: float) -> list[Output]:
        """Reply to ``OfferReceived``."""
        self._outbox.now = now
        self._session(call).answer_offer(answer)
        return self._take()

    def refuse_offer(self, call: str, status: int, now: float) -> list[Output]:
        """Reply to ``OfferReceived``: the session stays as it is."""
        self._outbox.now = now
        self._session(call).refuse_offer(status)
        return self._take()

    def offer(self, call: str, offer: str, now: float) -> list[Output]:
        """Offer another session in an established call (RFC 3261 section 14.1).

        ``AnswerReceived`` or ``OfferRejected`` follows, and ``OfferDue`` where both sides offered.
        """
        self._outbox.now = now
        self._session(call).offer(offer)
        return self._take()

    def info(self, call: str, content_type: str, body: str, now: float) -> list[Output]:
        """Send an INFO in an early or an established call (RFC 6086); ``InfoAnswered`` follows.

        Raises InvalidState where there is no dialog or no connection.
        """
        self._outbox.now = now
        self._session(call).info(content_type, body)
        return self._take()

    @property
    def refusal(self) -> str:
        """Why credentials were of no use, in one word of ``digest.Authenticator``."""
        return self._endpoint.authenticator.refusal

    def call_id(self, call: str) -> str | None:
        """The Call-ID of a call that stands, as it is found in a trace."""
        session = self._sessions.get(call)
        return session.dialog.call_id if session and session.dialog else None

    def _session(self, call: str) -> Session:
        session = self._sessions.get(call)
        if session is None:
            raise InvalidState(f"there is no call {call}")
        return session

    def _incoming(self, call: str) -> IncomingSession:
        session = self._session(call)
        if not isinstance(session, IncomingSession):
            raise InvalidState(f"call {call} is not an incoming one")
        return session

    def _take(self) -> list[Output]:
        self._sessions = {k: s for k, s in self._sessions.items() if not s.finished}
        self._keep_alive.turn_over()
        return self._outbox.take()

    # --- what the peer sends ----------------------------------------------------------------------

    def _receive_message(self, data: str | bytes) -> None:
        try:
            message = parse(data)
        except ProtocolError as error:
            self._outbox.drop(str(error), data)
            self._refuse_unread(salvage(data), error)
            return
        try:
            if isinstance(message, Request):
                self._receive_request(message)
            else:
                self._receive_response(message)
        except ProtocolError as error:
            self._outbox.drop(str(error), data)
            if isinstance(message, Request) and message.method != "ACK":
                self._refuse(message, error)

    def _refuse(self, request: Request, error: ProtocolError) -> None:
        """Give a request its error; a transaction that was opened for it tells it."""
        response = self._error(request, error)
        transaction = self._endpoint.transactions.server(request)
        if transaction is None:
            self._outbox.send(response)
        else:
            transaction.respond(response)

    def _refuse_unread(self, request: Request | None, error: ProtocolError) -> None:
        """Answer what could not be read, unless it passes for a request that is under way."""
        if request is None:
            return
        try:
            known = self._endpoint.transactions.server(request) is not None
        except ProtocolError:
            known = False
        if not known:
            self._outbox.send(self._error(request, error))

    def _error(self, request: Request, error: ProtocolError) -> Response:
        headers = list(error.headers)
        return respond(request, error.status, to_tag=self._endpoint.tokens(), headers=headers)

    def _receive_response(self, response: Response) -> None:
        if len(response.vias) != 1:  # RFC 3261 section 8.1.3.3: it is not for us
            self._outbox.drop("a response with more than one Via", str(response))
            return
        transaction = self._endpoint.transactions.client(response)
        if transaction is None:
            self._outbox.drop("a response to no request of ours", str(response))
        else:
            transaction.receive(response)

    def _receive_request(self, request: Request) -> None:
        transactions = self._endpoint.transactions
        if request.method == "ACK":
            self._receive_ack(request)
            return
        known = transactions.server(request)
        if known is not None:
            known.receive_again()
            return
        if request.method == "CANCEL":
            self._receive_cancel(request)
            return
        check_request(request, self._endpoint.methods)
        if request.to.tag:
            self._receive_in_dialog(request)
        elif not self._endpoint.is_ours(request.uri):
            raise ProtocolError(404, "nobody here has that user part")
        elif transactions.merged(request):
            raise ProtocolError(482, "the same request came by another path")
        else:
            self._receive_new(request)

    def _receive_ack(self, ack: Request) -> None:
        transaction = self._endpoint.transactions.server(ack, "INVITE")
        if transaction is not None:
            transaction.receive_ack()
        session = self._find(ack)
        if session is not None:
            session.receive_ack(ack)

    def _receive_cancel(self, cancel: Request) -> None:
        """RFC 3261 section 9.2: the CANCEL is answered, then its INVITE if that still waits."""
        invite = self._endpoint.transactions.server(cancel, "INVITE")
        if invite is None:
            raise ProtocolError(481, "CANCEL for no INVITE that waits")
        tag = invite.tag or self._endpoint.tokens()
        self._endpoint.transactions.open(cancel).respond(respond(cancel, 200, to_tag=tag))
        for session in self._sessions.values():
            session.receive_cancel(invite, cancel)

    def _receive_in_dialog(self, request: Request) -> None:
        session = self._find(request)
        if session is None:
            raise ProtocolError(481, "no such dialog")
        session.receive_request(request)
        if request.method == "MESSAGE":
            self._receive_text(request)

    def _receive_new(self, request: Request) -> None:
        if request.method == "BYE":
            raise ProtocolError(481, "BYE outside of a dialog")
        if request.method == "OPTIONS":
            transaction = self._endpoint.transactions.open(request)
            transaction.respond(self._capabilities(request))
            return
        transaction = self._endpoint.transactions.open(request)
        if request.method == "MESSAGE":  # RFC 3428 section 7
            transaction.respond(respond(request, 200, to_tag=self._endpoint.tokens()))
            self._receive_text(request)
            return
        if request.method == "NOTIFY":
            transaction.respond(self._receive_notify(request))
            return
        rejection = self._rejection
        if rejection:
            transaction.respond(respond(request, rejection, to_tag=self._endpoint.tokens()))
            self._outbox.emit(CallRefused(request.from_, busy=not self.turn_away))
            return
        call = self._endpoint.tokens()
        self._sessions[call] = IncomingSession(self._endpoint, call, transaction)

    def _receive_text(self, request: Request) -> None:
        text = request.body[:MAX_TEXT].strip()
        if text:
            self._outbox.emit(TextReceived(request.from_, text))

    def _receive_notify(self, request: Request) -> Response:
        summary = MessageSummary.parse(request.body)
        self._outbox.emit(MailboxChanged(summary))
        return respond(request, 200, to_tag=self._endpoint.tokens())

    @property
    def _rejection(self) -> int:
        """What a further call gets, 0 if it may ring; one that waits to say BYE is no call."""
        calls = sum(not session.over for session in self._sessions.values())
        busy = calls >= self.call_limit or len(self._sessions) >= MAX_CALLS
        return self.turn_away or (486 if busy else 0)

    def _capabilities(self, request: Request) -> Response:
        """RFC 3261 section 11.2: what an INVITE would meet now."""
        accepted = [SDP, *([TEXT] if "MESSAGE" in self._endpoint.methods else [])]
        headers = [
            ("Contact", str(self._endpoint.contact)),
            self._endpoint.allow,
            ("Accept", ", ".join(accepted)),
        ]
        status = self._rejection or 200
        return respond(request, status, to_tag=self._endpoint.tokens(), headers=headers)

    def _find(self, request: Request) -> Session | None:
        return next((s for s in self._sessions.values() if s.owns(request)), None)
