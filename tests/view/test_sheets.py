from dataclasses import replace

import pytest

from sipwidget.phone.model import AccountForm, Call, CallState, Entry, Model, Sheet
from sipwidget.view.element import to_html
from sipwidget.view.sheets import sheet
from sipwidget.view.words import speaker

SAY = speaker("en")
FORM = Model(sheet=Sheet.ACCOUNT, form=AccountForm())
OPEN = Model(sheet=Sheet.PHONEBOOK, entries=(Entry("620", "Door"), Entry("**1", "")))


def buttons(tree):
    """All but those that lead to other sheets."""
    if isinstance(tree, str) or tree.tag == "nav":
        return []
    own = [tree] if tree.tag == "button" else []
    return own + [found for child in tree.children for found in buttons(child)]


def label(button):
    return button.children[-1].children[0]


def test_no_sheet_is_open_unless_the_model_says_so():
    assert sheet(Model(), SAY) is None


def test_the_phonebook_lists_its_entries_in_order_and_then_cancel():
    """A8"""
    shown = buttons(sheet(OPEN, SAY))
    assert [each.attributes["data-action"] for each in shown] == ["dial", "dial", "cancel"]
    assert [each.attributes.get("data-target") for each in shown] == ["620", "**1", None]


def test_an_entry_without_a_name_is_labelled_by_its_number():
    """A8"""
    assert [label(each) for each in buttons(sheet(OPEN, SAY))] == ["Door", "**1", "Cancel"]


def test_the_first_choice_takes_the_focus():
    shown = buttons(sheet(OPEN, SAY))
    assert ["data-autofocus" in each.attributes for each in shown] == [True, False, False]


def test_an_empty_list_leaves_the_focus_to_cancel():
    (cancel,) = buttons(sheet(replace(OPEN, entries=()), SAY))
    assert "data-autofocus" in cancel.attributes


@pytest.mark.parametrize("opened", [OPEN, FORM])
def test_the_sheet_is_a_labelled_modal_dialog(opened):
    panel = sheet(opened, SAY).children[0]
    assert panel.attributes["role"] == "dialog"
    assert panel.attributes["aria-modal"] == "true"
    assert panel.attributes["aria-label"]


def test_a_call_goes_before_a_sheet():
    """A16: what was typed into a form waits, unseen."""
    ringing = {"calls": (Call("c", CallState.INCOMING, "Door", "620@box"),), "focus": "c"}
    assert sheet(replace(OPEN, **ringing), SAY) is None
    assert "hidden" in sheet(replace(FORM, **ringing), SAY).attributes
    assert "hidden" not in sheet(FORM, SAY).attributes


def test_the_form_takes_the_focus_and_none_of_its_fields():
    panel = sheet(FORM, SAY).children[0]
    assert {"data-autofocus", "tabindex"} <= panel.attributes.keys()
    assert to_html(panel).count("data-autofocus") == 1


def test_a_form_without_what_it_shows_is_not_open():
    assert sheet(replace(FORM, form=None), SAY) is None


def test_one_sheet_never_turns_into_the_other():
    assert sheet(OPEN, SAY).key != sheet(FORM, SAY).key
