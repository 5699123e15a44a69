"""The test call of the self-test: an ordinary call, whose packets are counted both ways."""

from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.inputs import Measured
from sipwidget.phone.live_checks import failed, passed
from sipwidget.phone.model import Call
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.quality import Sample
from sipwidget.phone.switchboard import Switchboard
from sipwidget.phone.verdicts import Result, Verdict

ANSWER = 30.0  # seconds that somebody has to take the call
SOUND = 12.0  # seconds, once it stands, in which sound must have gone both ways


class EchoCall:
    """One test call. ``verdict`` is None until there has been one."""

    def __init__(self, desk: Desk, switchboard: Switchboard) -> None:
        self.verdict: Verdict | None = None
        self._desk = desk
        self._switchboard = switchboard
        self._call: str | None = None
        self._until: float | None = None
        self._stands = False
        self._known: tuple[Notice, ...] = ()  # said before the call
        self._first: Sample | None = None
        self._last: Sample | None = None

    @property
    def is_the_only_one(self) -> bool:
        """There is no call but this one."""
        return [call.id for call in self._switchboard.calls] == [self._call]

    def start(self, target: str, now: float) -> list[Step]:
        """Call somebody who answers by himself."""
        self._first = self._last = self.verdict = self._call = None
        self._stands = False
        self._known = self._desk.board.notices
        steps = self._switchboard.dial(target, now)
        calls = self._switchboard.calls
        if not calls:
            self.verdict = failed(self._news() or alert("call-address", target=target))
            return steps
        self._call, self._until = calls[-1].id, now + ANSWER
        self.verdict = Verdict(Result.RUNNING)
        return steps

    def stop(self) -> None:
        """Nobody waits for a verdict any more; the call is a call like others."""
        self._call = self._until = None
        if self.verdict and self.verdict.outcome is Result.RUNNING:
            self.verdict = None

    def next_deadline(self) -> float | None:
        return self._until

    def measured(self, news: Measured) -> None:
        """A sample of the call's counters."""
        if news.call == self._call:
            self._first, self._last = self._first or news.sample, news.sample

    def follow(self, now: float) -> list[Step]:
        """Judge, as far as that can be done now; a call that has its verdict is over."""
        if self._call is None:
            return []
        call = next((it for it in self._switchboard.calls if it.id == self._call), None)
        if call and call.seconds is not None and not self._stands:
            self._stands, self._until = True, now + SOUND
        verdict = self._judge(call, now)
        if verdict is None:
            return []
        ended, self.verdict = self._call, verdict
        self._call = self._until = None
        return self._switchboard.hang_up(ended, now) if call else []

    def _judge(self, call: Call | None, now: float) -> Verdict | None:
        first, last = self._first, self._last
        if call is None:
            told = self._news()
            return failed(told) if told else Verdict(Result.SKIPPED, notice("test-call-ended"))
        if first and last and last.received > first.received and last.sent > first.sent:
            told = notice("test-call-flows", received=last.received, sent=last.sent)
            return passed(told)
        if self._until is None or now < self._until:
            return None
        if not self._stands:
            return failed(alert("test-call-unanswered"))
        sends = first and last and last.sent > first.sent
        return failed(alert("test-call-silent" if sends else "test-call-mute"))

    def _news(self) -> Notice | None:
        """What the person was told because of this call."""
        said = [each for each in self._desk.board.notices if each not in self._known]
        return said[-1] if said else None
