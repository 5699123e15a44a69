"""What is to be heard besides the calls themselves, as a function of the calls."""

from collections.abc import Sequence

from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.checks import shown
from sipwidget.phone.inputs import RingtoneFailed, SoundAllowed, SoundBlocked
from sipwidget.phone.model import Call, CallState, Sound
from sipwidget.phone.notices import notice


def sound(calls: Sequence[Call], *, enabled: bool) -> Sound:
    """``enabled`` is the setting ``enableTones``."""
    if not enabled:
        return Sound.NONE
    if any(call.state is CallState.INCOMING for call in calls):
        alone = all(call.state is CallState.INCOMING for call in calls)
        return Sound.RING if alone else Sound.WAITING
    if any(_waits_in_silence(call) for call in calls):
        return Sound.RINGBACK
    return Sound.NONE


def _waits_in_silence(call: Call) -> bool:
    """Early media makes its own tones (RFC 3960 section 3.2)."""
    return call.state is CallState.OUTGOING and not call.tones


class Sounds:
    """What the browser says about being heard."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self.blocked = False  # it waits for a tap

    def news(self, message: SoundBlocked | SoundAllowed | RingtoneFailed, now: float) -> None:
        match message:
            case SoundBlocked():
                self.blocked = True
            case SoundAllowed():
                self.blocked = False
            case RingtoneFailed(url=url):
                told = notice("ringtone-failed", found=shown(url))
                self._board.put("ringtone", told, until=now + SOME_SECONDS)
