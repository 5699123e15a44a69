"""The results as tables: lines for the terminal, Markdown for docs/performance.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from bench.results import NAMES, RATIOS

Row = Mapping[str, Any]
OUTSIDE = {"cpython": "CPython"}


def ratio_rows(ratios: Mapping[str, Row]) -> Iterator[tuple[str, ...]]:
    """Name, against, ratio, range, rounds, target, and whether it is reached."""
    yield ("ratio", "against", "median", "range", "n", "at most", "")
    for name, row in ratios.items():
        target = RATIOS[name].target
        kept = "reached" if row["value"] <= target else "missed"
        yield (
            *(name, row["against"], number(row["value"]), span(row)),
            *(str(row["n"]), number(target), kept),
        )


def figure_rows(figures: Mapping[str, Mapping[str, Row]]) -> Iterator[tuple[str, ...]]:
    """Median and range of each figure and page."""
    yield ("figure", "of", "median", "range", "n")
    for figure, pages in figures.items():
        for page, row in pages.items():
            who = {**NAMES, **OUTSIDE}.get(page, page)
            yield (figure, who, number(row["value"]), span(row), str(row["n"]))


def number(value: float) -> str:
    """As many digits as say something: `0.17`, `1.85`, `12.4`, `703`, `4,812,001`."""
    size = abs(value)
    places = 3 if size < 0.1 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:,.{places}f}"


def span(row: Row) -> str:
    """The range, or nothing where there was one round."""
    return f"{number(row['min'])} to {number(row['max'])}" if row["n"] > 1 else ""


def terminal(rows: Iterator[tuple[str, ...]]) -> str:
    """The rows in columns."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)
    return "\n".join(lines)


def markdown(rows: Iterator[tuple[str, ...]]) -> str:
    """The rows as a table of Markdown."""
    head, *rest = rows
    lines = [head, tuple("---" for _ in head), *rest]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
