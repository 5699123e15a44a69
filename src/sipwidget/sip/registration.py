"""Our binding at the registrar (RFC 3261 section 10), kept alive while it is wanted."""

from enum import StrEnum

from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import FlowFailed, Registered, RegistrationFailed, Unregistered
from sipwidget.sip.grammar import parse_delta_seconds
from sipwidget.sip.message import Response
from sipwidget.sip.states import Transacting
from sipwidget.sip.transaction import ClientTransaction, Sequence
from sipwidget.sip.uri import NameAddr, Uri

MARGIN = 90.0  # seconds before expiry: more than the minute that a hidden tab's timer may be late
SOONEST = 30.0  # seconds until a refresh where the registrar grants hardly more than the margin
LONGEST_EXPIRES = 86_400  # seconds; what a 423 may push us to
RETRY_FIRST, RETRY_LONGEST = 30.0, 1800.0  # seconds (RFC 5626 section 4.5)
DOUBLINGS = 6  # of the first until the longest is reached
HOPELESS = (400, 401, 403, 404, 405, 407, 416, 420)  # asking again would be refused again


class Binding(StrEnum):
    """Where the binding stands."""

    NONE = "none"
    ASKED = "asked"
    HELD = "held"
    REMOVING = "removing"


class Registration:
    """One address of record's binding, over whatever connection there is."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._binding = Binding.NONE
        self._expires = 0
        self._failures = 0
        self._call_id = endpoint.tokens()  # the same for all of a device's REGISTERs (10.2.4)
        self._tag = endpoint.tokens()
        self._sequence = Sequence()
        self._current: ClientTransaction | None = None

    def register(self, expires: int) -> None:
        """Ask for a binding of so many seconds, once (RFC 3261 section 10.2: no two at a time).

        Raises InvalidState for an account without user name, and without a connection.
        """
        if not self._endpoint.account.user:
            raise InvalidState("an account without user name cannot register")
        self._expires = expires
        if self._binding is Binding.REMOVING or not self._waiting:
            self._send(expires)
            self._binding = Binding.ASKED

    @property
    def _waiting(self) -> bool:
        """A REGISTER of ours has no final response yet."""
        return self._current is not None and self._current.state is not Transacting.TERMINATED

    def unregister(self) -> None:
        """Give the binding back; without one, nothing is sent."""
        if self._binding in (Binding.ASKED, Binding.HELD) and self._endpoint.connected:
            self._binding = Binding.REMOVING
            self._send(0)
        else:
            self.transport_closed()

    def transport_closed(self) -> None:
        """The binding died with its socket (RFC 5626); the caller registers on the next one."""
        self._endpoint.outbox.cancel_timer(self, "refresh")
        self._binding = Binding.NONE

    def timed_out(self, _timer: str) -> None:
        """Time to refresh, or to try again."""
        if not self._waiting:
            self._send(self._expires)

    def _send(self, expires: int) -> None:
        endpoint = self._endpoint
        endpoint.outbox.cancel_timer(self, "refresh")  # whatever was to come later
        headers = [("Contact", self._contact(expires)), ("Expires", str(expires))]
        local = endpoint.local
        request = endpoint.request(
            "REGISTER",
            Uri("sip", host=endpoint.account.domain),
            self._sequence,
            self._call_id,
            local.with_tag(self._tag),
            local,
            headers,
        )
        self._current = endpoint.send(request, self, self._sequence)

    def _contact(self, expires: int) -> str:
        """The address of this socket; it is the device's one as long as it is wanted.

        What is given back is the address alone (RFC 3261 section 10.2.2): the device may have got
        another binding meanwhile, by another page, and by its name that would be taken away.
        """
        instance = self._endpoint.account.instance_id
        contact = self._endpoint.contact
        if not instance or not expires:
            return str(contact)
        params = {"+sip.instance": f'"<{instance}>"', "reg-id": "1"}  # RFC 5626 section 4.2
        return str(NameAddr("", contact.uri, params))

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        if transaction is not self._current or response.status < 200:
            return
        again = self._endpoint.retry(transaction, response)
        if again is not None:
            self._current = again
        elif self._binding is Binding.REMOVING:
            self._binding = Binding.NONE
            self._endpoint.outbox.emit(Unregistered())
        elif self._binding is Binding.NONE:
            return
        elif 200 <= response.status < 300:
            self._receive_binding(response)
        elif response.status == 423:
            self._lengthen(response)
        else:
            self._fail(response)

    def _receive_binding(self, response: Response) -> None:
        granted = self._granted(response)
        if granted is None:
            self._fail(response, "The registrar's answer names no Contact of ours")
            return
        self._failures = 0
        self._binding = Binding.HELD
        wait = max(granted - MARGIN, min(granted / 2, SOONEST))
        self._endpoint.outbox.set_timer(self, "refresh", wait)
        self._endpoint.outbox.emit(Registered(granted))

    def _granted(self, response: Response) -> int | None:
        """Seconds granted to our Contact, whose host registrars rewrite."""
        contacts = response.contacts
        ours = [contact for contact in contacts if self._is_ours(contact)]
        if not ours:
            ours = [contact for contact in contacts if self._endpoint.is_ours(contact.uri)]
        if not ours and len(contacts) != 1:
            return None
        granted = max(self._seconds(contact, response) for contact in ours or contacts)
        return granted if granted > 0 else None

    def _is_ours(self, contact: NameAddr) -> bool:
        """This device's binding, and not another device's of the same account."""
        instance = contact.params.get("+sip.instance") or ""
        known = self._endpoint.account.instance_id
        return contact.uri.host == self._endpoint.host or bool(known and known in instance)

    def _seconds(self, contact: NameAddr, response: Response) -> int:
        """What is left of a binding; of ours that of a former socket has less than the new one."""
        own = parse_delta_seconds(contact.params.get("expires") or "")
        return next((n for n in (own, response.expires) if n is not None), self._expires)

    def _lengthen(self, response: Response) -> None:
        """423 Interval Too Brief: ask for what the registrar wants (section 10.2.8)."""
        wanted = parse_delta_seconds(response.headers.get("Min-Expires", "")) or 0
        if self._expires < wanted <= LONGEST_EXPIRES:
            self._expires = wanted
            self._send(wanted)
        else:
            self._fail(response)

    def _fail(self, response: Response, reason: str = "") -> None:
        """Tell, and try again where that has a chance, later and later (RFC 5626 section 4.5)."""
        outbox = self._endpoint.outbox
        held, self._binding = self._binding is Binding.HELD, Binding.ASKED
        if held and response.status == 408:
            self._binding = Binding.NONE
            outbox.emit(FlowFailed())
            return
        self._failures += 1
        wait: float | None = None
        if response.status not in HOPELESS:
            longest = min(RETRY_LONGEST, RETRY_FIRST * 2.0 ** min(self._failures, DOUBLINGS))
            wait = response.retry_after or longest * (0.5 + 0.5 * self._endpoint.chance())
            outbox.set_timer(self, "refresh", wait)
        outbox.emit(RegistrationFailed(response.status, reason or response.reason, wait))
