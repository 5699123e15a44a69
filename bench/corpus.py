"""The messages that the parsers read: twenty ordinary ones, as a server sends them to a phone.

No two texts of a round are the same: what differs between calls (branches, tags, Call-IDs) does so
here, as a parser that remembers what it has read would otherwise be measured for its memory.
"""

from pathlib import Path

TEXTS = Path(__file__).with_name("corpus.txt")
BETWEEN = "\n=====\n"


def templates() -> list[str]:
    """The messages, with `{n}` where calls differ."""
    return TEXTS.read_text(encoding="ascii").split(BETWEEN)


def written(template: str, number: int) -> str:
    """One of them as it is on the wire, for the call of that number."""
    head, _, body = template.replace("{n}", f"{number:06d}").partition("\n\n")
    octets = body.replace("\n", "\r\n")
    lines = [*head.split("\n"), f"Content-Length: {len(octets)}", "", octets]
    return "\r\n".join(lines)


def messages(calls: int) -> list[str]:
    """All messages, for so many calls."""
    return [written(each, number) for number in range(calls) for each in templates()]
