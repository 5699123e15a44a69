from sipwidget.phone.line import Line, Stage
from sipwidget.phone.lines import Lines
from sipwidget.phone.model import Call, CallState


def line(name: str, stage: Stage = Stage.TALKING) -> Line:
    return Line(Call(name, CallState.INCOMING, name, f"{name}@pbx.example"), stage)


def order(lines: Lines) -> list[str]:
    return [each.call.id for each in lines]


def test_the_oldest_has_the_focus_until_another_is_given_it() -> None:
    lines = Lines()
    assert (lines.focus, len(lines)) == (None, 0)
    one, two, three = (line(name) for name in ("one", "two", "three"))
    for each in (one, two, three):
        lines.add(each)
        assert lines.focus is one
    lines.put_first(three)
    lines.put_first(three)
    assert order(lines) == ["three", "one", "two"]


def test_who_had_it_before_gets_it_back() -> None:
    lines = Lines()
    one, two, three = (line(name) for name in ("one", "two", "three"))
    for each in (one, two, three):
        lines.add(each)
    lines.put_first(two)
    lines.remove(two)
    assert lines.focus is one
    assert (lines.get("two"), lines.get("three")) == (None, three)


def test_calls_may_go_while_they_are_looked_at() -> None:
    lines = Lines()
    for name in ("one", "two"):
        lines.add(line(name))
    for each in lines:
        lines.remove(each)
    assert len(lines) == 0


def test_the_first_that_rings_is_found() -> None:
    lines = Lines()
    lines.add(line("one"))
    assert lines.ringing is None
    two = line("two", Stage.RINGING)
    lines.add(two)
    lines.add(line("three", Stage.RINGING))
    assert lines.ringing is two
