"""The caller's side of a session: INVITE, provisional responses, CANCEL, forks."""

from contextlib import suppress

from sipwidget.sip.dialog import Dialog
from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.events import CallAccepted, CallProgress, EarlyMedia, OutgoingCall
from sipwidget.sip.limits import MAX_FORKS
from sipwidget.sip.message import Request, Response
from sipwidget.sip.session import Session
from sipwidget.sip.states import SESSION, Calling, Do, Met
from sipwidget.sip.timers import TIMER_B
from sipwidget.sip.transaction import ClientTransaction, Sequence, beside
from sipwidget.sip.uri import NameAddr, Uri


class OutgoingSession(Session):
    """A call that we place (RFC 3261 section 13.2)."""

    def __init__(self, endpoint: Endpoint, call: str, target: Uri, offer: str) -> None:
        super().__init__(endpoint, call, Calling.CALLING, owner=True)
        self._sequence = Sequence()
        self._answers: dict[str, str] = {}  # the SDP of each early branch, by To tag
        self._forks: set[str] = set()  # the To tags of all branches that took the call
        local = endpoint.local.with_tag(endpoint.tokens())
        headers = [("Contact", str(endpoint.contact)), endpoint.allow]
        request = endpoint.request(
            "INVITE",
            target,
            self._sequence,
            endpoint.tokens(),
            local,
            NameAddr("", target, {}),
            headers,
            offer,
        )
        self._invite = endpoint.send(request, self, self._sequence)
        endpoint.outbox.emit(OutgoingCall(call, target))

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        if transaction.request.method != "INVITE":
            super().receive_response(transaction, response)
        elif 200 <= response.status < 300 and self.dialog is not None:
            self._receive_another_2xx(response)
        elif not self._endpoint.connected:
            self._endpoint.outbox.cancel_timer(self, "cancel")
            self.step(Met.BROKEN, response)
        elif self.state is Calling.CANCELLING and response.status >= 200:
            self._endpoint.outbox.cancel_timer(self, "cancel")
            self.step(met(response.status), response)
        elif not self._retry(transaction, response):
            self.step(met(response.status), response)

    def _retry(self, transaction: ClientTransaction, response: Response) -> bool:
        """Answer a challenge, unless the person has hung up meanwhile."""
        if (self.state, Met.CHALLENGE) not in SESSION:
            return False
        again = self._endpoint.retry(transaction, response)
        if again is None:
            return False
        self._invite = again
        self.step(Met.CHALLENGE)
        return True

    def perform(self, do: Do, message: Request | Response | None) -> None:
        if do is Do.CANCEL:
            self.say(self._cancel())
            self._endpoint.outbox.set_timer(self, "cancel", TIMER_B)
        elif do is Do.LATER:
            self.say_later(self._cancel())
        elif do is Do.FORGET:
            self._endpoint.transactions.forget(self._invite)
        elif do is Do.ACK and isinstance(message, Response):
            self.dialog = self._confirm(message)
        elif do is Do.REPORT and isinstance(message, Response):
            self._report(message)
        else:
            super().perform(do, message)

    def _report(self, response: Response) -> None:
        branch = response.to.tag or ""
        emit = self._endpoint.outbox.emit
        if response.status >= 200:
            answer = response.sdp or self._answers.get(branch)
            emit(CallAccepted(self.call, branch, answer))
            return
        if response.status > 100:
            emit(CallProgress(self.call, response.status, response.reason))
        self._note_early_dialog(response)
        if response.sdp and branch and self._is_new(branch, response.sdp):
            self._answers[branch] = response.sdp
            emit(EarlyMedia(self.call, branch, response.sdp))

    def _note_early_dialog(self, response: Response) -> None:
        """Of the branch whose early media came first, else of the one that was heard of first."""
        wanted = self.early is None or (response.sdp is not None and not self._answers)
        if wanted and response.to.tag and response.headers.get("Contact"):
            with suppress(ProtocolError):  # it is a chance, not a duty
                self.early = Dialog.from_response(self._invite.request, response, self._sequence)

    def _is_new(self, branch: str, answer: str) -> bool:
        known = self._answers.get(branch)
        return known != answer and (known is not None or len(self._answers) < MAX_FORKS)

    def _confirm(self, response: Response) -> Dialog:
        """Send the ACK that a 2xx asks for; the dialog that it is sent in."""
        invite = self._invite.request
        self._forks.add(response.to.tag or "")
        try:
            dialog = Dialog.from_response(invite, response, self._sequence)
        except ProtocolError as error:
            # Without a way to the callee the address that we called is the best that is left.
            self._endpoint.outbox.drop(f"2xx to INVITE: {error.reason}", str(response))
            dialog = Dialog(
                invite.call_id, invite.from_, response.to, invite.uri, (), self._sequence
            )
        self._endpoint.outbox.send(dialog.acknowledge(self._endpoint, invite))
        return dialog

    def _receive_another_2xx(self, response: Response) -> None:
        """The same 2xx again wants its ACK again; another fork's gets a BYE (section 13.2.2.4)."""
        known = (response.to.tag or "") in self._forks
        if not known and len(self._forks) >= MAX_FORKS:
            self._endpoint.outbox.drop("2xx to INVITE: too many forks", str(response))
            return
        dialog = self._confirm(response)
        if not known:
            self.bye(dialog)

    def _cancel(self) -> Request:
        """RFC 3261 section 9.1: the INVITE's own branch and number."""
        invite = self._invite.request
        return beside("CANCEL", invite, invite.headers.get("To", ""))

    def say(self, message: Request | Response) -> None:
        if isinstance(message, Request):
            self._endpoint.requests += 1
            self._endpoint.transactions.request(message, self, Sequence())
        else:
            super().say(message)

    def timed_out(self, timer: str) -> None:
        if timer == "cancel":
            self.step(Met.TIMEOUT)
        else:
            super().timed_out(timer)


def met(status: int) -> Met:
    """The input that a response to INVITE is."""
    if status < 200:
        return Met.PROVISIONAL
    return Met.SUCCESS if status < 300 else Met.FAILURE
