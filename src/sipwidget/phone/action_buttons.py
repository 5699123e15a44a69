"""The action buttons (N24): which of them are there, and what comes of those that command an Item.

A command goes out once. One that fails is never sent again by itself: a door must not open minutes
later, when nobody stands before it any more.
"""

from dataclasses import dataclass

from sipwidget.phone.board import SOME_SECONDS
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import CommandItem
from sipwidget.phone.inputs import CommandAnswered
from sipwidget.phone.model import ActionButton, Call, Outcome
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.settings import Button
from sipwidget.phone.switchboard import Switchboard

TOPIC = "button"  # of the board


@dataclass(frozen=True, slots=True)
class _Press:
    """The last command of one button: ``until`` is when its outcome is no news any more."""

    number: int
    outcome: Outcome
    until: float | None = None


class ActionButtons:
    """The buttons of the setting ``buttons``, told apart by their labels."""

    def __init__(self, desk: Desk, switchboard: Switchboard) -> None:
        self._desk = desk
        self._switchboard = switchboard
        self._presses: dict[str, _Press] = {}
        self._numbers = 0

    @property
    def shown(self) -> tuple[ActionButton, ...]:
        """Those of use at the moment."""
        call = self._switchboard.call
        return tuple(
            ActionButton(each.label, each.icon, bool(each.dtmf), self._outcome(each))
            for each in self._desk.config.buttons
            if is_of_use(each, call)
        )

    def press(self, label: str, call: str, now: float) -> list[Step]:
        """Send its tones in that call, or its command unless the last one is still under way."""
        config = self._desk.config
        found = next((each for each in config.buttons if each.label == label), None)
        if found is None or config.edit or not is_of_use(found, self._switchboard.call):
            return []
        if found.dtmf:
            return self._switchboard.act("digit", found.dtmf, call, now)
        if self._outcome(found) is Outcome.WAITING:
            return []
        self._numbers += 1
        self._presses[label] = _Press(self._numbers, Outcome.WAITING)
        self._desk.board.clear(TOPIC)
        return [CommandItem(self._numbers, found.item, found.command)]

    def answered(self, answer: CommandAnswered, now: float) -> None:
        """What openHAB says to a command; an answer that nobody waits for is ignored."""
        for label, press in self._presses.items():
            if press.number == answer.number and press.outcome is Outcome.WAITING:
                taken = 200 <= answer.status < 300
                outcome = Outcome.DONE if taken else Outcome.FAILED
                self._presses[label] = _Press(press.number, outcome, now + SOME_SECONDS)
                self._desk.tell(_words(label, answer), now, topic=TOPIC)
                return

    def next_deadline(self) -> float | None:
        """When ``tick`` is wanted."""
        times = (press.until for press in self._presses.values())
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Outcomes that have been seen long enough go."""
        self._presses = {
            label: press
            for label, press in self._presses.items()
            if press.until is None or press.until > now
        }

    def _outcome(self, button: Button) -> Outcome:
        press = self._presses.get(button.label)
        return press.outcome if press else Outcome.NONE


def is_of_use(button: Button, call: Call | None) -> bool:
    """Tones need a session, be it an early one; a command an answered call, or nothing at all."""
    if button.dtmf:
        return call is not None and call.tones
    return button.when == "always" or (call is not None and call.tones and call.state.accepted)


def _words(label: str, answer: CommandAnswered) -> Notice:
    status, item = answer.status, answer.item
    if 200 <= status < 300:
        return notice("button-done", label=label)
    if status in (401, 403):
        return alert("item-button-refused", label=label, item=item)
    if status == 404:
        return alert("item-button-missing", label=label, item=item)
    if 400 <= status < 500:
        return alert("item-button-invalid", label=label, item=item, command=answer.command)
    code = "item-button-failing" if status else "item-button-silent"
    return alert(code, label=label, status=status)
