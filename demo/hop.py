"""What one hop does to a request: the proxy's checks, and the copy that goes on."""

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request
from sipwidget.sip.transaction import MAGIC_COOKIE
from sipwidget.sip.uri import NameAddr, Uri

MAX_HOPS = 70  # for a request that comes without Max-Forwards (RFC 3261 section 16.6, step 3)
MAKES_DIALOG = ("INVITE", "SUBSCRIBE", "REFER")


def check(request: Request, domain: str) -> None:
    """Raise the ProtocolError that a proxy refuses this request with, if any (section 16.3).

    Route may only name this domain: a Record-Route of ours, or an outbound proxy's setting.
    """
    if not request.uri.is_sip:
        raise ProtocolError(416, "the request URI must be a sip or sips URI")
    if request.max_forwards == 0:
        raise ProtocolError(483, "Max-Forwards is used up")
    wanted = request.headers.all("Proxy-Require")
    if wanted:
        raise ProtocolError(420, "no extensions here", (("Unsupported", ", ".join(wanted)),))
    if any(NameAddr.parse(one).uri.host != domain for one in request.headers.all("Route")):
        raise ProtocolError(403, "Route leads elsewhere, and this server relays for nobody")


def forwarded(request: Request, uri: Uri, domain: str, token: str) -> Request:
    """The request as the phone at ``uri`` gets it (section 16.6); ``token`` makes the branch."""
    copy = request.copy()
    copy.uri = uri
    headers = copy.headers
    headers.remove("Route")
    for name in ("Authorization", "Proxy-Authorization"):  # they were for us (section 22.3)
        headers.remove(name)
    hops = MAX_HOPS if request.max_forwards is None else request.max_forwards
    headers.set("Max-Forwards", str(min(hops, MAX_HOPS) - 1))
    if request.method in MAKES_DIALOG:
        headers.prepend("Record-Route", f"<sip:{domain};transport=ws;lr>")
    headers.prepend("Via", f"SIP/2.0/WS {domain};branch={MAGIC_COOKIE}{token}")
    return copy
