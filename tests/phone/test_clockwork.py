from sipwidget.phone.clockwork import Clockwork


class Part:
    """One that counts how often it is asked."""

    def __init__(self, at: float | None) -> None:
        self.at, self.asked = at, 0

    def next_deadline(self) -> float | None:
        self.asked += 1
        return self.at


def test_the_first_deadline_is_the_next() -> None:
    clockwork = Clockwork(Part(3.0), Part(None), Part(2.0))
    assert clockwork.next_deadline() == 2.0
    assert [clockwork.is_due(now) for now in (1.9, 2.0, 2.1)] == [False, True, True]


def test_where_no_part_waits_nothing_is_ever_due() -> None:
    clockwork = Clockwork(Part(None))
    assert clockwork.next_deadline() is None
    assert not clockwork.is_due(1e9)


def test_nobody_is_asked_twice_while_nothing_happens() -> None:
    part = Part(3.0)
    clockwork = Clockwork(part)
    assert (clockwork.next_deadline(), clockwork.is_due(1.0), part.asked) == (3.0, False, 1)
    part.at = None
    clockwork.wind()
    assert (clockwork.next_deadline(), clockwork.next_deadline(), part.asked) == (None, None, 2)
