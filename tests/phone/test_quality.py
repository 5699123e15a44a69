"""From counters to a mark."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.quality import LIMITS, MARGIN, Figures, Mark, Sample, judge

START = Sample(received=100)
ORDER = (Mark.GOOD, Mark.FAIR, Mark.POOR)


def after(received=150, lost=0, jitter=0.002, round_trip=0.02):
    """A sample that far after START."""
    return Sample(100 + received, lost, jitter=jitter, round_trip=round_trip)


@pytest.mark.parametrize(
    ("sample", "mark"),
    [
        (after(), "good"),
        (after(jitter=None, round_trip=None), "good"),
        (after(lost=2), "good"),
        (after(lost=6), "fair"),
        (after(lost=40), "poor"),
        (after(jitter=0.05), "fair"),
        (after(jitter=0.2), "poor"),
        (after(round_trip=0.5), "fair"),
        (after(round_trip=1.2), "poor"),
        (after(lost=6, round_trip=1.2), "poor"),
        (after(received=0), "silent"),
        (after(received=0, lost=50), "silent"),
    ],
)
def test_the_worst_figure_makes_the_mark(sample, mark):
    assert judge(None, START, sample).mark == mark


def test_loss_is_that_of_the_interval_and_not_of_the_call():
    before = replace(START, lost=500)
    assert judge(None, before, after(received=98, lost=502)).loss == 0.02
    assert judge(None, before, after(lost=490)).loss == 0.0


def test_a_connection_that_starts_anew_counts_from_nothing():
    assert judge(None, Sample(received=9000), after()).mark is Mark.SILENT


@pytest.mark.parametrize("limit", ["jitter", "round_trip"])
def test_a_mark_is_won_back_only_well_below_its_limit(limit):
    """A figure that trembles around a limit does not make the mark tremble."""
    edge = getattr(LIMITS[Mark.GOOD], limit)
    just, well = after(**{limit: edge * 0.99}), after(**{limit: edge / MARGIN * 0.99})
    fair = judge(None, START, after(**{limit: edge * 1.01}))
    assert fair.mark is Mark.FAIR
    assert judge(fair, START, just).mark is Mark.FAIR
    good = judge(fair, START, well)
    assert good.mark is Mark.GOOD
    assert judge(good, START, just).mark is Mark.GOOD


samples = st.builds(
    after,
    received=st.integers(1, 500),
    lost=st.integers(0, 500),
    jitter=st.none() | st.floats(0, 1),
    round_trip=st.none() | st.floats(0, 3),
)


@given(samples, st.sampled_from(Mark))
def test_the_same_figures_again_change_nothing(sample, mark):
    once = judge(Figures(mark, 0.0, START), START, sample)
    assert judge(once, START, sample) == once


@given(samples, samples, st.sampled_from(ORDER))
def test_what_is_worse_in_every_way_never_has_a_better_mark(one, other, mark):
    worse = Sample(
        min(one.received, other.received),
        max(one.lost, other.lost),
        jitter=max(one.jitter or 0, other.jitter or 0),
        round_trip=max(one.round_trip or 0, other.round_trip or 0),
    )
    before = Figures(mark, 0.0, START)
    marks = [judge(before, START, it).mark for it in (one, worse)]
    assert ORDER.index(marks[0]) <= ORDER.index(marks[1])
