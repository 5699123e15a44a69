from bench.idle import WAITING
from bench.results import BUILT, RATIOS


def test_as_many_pages_wait_as_are_compared() -> None:
    for name in ("idle_cpu", "memory"):
        assert WAITING[RATIOS[name].against] == WAITING[BUILT]
