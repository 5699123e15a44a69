"""What a person does with a call that stands, besides ending it."""

from dataclasses import replace

from sipwidget.phone.desk import Step
from sipwidget.phone.effects import SetCamera, SetHold, SetMuted
from sipwidget.phone.line import Line, Stage
from sipwidget.phone.renewals import Renewals

ON, OFF = "on", "off"  # what a toggle is switched to; else it is switched over


class Controls:
    """The toggles of a call."""

    def __init__(self, renewals: Renewals) -> None:
        self._renewals = renewals

    def use(self, line: Line, action: str, target: str = "") -> list[Step]:
        """Switch it over, ``ON`` or ``OFF``; a call that does not stand yet has no toggles."""
        if line.stage is not Stage.TALKING:
            return []
        match action:
            case "mute":
                return self.mute(line, _wanted(target, line.call.muted))
            case "talk":
                return self.mute(line, not _wanted(target, not line.call.muted))
            case "hold":
                return self.hold(line, _wanted(target, line.call.on_hold))
            case "camera" if line.camera is not None:
                line.camera = _wanted(target, line.camera)
                return [SetCamera(line.call.id, line.camera)]
            case _:
                return []

    def mute(self, line: Line, muted: bool) -> list[Step]:
        """Shut our microphone, or open it."""
        if line.call.muted is muted:
            return []
        line.call = replace(line.call, muted=muted)
        return [SetMuted(line.call.id, muted)]

    def hold(self, line: Line, on_hold: bool) -> list[Step]:
        """Put the peer on hold, at once and whatever it says to that, or take it back."""
        if line.call.on_hold is on_hold:
            return []
        line.call = replace(line.call, on_hold=on_hold)
        return [SetHold(line.call.id, on_hold), *self._renewals.tell_hold(line)]


def _wanted(target: str, now: bool) -> bool:
    return {ON: True, OFF: False}.get(target, not now)
