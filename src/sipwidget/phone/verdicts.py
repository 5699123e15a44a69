"""What the self-test has found out, step by step."""

from dataclasses import dataclass
from enum import StrEnum

from sipwidget.phone.notices import Notice


class Result(StrEnum):
    """How a step of the self-test stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One step's outcome, and what is to be said about it: after a failure, what to do."""

    outcome: Result
    told: Notice | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All steps in order. ``asks`` while the person is to say whether a tone was heard.

    ``running`` until each step but the test call has its verdict; ``target`` is whom to offer for
    that call.
    """

    steps: tuple[tuple[str, Verdict], ...]
    running: bool = False
    asks: bool = False
    target: str = ""
