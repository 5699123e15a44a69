"""Does in vain what is to be quick when it counts, once all that belongs to the start is done."""

from collections.abc import Iterator
from typing import Any

from sipwidget.browser.alarm import Alarm
from sipwidget.phone.model import Model
from sipwidget.view.widget import view

BEGIN = 1.5  # seconds
PAUSE = 0.1  # seconds between two steps, in which somebody may click


class WarmUp:
    """A rehearsal, a step at a time; nothing of it is shown."""

    def __init__(self, window: Any, rehearsal: Iterator[Model]) -> None:
        self._rehearsal = rehearsal
        self._alarm = Alarm(window, self._go_on)
        self._alarm.set(BEGIN)

    def _go_on(self) -> None:
        model = next(self._rehearsal, None)
        if model is None:
            self._alarm.close()
        else:
            view(model)
            self._alarm.set(PAUSE)
