"""The mark of a call's quality, and its figures."""

from dataclasses import replace

import pytest

from sipwidget.phone.model import Sheet
from sipwidget.phone.quality import Figures, Mark, Sample
from sipwidget.view.quality import candidate, figures, quality_mark, quality_panel
from sipwidget.view.words import speaker
from tests.view.states import FIGURES, READY, SAMPLE, TALKING
from tests.view.test_diagnostics import found, texts

SAY = speaker("en")


def marked(mark):
    return replace(TALKING, quality=FIGURES[mark])


def test_without_figures_there_is_no_mark():
    assert quality_mark(READY, TALKING, SAY) is None


@pytest.mark.parametrize(("mark", "bars"), [("good", 3), ("fair", 2), ("poor", 1), ("silent", 0)])
def test_shape_and_name_tell_the_marks_apart(mark, bars):
    drawn = quality_mark(READY, marked(Mark(mark)), SAY)
    assert len(found(drawn, class_="sipwidget-bar-full")) == bars
    assert len(found(drawn, class_="sipwidget-line")) == (bars == 0)
    assert drawn.attributes["data-quality"] == mark
    assert SAY(f"quality-{mark}") in drawn.attributes["aria-label"]


def test_the_mark_says_whether_the_figures_are_shown():
    for sheet, expanded in ((None, "false"), (Sheet.QUALITY, "true")):
        drawn = quality_mark(replace(READY, sheet=sheet), marked(Mark.GOOD), SAY)
        assert drawn.attributes["aria-expanded"] == expanded


def test_figures_have_units_and_what_is_not_known_is_left_out():
    assert {"1.2 %", "4 ms", "21 ms", "opus/48000/2"} <= set(texts(figures(FIGURES["good"], SAY)))
    known = texts(figures(Figures(Mark.POOR, 1.0, Sample()), SAY))
    assert known == ["Lost", "100.0 %", "Packets received / sent", "0 / 0"]


def test_the_panel_says_it_in_words_first():
    assert texts(quality_panel(marked(Mark.POOR), SAY))[0] == "poor, much is missing"
    assert texts(quality_panel(TALKING, SAY)) == ["not measured yet"]


def test_a_way_is_written_as_in_a_trace():
    assert candidate(SAMPLE.remote) == "relay udp 203.0.113.9 4002"
