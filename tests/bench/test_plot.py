import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from bench import plot

STEPS = {"registered": 400.0, "first byte": 100.0, "Python < ready": 300.0}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def picture() -> ElementTree.Element:
    return ElementTree.fromstring(plot.svg({"cold": STEPS, "warm": {"registered": 200.0}}))


def test_a_bar_begins_where_the_one_before_ends(picture: ElementTree.Element) -> None:
    bars = [(float(bar.get("x", 0)), float(bar.get("width", 0))) for bar in bars_of(picture)]
    for (x, width), (begins, _) in pairwise(bars[:3]):
        assert begins == pytest.approx(x + width, abs=0.2)


def test_all_panels_have_one_scale(picture: ElementTree.Element) -> None:
    widths = [float(bar.get("width", 0)) for bar in bars_of(picture)]
    assert widths == pytest.approx([plot.BARS / 4, plot.BARS / 2, plot.BARS / 4, plot.BARS / 2])


def test_each_step_says_its_name_and_when_it_was_done(picture: ElementTree.Element) -> None:
    words = [each.text or "" for each in picture.iter(f"{SVG}text")]
    assert words[:5] == [
        "Navigation to registered: a new profile",
        *("first byte", "100 ms", "Python < ready", "300 ms"),
    ]
    assert [each for each in words if re.match("Navigation", each)][1].endswith("second visit")


def bars_of(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return list(picture.iter(f"{SVG}rect"))
