"""The words that the state Item gets (A59 to A67)."""

import pytest

from sipwidget.phone import state_item
from sipwidget.phone.model import CallState


def test_the_connection_has_three_words() -> None:
    words = state_item.CONNECTED, state_item.REGISTERED, state_item.DISCONNECTED
    assert words == ("connected", "registered", "disconnected")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (CallState.INCOMING, "incoming:**620@fritz.box"),
        (CallState.INCOMING_ACCEPTED, "incoming-accepted:**620@fritz.box"),
        (CallState.OUTGOING, "outgoing:**620@fritz.box"),
        (CallState.OUTGOING_ACCEPTED, "outgoing-accepted:**620@fritz.box"),
    ],
)
def test_each_state_of_a_call_is_told_with_its_address(state: CallState, text: str) -> None:
    assert state_item.reached(state, "**620@fritz.box") == text


def test_an_established_call_ends_and_another_fails() -> None:
    assert state_item.over("620@pbx", established=True) == "ended:620@pbx"
    assert state_item.over("620@pbx", established=False) == "failed:620@pbx"
