"""What the page says about the door."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What goes on at the door."""

    IDLE = "idle"
    RINGING = "ringing"  # the bell was pressed, and the phones ring
    EARLY = "early"  # somebody calls the door, and sees it already
    TALKING = "talking"


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows; ``words`` are for people, ``keys`` what was pressed in the call."""

    stage: Stage
    words: str
    open: bool
    keys: str


def farewell(stage: Stage, status: int) -> str:
    """What is said of a call that the other end has ended."""
    if stage is not Stage.RINGING:
        return "The call is over. Nobody is at the door."
    if status in (480, 408):
        return "Nobody answered."
    return "Nobody wants to answer now." if status in (486, 600, 603) else f"It failed: {status}."


def listed(names: list[str]) -> str:
    """Names as one says them; there is at least one."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
