from sipwidget.view.element import to_html
from sipwidget.view.keypad import keypad
from sipwidget.view.words import speaker

SAY = speaker("en")


def test_it_has_the_keys_of_a_telephone_in_their_order():
    keys = keypad("c1", SAY).children
    assert "".join(key.attributes["data-target"] for key in keys) == "123456789*0#"
    assert {key.attributes["data-call"] for key in keys} == {"c1"}


def test_without_a_call_a_key_is_of_none():
    assert "data-call" not in to_html(keypad(None, SAY))


def test_star_and_pound_have_names():
    names = [key.attributes["aria-label"] for key in keypad(None, SAY).children]
    assert [names[9], names[11]] == ["star", "pound"]
