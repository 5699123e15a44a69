"""What the phone has to tell the person, as codes; a language turns them into words.

The words stand in ``view/languages/``, one file a language, keyed by ``code``. ``values`` fill the
named gaps of the template and may hold text from the network: a view shows them as text only.
"""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How urgent: a status is read out when there is time, an alert at once."""

    STATUS = "status"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: ``code`` is the key of its words, ``error`` the word for ``data-error``."""

    code: str
    level: Level = Level.STATUS
    values: tuple[tuple[str, str], ...] = ()
    error: str | None = None


def notice(
    code: str, level: Level = Level.STATUS, /, error: str | None = None, **values: object
) -> Notice:
    """A notice with its gaps filled: ``notice("call-busy", party="Door")``."""
    return Notice(code, level, tuple((name, str(value)) for name, value in values.items()), error)


def alert(code: str, /, error: str | None = None, **values: object) -> Notice:
    """The same, for what the person should know at once."""
    return notice(code, Level.ALERT, error=error, **values)
