"""Records of calls that are over, and how a device keeps them: bounded, as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

MOST_RECORDS = 100  # of one account
MOST_ACCOUNTS = 3  # the ones that have had a call most recently
MOST_CHARACTERS = 20_000  # of one account, as it is kept
LONGEST_TEXT = 128  # characters of a name, or of what can be dialed


class Direction(StrEnum):
    """Who called."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Outcome(StrEnum):
    """What became of a call; one of ours was answered or has failed."""

    ANSWERED = "answered"
    MISSED = "missed"
    DECLINED = "declined"  # by the person here
    ELSEWHERE = "elsewhere"  # another phone answered it
    FAILED = "failed"


OUTCOMES = {
    Direction.INCOMING: tuple(Outcome),
    Direction.OUTGOING: (Outcome.ANSWERED, Outcome.FAILED),
}


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call that is over. ``at`` is when it began, by the clock on the wall where that was."""

    direction: Direction
    outcome: Outcome
    party: str  # as it was shown; "" if that was to be hidden
    target: str = ""  # what calls it again; "" where nothing can
    seconds: int = 0  # that it was up
    at: datetime | None = None  # None until the device has kept it
    seen: bool = True  # False for a missed one that nobody has looked at

    @property
    def hidden(self) -> "CallRecord":
        """The same without a word of who it was."""
        return replace(self, party="", target="")


def made(
    direction: Direction, outcome: Outcome, party: str, target: str, seconds: int = 0
) -> CallRecord:
    """A record of a call that has just ended; of one to be hidden nothing is told."""
    target = target if party and len(target) <= LONGEST_TEXT else ""
    seen = outcome is not Outcome.MISSED
    return CallRecord(direction, outcome, party[:LONGEST_TEXT], target, seconds, seen=seen)


def stamped(record: CallRecord, ended: datetime) -> CallRecord:
    """The record of a call that has ended at that time, which knows its zone."""
    return replace(record, at=(ended - timedelta(seconds=record.seconds)).replace(microsecond=0))


def seen(records: Iterable[CallRecord]) -> tuple[CallRecord, ...]:
    """The records after somebody has looked at them."""
    return tuple(replace(record, seen=True) for record in records)


# --- how they are kept ----------------------------------------------------------------------------


def restore(kept: object, account: str) -> tuple[CallRecord, ...]:
    """The account's records, newest first; of what is no record nothing is taken."""
    found = kept.get(account) if isinstance(kept, dict) else None
    records = [_read(each) for each in found[:MOST_RECORDS]] if isinstance(found, list) else []
    return tuple(record for record in records if record is not None)


def store(kept: object, account: str, records: Iterable[CallRecord]) -> dict[str, object]:
    """What is to be kept when the account's records are these, newest first; others' stay."""
    lists = {account: _bounded(records, MOST_CHARACTERS - len(json.dumps(account)))}
    others = kept if isinstance(kept, dict) else {}
    for name in [name for name in others if name != account][: MOST_ACCOUNTS - 1]:
        room = MOST_CHARACTERS - len(json.dumps(name))
        lists[name] = _bounded(restore(others, name), room)
    return {name: found for name, found in lists.items() if found}


def _bounded(records: Iterable[CallRecord], room: int) -> list[dict[str, object]]:
    """The newest ones that there is room for."""
    kept: list[dict[str, object]] = []
    for record in records:
        written = _write(record)
        room -= len(json.dumps(written)) + 2
        if room < 4 or len(kept) == MOST_RECORDS:
            break
        kept.append(written)
    return kept


def _write(record: CallRecord) -> dict[str, object]:
    return {
        "direction": record.direction,
        "outcome": record.outcome,
        "party": record.party,
        "target": record.target,
        "seconds": record.seconds,
        "at": record.at.isoformat() if record.at else "",
        "seen": record.seen,
    }


def _read(kept: object) -> CallRecord | None:
    """One record, or None of garbage: other scripts may write there, too."""
    if not isinstance(kept, dict):
        return None
    try:
        record = CallRecord(
            Direction(kept["direction"]),
            Outcome(kept["outcome"]),
            _typed(kept, "party", str),
            _typed(kept, "target", str),
            _typed(kept, "seconds", int),
            datetime.fromisoformat(_typed(kept, "at", str)),
            _typed(kept, "seen", bool),
        )
    except (KeyError, TypeError, ValueError):
        return None
    fits = max(len(record.party), len(record.target)) <= LONGEST_TEXT and record.seconds >= 0
    return record if fits and record.outcome in OUTCOMES[record.direction] else None


def _typed(kept: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    value = kept[name]
    if type(value) is not kind:
        raise TypeError(name)
    return value
