"""Dialogs (RFC 3261 section 12): who talks to whom, by which way, with which numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from sipwidget.sip.endpoint import SDP, Endpoint
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request, Response
from sipwidget.sip.transaction import Sequence
from sipwidget.sip.uri import NameAddr, Uri

DialogId = tuple[str, str, str]  # Call-ID, local tag, remote tag


@dataclass(slots=True, eq=False)
class Dialog:
    """The state that both ends share; ``local`` and ``remote`` carry the tags."""

    call_id: str
    local: NameAddr
    remote: NameAddr
    target: Uri  # the peer's Contact: where requests in the dialog go
    route_set: tuple[str, ...]
    sequence: Sequence
    remote_number: int = -1  # the highest CSeq of the peer so far, which may be 0

    @classmethod
    def from_response(cls, request: Request, response: Response, sequence: Sequence) -> "Dialog":
        """The dialog of a caller (section 12.1.2); 400 for an unusable Contact or route."""
        return cls(
            call_id=request.call_id,
            local=request.from_,
            remote=response.to,
            target=contact_of(response),
            route_set=routes_of(response)[::-1],
            sequence=sequence,
        )

    @classmethod
    def from_request(cls, request: Request, local_tag: str) -> "Dialog":
        """The dialog of a callee (section 12.1.1); 400 for an unusable Contact or route."""
        return cls(
            call_id=request.call_id,
            local=request.to.with_tag(local_tag),
            remote=request.from_,
            target=contact_of(request),
            route_set=routes_of(request),
            sequence=Sequence(),
            remote_number=request.cseq.number,
        )

    @property
    def id(self) -> DialogId:
        return (self.call_id, self.local.tag or "", self.remote.tag or "")

    def request(
        self,
        endpoint: Endpoint,
        method: str,
        headers: Iterable[tuple[str, str]] = (),
        body: str = "",
        content_type: str = SDP,
    ) -> Request:
        """A request within the dialog (section 12.2.1.1)."""
        uri, routes = self._way()
        lines = [("Route", route) for route in routes]
        if method == "INVITE":  # which alone may move the target (section 12.2)
            lines.append(("Contact", str(endpoint.contact)))
        lines += headers
        parties = (self.call_id, self.local, self.remote)
        return endpoint.request(method, uri, self.sequence, *parties, lines, body, content_type)

    def acknowledge(self, endpoint: Endpoint, invite: Request) -> Request:
        """The ACK for a 2xx: the INVITE's number and credentials (sections 13.2.2.4 and 22.1)."""
        number = Sequence(invite.cseq.number - 1)
        uri, routes = self._way()
        lines = [("Route", route) for route in routes]
        for name in ("Authorization", "Proxy-Authorization"):
            lines += [(name, value) for value in invite.headers.all(name)]
        return endpoint.request("ACK", uri, number, self.call_id, self.local, self.remote, lines)

    def _way(self) -> tuple[Uri, tuple[str, ...]]:
        """The request URI and the Route values, loose or strict (section 12.2.1.1)."""
        if not self.route_set:
            return self.target, ()
        first = NameAddr.parse(self.route_set[0]).uri
        if "lr" in first.params:
            return self.target, self.route_set
        return first, (*self.route_set[1:], f"<{self.target}>")

    def receive(self, request: Request) -> None:
        """Check a request's number (section 12.2.2) and take its Contact if it is a re-INVITE.

        Raises a 500 when the number goes backwards.
        """
        if request.cseq.number <= self.remote_number:
            raise ProtocolError(500, "CSeq goes backwards in this dialog")
        self.remote_number = request.cseq.number
        if request.method == "INVITE" and request.headers.get("Contact"):
            self.target = contact_of(request)


def contact_of(message: Request | Response) -> Uri:
    """The one Contact that a dialog needs (section 8.1.1.8)."""
    contacts = message.contacts
    if len(contacts) != 1 or not contacts[0].uri.is_sip:
        raise ProtocolError(400, "Contact must hold exactly one SIP URI")
    uri = contacts[0].uri
    return uri._replace(headers=()) if uri.headers else uri  # which a request's has not (19.1.1)


def routes_of(message: Request | Response) -> tuple[str, ...]:
    """The proxies that want to stay in the dialog (section 20.30), as they wrote themselves."""
    routes = tuple(message.headers.all("Record-Route"))
    if not all(NameAddr.parse(route).uri.is_sip for route in routes):
        raise ProtocolError(400, "Record-Route must hold SIP URIs")
    return routes
