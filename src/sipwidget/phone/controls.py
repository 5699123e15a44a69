"""What a person does with a call that stands, besides ending it."""

from dataclasses import replace

from sipwidget.phone.desk import Step
from sipwidget.phone.effects import SetMuted
from sipwidget.phone.line import Line, Stage


class Controls:
    """The toggles of a call."""

    def use(self, line: Line, action: str) -> list[Step]:
        """Change it; a call that does not stand yet has no toggles."""
        if line.stage is not Stage.TALKING:
            return []
        match action:
            case "mute":
                return self._mute(line, muted=not line.call.muted)
            case _:
                return []

    def _mute(self, line: Line, *, muted: bool) -> list[Step]:
        line.call = replace(line.call, muted=muted)
        return [SetMuted(line.call.id, muted)]
