"""The way back to the first server: tried by a second socket while a later one is in use.

The line that is up is not disturbed. Only when the first server has finished a handshake is there
anything to change, and a call keeps the socket that it has.
"""

from collections.abc import Callable

from sipwidget.phone.effects import CloseSocket, Effect, OpenSocket

SOONEST, LATEST = 15.0, 120.0  # seconds between two tries; each wait is twice the one before


class Homecoming:
    """When to look for the first server. ``chance`` gives a number in 0..1."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self.socket: int | None = None  # the number of the second one, while it is being opened
        self._tries = 0
        self._deadline: float | None = None

    def reset(self) -> None:
        """The first server has proved itself: the next time there is hope again."""
        self._tries = 0

    def plan(self, now: float) -> None:
        """A later server is in use, and stays so for a while: half the wait at least."""
        longest = min(LATEST, SOONEST * 2.0 ** min(self._tries, 10))
        self.socket, self._deadline = None, now + longest * (0.5 + 0.5 * self._chance())

    def stop(self) -> list[Effect]:
        """The line that was up is gone, and what was tried beside it."""
        socket, self.socket, self._deadline = self.socket, None, None
        return [] if socket is None else [CloseSocket(socket)]

    def arrive(self) -> None:
        """The second socket is the one in use from now on."""
        self.socket = self._deadline = None

    def next_deadline(self) -> float | None:
        return self._deadline

    def is_due(self, now: float) -> bool:
        return self._deadline is not None and now >= self._deadline

    def look(self, socket: int, url: str, until: float) -> list[Effect]:
        """Open a second socket, of that number, and give it so long."""
        self._tries += 1
        self.socket, self._deadline = socket, until
        return [OpenSocket(socket, url)]

    def postpone(self, now: float) -> list[Effect]:
        """Nobody is there, or it is not the time: again later."""
        effects = self.stop()
        self.plan(now)
        return effects
