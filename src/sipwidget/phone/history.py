"""The history of calls: what the device keeps of one account's, as this phone knows it."""

from datetime import date

from sipwidget.phone.call_record import CallRecord, Direction, Outcome, made
from sipwidget.phone.effects import Effect, ForgetCalls, SeeCalls
from sipwidget.phone.inputs import CallsRead
from sipwidget.phone.line import Line, Stage
from sipwidget.phone.model import Entry, History
from sipwidget.sip.events import CallEnded


class CallHistory:
    """What was last read; the device's storage is where it is, and other windows write there."""

    def __init__(self) -> None:
        self._records: tuple[CallRecord, ...] = ()
        self._today: date | None = None

    def read(self, message: CallsRead) -> None:
        """The device keeps this now."""
        self._records, self._today = message.records, message.today

    @property
    def missed(self) -> int:
        """How many calls nobody has answered nor looked at here."""
        return sum(not record.seen for record in self._records)

    def shown(self, *, hide: bool, clearing: bool) -> History:
        """The list; with ``hide`` without a word of who it was, whatever had been kept before."""
        records = tuple(record.hidden for record in self._records) if hide else self._records
        return History(records, self._today, clearing)

    def last_dialed(self, *, hide: bool) -> Entry | None:
        """What "redial" calls."""
        dialed = (each for each in self._records if each.direction is Direction.OUTGOING)
        last = next(dialed, None)
        return Entry(last.target, last.party) if last and last.target and not hide else None

    def open(self) -> list[Effect]:
        """Somebody looks at it now."""
        return [SeeCalls()]

    def clear(self) -> list[Effect]:
        return [ForgetCalls()]


def ended(line: Line, now: float, event: CallEnded | None = None) -> CallRecord:
    """The record of a call that is over; ``event`` is None for one that never went out."""
    seconds = 0 if line.since is None else int(now - line.since)
    direction = Direction.OUTGOING if line.target else Direction.INCOMING
    outcome = _outcome(line, event)
    return made(direction, outcome, line.call.party, line.redial, seconds)


def _outcome(line: Line, event: CallEnded | None) -> Outcome:
    """A call that nobody here has answered or declined was missed, or answered elsewhere."""
    if line.stage is Stage.TALKING:
        return Outcome.ANSWERED
    if line.stage is not Stage.RINGING:
        return Outcome.FAILED
    if event and event.elsewhere:
        return Outcome.ELSEWHERE
    return Outcome.DECLINED if line.declined else Outcome.MISSED
