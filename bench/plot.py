"""Where the time of a start goes, as SVG: a bar for each step, from the end of the one before."""

from collections.abc import Iterator, Mapping
from html import escape

LABELS, BARS, VALUES = 190, 520, 60  # px of each column
ROW, HEAD, GAP = 22, 34, 14
COLORS = {"cold": "#3f7fbf", "warm": "#d9822b"}
TITLES = {"cold": "a new profile", "warm": "the second visit"}
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c1c1e}.head{font-weight:600}"
    ".end{text-anchor:end}.line{stroke:#8888;stroke-width:1}"
    "@media(prefers-color-scheme:dark){text{fill:#f5f5f7}}"
)


def svg(boots: Mapping[str, Mapping[str, float]]) -> str:
    """One panel for each kind of visit, all on one scale."""
    scale = BARS / max(time for steps in boots.values() for time in steps.values())
    parts: list[str] = []
    top = 0
    for visit, steps in boots.items():
        parts += panel(visit, steps, scale, top)
        top += HEAD + ROW * len(steps) + GAP
    width = LABELS + BARS + VALUES
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}">'
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>", ""])


def panel(visit: str, steps: Mapping[str, float], scale: float, top: int) -> Iterator[str]:
    """A heading, and the steps in the order in which they were done."""
    yield text(0, top + 20, f"Navigation to registered: {TITLES[visit]}", "head")
    begun = 0.0
    for row, (name, done) in enumerate(in_order(steps)):
        y = top + HEAD + ROW * row
        x, width = LABELS + begun * scale, (done - begun) * scale
        yield text(LABELS - 8, y + 15, name, "end")
        yield (
            f'<rect x="{x:.1f}" y="{y + 3}" width="{max(width, 1):.1f}" height="{ROW - 6}"'
            f' fill="{COLORS[visit]}"><title>{done - begun:.0f} ms</title></rect>'
        )
        yield text(x + max(width, 1) + 6, y + 15, f"{done:.0f} ms")
        begun = done


def in_order(steps: Mapping[str, float]) -> list[tuple[str, float]]:
    """By time."""
    return sorted(steps.items(), key=lambda step: step[1])


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Words at a place; `end` is where they end."""
    place = f'x="{x:.1f}" y="{y}"'
    return (
        f"<text {place}{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{escape(words)}</text>"
    )
