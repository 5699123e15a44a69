"""The timer values, and Deadlines against the plainest model: a list that is kept sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip import timers
from sipwidget.sip.timers import Deadlines


def pop_all(deadlines: Deadlines[str], now: float) -> list[str | None]:
    return list(iter(lambda: deadlines.pop(now), None))


@pytest.mark.parametrize("name", ["B", "F", "H", "L", "M"])
def test_transaction_timers_last_32_seconds(name: str) -> None:
    assert getattr(timers, f"TIMER_{name}") == 32.0


def test_an_empty_table_waits_for_nothing() -> None:
    deadlines: Deadlines[str] = Deadlines()
    assert deadlines.next() is None
    assert pop_all(deadlines, 1e9) == []


def test_a_deadline_is_due_at_its_time_and_only_once() -> None:
    deadlines: Deadlines[str] = Deadlines()
    deadlines.set("a", 2.0)
    assert pop_all(deadlines, 1.999) == []
    assert pop_all(deadlines, 2.0) == ["a"]
    assert pop_all(deadlines, 2.0) == []


def test_a_late_call_gives_all_that_is_due_the_earliest_first() -> None:
    deadlines: Deadlines[str] = Deadlines()
    for key, at in [("c", 3.0), ("a", 1.0), ("z", 99.0), ("b", 2.0)]:
        deadlines.set(key, at)
    assert pop_all(deadlines, 60.0) == ["a", "b", "c"]
    assert deadlines.next() == 99.0


def test_setting_again_moves_a_deadline_behind_its_equals() -> None:
    deadlines: Deadlines[str] = Deadlines()
    deadlines.set("a", 9.0)
    deadlines.set("b", 1.0)
    deadlines.set("a", 1.0)
    assert deadlines.next() == 1.0
    assert pop_all(deadlines, 1.0) == ["b", "a"]


def test_cancelling_what_is_unknown_is_harmless() -> None:
    deadlines: Deadlines[tuple[str, int]] = Deadlines()
    deadlines.set(("call", 1), 1.0)
    deadlines.cancel(("call", 2))
    deadlines.cancel(("call", 1))
    deadlines.cancel(("call", 1))
    assert deadlines.next() is None


TIMES = st.integers(0, 5).map(float)
STEPS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from("abcd"), TIMES),
    st.tuples(st.just("cancel"), st.sampled_from("abcd"), TIMES),
    st.tuples(st.just("pop"), st.just(""), TIMES),
)


@given(st.lists(STEPS, max_size=40))
def test_deadlines_behave_as_a_sorted_list(steps: list[tuple[str, str, float]]) -> None:
    deadlines: Deadlines[str] = Deadlines()
    model: list[tuple[float, str]] = []
    for step, key, at in steps:
        if step == "pop":
            assert pop_all(deadlines, at) == [k for t, k in model if t <= at]
            model = [(t, k) for t, k in model if t > at]
        else:
            model = [(t, k) for t, k in model if k != key]
        if step == "cancel":
            deadlines.cancel(key)
        elif step == "set":
            deadlines.set(key, at)
            model = sorted([*model, (at, key)], key=lambda entry: entry[0])  # stable: ties in order
        assert deadlines.next() == (model[0][0] if model else None)
