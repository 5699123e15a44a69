from sipwidget.phone.cadences import BEEP


def test_the_beep_is_short():
    assert sum(BEEP.cadence) < 500
