"""Which clock is read where: deadlines go by the page's own time, which nobody can set."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src/sipwidget"
WALL = re.compile(
    r"\bDate\.(?:now|new)\b|\bdatetime\.now\b|\b(?:import|from) time\b|\btime\.time\b|\butcnow\b"
)
ALLOWED = {
    "browser/access.py": "a token of openHAB ends while the device sleeps, too",
    "browser/call_log.py": "the history says when a call was",
    "browser/downloads.py": "a file says when it was made",
    "browser/picture.py": "an address that the browser has not had before",
}


def test_only_those_who_have_a_reason_read_the_clock_on_the_wall() -> None:
    """N7: a clock that is set, or a summer that begins, changes no deadline."""
    readers = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if WALL.search(path.read_text())
    }
    assert readers == ALLOWED.keys()
