"""Auto answer: who is answered without a person, when, and which call (A83, A84)."""

from collections.abc import Iterable

from sipwidget.phone.line import Line, Stage
from sipwidget.phone.lines import Lines
from sipwidget.sip.answer_after import answer_after
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request
from sipwidget.sip.uri import Uri

EVERYBODY = "*"


def allows(callers: Iterable[str], uri: Uri) -> bool:
    """Whether this address is answered: ``user@host`` is that one, ``user`` the same on any host.

    It is compared as RFC 3261 section 19.1.4 says: without escapes, users by case, hosts not. The
    display name, which everybody chooses for themselves, is nowhere in it.
    """
    return any(each == EVERYBODY or _is(each, uri) for each in callers)


def _is(caller: str, uri: Uri) -> bool:
    if "@" not in caller:
        return caller == uri.number
    try:
        wanted = Uri.parse(caller if caller.startswith(("sip:", "sips:")) else f"sip:{caller}")
    except ProtocolError:
        return False
    return (wanted.number, wanted.host) == (uri.number, uri.host)


def due_at(callers: Iterable[str], caller: Uri, invite: Request, now: float) -> float | None:
    """When a call that comes now is answered by itself; None where a person is to do it."""
    delay = answer_after(invite.headers) if allows(callers, caller) else None
    return None if delay is None else now + delay


def waiting(lines: Lines) -> Line | None:
    """The call that will be answered by itself: it rings, and there is no other beside it."""
    rings = [each for each in lines if each.stage is Stage.RINGING and each.answer_at is not None]
    return rings[0] if rings and len(lines) == 1 else None
