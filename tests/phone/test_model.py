from dataclasses import replace

import pytest

from sipwidget.phone.model import Call, CallState, Model

DOOR = Call("c1", CallState.INCOMING, "Door", "620@pbx.example")
GATE = replace(DOOR, id="c2")


def test_the_call_in_focus_is_the_one_that_the_buttons_are_about():
    assert Model(calls=(DOOR, GATE), focus="c2").call is GATE


@pytest.mark.parametrize("focus", [None, "gone"])
def test_without_a_focus_there_is_no_call(focus):
    assert Model(calls=(DOOR,), focus=focus).call is None


@pytest.mark.parametrize("state", CallState)
def test_a_call_is_accepted_by_whichever_side(state):
    assert state.accepted is state.value.endswith("-accepted")
