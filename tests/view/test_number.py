from dataclasses import replace

from sipwidget.phone.model import Entry, Model, Sheet
from sipwidget.phone.notices import alert, notice
from sipwidget.view.element import Element, to_html
from sipwidget.view.number import number
from sipwidget.view.words import speaker

SAY = speaker("en")
EMPTY = Model(sheet=Sheet.NUMBER, entries=(Entry("620", "Door"),))


def dial(model):
    (found,) = [
        each
        for each in number(model, SAY)
        if isinstance(each, Element) and each.attributes.get("data-action") == "dial"
    ]
    return found.attributes


def test_what_is_typed_is_what_the_button_calls():
    button = dial(replace(EMPTY, typed="0049 89", redial=Entry("621", "Gate")))
    assert button["aria-label"] == "Call 0049 89"
    assert "data-target" not in button
    assert "aria-disabled" not in button


def test_a_number_of_the_phonebook_is_called_by_its_name():
    assert dial(replace(EMPTY, typed=" 620 "))["aria-label"] == "Call Door"


def test_nothing_typed_redials():
    button = dial(replace(EMPTY, typed=" ", redial=Entry("621", "Gate")))
    assert (button["aria-label"], button["data-target"]) == ("Redial Gate", "621")


def test_nothing_to_call_is_said():
    button = dial(EMPTY)
    assert (button["aria-label"], button["aria-disabled"]) == ("Type a number to call", "true")


def test_enter_calls_and_the_field_has_a_telephone_s_keys_on_a_phone():
    shown = "".join(map(to_html, number(EMPTY, SAY)))
    assert "data-enter" in dial(EMPTY)
    assert 'inputmode="tel"' in shown
    assert 'name="number"' in shown


def test_only_what_is_about_the_number_is_said_over_the_keys():
    told = (alert("call-address", target="x"), notice("local-saved"))
    shown = "".join(map(to_html, number(replace(EMPTY, notices=told), SAY)))
    assert "call-address" in shown
    assert "local-saved" not in shown
