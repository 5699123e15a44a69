from dataclasses import replace

import pytest

from sipwidget.phone.model import Call, CallState
from sipwidget.view.call_words import party, sentence, state
from sipwidget.view.words import speaker

SAY = speaker("en")
CALL = Call("c1", CallState.OUTGOING, "Door", "620@pbx.example")
STANDING = replace(CALL, state=CallState.OUTGOING_ACCEPTED)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (CALL, "Calling…"),
        (replace(CALL, ringing=True), "Ringing…"),
        (replace(CALL, ringing=True, early_video=True), "Calling, with picture"),
        (replace(CALL, muted=True, on_hold=True), "Calling…"),  # which is for when it stands
        (STANDING, "Connected"),
        (replace(STANDING, muted=True), "Connected, microphone off"),
        (replace(STANDING, muted=True, held=True), "Connected, put on hold by the other side"),
        (replace(STANDING, muted=True, held=True, on_hold=True), "On hold"),
    ],
)
def test_the_state_says_what_is_out_of_the_ordinary(call: Call, words: str) -> None:
    assert state(call, SAY) == words


def test_who_is_not_to_be_named_has_words_all_the_same() -> None:
    assert party(CALL, SAY) == "Door"
    assert sentence(replace(CALL, party=""), SAY) == "Calling…: Private call"
