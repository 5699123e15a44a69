"""Keeps a socket's way open and notices when nobody answers any more (RFC 5626 section 3.5.1).

Not every server answers the CRLF ping over WebSocket, and some close a socket that never carried a
request. So the first probe is an OPTIONS where nothing else was asked, and a missing pong is
believed only of a server that has answered one before; else an OPTIONS decides.
"""

from enum import StrEnum

from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.events import FlowFailed
from sipwidget.sip.message import Response
from sipwidget.sip.transaction import ClientTransaction, Sequence
from sipwidget.sip.uri import NameAddr, Uri

INTERVAL = 25.0  # seconds between probes; servers give a silent socket about 30
PATIENCE = 10.0  # seconds for an answer to a ping (RFC 5626 section 4.4.1) or an OPTIONS
PING = "\r\n\r\n"
PONG = "\r\n"


class Probe(StrEnum):
    """What we wait for."""

    NOTHING = "nothing"
    PONG = "pong"
    RESPONSE = "response"


class KeepAlive:
    """The watch over one connection. Whatever comes in proves that the server is there."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._probe = Probe.NOTHING
        self._pongs = False  # this server answers pings
        self._sequence = Sequence()

    def start(self) -> None:
        """A socket has opened."""
        self._pongs = self._endpoint.asked = False
        self._rest()

    def stop(self) -> None:
        """The socket is gone."""
        self._probe = Probe.NOTHING
        self._endpoint.outbox.cancel_timer(self, "probe")

    def heard(self) -> None:
        """Something came."""
        if self._probe is not Probe.NOTHING:
            self._rest()

    def pong(self) -> None:
        self._pongs = True
        self.heard()

    def check(self) -> None:
        """Find out now, for example after the machine has slept."""
        if self._probe is Probe.NOTHING:
            self._ask()

    def timed_out(self, _timer: str) -> None:
        if self._probe is Probe.NOTHING:
            self._ask()
        elif self._probe is Probe.PONG and not self._pongs:
            self._send_options()
        else:
            self._probe = Probe.NOTHING
            self._endpoint.outbox.emit(FlowFailed())

    def _rest(self) -> None:
        self._probe = Probe.NOTHING
        self._endpoint.outbox.set_timer(self, "probe", INTERVAL)

    def _ask(self) -> None:
        if not self._endpoint.asked:
            self._send_options()
            return
        self._probe = Probe.PONG
        self._endpoint.outbox.send(PING)
        self._endpoint.outbox.set_timer(self, "probe", PATIENCE)

    def _send_options(self) -> None:
        """Any response will do, a refusal too (RFC 3261 section 11)."""
        self._probe = Probe.RESPONSE
        endpoint = self._endpoint
        server = Uri("sip", host=endpoint.account.domain)
        local = endpoint.local.with_tag(endpoint.tokens())
        to = NameAddr("", server, {})
        headers = [("Contact", str(endpoint.contact)), ("Accept", "application/sdp")]
        request = endpoint.request(
            "OPTIONS", server, self._sequence, endpoint.tokens(), local, to, headers
        )
        endpoint.send(request, self, self._sequence)
        endpoint.outbox.set_timer(self, "probe", PATIENCE)

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        """``heard`` has been told of it already."""
