"""docs/performance.md: everything above its line is written by `python -m bench --write`.

What stands below that line is written by people, and stays.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.plot import in_order, svg
from bench.table import figure_rows, markdown, number, ratio_rows

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/performance.md"
PICTURE = ROOT / "docs/pictures/boot.svg"
LINE = "<!-- Above this line `python -m bench --write` writes; below, people do. -->"
OPENING = """# How fast it is, beside others

`make bench` measures sipwidget as built beside the same source on plain PyScript, a page on JsSIP
and a page on SIP.js, all in one run and in turns. A ratio is the median of the rounds' own ratios,
with its range: what else the machine does at a time meets both sides of a round. Below 1 is less
than the other.
"""


def write(told: Mapping[str, Any], boots: Mapping[str, Mapping[str, float]]) -> None:
    """Writes the page and its picture."""
    PICTURE.write_text(svg(boots))
    PAGE.write_text(page(told, boots, PAGE.read_text()))


def page(told: Mapping[str, Any], boots: Mapping[str, Mapping[str, float]], old: str) -> str:
    """The whole page, with what people have written below the line."""
    parts = [
        OPENING,
        markdown(ratio_rows(told["ratios"])),
        machine(told["machine"]),
        "## Where the time of a start goes\n",
        f"![Each step of a start, from the end of the one before](pictures/{PICTURE.name})\n",
        *(f"{sentence(visit, steps)}\n" for visit, steps in boots.items()),
        "## All figures\n",
        "Times in milliseconds, `payload` in bytes, memory in MiB; medians and ranges.\n",
        markdown(figure_rows(told["figures"])),
        f"\n{LINE}{old.partition(LINE)[2]}",
    ]
    return "\n".join(parts)


def machine(found: Mapping[str, Any]) -> str:
    """A paragraph on what was measured on."""
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    before, after = (" ".join(map(str, found[f"load_{when}"])) for when in ("before", "after"))
    return (
        f"\nMeasured on {found['day']}: {found['processors']} processors ({found['model']}),"
        f" {found['memory_gib']} GiB; load average (1, 5, 15 minutes) {before} before and {after}"
        f" after, {found['minutes']} minutes; {versions}.\n"
    )


def sentence(visit: str, steps: Mapping[str, float]) -> str:
    """The steps in words, for who does not see the picture."""
    told = (f"{name} {number(time)}" for name, time in in_order(steps))
    return f"{visit.capitalize()}, in milliseconds: {', '.join(told)}."
