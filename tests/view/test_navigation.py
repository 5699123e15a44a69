from dataclasses import replace

from sipwidget.phone.model import Model, Sheet
from sipwidget.view.element import to_html
from sipwidget.view.navigation import PLACES, navigation
from sipwidget.view.words import speaker

SAY = speaker("en")
OPEN = Model(sheet=Sheet.PHONEBOOK)


def actions(model):
    row = navigation(model, SAY)
    return [way.attributes["data-action"] for way in row.children[:-1]] if row else []


def test_from_the_phonebook_one_can_go_everywhere():
    assert actions(OPEN) == [action for action, _drawing, _sheet in PLACES]


def test_no_sheet_leads_to_itself():
    for action, _drawing, sheet in PLACES:
        assert action not in actions(replace(OPEN, sheet=sheet))


def test_a_locked_form_is_no_place_to_go():
    assert "settings" not in actions(replace(OPEN, locked=True))


def test_the_editor_knows_no_other_sheet_than_its_own():
    assert actions(replace(OPEN, edit=True)) == []


def test_at_its_end_is_the_switch_for_quiet():
    for dnd, pressed in ((True, "true"), (False, "false")):
        switch = navigation(replace(OPEN, dnd=dnd), SAY).children[-1].attributes
        assert (switch["data-action"], switch["aria-pressed"]) == ("dnd", pressed)


def test_each_way_says_where_it_leads():
    """N31: the words that are seen are the accessible name."""
    for way in navigation(OPEN, SAY).children:
        name = way.attributes["aria-label"]
        assert name
        assert f">{name}</span>" in to_html(way)
