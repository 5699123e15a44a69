"""A tap on the icon from before Python was there: it is answered as soon as calls can go.

It dials nobody (A3): who has tapped a yellow icon may have gone by then. So it opens the phonebook,
or says that there is none; one target alone waits for another tap.
"""

from sipwidget.phone.inputs import Clicked, Input, TappedEarly
from sipwidget.phone.model import Connection, Entry

PATIENCE = 10.0  # seconds after Python has begun; later nobody waits for it any more


class EarlyTap:
    """Keeps how long the tap still counts."""

    def __init__(self) -> None:
        self._until = 0.0

    def due(
        self, message: Input, connection: Connection, entries: tuple[Entry, ...], now: float
    ) -> bool:
        """Whether the tap is to be answered now; to be asked after each input, and said once."""
        if isinstance(message, TappedEarly):
            self._until = now + PATIENCE
        elif isinstance(message, Clicked):
            self._until = 0.0  # the person has gone on
        able = connection not in (Connection.CONNECTING, Connection.OFF)
        if now >= self._until or not able:
            return False
        self._until = 0.0
        return len(entries) != 1
