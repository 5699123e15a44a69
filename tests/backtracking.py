"""Regular expressions, matched as Python's own engine does it, but with each step counted.

The engine is C and cannot be watched. This is its way of backtracking over the tree that
`re` itself makes of a pattern, without its short cuts, so that it never takes fewer steps.
"""

import re
from collections.abc import Iterator
from itertools import islice
from re import _constants as c
from re import _parser
from typing import Any

Node = tuple[Any, Any]
TOO_MANY = 100_000  # of what is exponential nobody wants to see the end

CATEGORIES = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    c.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
}


class Matcher:
    """One pattern on one text; `steps` counts each node that is tried at a place."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.tree = list(_parser.parse(pattern.pattern, pattern.flags))
        self.flags = pattern.flags
        self.text = text
        self.steps = 0

    def match(self, start: int = 0) -> int | None:
        """Where the match that begins at `start` ends."""
        return next(self.sequence(self.tree, start), None)

    def fullmatch(self) -> int | None:
        ends = self.sequence(self.tree, 0)
        return next((end for end in ends if end == len(self.text)), None)

    def findall(self) -> list[tuple[int, int]]:
        """Where all matches begin and end; `sub`, `split` and `finditer` walk the same way."""
        found, start = [], 0
        while start <= len(self.text):
            end = self.match(start)
            if end is not None:
                found.append((start, end))
            start = end if end is not None and end > start else start + 1
        return found

    def search(self) -> int | None:
        ends = (self.match(start) for start in range(len(self.text) + 1))
        return next((end for end in ends if end is not None), None)

    def sequence(self, nodes: list[Node], at: int) -> Iterator[int]:
        """All ends of the nodes one behind the other, in the order in which they are tried."""
        if not nodes:
            yield at
            return
        for end in self.node(*nodes[0], at):
            yield from self.sequence(nodes[1:], end)

    def node(self, op: Any, value: Any, at: int) -> Iterator[int]:
        self.steps += 1
        assert self.steps < TOO_MANY, "far more steps than characters"
        if op in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            return iter((at + 1,) if self.one(op, value, at) else ())
        if op is c.SUBPATTERN:
            return self.sequence(list(value[-1]), at)
        if op is c.BRANCH:
            return (end for way in value[1] for end in self.sequence(list(way), at))
        if op is c.MAX_REPEAT:
            return self.greedy(*value, at)
        if op is c.POSSESSIVE_REPEAT:
            return islice(self.greedy(*value, at), 1)
        if op in (c.ASSERT, c.ASSERT_NOT):
            return iter((at,) if self.looks(*value, at) == (op is c.ASSERT) else ())
        if op is c.AT:
            return iter((at,) if self.place(value, at) else ())
        raise NotImplementedError(op)

    def looks(self, direction: int, item: Any, at: int) -> bool:
        """Whether it is found ahead, or behind, where all that can be asked for has one width."""
        start = at if direction == 1 else at - item.getwidth()[0]
        return start >= 0 and next(self.sequence(list(item), start), None) is not None

    def greedy(self, low: int, high: int, item: Any, at: int) -> Iterator[int]:
        """As often as can be, then once less, and so on; a list in place of deep recursion."""
        reached = [(at, self.sequence(list(item), at))]
        while reached:
            end, ways = reached[-1]
            further = next(ways, None) if len(reached) <= high else None
            if further is None:
                reached.pop()
                self.steps += 1
                if len(reached) >= low:
                    yield end
            elif further > end:
                reached.append((further, self.sequence(list(item), further)))

    def one(self, op: Any, value: Any, at: int) -> bool:
        if at >= len(self.text):
            return False
        char = self.text[at]
        if op is c.ANY:
            return char != "\n" or bool(self.flags & re.DOTALL)
        if op is c.IN:
            negated = value[0][0] is c.NEGATE
            return negated != any(self.among(*item, char) for item in value[negated:])
        return self.among(c.LITERAL, value, char) == (op is c.LITERAL)

    def among(self, op: Any, value: Any, char: str) -> bool:
        if op is c.CATEGORY:
            return bool(CATEGORIES[value](char))
        low, high = value if op is c.RANGE else (value, value)
        cases = {char, char.lower(), char.upper()} if self.flags & re.IGNORECASE else {char}
        return any(low <= ord(one) <= high for one in cases)

    def place(self, value: Any, at: int) -> bool:
        lines = bool(self.flags & re.MULTILINE)
        if value is c.AT_BEGINNING_STRING:
            return at == 0
        if value is c.AT_BEGINNING:
            return at == 0 or (lines and self.text[at - 1] == "\n")
        if value is c.AT_END:
            rest = self.text[at:]
            return rest in ("", "\n") or (lines and rest[0] == "\n")
        if value is c.AT_BOUNDARY:
            sides = (self.text[max(at - 1, 0) : at], self.text[at : at + 1])
            return len({bool(re.match(r"\w", side)) for side in sides}) == 2
        return at == len(self.text)  # AT_END_STRING
