from bench import boot
from bench.boot import Boot
from bench.results import BUILT, JSSIP, Samples


def test_a_start_is_told_by_the_marks_that_a_page_has() -> None:
    samples = Samples()
    ours = {"sipwidget:python": 400.0, "sipwidget:open": 500.0, "sipwidget:registered": 550.0}
    boot.note(samples, BUILT, "cold", Boot(ours))
    boot.note(samples, JSSIP, "cold", Boot({"bench:open": 90.0, "bench:registered": 110.0}))
    assert samples.values == {
        "python_cold": {BUILT: [400.0]},
        "open_cold": {BUILT: [500.0], JSSIP: [90.0]},
        "registered_cold": {BUILT: [550.0], JSSIP: [110.0]},
    }


def test_the_boot_in_the_middle_is_shown_whole() -> None:
    slow, usual, quick = ({"registered": end, "first byte": 2.0 / end} for end in (8.0, 5.0, 3.0))
    assert boot.middle([slow, quick, usual]) == usual
