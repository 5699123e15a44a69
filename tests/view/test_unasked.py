"""What a room sees of a call that was answered or dialed by itself (A83)."""

from dataclasses import replace

import pytest

from sipwidget.phone.model import CallState
from sipwidget.view.element import to_html
from sipwidget.view.unasked import unasked, unasked_words
from sipwidget.view.widget import view
from sipwidget.view.words import speaker
from tests.view.states import TALKING, in_call, nodes

SAY = speaker("en")
ANSWERED = replace(TALKING, automatic=True)


def test_it_is_told_in_words_and_by_a_shape_and_read_out() -> None:
    sign = unasked(ANSWERED, SAY)
    assert sign is not None
    assert [each.tag for each in nodes(sign)][1] == "svg"
    words = "Answered automatically. Your microphone is on."
    assert to_html(view(in_call(ANSWERED))).count(words) == 2  # once to be read out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"camera": True}, "Answered automatically. Your microphone and your camera are on."),
        ({"camera": False}, "Answered automatically. Your microphone is on."),
        ({"state": CallState.OUTGOING}, "Called automatically. Your microphone is on."),
        ({"state": CallState.OUTGOING_ACCEPTED}, "Called automatically. Your microphone is on."),
        ({"muted": True}, ""),
        ({"on_hold": True}, ""),
        ({"automatic": False}, ""),
    ],
)
def test_it_says_what_is_open(changes: dict[str, object], words: str) -> None:
    call = replace(ANSWERED, **changes)
    assert unasked_words(call, SAY) == words
    assert (unasked(call, SAY) is not None) == bool(words)
