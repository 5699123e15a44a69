"""The steps of the self-test that need no probe: the phone knows the answer, or soon will."""

from collections.abc import Callable
from dataclasses import dataclass

from sipwidget.phone.failures import registration_failure, socket_failure
from sipwidget.phone.model import Connection
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.settings import Config
from sipwidget.phone.verdicts import Result, Verdict

_WIRE = ("socket-subprotocol", "socket-garbage")  # there is a server, but none for SIP
_UP = (Connection.CONNECTED, Connection.REGISTERED, Connection.REFUSED)
_REGISTRATION = ("registration-", "password-", "authentication-")
_ITEMS = ("item-", "commands-refused")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the phone knows at the moment; ``url`` is the server that is in use or tried."""

    config: Config
    connection: Connection
    notices: tuple[Notice, ...]
    registers: bool
    standby: bool
    url: str


def passed(told: Notice | None = None) -> Verdict:
    return Verdict(Result.PASSED, told)


def failed(told: Notice) -> Verdict:
    return Verdict(Result.FAILED, told)


def skipped(code: str) -> Verdict:
    return Verdict(Result.SKIPPED, notice(code))


def address(facts: Facts) -> Verdict:
    """There is something to connect to."""
    if facts.config.edit:
        return skipped("test-editing")
    if facts.config.usable:
        return passed()
    return failed(_told(facts, "config-") or alert("config-missing", name="websocketUrl"))


def connection(facts: Facts) -> Verdict | None:
    """A server answers there. One that speaks something else is the next step's."""
    if facts.connection is Connection.OFF:
        return skipped("test-needs-settings")
    told = _told(facts, "socket-", "server-silent")
    if told and told.code not in _WIRE:
        return failed(told)
    return passed() if told or facts.connection in _UP else None


def subprotocol(facts: Facts) -> Verdict:
    """The server has agreed to speak SIP (RFC 7118)."""
    if told := _told(facts, *_WIRE):
        return failed(told)
    return passed() if facts.connection in _UP else skipped("test-needs-server")


def registration(facts: Facts) -> Verdict | None:
    """The registrar has taken us."""
    if facts.connection not in _UP:
        return skipped("test-needs-server")
    if not facts.registers:
        return skipped("test-unregistered")
    if facts.standby:
        return skipped("caption-standby")
    if told := _told(facts, *_REGISTRATION):
        return failed(told)
    if facts.connection is Connection.REGISTERED:
        address = f"{facts.config.username}@{facts.config.domain}"
        return passed(notice("test-registered", address=address))
    return None


def items(facts: Facts) -> Verdict:
    """openHAB takes what we tell it."""
    if not (facts.config.sip_state_item or facts.config.command_item):
        return skipped("test-no-item")
    told = _told(facts, *_ITEMS)
    return failed(told) if told else passed()


LIVE: dict[str, Callable[[Facts], Verdict | None]] = {
    "address": address,
    "connection": connection,
    "subprotocol": subprotocol,
    "registration": registration,
    "items": items,
}


def too_late(step: str, facts: Facts) -> Verdict:
    """What is to be said of a step that knows no answer after all the waiting."""
    if step == "connection":
        return failed(socket_failure("", facts.url))
    return failed(registration_failure(408, "", "", retried=True))


def _told(facts: Facts, *starts: str) -> Notice | None:
    """What the person is told about it anyway, the newest first."""
    return next((each for each in reversed(facts.notices) if each.code.startswith(starts)), None)
