"""A session: what caller and callee have in common once an INVITE is on its way.

``states.SESSION`` is the table; ``invite_client.py`` and ``invite_server.py`` add what only a
caller or only a callee does before the call is up.
"""

from sipwidget.sip.acceptance import Acceptance
from sipwidget.sip.dialog import Dialog
from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.events import (
    AnswerReceived,
    CallEnded,
    InfoAnswered,
    OfferDue,
    OfferReceived,
)
from sipwidget.sip.message import Request, Response, respond
from sipwidget.sip.offering import Offering
from sipwidget.sip.states import SESSION, Calling, Do, Met
from sipwidget.sip.status import CONNECTION_LOST
from sipwidget.sip.transaction import ClientTransaction, ServerTransaction

BYE_KEPT = 300.0  # seconds that a BYE waits for a lost connection to come back
RINGS = 180.0  # seconds that a call rings at most (RFC 3261 section 16.6, step 11: timer C)

# How a call ended, by what ended it, where no message says it better.
ENDINGS: dict[Met, tuple[int, str]] = {
    Met.CANCEL: (487, "Cancelled by the caller"),
    Met.TIMEOUT: (408, "No ACK"),
    Met.BROKEN: (503, CONNECTION_LOST),
}
# What a call that is over waits for before it is ended at the other side, too.
WAITS = {Calling.CANCEL_WAITS: Met.PROVISIONAL, Calling.BYE_WAITS: Met.ACK}
# From here on the person has no call any more.
OVER = (Calling.TERMINATED, Calling.BYE_WAITS, Calling.CANCEL_WAITS, Calling.CANCELLING)


