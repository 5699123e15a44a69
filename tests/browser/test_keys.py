"""The keyboard in a small DOM; tests/e2e/test_keyboard.py walks through all states with it."""

from dataclasses import replace

import pytest

from sipwidget.browser.keys import DIALOG, reachable
from sipwidget.phone.model import Entry, Model, Sheet
from tests.browser.painted import DOOR, FORM, IDLE, KEYPAD, MIXER, OPEN, RINGING, Page


@pytest.fixture
def page():
    return Page()


def test_escape_closes_the_sheet(page):
    page.draw(OPEN)
    page.button("dial").press_key("Escape")
    assert page.clicks == [("cancel", "", "", ())]


def test_escape_closes_what_lies_on_top(page):
    page.draw(replace(OPEN, asked=Entry("620", "Door")))
    page.button("dial").press_key("Escape")
    assert page.clicks == [("cancel", "", "", ())]


@pytest.mark.parametrize("repeat", [True, False])
def test_a_key_held_down_does_not_press_the_next_button(page, repeat):
    page.draw(RINGING)
    assert page.button("accept").press_key("Enter", repeat=repeat) is not repeat


def test_enter_in_a_field_saves(page):
    page.draw(FORM)
    assert page.field("username").press_key("Enter") is False  # the browser does no more about it
    assert [click[0] for click in page.clicks] == ["save"]


@pytest.mark.parametrize(
    ("name", "key"), [("username", {"composing": True}), ("username", {"repeat": True})]
)
def test_enter_that_means_something_else_does_not_save(page, name, key):
    page.draw(FORM)
    page.field(name).press_key("Enter", **key)
    assert page.clicks == []


def test_enter_elsewhere_in_the_form_does_not_save(page):
    page.draw(FORM)
    page.field("microphone").press_key("Enter")
    page.button("clear").press_key("Enter")
    assert page.clicks == []


@pytest.mark.parametrize(("opened", "toggle"), [(KEYPAD, "keypad"), (MIXER, "speaker")])
def test_escape_closes_what_is_open_and_nothing_else_in_a_call(page, opened, toggle):
    page.draw(opened)
    page.button("hangup").press_key("Escape")
    assert [click[0] for click in page.clicks] == [toggle]
    page.draw(replace(KEYPAD, sheet=None))
    page.button("hangup").press_key("Escape")
    assert len(page.clicks) == 1


def test_escape_leaves_alone_what_waits_unseen(page):
    page.draw(replace(FORM, calls=(DOOR,), focus="c1"))
    page.button("accept").press_key("Escape")
    assert page.clicks == []


@pytest.mark.parametrize("model", [OPEN, FORM])
def test_tab_stays_in_the_sheet_from_both_of_its_ends(page, model):
    page.draw(model)
    sheet = page.root.querySelectorAll(DIALOG)[0]
    places = reachable(sheet)
    assert places[-1].press_key("Tab") is False
    assert page.document.activeElement is places[0]
    assert places[0].press_key("Tab", shift=True) is False
    assert page.document.activeElement is places[-1]
    assert sheet.press_key("Tab", shift=True) is False
    assert places[0].press_key("Tab") is True  # the browser knows the way


def test_tab_elsewhere_is_the_browsers(page):
    page.draw(RINGING)
    assert page.button("decline").press_key("Tab") is True


def test_a_call_takes_the_focus_from_a_form_that_waits_unseen(page):
    page.draw(FORM)
    page.button("save").focus()
    page.draw(replace(FORM, calls=(DOOR,), focus="c1"))
    assert page.document.activeElement is page.button("accept")


def test_what_a_sheet_covers_does_not_keep_the_focus(page):
    page.draw(replace(IDLE, edit=True))
    page.button("settings").focus()
    page.draw(Model(edit=True, sheet=Sheet.PHONEBOOK, entries=IDLE.entries))
    assert page.document.activeElement is page.button("dial")
