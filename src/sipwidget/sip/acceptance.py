"""A 2xx to an INVITE, sent again until its ACK comes (RFC 3261 section 13.3.1.4)."""

from collections.abc import Callable

from sipwidget.sip.message import Response
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.timers import T1, T2, TIMER_H
from sipwidget.sip.transaction import ServerTransaction


class Acceptance:
    """Repeats even over a reliable transport: a hop behind the server may not be one.

    ``offered`` tells that the 2xx carries our offer, so that the ACK must carry the answer.
    ``unacknowledged`` is called when no ACK came in 64*T1.
    """

    def __init__(
        self,
        outbox: Outbox,
        transaction: ServerTransaction,
        response: Response,
        offered: bool,
        unacknowledged: Callable[[], None],
    ) -> None:
        self.number = transaction.request.cseq.number
        self.offered = offered
        self._outbox = outbox
        self._transaction = transaction
        self._response = response
        self._unacknowledged = unacknowledged
        self._interval = T1
        transaction.respond(response)
        outbox.set_timer(self, "again", T1)
        outbox.set_timer(self, "give up", TIMER_H)

    def stop(self) -> None:
        """The ACK is here, or nobody waits for it any more."""
        self._outbox.cancel_timer(self, "again")
        self._outbox.cancel_timer(self, "give up")

    def timed_out(self, timer: str) -> None:
        if timer == "give up":
            self.stop()
            self._unacknowledged()
            return
        self._transaction.respond(self._response)
        self._interval = min(2 * self._interval, T2)
        self._outbox.set_timer(self, "again", self._interval)
