"""Samples by figure and page, the ratios of two pages, and the form of bench/results.json."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

BUILT, PLAIN, JSSIP, SIPJS = "built", "plain", "jssip", "sipjs"
BARE = "bare"  # what no page can do without
PINGING = "pinging"  # JsSIP with the signs of life that ours gives
NAMES = {
    BUILT: "sipwidget",
    PLAIN: "plain PyScript",
    JSSIP: "JsSIP",
    SIPJS: "SIP.js",
    BARE: "HTML alone",
    PINGING: "JsSIP that pings",
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours against another page's, of one figure, `offset` added to both."""

    figure: str
    against: str
    target: float
    aim: float | None = None
    offset: float = 0.0


RATIOS = {
    "python_cold": Ratio("python_cold", PLAIN, 0.20, 0.16),
    "python_warm": Ratio("python_warm", PLAIN, 0.22, 0.18),
    "registered_warm": Ratio("registered_warm", JSSIP, 5, 4),
    "payload": Ratio("payload", PLAIN, 1.1, 0.8),
    "ringing": Ratio("ringing", JSSIP, 1.0),
    "answer": Ratio("answer", JSSIP, 1.0),
    "parse": Ratio("parse", JSSIP, 1.0),
    "idle_cpu": Ratio("idle_cpu", JSSIP, 1.1, offset=50.0),
    "memory": Ratio("memory", PLAIN, 1.05),
    "page_change": Ratio("page_change", JSSIP, 0.6),
    "page_change_far": Ratio("page_change_far", JSSIP, 0.6),
}


@dataclass
class Samples:
    """What was measured: `values[figure][page]` by round, so that equal places are one round."""

    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def add(self, figure: str, page: str, value: float) -> None:
        """One more round of that page."""
        self.values.setdefault(figure, {}).setdefault(page, []).append(value)

    def of(self, figure: str, page: str) -> list[float]:
        """What there is, [] where nothing was measured."""
        return self.values.get(figure, {}).get(page, [])


def spread(values: list[float]) -> dict[str, float]:
    """Median and range."""
    return {
        "value": significant(median(values)),
        "min": significant(min(values)),
        "max": significant(max(values)),
        "n": len(values),
    }


def paired(ours: list[float], theirs: list[float], offset: float = 0.0) -> list[float]:
    """The ratio of each round. Raises ValueError where a round lacks one of the two."""
    pairs = zip(ours, theirs, strict=True)
    return [(one + offset) / (other + offset) for one, other in pairs]


def ratios(samples: Samples) -> dict[str, dict[str, object]]:
    """By name, those of which there are samples."""
    found: dict[str, dict[str, object]] = {}
    for name, ratio in RATIOS.items():
        ours = samples.of(ratio.figure, BUILT)
        if ours:
            rounds = paired(ours, samples.of(ratio.figure, ratio.against), ratio.offset)
            found[name] = {**spread(rounds), "against": NAMES[ratio.against]}
    return found


def figures(samples: Samples) -> dict[str, dict[str, dict[str, float]]]:
    """Medians and ranges of all that was measured, by figure and page."""
    return {
        figure: {page: spread(values) for page, values in pages.items()}
        for figure, pages in samples.values.items()
    }


def significant(value: float, digits: int = 4) -> float:
    """Rounded to so many digits: more would only say what the clock did."""
    if not value or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def tell(samples: Samples, machine: dict[str, object]) -> dict[str, Any]:
    """All results, as CONTRACT.md has them."""
    return {"ratios": ratios(samples), "figures": figures(samples), "machine": machine}


def write(path: Path, told: dict[str, Any]) -> None:
    """Writes them."""
    path.write_text(json.dumps(told, indent=2) + "\n")
