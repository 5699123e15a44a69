from sipwidget.phone.call_record import Direction, Outcome
from sipwidget.view.record_drawings import RECORD_DRAWINGS


def test_there_is_one_for_whatever_becomes_of_a_call():
    incoming = {f"{Direction.INCOMING}-{outcome}" for outcome in Outcome}
    outgoing = {f"{Direction.OUTGOING}-{it}" for it in (Outcome.ANSWERED, Outcome.FAILED)}
    assert set(RECORD_DRAWINGS) == incoming | outgoing
