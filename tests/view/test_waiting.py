import re
from dataclasses import replace

import pytest

from sipwidget.phone.model import Call, CallState, Model
from sipwidget.view.element import to_html
from sipwidget.view.waiting import waiting
from sipwidget.view.widget import view
from sipwidget.view.words import speaker

SAY = speaker("en")
DOOR = Call("c1", CallState.INCOMING_ACCEPTED, "Door", "620@pbx.example", seconds=9)
GATE = Call("c2", CallState.INCOMING, "Gate", "621@pbx.example")
HELD = replace(GATE, state=CallState.INCOMING_ACCEPTED, seconds=5, on_hold=True)


def drawn(*calls: Call) -> str:
    panel = waiting(Model(calls=calls, focus="c1"), SAY)
    return to_html(panel) if panel else ""


def buttons(html: str) -> list[tuple[str, ...]]:
    return re.findall('aria-label="([^"]+)" data-action="([^"]+)" data-call="([^"]+)"', html)


def test_who_rings_in_can_be_accepted_and_declined_by_name() -> None:
    assert buttons(drawn(DOOR, GATE)) == [
        ("Accept Gate", "accept", "c2"),
        ("Decline Gate", "decline", "c2"),
    ]
    assert "Incoming call" in drawn(DOOR, GATE)


def test_who_waits_on_hold_can_be_switched_to() -> None:
    assert buttons(drawn(DOOR, HELD)) == [("Switch to Gate", "swap", "c2")]
    assert "On hold" in drawn(DOOR, HELD)


@pytest.mark.parametrize(
    ("focus", "other"),
    [(replace(DOOR, seconds=None), HELD), (DOOR, replace(HELD, seconds=None))],
)
def test_there_is_no_switching_before_both_calls_stand(focus: Call, other: Call) -> None:
    assert buttons(drawn(focus, other)) == []
    assert "Gate" in drawn(focus, other)


def test_a_call_alone_has_no_panel() -> None:
    assert drawn(DOOR) == drawn() == ""


def test_a_hidden_caller_is_named_nowhere() -> None:
    """A22"""
    html = drawn(DOOR, replace(GATE, party=""))
    assert "Accept Private call" in html
    assert "621" not in html


def test_who_rings_in_is_read_out_and_who_waits_is_not() -> None:
    html = to_html(view(Model(calls=(DOOR, GATE, replace(HELD, id="c3")), focus="c1")))
    assert "Connected: Door. Incoming call: Gate</p>" in html
