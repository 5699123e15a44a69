from dataclasses import replace

import pytest

from sipwidget.phone.button_list import ICONS
from sipwidget.phone.model import ActionButton, CallState, Model, Outcome
from sipwidget.view.action_buttons import action_buttons
from sipwidget.view.action_drawings import ACTION_DRAWINGS
from sipwidget.view.element import to_html
from sipwidget.view.widget import view
from sipwidget.view.words import speaker
from tests.view.states import DOOR, READY, in_call, nodes

GATE = ActionButton("Gate", "gate")
TONES = ActionButton("Door", tones=True)
SAY = speaker("en")


def pressable(tree):
    """The attributes of all buttons, in their order."""
    return [each.attributes for each in nodes(tree) if each.tag == "button"]


def drawn(*shown, **changes):
    return action_buttons(Model(buttons=shown, **changes), SAY)


def test_without_buttons_there_is_no_row():
    assert drawn() is None


def test_every_icon_that_may_be_configured_is_drawn():
    assert set(ICONS) == set(ACTION_DRAWINGS)
    assert len({to_html(drawn(ActionButton("x", name))) for name in ICONS}) == len(ICONS)


def test_a_button_shows_its_label_and_is_named_by_it():
    (gate,) = drawn(GATE).children
    assert gate.attributes["aria-label"] == "Gate"
    assert gate.attributes["data-color"] == "orange"
    assert gate.children[-1].children == ("Gate",)


def test_tones_are_for_the_call_and_commands_for_none():
    model = in_call(replace(DOOR, state=CallState.INCOMING_ACCEPTED), buttons=(GATE, TONES))
    calls = {it["data-target"]: it.get("data-call") for it in pressable(action_buttons(model, SAY))}
    assert calls == {"Gate": None, "Door": DOOR.id}


@pytest.mark.parametrize("outcome", [Outcome.WAITING, Outcome.DONE, Outcome.FAILED])
def test_what_came_of_it_is_seen_in_its_shape_and_heard_in_its_name(outcome):
    (gate,) = drawn(replace(GATE, outcome=outcome)).children
    assert f'data-badge="{outcome}"' in to_html(gate)
    assert gate.attributes["aria-label"] not in ("Gate", f"button-{outcome.name.lower()}")
    assert gate.attributes["aria-label"].startswith("Gate")


def test_openhabs_icon_lies_over_a_drawing_until_it_comes():
    (gate,) = drawn(ActionButton("Gate", "oh:front-door")).children
    html = to_html(gate)
    assert 'src="/icon/front-door?format=svg&amp;anyFormat=true"' in html
    assert "<svg" in html


@pytest.mark.parametrize("state", list(CallState))
def test_they_are_above_the_hang_up_button_which_keeps_its_row(state):
    """A95"""
    model = in_call(replace(DOOR, state=state), buttons=(GATE,))
    order = [it["data-action"] for it in pressable(view(model))]
    last = "button" if state is CallState.INCOMING else "hangup"
    assert order[-1] == last
    rows = [each for each in nodes(view(model)) if each.attributes.get("class") == "sipwidget-row"]
    assert not any(it.attributes.get("data-action") == "button" for r in rows for it in nodes(r))


def test_they_are_out_of_reach_below_a_sheet_and_disabled_in_the_editor():
    assert "inert" in action_buttons(replace(READY, buttons=(GATE,)), SAY, covered=True).attributes
    (gate,) = drawn(GATE, edit=True).children
    assert gate.attributes["aria-disabled"] == "true"
