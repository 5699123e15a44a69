"""How long a call may ring and how long it may last (N28): nobody has to end what is forgotten."""

from collections.abc import Iterable

from sipwidget.phone.line import Line, Stage
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.settings import Config

UNANSWERED = 480  # RFC 3261 section 21.4.18: reached, but nobody is there to take the call


def ends_at(line: Line, config: Config) -> float | None:
    """When the call is to end; None without a limit, and while the devices open."""
    rings = line.stage in (Stage.RINGING, Stage.CALLING)
    if line.stage is Stage.TALKING:
        start, limit = line.since, config.max_call_seconds
    else:
        start, limit = line.began if rings else None, config.ring_seconds
    return start + limit if limit and start is not None else None


def next_deadline(lines: Iterable[Line], config: Config) -> float | None:
    """When the first of these calls is to end."""
    times = (ends_at(line, config) for line in lines)
    return min((at for at in times if at is not None), default=None)


def overdue(lines: Iterable[Line], config: Config, now: float) -> list[Line]:
    """The calls whose time is over."""
    return [line for line in lines if (at := ends_at(line, config)) is not None and at <= now]


def reason(line: Line, config: Config) -> Notice:
    """What the person is told of a call that has ended so."""
    party = line.call.party
    if line.stage is Stage.TALKING:
        return alert("call-limit", party=party, seconds=config.max_call_seconds)
    code = "call-unanswered" if line.stage is Stage.RINGING else "call-no-answer"
    return notice(code, party=party)
