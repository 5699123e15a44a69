"""Which socket to open, when: several servers, a patience for each, and waits that spread out.

A round tries each server once, one after the other without a pause; after a round that found none
the wait is uniform in 0..min(30, 2^k) seconds, so that the clients of a server that comes back do
not come all at once.
"""

from collections.abc import Callable
from itertools import count

from sipwidget.phone.effects import CloseSocket, Effect, OpenSocket
from sipwidget.phone.homecoming import Homecoming

HANDSHAKE = 4.0  # seconds that a server has to finish the handshake
LONGEST_WAIT = 30.0  # seconds between two rounds
SETTLED = 5.0  # seconds that a socket must have been open to count as a success


class Connector:
    """The socket of the moment. Sockets are numbered, so that news of an older one is told apart.

    ``chance`` gives a number in 0..1. ``failed_rounds`` is 0 as long as there is hope at once.
    """

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._urls: tuple[str, ...] = ()
        self._index = 0
        self._numbers = count(1)
        self._socket = 0
        self._opened_at: float | None = None
        self._deadline: float | None = None
        self._waiting = False  # the deadline is that of a wait, not of a handshake
        self._homecoming = Homecoming(chance)
        self.failed_rounds = 0

    @property
    def socket(self) -> int | None:
        """The number of the open socket."""
        return self._socket if self._opened_at is not None else None

    def is_current(self, socket: int) -> bool:
        """The socket is the one that is open, or being opened."""
        return bool(self._urls) and socket == self._socket and not self._waiting

    @property
    def url(self) -> str:
        """The server that is in use, or is tried."""
        return self._urls[self._index] if self._urls else ""

    def start(self, urls: tuple[str, ...], now: float) -> list[Effect]:
        """Leave whatever was there and try these servers."""
        effects = self.stop()
        self._urls, self._index, self.failed_rounds = urls, 0, 0
        return effects + self._open(now)

    def stop(self) -> list[Effect]:
        """Close the socket, or give up the attempt; nothing happens until ``start``."""
        busy = self._urls and not self._waiting
        self._urls, self._opened_at, self._deadline = (), None, None
        return [*self._homecoming.stop(), *([CloseSocket(self._socket)] if busy else [])]

    def opened(self, socket: int, now: float) -> bool:
        """The handshake is done; False for a socket that is not the one we wait for."""
        if not self.is_current(socket) or self.socket is not None:
            return False
        self._opened_at, self._deadline = now, None
        if self._index:
            self._homecoming.plan(now)
        return True

    def closed(self, socket: int, now: float) -> list[Effect]:
        """The socket is gone or never came to be: the next server now, or all of them later."""
        if self.leads_home(socket):
            self._homecoming.plan(now)
        if not self.is_current(socket):
            return []
        settled, effects = self._leave(now)
        return effects + (self._wait(now) if settled else self._next(now))

    def dead(self, now: float) -> list[Effect]:
        """The open socket no longer leads anywhere: leave it and connect at once.

        One that never led anywhere is left as a server that refuses.
        """
        close = CloseSocket(self._socket)
        settled, effects = self._leave(now)
        return [close, *effects, *(self._open(now) if settled else self._next(now))]

    def woken(self, now: float) -> list[Effect]:
        """The network or the page is back: do not wait any longer."""
        if self._urls and self._waiting:
            return self._open(now)
        return []

    # --- the way home -----------------------------------------------------------------------------

    def leads_home(self, socket: int) -> bool:
        """It is the second socket, to the first server, beside the one that is in use."""
        return socket == self._homecoming.socket

    def come_home(self, socket: int, now: float) -> list[Effect]:
        """The second socket is open, and takes the place of the one that is in use."""
        self._homecoming.arrive()
        left, self._socket = self._socket, socket
        self._index, self._opened_at = 0, now
        return [CloseSocket(left)]

    def stay_away(self, now: float) -> list[Effect]:
        """The second socket is open at a bad time."""
        return self._homecoming.postpone(now)

    # --- time -------------------------------------------------------------------------------------

    def next_deadline(self) -> float | None:
        home = self._homecoming.next_deadline()
        return self._deadline if home is None else home  # there is never more than one

    def handle_timeout(self, now: float, *, in_call: bool = False) -> list[Effect]:
        """Early and late calls are harmless. During a call there is no looking for a way home."""
        if self._homecoming.is_due(now):
            if in_call or self._homecoming.socket is not None:
                return self._homecoming.postpone(now)
            return self._homecoming.look(next(self._numbers), self._urls[0], now + HANDSHAKE)
        if self._deadline is None or now < self._deadline:
            return []
        if self._waiting:
            return self._open(now)
        return [CloseSocket(self._socket), *self._next(now)]

    def _leave(self, now: float) -> tuple[bool, list[Effect]]:
        """The socket of the moment is none any more; whether it had been a success."""
        settled = self._opened_at is not None and now - self._opened_at >= SETTLED
        self._opened_at = None
        if settled:
            if not self._index:
                self._homecoming.reset()
            self._index, self.failed_rounds = 0, 0
        return settled, self._homecoming.stop()

    def _open(self, now: float) -> list[Effect]:
        self._socket = next(self._numbers)
        self._waiting, self._deadline = False, now + HANDSHAKE
        return [OpenSocket(self._socket, self.url)]

    def _next(self, now: float) -> list[Effect]:
        self._index = (self._index + 1) % len(self._urls)
        if self._index:
            return self._open(now)
        self.failed_rounds += 1
        return self._wait(now)

    def _wait(self, now: float) -> list[Effect]:
        longest = min(LONGEST_WAIT, 2.0 ** min(self.failed_rounds, 10))
        self._waiting, self._deadline = True, now + longest * self._chance()
        return []
