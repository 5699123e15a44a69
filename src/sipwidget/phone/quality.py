"""How good a call sounds: from the browser's counters to one of four marks.

The limits are those at which people begin to complain: ITU-T G.114 for delay, G.1028 for loss.
"""

from dataclasses import dataclass
from enum import StrEnum

from sipwidget.phone.trace import Candidate

MARGIN = 1.25  # a mark is lost at once, and won back only where the limit is kept by this factor


class Mark(StrEnum):
    """What a person hears of it."""

    GOOD = "good"
    FAIR = "fair"  # now and then a syllable is missing
    POOR = "poor"
    SILENT = "silent"  # nothing comes at all


@dataclass(frozen=True, slots=True)
class Sample:
    """What getStats tells of a call's audio at one moment; packets are counted from its start.

    ``jitter`` and ``round_trip`` are seconds, None where the browser does not know them (yet).
    ``codecs`` are those in use, as ``opus/48000/2``; the candidates are the chosen pair.
    """

    received: int = 0
    lost: int = 0
    sent: int = 0
    jitter: float | None = None
    round_trip: float | None = None
    codecs: tuple[str, ...] = ()
    local: Candidate | None = None
    remote: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A call's quality: the mark, the share of packets lost in the last interval, and the rest."""

    mark: Mark
    loss: float
    sample: Sample


@dataclass(frozen=True, slots=True)
class Limits:
    """The worst figures that a mark still allows."""

    loss: float  # a share
    jitter: float  # seconds
    round_trip: float  # seconds


LIMITS = {
    Mark.GOOD: Limits(0.02, 0.03, 0.3),
    Mark.FAIR: Limits(0.08, 0.08, 0.8),
}
_ORDER = (Mark.GOOD, Mark.FAIR, Mark.POOR)


def judge(before: Figures | None, last: Sample, sample: Sample) -> Figures:
    """The quality between two samples, ``last`` and ``sample``, after what it was ``before``."""
    received = sample.received - last.received
    if received <= 0:
        return Figures(Mark.SILENT, 0.0, sample)
    lost = max(0, sample.lost - last.lost)  # a packet that comes late makes it smaller
    loss = lost / (lost + received)
    now, strict = _mark(loss, sample, 1.0), _mark(loss, sample, MARGIN)
    held = before.mark if before and before.mark in _ORDER else strict
    ranks = sorted((_ORDER.index(now), _ORDER.index(held), _ORDER.index(strict)))
    return Figures(_ORDER[ranks[1]], loss, sample)


def _mark(loss: float, sample: Sample, factor: float) -> Mark:
    """The best mark whose limits are kept by that factor."""
    found = Limits(loss * factor, (sample.jitter or 0) * factor, (sample.round_trip or 0) * factor)
    return next((mark for mark, limits in LIMITS.items() if _within(found, limits)), Mark.POOR)


def _within(found: Limits, limits: Limits) -> bool:
    return (
        found.loss <= limits.loss
        and found.jitter <= limits.jitter
        and found.round_trip <= limits.round_trip
    )
