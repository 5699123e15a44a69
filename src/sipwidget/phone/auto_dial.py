"""Auto dial: one call by itself in the life of a page (A85), and two phones that both do so (A86).

Two phones that dial each other at the same moment are both busy for each other, and no call comes
to be. So the call of a phone that dials by itself gives way to one from the very party that it
dials (A86): always while nothing of it has been sent; after that where the other's address comes
first in the order of addresses. Both compare the same two, so one gives way and one does not.
"""

from sipwidget.phone import phonebook
from sipwidget.phone.line import Line, Stage
from sipwidget.phone.model import Connection
from sipwidget.phone.settings import Config
from sipwidget.phone.station import Station
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.uri import Uri

HESITATION = 1.0  # seconds after the registration: a call that comes right then goes first


class AutoDial:
    """Keeps when to dial, and that it was done."""

    def __init__(self) -> None:
        self._due: float | None = None
        self._done = False

    def next_deadline(self) -> float | None:
        return self._due

    def due(self, config: Config, station: Station, now: float) -> str:
        """Whom to dial now, "" while it is not the time; to be asked after each input.

        It is said once, and whoever cannot dial then does not do it later: a call that came first
        has won.
        """
        if self._done or not config.auto_dial or not _is_ready(station):
            self._due = None
            return ""
        if self._due is None:
            self._due = now + (HESITATION if station.registers else 0.0)
        if now < self._due:
            return ""
        self._due, self._done = None, True
        return config.auto_dial


def _is_ready(station: Station) -> bool:
    """Calls can come, where this phone is to be called at all, and calls can go."""
    wanted = Connection.REGISTERED if station.registers else Connection.CONNECTED
    return station.connection is wanted


def may_cross(line: Line) -> bool:
    """A call that was dialed by itself and that nobody has taken yet."""
    return line.unasked and line.stage in (Stage.OPENING, Stage.CALLING)


def meets(line: Line, caller: Uri) -> bool:
    """Whether who calls now is who this call, dialed by itself, is for."""
    same = line.target is not None and line.target.number == caller.number
    return same and may_cross(line)


def gives_way(line: Line, config: Config, caller: Uri) -> bool:
    """Of two calls that meet, whether ours is the one that ends."""
    if line.stage is Stage.OPENING:
        return True
    theirs = (caller.number, caller.host)
    return theirs < _own(config)


def _own(config: Config) -> tuple[str, str]:
    """User and host as others see them."""
    own = config.own_address or config.username
    try:
        uri = phonebook.target_uri(own, config.domain)
    except ProtocolError:
        return own, config.domain
    return uri.number, uri.host
