"""`python -m bench [PART...]`: measures, shows tables, writes bench/results.json."""

import argparse
from pathlib import Path

from bench import calls, parsing, results
from bench.setting import setting
from bench.table import figure_rows, ratio_rows, terminal

RESULTS = Path(__file__).with_name("results.json")
PARTS = {"parse": parsing.measure, "calls": calls.measure}


def main() -> None:
    """Measures all parts, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("part", nargs="*", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=6)
    arguments = parser.parse_args()
    with setting(arguments.rounds) as one:
        for name in arguments.part or PARTS:
            print(f"Measuring: {name}", flush=True)
            PARTS[name](one)
    results.write(RESULTS, one.samples, {})
    print(f"\n{terminal(figure_rows(results.figures(one.samples)))}")
    print(f"\n{terminal(ratio_rows(results.ratios(one.samples)))}")


if __name__ == "__main__":
    main()
