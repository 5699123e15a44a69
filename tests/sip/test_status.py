"""Every status that a response may have has words."""

import pytest

from sipwidget.sip.status import REASONS, reason_phrase


@pytest.mark.parametrize("status", range(100, 700))
def test_every_status_has_a_phrase(status: int) -> None:
    assert reason_phrase(status)


def test_an_unknown_status_is_called_as_the_x00_of_its_class() -> None:
    assert [reason_phrase(status) for status in (299, 499, 599)] == [
        REASONS[200],
        REASONS[400],
        REASONS[500],
    ]
