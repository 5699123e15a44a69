"""A caller behind the SIP server: a WebSocket client that is no phone. All get the same bytes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.e2e import frames, sessions
from tests.e2e.frames import Frame

HOST = "caller.invalid"
CONTACT = f"<sip:caller@{HOST};transport=ws>"
SECONDS = 20.0


class Call:
    """The messages of one call, as their sender writes them."""

    def __init__(self, user: str, domain: str) -> None:
        self.target = f"sip:{user}@{domain}"
        self.call_id = frames.token()
        self.branch = frames.token()
        self.local = f'"Front door" <sip:620@door.invalid>;tag={frames.token()}'
        self.remote = f"<{self.target}>"
        self.routes: list[str] = []

    def request(self, method: str, number: int, branch: str, body: str = "") -> str:
        """A request of this call."""
        headers = [
            ("Via", f"SIP/2.0/WS {HOST};branch=z9hG4bK{branch}"),
            *(("Route", route) for route in self.routes),
            ("Max-Forwards", "70"),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{number} {method}"),
            ("Contact", CONTACT),
        ]
        return frames.write(f"{method} {self.target} SIP/2.0", headers, body)

    def invite(self) -> str:
        return self.request("INVITE", 1, self.branch, sessions.offer())

    def cancel(self) -> str:
        return self.request("CANCEL", 1, self.branch)

    def refused(self, final: Frame) -> str:
        """The ACK of a failure, which belongs to the INVITE."""
        self.remote = final.header("To")
        return self.request("ACK", 1, self.branch)

    def accepted(self, final: Frame) -> str:
        """The ACK of a 200: from here on there is a dialog, with its way and its target."""
        self.remote = final.header("To")
        self.target = final.header("Contact").partition("<")[2].partition(">")[0]
        routes = ",".join(final.all("Record-Route")).split(",")
        self.routes = [route.strip() for route in reversed(routes) if route.strip()]
        return self.request("ACK", 1, frames.token())

    def bye(self) -> str:
        return self.request("BYE", 2, frames.token())


@contextmanager
def connected(url: str, domain: str) -> Iterator["Caller"]:
    """One who calls users of the server at `url` while the block lasts."""
    with connect(url, subprotocols=[Subprotocol("sip")], compression=None) as socket:
        yield Caller(socket, domain)


class Caller:
    """Makes one call after the other on a socket."""

    def __init__(self, socket: ClientConnection, domain: str) -> None:
        self._socket = socket
        self._domain = domain

    def ring(self, user: str) -> None:
        """Calls until it rings, then no longer."""
        call = Call(user, self._domain)
        self._socket.send(call.invite())
        self._until(call, lambda frame: frame.status == 180, "180")
        self._socket.send(call.cancel())
        final = self._until(call, lambda frame: _final(frame, "INVITE"), "487")
        self._socket.send(call.refused(final))

    def talk(self, user: str) -> None:
        """Calls one that answers, and hangs up at once."""
        call = Call(user, self._domain)
        self._socket.send(call.invite())
        final = self._until(call, lambda frame: _final(frame, "INVITE"), "200")
        if final.status != 200:
            raise RuntimeError(f"{user} does not answer: {final.start}")
        self._socket.send(call.accepted(final))
        self._socket.send(call.bye())
        self._until(call, lambda frame: _final(frame, "BYE"), "200 to the BYE")

    def _until(self, call: Call, wanted: Callable[[Frame], bool], what: str) -> Frame:
        """The next message of this call that is wanted. Raises RuntimeError where none comes."""
        seen: list[str] = []
        try:
            while True:
                frame = frames.read(self._socket.recv(timeout=SECONDS))
                if frame and frame.header("Call-ID") == call.call_id:
                    seen.append(frame.start)
                    if wanted(frame):
                        return frame
        except TimeoutError:
            raise RuntimeError(f"no {what}; seen: {seen}") from None


def _final(frame: Frame, about: str) -> bool:
    return frame.status >= 200 and frame.about == about
