"""A long run: warm up, count, call and call, count again."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from tests.e2e.soak.calls import EACH, made
from tests.e2e.soak.census import GROWING, Census
from tests.e2e.soak.party import Party

MOST = 0.05  # of growth that a heap may have
LINGERING = {
    "audio nodes": 50,  # of the last tones; Chromium lets go of them at the next one
    "Python objects": 20,  # messages of the last five calls, which the trace keeps
}
FEW = 2  # connections that Chromium keeps of other calls, now and then (docs/faults.md)
SWEEPS = 10  # times that one looks whether the browser has put away all of the last call
MINUTE = 60.0


@dataclass(slots=True)
class Run:
    """What came out, as far as it has gone."""

    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)  # calls by their names, the first ones too
    seconds: float = 0.0

    @property
    def calls(self) -> int:
        return self.made.total()

    @property
    def left(self) -> dict[str, int]:
        """What is there more of than before: bytes of heaps over the limit, and all else."""
        more = {name: self.after[name] - count for name, count in self.before.items()}
        connections = {"peer connections": FEW, "connection objects": FEW}
        heaps = {name: int(MOST * self.before[name]) for name in GROWING}
        allowed = heaps | connections | LINGERING
        return {name: each for name, each in more.items() if each > allowed.get(name, 0)}

    def table(self) -> str:
        """For people."""
        rows = [f"{'':<40}{'before':>12}{'after':>12}{'growth':>9}"]
        for name, before in self.before.items():
            after = self.after[name]
            growth = f"{after / before - 1:.1%}" if name in GROWING else f"{after - before:+}"
            rows.append(f"{name:<40}{before:>12,}{after:>12,}{growth:>9}")
        kinds = ", ".join(f"{count} {name}" for name, count in sorted(self.made.items()))
        return "\n".join(
            [f"{self.calls} calls in {self.seconds / MINUTE:.1f} minutes: {kinds}", *rows]
        )


def run(
    ours: Party,
    theirs: Party,
    *,
    enough: Callable[[Run], bool],
    warm: int = len(EACH),
    rest: float = 0.0,
    tell: Callable[[str], None] = lambda _: None,
) -> Run:
    """Make calls until there are ``enough``, and count what the first ``warm`` have not left.

    ``rest`` is how many seconds nobody calls before it is counted: SIP remembers a call for 32.
    """
    census, done = Census(ours), Run()
    calls = made(ours, theirs)
    for name in islice(calls, warm):
        done.made[name] += 1
    done.before = count(census, ours, theirs, rest)
    begun = told = time.monotonic()
    while not enough(done):
        done.made[next(calls)] += 1
        done.seconds = time.monotonic() - begun
        if begun + done.seconds - told >= MINUTE:
            told = begun + done.seconds
            tell(f"{done.seconds / MINUTE:3.0f} min, {done.calls} calls: {heaps(census.take())}")
    done.after = count(census, ours, theirs, rest)
    for _ in range(SWEEPS):
        if not done.left:
            break
        done.after = count(census, ours, theirs, 0.5)
    return done


def count(census: Census, ours: Party, theirs: Party, rest: float) -> dict[str, int]:
    """Of two that are idle, and look as they did at first."""
    for party in (ours, theirs):
        party.see(False)
    ours.page.wait_for_timeout(rest * 1000)
    return census.take()


def heaps(figures: dict[str, int]) -> str:
    return ", ".join(f"{name} {figures[name] / 1e6:.1f} MB" for name in GROWING)
