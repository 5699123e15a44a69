"""`python -m bench [PART...]`: measures, shows tables, writes bench/results.json.

`--write` writes docs/performance.md and its picture as well, which needs all parts.
"""

import argparse
import datetime
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench import boot, calls, idle, machine, page_change, parsing, recovery, report, results
from bench.setting import setting
from bench.table import figure_rows, ratio_rows, terminal

RESULTS = Path(__file__).with_name("results.json")
# A further measurement is a function of the setting that adds samples, and its name here.
PARTS = {
    "boot": boot.measure,
    "calls": calls.measure,
    "parse": parsing.measure,
    "page_change": page_change.measure,
    "idle": idle.measure,
    "recovery": recovery.measure,
}


def main() -> None:
    """Measures all parts, or those that are named, and tells."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("part", nargs="*", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=6, help="how often pages start in turns")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md, too")
    arguments = parser.parse_args()
    parts = arguments.part or list(PARTS)
    if not set(parts) <= set(PARTS) or (arguments.write and set(parts) != set(PARTS)):
        parser.error(f"the parts are {', '.join(PARTS)}; --write needs them all")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # ends all that was started
    try:
        measure(parts, arguments.rounds, arguments.write)
    except RuntimeError as error:
        sys.exit(f"Not measured: {error}")


def measure(parts: Sequence[str], rounds: int, write: bool) -> None:
    """Measures these parts; what a part has brought is written when it is done."""
    begun, before = time.monotonic(), machine.load()
    with setting(rounds) as one:
        for name in parts:
            say(begun, f"measuring {name}")
            PARTS[name](one)
            told = results.tell(one.samples, circumstances(begun, before))
            results.write(RESULTS, told)
        steps = boot.steps(one) if write else {}
    print(f"\n{terminal(figure_rows(told['figures']))}")
    print(f"\n{terminal(ratio_rows(told['ratios']))}\n")
    load = f"load average {before[0]} before, {machine.load()[0]} after"
    say(begun, f"{load}; bench/{RESULTS.name} is written")
    if write:
        report.write(told, steps)


def circumstances(begun: float, before: list[float]) -> dict[str, object]:
    """The machine, what else it had to do, and when."""
    return {
        **machine.describe(),
        "load_before": before,
        "load_after": machine.load(),
        "day": str(datetime.datetime.now(datetime.UTC).date()),
        "minutes": round((time.monotonic() - begun) / 60, 1),
    }


def say(begun: float, text: str) -> None:
    """One line of progress, with the time that has gone."""
    print(f"{time.monotonic() - begun:4.0f} s  {text}", flush=True)


if __name__ == "__main__":
    main()
