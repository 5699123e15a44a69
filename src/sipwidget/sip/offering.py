"""Our own offers in a call that stands (RFC 3261 section 14.1): a re-INVITE, and its fate."""

from collections.abc import Callable

from sipwidget.sip.dialog import Dialog, contact_of
from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.events import AnswerReceived, OfferDue, OfferRejected
from sipwidget.sip.message import Response
from sipwidget.sip.status import CONNECTION_LOST
from sipwidget.sip.transaction import ClientTransaction

UNANSWERED = 2.0  # seconds after which a peer that did not answer is asked again
# After a glare: of 2.1 to 4 s for the owner of the Call-ID and of 0 to 2 s for the other (14.1)
# the parts that lie far apart, as a relay that does not answer holds up each offer for 2 s.
OWNER_WAITS, WAIT_VARIES = 3.4, 0.6
LONGEST_WAIT = 10.0  # seconds: what a peer that has an offer itself may ask for (section 14.2)


class Offering:
    """One offer at a time. Where both sides offer at once, each waits at random and tries again.

    ``owner`` tells that the Call-ID is ours, which decides how long we wait. ``gone`` is called
    with the response that says that the peer knows no such call any more.
    """

    def __init__(
        self, endpoint: Endpoint, call: str, owner: bool, gone: Callable[[Response], None]
    ) -> None:
        self._endpoint = endpoint
        self._call = call
        self._owner = owner
        self._gone = gone
        self._pending: ClientTransaction | None = None
        self._dialog: Dialog | None = None

    @property
    def pending(self) -> bool:
        """Our offer is out and not answered."""
        return self._pending is not None

    def offer(self, dialog: Dialog, sdp: str) -> None:
        """Send a re-INVITE in this dialog."""
        if not self._endpoint.connected:
            self.lose()
            return
        request = dialog.request(self._endpoint, "INVITE", [self._endpoint.allow], sdp)
        self._endpoint.outbox.cancel_timer(self, "again")
        self._dialog = dialog
        self._pending = self._endpoint.send(request, self, dialog.sequence)

    def postpone(self) -> None:
        """Another INVITE is under way: wait as if the peer had said so."""
        self._reject(491, "Request Pending", again=True)
        wait = (OWNER_WAITS if self._owner else 0.0) + WAIT_VARIES * self._endpoint.chance()
        self._endpoint.outbox.set_timer(self, "again", round(wait, 2))  # in units of 10 ms

    def lose(self) -> None:
        """The connection is gone, and our offer with it; the session tells when it is back."""
        self._reject(503, CONNECTION_LOST, again=True)

    def stop(self) -> None:
        """The call is over; a 2xx that still comes gets its ACK all the same."""
        self._pending = None
        self._endpoint.outbox.cancel_timer(self, "again")

    def timed_out(self, _timer: str) -> None:
        self._endpoint.outbox.emit(OfferDue(self._call))

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        first = transaction is self._pending
        if 200 <= response.status < 300 and self._dialog is not None:
            self._acknowledge(self._dialog, transaction, response, first)
        if not first or response.status < 200:
            return
        self._pending = self._endpoint.retry(transaction, response)
        if self._pending is None:
            self._finish(response)

    def _acknowledge(
        self, dialog: Dialog, transaction: ClientTransaction, response: Response, first: bool
    ) -> None:
        """Each 2xx gets an ACK; the first may name a new target (section 12.2.1.2)."""
        if first and response.headers.get("Contact"):
            try:
                dialog.target = contact_of(response)
            except ProtocolError as error:
                self._endpoint.outbox.drop(f"2xx to INVITE: {error.reason}", str(response))
        self._endpoint.outbox.send(dialog.acknowledge(self._endpoint, transaction.request))

    def _finish(self, response: Response) -> None:
        if response.status < 300:
            self._endpoint.outbox.emit(AnswerReceived(self._call, response.sdp))
        elif not self._endpoint.connected:
            self.lose()
        elif response.status == 491:
            self.postpone()
        elif response.status == 500 and 0 < (response.retry_after or 0) <= LONGEST_WAIT:
            self._reject(500, response.reason, again=True)
            self._endpoint.outbox.set_timer(self, "again", response.retry_after or 0)
        elif response.status == 408:  # it may be on its way to another address
            self._reject(408, response.reason, again=True)
            self._endpoint.outbox.set_timer(self, "again", UNANSWERED)
        elif response.status == 481:
            self._gone(response)
        else:
            self._reject(response.status, response.reason)

    def _reject(self, status: int, reason: str, *, again: bool = False) -> None:
        self._endpoint.outbox.emit(OfferRejected(self._call, status, reason, again))
