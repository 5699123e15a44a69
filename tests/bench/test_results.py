import json
from pathlib import Path

import pytest

from bench import results
from bench.results import BUILT, JSSIP, PLAIN, Samples

OPPONENTS = {"plain PyScript", "JsSIP"}


@pytest.fixture
def samples() -> Samples:
    """Three rounds, in the last of which the machine was busy with something else."""
    found = Samples()
    for ours, theirs in ((100.0, 500.0), (110.0, 500.0), (400.0, 2000.0)):
        found.add("python_cold", BUILT, ours)
        found.add("python_cold", PLAIN, theirs)
    return found


def test_a_ratio_is_the_median_of_those_of_the_rounds(samples: Samples) -> None:
    assert results.ratios(samples) == {
        "python_cold": {
            "value": 0.2,
            "min": 0.2,
            "max": 0.22,
            "n": 3,
            "against": "plain PyScript",
        }
    }


def test_figures_are_told_of_each_page(samples: Samples) -> None:
    told = results.figures(samples)["python_cold"]
    assert told[BUILT] == {"value": 110.0, "min": 100.0, "max": 400.0, "n": 3}
    assert set(told) == {BUILT, PLAIN}


def test_a_round_that_lacks_one_of_the_two_is_no_round(samples: Samples) -> None:
    samples.add("python_cold", BUILT, 100.0)
    with pytest.raises(ValueError, match="shorter"):
        results.ratios(samples)


def test_an_idle_minute_is_compared_with_fifty_milliseconds_added_to_both() -> None:
    samples = Samples()
    samples.add("idle_cpu", BUILT, 60.0)
    samples.add("idle_cpu", JSSIP, 50.0)
    assert results.ratios(samples)["idle_cpu"]["value"] == 1.1


def test_what_was_not_measured_is_not_told() -> None:
    assert results.ratios(Samples()) == {}
    assert Samples().of("ringing", BUILT) == []


def test_the_file_has_three_parts_as_the_contract_says(tmp_path: Path, samples: Samples) -> None:
    results.write(tmp_path / "results.json", results.tell(samples, {"processors": 2}))
    told = json.loads((tmp_path / "results.json").read_text())
    assert list(told) == ["ratios", "figures", "machine"]
    assert set(told["ratios"]["python_cold"]) == {"value", "min", "max", "n", "against"}


def test_a_ratio_is_against_a_page_that_is_measured() -> None:
    assert {results.NAMES[each.against] for each in results.RATIOS.values()} == OPPONENTS
    assert all(each.aim is None or each.aim <= each.target for each in results.RATIOS.values())


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.0, 0.0), (0.123456, 0.1235), (1234.56, 1235.0), (-2.00004, -2.0)]
)
def test_four_digits_are_enough(value: float, rounded: float) -> None:
    assert results.significant(value) == rounded
