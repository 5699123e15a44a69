"""Draws docs/states.md from the tables of sip/states.py: `python -m tools.states [--write]`.

Like all that imports sipwidget it wants `src` on the PYTHONPATH.
"""

import re
import sys
from enum import StrEnum
from pathlib import Path

from sipwidget.sip.states import (
    CLIENT,
    INVITE_CLIENT,
    INVITE_SERVER,
    LASTS,
    SERVER,
    SESSION,
    Calling,
    SessionTable,
    Transacting,
    TransactionTable,
)

PAGE = Path(__file__).resolve().parent.parent / "docs" / "states.md"
Table = TransactionTable | SessionTable

INTRODUCTION = """\
# The state machines

Drawn by `python -m tools.states --write` from the tables in
[states.py](../src/sipwidget/sip/states.py), which are what runs. An arrow says what is met and,
behind the slash, what is done about it; an input without an arrow changes nothing. All is over
a reliable transport, so there are no timers that repeat requests.
"""

TRANSACTIONS: dict[str, tuple[str, TransactionTable, Transacting]] = {
    "INVITE client": (
        "An INVITE of ours (RFC 3261 figure 5, RFC 6026 figure 1)",
        INVITE_CLIENT,
        Transacting.CALLING,
    ),
    "client": ("Any other request of ours (RFC 3261 figure 6)", CLIENT, Transacting.TRYING),
    "INVITE server": (
        "An INVITE of the peer's (RFC 3261 figure 7, RFC 6026 figure 2)",
        INVITE_SERVER,
        Transacting.PROCEEDING,
    ),
    "server": ("Any other request of the peer's (RFC 3261 figure 8)", SERVER, Transacting.TRYING),
}


def page() -> str:
    """The whole of docs/states.md."""
    parts = [INTRODUCTION]
    for name, (title, table, first) in TRANSACTIONS.items():
        timers = ", ".join(f"{s} {t:g} s" for s, t in LASTS[name].items() if t is not None)
        note = f"Lasts at most: {timers}.\n\n" if timers else ""
        parts.append(f"## {title}\n\n{note}{diagram(table, first)}")
    title = "A session: INVITE, dialog and end (RFC 3261 sections 9, 13 and 15)"
    parts.append(f"## {title}\n\n{diagram(SESSION, Calling.CALLING, Calling.RINGING)}")
    return "\n".join(parts)


def diagram(table: Table, *starts: StrEnum) -> str:
    """A table as a Mermaid state diagram; inputs that do the same share one arrow."""
    arrows: dict[tuple[StrEnum, StrEnum, tuple[StrEnum, ...]], list[str]] = {}
    for (state, what), (after, actions) in table.items():
        arrows.setdefault((state, after, actions), []).append(str(what))
    states = dict.fromkeys(state for key in arrows for state in key[:2])
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state}" as {name(state)}' for state in states if name(state) != state]
    lines += [f"    [*] --> {name(state)}" for state in starts]
    lines += [
        f"    {name(state)} --> {name(after)} : {label(inputs, actions)}"
        for (state, after, actions), inputs in arrows.items()
    ]
    lines += [f"    {name(state)} --> [*]" for state in states if state == "terminated"]
    return "\n".join([*lines, "```\n"])


def name(state: str) -> str:
    """A word that Mermaid takes for a state."""
    return re.sub(r"\W", "_", state)


def label(inputs: list[str], actions: tuple[StrEnum, ...]) -> str:
    """`input, input / action, action`; a colon would end it, and a semicolon too."""
    text = ", ".join(inputs) + (f" / {', '.join(actions)}" if actions else "")
    return re.sub(r"\s*[:;]\s*", " ", text)


def main() -> None:
    """Compares, or writes with --write; exits with words when the page is not the tables."""
    wanted = page()
    if PAGE.is_file() and PAGE.read_text() == wanted:
        return
    if "--write" not in sys.argv[1:]:
        sys.exit("docs/states.md is not what states.py says: run python -m tools.states --write")
    PAGE.write_text(wanted)


if __name__ == "__main__":
    main()
