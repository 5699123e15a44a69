"""docs/supported.md names tests that are there, and counts its own rows."""

import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parent / "docs/supported.md").read_text()
ROWS = re.findall(r"^\| ([AN]\d+[ab]?) \| [^|]+ \| ([^|]+) \| ([^|]*) \|$", PAGE, re.MULTILINE)


def test_each_named_test_is_there() -> None:
    for statement, _, shown in ROWS:
        file = ""
        for named, name in re.findall(r"`([\w/]+\.py)?(?:::(\w+))?`", shown):
            file = named or file
            assert (HERE / file).is_file(), (statement, file)
            if name:
                tests = (HERE / file).read_text()
                assert re.search(rf"^def test_{name}\b", tests, re.MULTILINE), (statement, name)


def test_what_holds_is_shown_by_a_test() -> None:
    assert [
        statement for statement, state, shown in ROWS if state.startswith("holds") > bool(shown)
    ] == []


def test_each_statement_stands_once_and_is_counted() -> None:
    statements = [statement for statement, _, _ in ROWS]
    assert len(statements) == len(set(statements))
    said = re.search(r"Of (\d+) statements (\d+) hold, (\d+) hold partly, (\d+) do not yet", PAGE)
    assert said
    counted = Counter(re.match("holds|partly|not yet", state)[0] for _, state, _ in ROWS)
    assert [int(number) for number in said.groups()] == [
        *(len(ROWS), counted["holds"], counted["partly"], counted["not yet"])
    ]
