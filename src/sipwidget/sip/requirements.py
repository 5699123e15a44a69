"""What a request must fulfil before anybody looks at it (RFC 3261 section 8.2)."""

from collections.abc import Collection

from sipwidget.sip import message_summary
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request, bare_type
from sipwidget.sip.sdp import parse as parse_sdp

# Methods that exist (RFC 3261, 3262, 3311, 3428, 3515, 3903, 6086, 6665): 405, not 501.
KNOWN_METHODS = {"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "PRACK", "UPDATE"} | {
    *("MESSAGE", "REFER", "PUBLISH", "INFO", "SUBSCRIBE", "NOTIFY")
}
_RANGES = ("application/sdp", "application/*", "*/*")  # media ranges that take our answers
EXTENSIONS: frozenset[str] = frozenset()  # option tags that a peer may require of us


def check_request(request: Request, allowed: Collection[str]) -> None:
    """Raise the ProtocolError that this request is to be refused with, if any."""
    _check_method(request, allowed)
    if not request.uri.is_sip:
        raise ProtocolError(416, "the request URI must be a sip or sips URI")
    _check_extensions(request)
    if request.method == "INVITE":
        _check_accept(request)
        _check_body(request)
    elif request.method == "MESSAGE":  # RFC 3428 section 7
        _check_type(request, "text/plain")
    elif request.method == "NOTIFY":
        _check_event(request)
        _check_type(request, message_summary.CONTENT_TYPE)


def _check_type(request: Request, wanted: str) -> None:
    if request.content_type not in ("", wanted):
        raise ProtocolError(415, f"Content-Type is not {wanted}", (("Accept", wanted),))


def _check_event(request: Request) -> None:
    """RFC 6665 section 4.1.3."""
    if bare_type(request.headers.get("Event", "")) != message_summary.EVENT:
        lines = (("Allow-Events", message_summary.EVENT),)
        raise ProtocolError(489, "Event is not one that we know", lines)


def _check_method(request: Request, allowed: Collection[str]) -> None:
    if request.method in allowed:
        return
    if request.method in KNOWN_METHODS:
        raise ProtocolError(405, "method not allowed here", (("Allow", ", ".join(allowed)),))
    raise ProtocolError(501, "unknown method")


def _check_extensions(request: Request) -> None:
    """Section 8.2.2.3; section 21.4.15 for the answer."""
    unknown = [tag for tag in request.headers.all("Require") if tag.lower() not in EXTENSIONS]
    if unknown:
        lines = (("Unsupported", ", ".join(unknown)),)
        raise ProtocolError(420, "Require names an extension that we lack", lines)


def _check_accept(request: Request) -> None:
    """Section 20.1: without Accept it is application/sdp, an empty one lets nothing pass."""
    if "Accept" not in request.headers:
        return
    types = {bare_type(entry) for entry in request.headers.all("Accept")}
    if types.isdisjoint(_RANGES):
        raise ProtocolError(406, "Accept does not name application/sdp")


def _check_body(request: Request) -> None:
    """Section 8.2.3; a part that its sender calls optional is no reason to refuse.

    A description that cannot be read gets its 488 here, for the first INVITE and for later ones.
    """
    disposition = request.headers.get("Content-Disposition", "").lower()
    if not request.body or "handling=optional" in disposition.replace(" ", ""):
        return
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        lines = (("Accept-Encoding", "identity"),)
        raise ProtocolError(415, "Content-Encoding is not one we read", lines)
    if request.sdp is None:
        lines = (("Accept", "application/sdp"),)
        raise ProtocolError(415, "Content-Type is not application/sdp", lines)
    parse_sdp(request.sdp)
