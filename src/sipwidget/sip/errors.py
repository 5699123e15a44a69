"""Two kinds of error that must not be mixed up: the peer's fault and ours."""


class ProtocolError(Exception):
    """The peer sent something that SIP forbids; carries the response that says so.

    ``status`` is the status code of that response (RFC 3261 section 21), for example 400, 416, 420
    or 505. ``reason`` names the header or the rule; it is our text, never the peer's. ``headers``
    are what the response must carry besides, for example Unsupported.
    """

    def __init__(self, status: int, reason: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.headers = headers


class InvalidState(Exception):  # noqa: N818 - reads as h11's LocalProtocolError does: a state, not a fault
    """Our own caller asked for something that this state does not allow, or named no known call."""
