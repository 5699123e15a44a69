"""The deadlines of the parts of a phone, asked for only where something may have moved them."""

from typing import Protocol


class Timed(Protocol):
    """A part that waits for a point in time."""

    def next_deadline(self) -> float | None: ...


class Clockwork:
    """When the first of these parts is to do something."""

    def __init__(self, *parts: Timed) -> None:
        self._parts = parts
        self._next: float | None = None
        self._known = False

    def next_deadline(self) -> float | None:
        if not self._known:
            times = (part.next_deadline() for part in self._parts)
            self._next = min((at for at in times if at is not None), default=None)
            self._known = True
        return self._next

    def is_due(self, now: float) -> bool:
        """Whether any part has something to do."""
        at = self.next_deadline()
        return at is not None and now >= at

    def wind(self) -> None:
        """Something has happened: the parts are to be asked anew."""
        self._known = False
