from sipwidget.phone.model import Entry
from sipwidget.view.element import Element, to_html
from sipwidget.view.phonebook import FEW, phonebook
from sipwidget.view.words import speaker

SAY = speaker("en")
BOOK = tuple(Entry(f"62{number}", f"Name {number}") for number in range(FEW + 1))


def shown(entries, typed=""):
    """The sheet's elements as one, and the targets that it offers."""
    sheet = Element("div", {}, tuple(filter(None, phonebook(entries, typed, SAY))))
    targets = [each.attributes["data-target"] for each in nodes(sheet, "dial")]
    return sheet, targets


def nodes(tree, action):
    if isinstance(tree, str):
        return []
    own = [tree] if tree.attributes.get("data-action") == action else []
    return own + [found for child in tree.children for found in nodes(child, action)]


def test_a_short_list_is_whole_and_its_first_entry_has_the_focus():
    """A8"""
    sheet, targets = shown(BOOK[:FEW], "what was typed elsewhere")
    assert targets == [entry.target for entry in BOOK[:FEW]]
    assert "<input" not in to_html(sheet)
    assert "data-autofocus" in nodes(sheet, "dial")[0].attributes


def test_in_a_long_one_one_can_look_for_somebody():
    sheet, targets = shown(BOOK)
    assert len(targets) == FEW + 1
    assert 'data-change="type"' in to_html(sheet)
    assert "data-autofocus" not in to_html(sheet)
    assert shown(BOOK, "name 3")[1] == ["623"]


def test_enter_takes_the_first_that_is_shown_and_no_other():
    sheet, _targets = shown(BOOK, "62")
    marked = ["data-enter" in each.attributes for each in nodes(sheet, "dial")]
    assert marked == [True] + [False] * FEW


def test_nobody_found_is_said():
    sheet, targets = shown(BOOK, "nobody")
    assert targets == []
    assert SAY("search-nobody") in to_html(sheet)
    assert len(nodes(sheet, "cancel")) == 1
