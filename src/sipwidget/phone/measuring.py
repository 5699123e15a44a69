"""When the quality of the call in focus is measured, and what came out. Idle, nothing is asked."""

from dataclasses import replace

from sipwidget.phone.effects import Measure
from sipwidget.phone.inputs import Measured
from sipwidget.phone.model import Call
from sipwidget.phone.quality import Figures, Sample, judge

FIRST = 1.0  # seconds after the call stands; with the second sample there are figures
INTERVAL = 3.0  # seconds between two samples


class Measuring:
    """The samples of one call at a time. One that is on hold is silent because of that."""

    def __init__(self) -> None:
        self.figures: Figures | None = None
        self._call: str | None = None
        self._last: Sample | None = None
        self._due: float | None = None

    def follow(self, call: Call | None, now: float) -> None:
        """The call in focus is this one, as it stands now."""
        wanted = (
            call.id
            if call and call.seconds is not None and not (call.held or call.on_hold)
            else None
        )
        if wanted != self._call:
            self._call, self._last, self.figures = wanted, None, None
            self._due = None if wanted is None else now + FIRST

    def next_deadline(self) -> float | None:
        return self._due

    def tick(self, now: float) -> list[Measure]:
        """Ask for a sample where one is due."""
        if self._call is None or self._due is None or now < self._due:
            return []
        self._due = now + INTERVAL
        return [Measure(self._call)]

    def measured(self, news: Measured) -> Figures | None:
        """Take a sample; gives back the figures that it completes."""
        if news.call != self._call:
            return None
        last, self._last = self._last, news.sample
        if last is not None:
            self.figures = judge(self.figures, last, news.sample)
        return self.figures

    def seen(self, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        """The calls with what is known of their quality."""
        return tuple(
            replace(call, quality=self.figures) if call.id == self._call else call for call in calls
        )
