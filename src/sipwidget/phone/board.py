"""What the phone tells the person at the moment: one notice a topic, some for a while only."""

from sipwidget.phone.notices import Notice

SOME_SECONDS = 8.0  # how long a passing notice can be read


class Board:
    """Notices by topic. A newer one takes the place of the older one on the same topic."""

    def __init__(self) -> None:
        self._notices: dict[str, tuple[tuple[Notice, ...], float | None]] = {}

    def put(self, topic: str, *notices: Notice, until: float | None = None) -> None:
        """Show these until that time, or until they are cleared; none at all clears the topic."""
        self._notices.pop(topic, None)
        if notices:
            self._notices[topic] = (notices, until)

    def clear(self, *topics: str) -> None:
        for topic in topics:
            self._notices.pop(topic, None)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All of them, the newest last."""
        return tuple(each for notices, _until in self._notices.values() for each in notices)

    @property
    def error(self) -> str | None:
        """The short word of the newest notice that has one."""
        return next((each.error for each in reversed(self.notices) if each.error), None)

    def next_deadline(self) -> float | None:
        return min((t for _, t in self._notices.values() if t is not None), default=None)

    def handle_timeout(self, now: float) -> None:
        """Take down what has been shown long enough."""
        self._notices = {
            topic: (notices, until)
            for topic, (notices, until) in self._notices.items()
            if until is None or until > now
        }
