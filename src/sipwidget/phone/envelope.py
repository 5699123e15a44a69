"""How loud a tone is from moment to moment, as samples: what an AudioBuffer can hold."""

from itertools import cycle
from math import prod

from sipwidget.phone.cadences import Tone

RATE = 8000  # samples a second: the least that every browser takes (W3C Web Audio, section 1.4)
EDGE = 5  # ms in which a tone comes and goes: at once would be a click
DECAY = 0.25  # what is left of a bell's stroke at its end


def envelope(tone: Tone) -> list[float]:
    """One turn of the cadence, from 0 to 1, at ``RATE``."""
    samples: list[float] = []
    for length, sounds in zip(tone.cadence, cycle((True, False)), strict=False):
        samples += _sound(length, tone.stroke) if sounds else _level(0.0, length)
    return samples


def _sound(length: int, stroke: int) -> list[float]:
    loud = _level(1.0, length)
    if stroke:
        loud = (_stroke(stroke) * (length // stroke + 1))[: len(loud)]
    edge = _ramp(0.0, 1.0)
    rise, fall = zip(loud, edge, strict=False), zip(reversed(edge), loud[-len(edge) :], strict=True)
    return [*map(prod, rise), *loud[len(edge) : -len(edge)], *map(prod, fall)]


def _stroke(length: int) -> list[float]:
    count = _count(length - EDGE)
    return _ramp(DECAY, 1.0) + [DECAY ** (n / count) for n in range(count)]


def _ramp(start: float, end: float) -> list[float]:
    count = _count(EDGE)
    return [start + (end - start) * n / count for n in range(count)]


def _level(level: float, length: int) -> list[float]:
    return [level] * _count(length)


def _count(milliseconds: int) -> int:
    return milliseconds * RATE // 1000
