"""RFC 3261's timer values, in seconds, and a table of deadlines that never looks at a clock.

Over a reliable transport the timers that repeat requests (A, E, G) are not used and those that
absorb repetitions (D, I, J, K) are zero (RFC 3261 table 4), so neither stands here.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

T1 = 0.5  # the round trip that RFC 3261 section 17.1.1.1 assumes
T2 = 4.0  # the longest pause between repetitions, of a 2xx above all (section 13.3.1.4)
TIMER_B = 64 * T1  # INVITE client transaction: no answer at all
TIMER_F = 64 * T1  # other client transactions: no final answer
TIMER_H = 64 * T1  # INVITE server transaction: no ACK
TIMER_L = 64 * T1  # RFC 6026 section 7.1: an accepted INVITE waits for repetitions and ACKs
TIMER_M = 64 * T1  # RFC 6026 section 7.2: the 2xx of other forks may still come

K = TypeVar("K", bound=Hashable)


class Deadlines(Generic[K]):
    """One point in time for each key, in seconds of the caller's clock.

    A phone has some tens of these: reading through all of them takes microseconds, and a heap would
    need tombstones for each deadline that is moved or cancelled, which is nearly all of them.
    """

    def __init__(self) -> None:
        self._times: dict[K, float] = {}

    def set(self, key: K, at: float) -> None:
        """Let ``key`` be due ``at`` that time, in place of any earlier wish."""
        self._times.pop(key, None)  # a key that is set again stands behind those of the same time
        self._times[key] = at

    def cancel(self, key: K) -> None:
        """Forget ``key``; one that is unknown, or was due already, is no error."""
        self._times.pop(key, None)

    def next(self) -> float | None:
        """When to call ``pop``; None when there is nothing to wait for."""
        return min(self._times.values(), default=None)

    def pop(self, now: float) -> K | None:
        """Take out the earliest key whose time has come; of equal ones the one that was set first.

        One at a time, since what is done about one key may cancel or move the next.
        """
        key = min(self._times, key=self._times.__getitem__, default=None)
        if key is None or self._times[key] > now:
            return None
        del self._times[key]
        return key
