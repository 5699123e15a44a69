"""All calls of one phone, and which of them the buttons are about."""

from collections.abc import Iterator

from sipwidget.phone.line import Line, Stage


class Lines:
    """The calls by their ids. The first is in focus; a newer one waits behind those before it."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    def __iter__(self) -> Iterator[Line]:
        return iter([*self._lines.values()])

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def focus(self) -> Line | None:
        """The call that a person talks in, or may answer."""
        return next(iter(self), None)

    @property
    def ringing(self) -> Line | None:
        """The first that waits to be answered."""
        return next((line for line in self if line.stage is Stage.RINGING), None)

    def get(self, call: str) -> Line | None:
        return self._lines.get(call)

    def add(self, line: Line) -> None:
        """Behind the others: it must not push them away."""
        self._lines[line.call.id] = line

    def put_first(self, line: Line) -> None:
        """Give it the focus."""
        self._lines = {line.call.id: line, **self._lines}

    def remove(self, line: Line) -> None:
        """The one behind it takes the focus, if it had that."""
        del self._lines[line.call.id]
