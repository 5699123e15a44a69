from sipwidget.phone.call_record import OUTCOMES
from sipwidget.view.record_drawings import RECORD_DRAWINGS


def test_there_is_one_for_whatever_becomes_of_a_call():
    wanted = {f"{way}-{outcome}" for way, outcomes in OUTCOMES.items() for outcome in outcomes}
    assert set(RECORD_DRAWINGS) == wanted
