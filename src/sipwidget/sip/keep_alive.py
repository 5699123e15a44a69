"""Keeps a socket's way open and notices when nobody answers any more (RFC 5626 section 3.5.1).

Not every server answers the CRLF ping over WebSocket, and some close a socket that never carried a
request. So the first probe is an OPTIONS where nothing else was asked, and a missing pong is
believed only of a server that has answered one before; else an OPTIONS decides, now and from then
on.

A socket that leads nowhere is found out 14.5 s after the last sign of life while somebody looks at
the page, and 4 s after a request of ours.
"""

from enum import StrEnum

from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.events import Beat, FlowFailed
from sipwidget.sip.message import Response
from sipwidget.sip.transaction import ClientTransaction, Sequence
from sipwidget.sip.uri import NameAddr, Uri

INTERVAL = 11.0  # seconds between probes
UNSEEN_INTERVAL = 25.0  # while nobody looks at the page; servers give a silent socket about 30
UNHEARD = 0.5  # seconds after a request of ours in which something should come
PATIENCE = 3.5  # seconds for an answer to a probe
HURRY = 2.0  # where there is another sign that nothing gets through
PING = "\r\n\r\n"
PONG = "\r\n"


class Probe(StrEnum):
    """What we wait for."""

    NOTHING = "nothing"
    ANYTHING = "anything"  # a request of ours is out
    PONG = "pong"
    RESPONSE = "response"


class KeepAlive:
    """The watch over one connection. Whatever comes in proves that the server is there.

    With a ``heartbeat`` the transport pings by itself, once the server is known to answer: a watch
    without us, as most of what a phone does all day is done by this.
    """

    def __init__(self, endpoint: Endpoint, *, heartbeat: bool = False) -> None:
        self._endpoint = endpoint
        self._heartbeat = heartbeat
        self._seen = True
        self._probe = Probe.NOTHING
        self._pongs: bool | None = None  # this server answers pings; None while we do not know
        self._requests = 0  # of ours that we know of
        self._sequence = Sequence()

    def start(self) -> None:
        """A socket has opened."""
        self._pongs = None
        self._endpoint.requests = self._requests = 0
        self._rest()

    def stop(self) -> None:
        """The socket is gone."""
        self._probe = Probe.NOTHING
        self._endpoint.outbox.cancel_timer(self, "probe")

    def be_seen(self, seen: bool) -> None:
        """Whether somebody looks at the page."""
        self._seen = seen
        if self._beats and self._probe is Probe.NOTHING:
            self._rest()

    def heard(self) -> None:
        """Something came."""
        if self._probe is not Probe.NOTHING:
            self._rest()

    def pong(self) -> None:
        """This server answers pings; ``heard`` has been told of the answer already."""
        before, self._pongs = self._pongs, True
        if self._heartbeat and not before:
            self._rest()

    def turn_over(self) -> None:
        """All that had to be said was said: where a request was among it, something must come."""
        before, self._requests = self._requests, self._endpoint.requests
        if self._requests > before and self._probe is Probe.NOTHING:
            self._wait(Probe.ANYTHING, UNHEARD)

    def check(self, patience: float = PATIENCE) -> None:
        """Find out now, for example after the machine has slept."""
        if self._probe in (Probe.NOTHING, Probe.ANYTHING):
            self._ask(patience)

    def timed_out(self, _timer: str) -> None:
        if self._probe in (Probe.NOTHING, Probe.ANYTHING):
            self._ask()
        elif self._probe is Probe.PONG and not self._pongs:
            self._pongs = False
            self._send_options(PATIENCE / 2)
        else:
            self._probe = Probe.NOTHING
            self._endpoint.outbox.emit(FlowFailed())

    @property
    def _beats(self) -> bool:
        return self._heartbeat and bool(self._pongs)

    def _rest(self) -> None:
        interval = INTERVAL if self._seen else UNSEEN_INTERVAL
        if not self._beats:
            self._wait(Probe.NOTHING, interval)
            return
        self.stop()
        self._endpoint.outbox.emit(Beat(interval))

    def _wait(self, probe: Probe, seconds: float) -> None:
        self._probe = probe
        self._endpoint.outbox.set_timer(self, "probe", seconds)

    def _ask(self, patience: float = PATIENCE) -> None:
        hurry = self._pongs is None and patience < PATIENCE
        if self._pongs is False or not self._endpoint.requests or hurry:
            self._send_options(patience)
            return
        self._endpoint.outbox.send(PING)
        self._wait(Probe.PONG, patience if self._pongs else patience / 2)

    def _send_options(self, patience: float) -> None:
        """Any response will do, a refusal too (RFC 3261 section 11)."""
        self._wait(Probe.RESPONSE, patience)
        endpoint = self._endpoint
        server = Uri("sip", host=endpoint.account.domain)
        local = endpoint.local.with_tag(endpoint.tokens())
        to = NameAddr("", server, {})
        headers = [("Contact", str(endpoint.contact)), ("Accept", "application/sdp")]
        request = endpoint.request(
            "OPTIONS", server, self._sequence, endpoint.tokens(), local, to, headers
        )
        endpoint.send(request, self, self._sequence)

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        """``heard`` has been told of it already."""
