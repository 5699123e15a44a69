"""The callee's side of a session: ringing, accepting, refusing, being cancelled."""

from sipwidget.sip.dialog import Dialog
from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import CallConfirmed, IncomingCall
from sipwidget.sip.message import Request, Response, respond
from sipwidget.sip.session import Session, check_refusal
from sipwidget.sip.states import SESSION, Calling, Do, Met
from sipwidget.sip.transaction import ServerTransaction


class IncomingSession(Session):
    """A call that somebody places to us (RFC 3261 section 13.3)."""

    def __init__(self, endpoint: Endpoint, call: str, transaction: ServerTransaction) -> None:
        super().__init__(endpoint, call, Calling.RINGING, owner=False)
        request = transaction.request
        self._transaction = transaction
        self._tag = endpoint.tokens()
        self._sdp = ""
        self._refusal = 480
        self.dialog = Dialog.from_request(request, self._tag)
        headers = [("Record-Route", value) for value in request.headers.all("Record-Route")]
        headers.append(("Contact", str(endpoint.contact)))
        transaction.respond(respond(request, 180, to_tag=self._tag, headers=headers))
        endpoint.outbox.emit(IncomingCall(call, request.from_, request.sdp, request))

    def accept(self, sdp: str) -> None:
        """Take the call: ``sdp`` is our answer, or our offer where the caller made none."""
        if self.state is not Calling.RINGING:
            raise InvalidState(f"call {self.call} does not ring")
        self._sdp = sdp
        self.step(Met.ACCEPT)

    def reject(self, status: int) -> None:
        """Refuse the call with a final response of 300 to 699."""
        check_refusal(status)
        if (self.state, Met.REJECT) not in SESSION:
            raise InvalidState(f"call {self.call} does not ring")
        self._refusal = status
        self.step(Met.REJECT)

    def receive_cancel(self, invite: ServerTransaction, cancel: Request) -> None:
        if invite is self._transaction:
            self.step(Met.CANCEL, cancel)
        else:
            super().receive_cancel(invite, cancel)

    def perform(self, do: Do, message: Request | Response | None) -> None:
        if do is Do.ANSWER:
            self.answer(self._transaction, self._sdp, self._tag)
        elif do is Do.REFUSE:
            self._respond(self._refusal)
        elif do is Do.TERMINATE:
            self._respond(487)
        elif do is Do.LATER:  # the transaction is gone, but a proxy finds its own by the Via
            self.say_later(respond(self._transaction.request, 480, to_tag=self._tag))
        elif do is Do.CONFIRM and isinstance(message, Request):
            offered = self._transaction.request.sdp is None
            answer = message.sdp if offered else None
            self._endpoint.outbox.emit(CallConfirmed(self.call, answer))
        else:
            super().perform(do, message)

    def _respond(self, status: int) -> None:
        self._transaction.respond(respond(self._transaction.request, status, to_tag=self._tag))