class Session:
    """One call. Subclasses set ``dialog`` as soon as there is one.

    ``owner`` tells that the Call-ID is ours.
    """

    def __init__(self, endpoint: Endpoint, call: str, state: Calling, owner: bool) -> None:
        self.call = call
        self.state = state
        self.dialog: Dialog | None = None
        self.early: Dialog | None = None  # for a caller, before anybody has answered
        self._endpoint = endpoint
        self._acceptance: Acceptance | None = None
        self._reinvite: ServerTransaction | None = None  # waits for our answer
        self._offering = Offering(endpoint, call, owner, self._gone)
        self._byes: list[Dialog] = []  # said, or to be said, and not yet answered
        self._unsaid: Request | Response | None = None  # what ends a call that is not up

    @property
    def finished(self) -> bool:
        """Nothing is left to do or to wait for."""
        said = not self._byes and self._unsaid is None
        return self.state is Calling.TERMINATED and said

    @property
    def over(self) -> bool:
        """``CallEnded`` was told; what follows is only said to the peer."""
        return self.state in OVER

    def owns(self, request: Request) -> bool:
        """The request belongs to this session's dialog."""
        return self.dialog is not None and self.dialog.id == (
            request.call_id,
            request.to.tag or "",
            request.from_.tag or "",
        )

    def step(self, what: Met, message: Request | Response | None = None) -> None:
        """Run one row of the table; an input without a row changes nothing."""
        row = SESSION.get((self.state, what))
        if row is None:
            return
        before, (self.state, actions) = self.state, row
        for do in actions:
            if do is Do.END:
                self._end(before, what, message)
            else:
                self.perform(do, message)

    def perform(self, do: Do, message: Request | Response | None) -> None:
        """One action of the table; subclasses know the others."""
        del message  # for subclasses
        if do is Do.BYE and self.dialog is not None:
            self._stop_repeating()
            self.bye(self.dialog)

    def hang_up(self) -> None:
        """End the call, whatever its state: CANCEL, final response or BYE (RFC 3261 section 15)."""
        if (self.state, Met.HANG_UP) not in SESSION:
            raise InvalidState(f"call {self.call} is already ending")
        self.step(Met.HANG_UP)

    def leave(self) -> None:
        """There is no time to wait; the server reads in order what comes by one connection."""
        if self.state in WAITS:
            self.step(WAITS[self.state])

    def _gone(self, response: Response) -> None:
        """The peer knows no such call any more (RFC 3261 section 12.2.1.2)."""
        self.step(Met.GONE, response)

    def _end(self, before: Calling, what: Met, message: Request | Response | None) -> None:
        self._stop_waiting()
        self._offering.stop()
        established = before in (Calling.CONFIRMED, Calling.ACCEPTED)
        status, reason = ENDINGS.get(what, (200, "") if established else (487, ""))
        elsewhere = False
        if isinstance(message, Response):
            status, reason = message.status, message.reason
        elif what is Met.CANCEL and message is not None:
            elsewhere = completed_elsewhere(message)
        local = what in (Met.HANG_UP, Met.REJECT)
        self._endpoint.outbox.emit(CallEnded(self.call, status, reason, local, elsewhere))

    def _stop_waiting(self) -> None:
        """A re-INVITE that nobody will answer any more gets its final response."""
        if self._reinvite is not None:
            self._reinvite.respond(respond(self._reinvite.request, 487))
            self._reinvite = None

    # --- what is said when the connection is back ------------------------------------------------

    def say_later(self, message: Request | Response) -> None:
        """Else a call that was lost here would go on ringing there."""
        self._unsaid = message
        self._endpoint.outbox.set_timer(self, "unsaid", RINGS)

    def say(self, message: Request | Response) -> None:
        """Say it; subclasses may want to hear what becomes of it."""
        self._endpoint.outbox.send(message)

    def _say_unsaid(self) -> None:
        message, self._unsaid = self._unsaid, None
        if message is not None:
            self._endpoint.outbox.cancel_timer(self, "unsaid")
            self.say(message)

    # --- BYE --------------------------------------------------------------------------------------

    def bye(self, dialog: Dialog) -> None:
        """Say BYE now, or when the connection is back."""
        if dialog not in self._byes:
            self._byes.append(dialog)
            self._endpoint.outbox.set_timer(self, "bye", BYE_KEPT)
        if self._endpoint.connected:
            request = dialog.request(self._endpoint, "BYE")
            self._endpoint.send(request, self, dialog.sequence)

    def transport_opened(self) -> None:
        """The connection is back: say what could not be said."""
        self._say_unsaid()
        for dialog in list(self._byes):
            self.bye(dialog)
        if self.state is Calling.CONFIRMED:  # our Contact leads along the new connection
            self._endpoint.outbox.emit(OfferDue(self.call))

    def transport_closed(self) -> None:
        """The connection is lost; an established call lives on, but no re-INVITE does."""
        self._reinvite = None
        if self.state is Calling.CONFIRMED:
            if self._acceptance is not None and self._acceptance.offered:
                self._offering.lose()
            self._stop_repeating()
        self.step(Met.BROKEN)

    def timed_out(self, timer: str) -> None:
        if timer == "bye":
            self._byes.clear()
        elif timer == "unsaid":
            self._unsaid = None

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        """What became of a BYE or an INFO of ours."""
        if response.status < 200 or self._endpoint.retry(transaction, response):
            return
        if transaction.request.method == "BYE":
            self._bye_answered(transaction)
        elif transaction.request.method == "INFO" and not self.over:
            emit = self._endpoint.outbox.emit
            emit(InfoAnswered(self.call, response.status, response.reason))
            asked = transaction.request.to.tag  # it may have been a fork that has not won
            if response.status == 481 and self.dialog and asked == self.dialog.remote.tag:
                self._gone(response)

    def _bye_answered(self, transaction: ClientTransaction) -> None:
        """Only a lost connection leaves a BYE to be said again."""
        if self._endpoint.connected:
            call_id, to = transaction.request.call_id, transaction.request.to.tag
            self._byes = [d for d in self._byes if (d.call_id, d.remote.tag) != (call_id, to)]
        if not self._byes:
            self._endpoint.outbox.cancel_timer(self, "bye")

    # --- INFO and our own offers ------------------------------------------------------------------

    def info(self, content_type: str, body: str) -> None:
        """Tell the peer something in the dialog (RFC 6086)."""
        dialog = self.dialog or self.early
        if dialog is None or self.over:
            raise InvalidState(f"call {self.call} has no dialog to send INFO in")
        request = dialog.request(self._endpoint, "INFO", (), body, content_type)
        self._endpoint.send(request, self, dialog.sequence)

    def offer(self, sdp: str) -> None:
        """Offer another session (RFC 3261 section 14.1)."""
        if self.dialog is None or self.state not in (Calling.ACCEPTED, Calling.CONFIRMED):
            raise InvalidState(f"call {self.call} is not established")
        if self._offering.pending or self._reinvite is not None or self._acceptance is not None:
            self._offering.postpone()
        else:
            self._offering.offer(self.dialog, sdp)

    # --- requests in the dialog -------------------------------------------------------------------

    def receive_request(self, request: Request) -> None:
        """A request in our dialog (RFC 3261 section 12.2.2). Raises ProtocolError to refuse it."""
        if self.dialog is None or (self.over and request.method != "BYE"):
            raise ProtocolError(481, "the call is over")
        self.dialog.receive(request)
        transaction = self._endpoint.transactions.open(request)
        if request.method == "BYE":
            self.receive_bye(transaction)
        elif request.method == "INVITE":
            self.receive_reinvite(transaction)
        else:
            transaction.respond(respond(request, 200, headers=[self._endpoint.allow]))

    def receive_bye(self, transaction: ServerTransaction) -> None:
        """RFC 3261 section 15.1.2."""
        transaction.respond(respond(transaction.request, 200))
        self._stop_repeating()
        self.step(Met.BYE)

    def receive_ack(self, ack: Request) -> None:
        """The ACK to a 2xx of ours; another one is of an earlier INVITE and says nothing new."""
        accepted = self._acceptance
        if accepted is None or accepted.number != ack.cseq.number:
            return
        self._stop_repeating()
        if self.state is not Calling.CONFIRMED:
            self.step(Met.ACK, ack)
        elif accepted.offered:
            self._endpoint.outbox.emit(AnswerReceived(self.call, ack.sdp))

    def receive_reinvite(self, transaction: ServerTransaction) -> None:
        """The peer offers another session, or asks for our offer (RFC 3261 section 14.2)."""
        request, accepted = transaction.request, self._acceptance
        if self._reinvite is not None or self.state is Calling.RINGING:
            wait = [("Retry-After", "2")]
            transaction.respond(respond(request, 500, headers=wait))
        elif self._offering.pending or (accepted and accepted.offered):
            transaction.respond(respond(request, 491))
        else:
            # Where an ACK got lost, its sender shows by the re-INVITE that our 2xx is there
            # (RFC 5407 section 3.1.4).
            self._stop_repeating()
            self.step(Met.ACK, request)
            self._reinvite = transaction
            self._endpoint.outbox.emit(OfferReceived(self.call, request.sdp))

    def receive_cancel(self, invite: ServerTransaction, cancel: Request) -> None:
        """The peer takes a re-INVITE back (RFC 3261 section 9.2)."""
        del cancel  # for subclasses
        if invite is self._reinvite:
            self._stop_waiting()

    def answer_offer(self, sdp: str) -> None:
        """Our answer, or the offer that the peer asked for."""
        transaction = self._take_reinvite()
        self.answer(transaction, sdp)

    def refuse_offer(self, status: int) -> None:
        """The session stays as it is (RFC 3261 section 14.2: 488)."""
        check_refusal(status)
        transaction = self._take_reinvite()
        transaction.respond(respond(transaction.request, status))

    def _take_reinvite(self) -> ServerTransaction:
        transaction, self._reinvite = self._reinvite, None
        if transaction is None:
            raise InvalidState(f"call {self.call} has no offer to answer")
        return transaction

    def answer(self, transaction: ServerTransaction, sdp: str, to_tag: str = "") -> None:
        """Accept an INVITE or a re-INVITE with a 200 that is sent until its ACK comes."""
        request = transaction.request
        headers = [("Record-Route", value) for value in request.headers.all("Record-Route")]
        headers += [("Contact", str(self._endpoint.contact)), self._endpoint.allow]
        response = respond(request, 200, to_tag=to_tag, headers=headers, body=sdp)
        offered = request.sdp is None
        self._acceptance = Acceptance(
            self._endpoint.outbox, transaction, response, offered, self._unacknowledged
        )

    def _unacknowledged(self) -> None:
        self._acceptance = None
        self.step(Met.TIMEOUT)

    def _stop_repeating(self) -> None:
        """Nobody waits for our 2xx any more."""
        if self._acceptance is not None:
            self._acceptance.stop()
            self._acceptance = None


def check_refusal(status: int) -> None:
    """Raise InvalidState for what would not refuse an INVITE."""
    if not 300 <= status <= 699:
        raise InvalidState(f"{status} refuses nothing: 300 to 699 do")


def completed_elsewhere(cancel: Request | Response) -> bool:
    """A CANCEL with ``Reason: SIP;cause=200``: another phone took the call (RFC 3326)."""
    for reason in cancel.headers.all("Reason"):
        protocol, *params = (part.strip().lower() for part in reason.split(";"))
        if protocol == "sip" and "cause=200" in (param.replace(" ", "") for param in params):
            return True
    return False
