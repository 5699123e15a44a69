from hypothesis import given
from hypothesis import strategies as st

from sipwidget.view.element import Element, action_key, h, to_html


def test_names_of_attributes_are_written_as_html_writes_them():
    made = h("button", data_action="x", class_="round", aria_label="Go")
    assert made.attributes == {"data-action": "x", "class": "round", "aria-label": "Go"}


def test_true_is_an_attribute_without_value_and_false_and_none_are_left_out():
    assert h("p", inert=True, hidden=False, title=None).attributes == {"inert": ""}


def test_numbers_are_written_as_text():
    assert h("p", data_waiting=0).attributes == {"data-waiting": "0"}


def test_children_that_are_nothing_are_left_out():
    assert h("p", None, "a", "", h("b")).children == ("a", h("b"))


def test_buttons_that_do_different_things_are_different_elements():
    keys = {
        h("button", data_action="accept").key,
        h("button", data_action="hangup").key,
        h("button", data_action="hangup", data_call="1").key,
        h("button", data_action="dial", data_target="1").key,
        h("button", data_action="dial", data_target="2").key,
    }
    assert len(keys) == 5


def test_a_key_of_ones_own_goes_before_the_action():
    assert h("button", data_action="x", key="mine").key == "mine"


def test_what_is_no_button_has_no_action_key():
    assert action_key({"class": "round"}) == ""


def test_html_closes_what_is_to_be_closed():
    assert to_html(h("p", "a", h("br"), h("b", "c"))) == "<p>a<br><b>c</b></p>"


def test_html_writes_custom_properties_as_data():
    made = Element("div", {"class": "v", "--aspect": "16/9", "--x": "1"})
    assert to_html(made) == '<div class="v" data-style="--aspect: 16/9; --x: 1"></div>'


def test_html_escapes_text_and_values():
    written = to_html(h("p", "<b>&", title="\"'<"))
    assert written == '<p title="&quot;&#x27;&lt;">&lt;b&gt;&amp;</p>'


@given(st.text(), st.text(min_size=1))
def test_no_text_becomes_markup(inside, value):
    written = to_html(h("p", inside, title=value))
    assert written.count("<") == written.count(">") == 2
    assert written.count('"') == 2
