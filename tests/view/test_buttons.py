import pytest

from sipwidget.view.buttons import button, icon, text_button
from sipwidget.view.element import to_html


@pytest.mark.parametrize(
    "name", ["call", "answer", "phone", "hangup", "close", "gear", "eye", "mute", "hold", "resume"]
)
def test_an_icon_is_a_disc_with_a_glyph_and_says_nothing(name):
    drawn = icon(name)
    assert drawn.attributes["aria-hidden"] == "true"
    assert [child.tag for child in drawn.children] == ["circle", "g"]


@pytest.mark.parametrize("name", ["wait", "alert", "off"])
def test_a_badge_is_drawn_over_the_icon(name):
    assert icon("call", name).children[-1].attributes["data-badge"] == name


def test_badges_differ_in_shape():
    assert (
        len(
            {
                to_html(icon("call", name).children[-1].children[1])
                for name in ("wait", "alert", "off")
            }
        )
        == 3
    )


def test_a_button_has_an_accessible_name_and_submits_nothing():
    made = button("accept", icon("answer"), "Accept", look="round", call="c1")
    assert made.attributes["aria-label"] == "Accept"
    assert made.attributes["type"] == "button"
    assert made.attributes["data-call"] == "c1"


def test_a_button_may_do_something_else_when_it_is_held():
    assert "data-hold" not in button("call", icon("call"), "Call", look="round").attributes
    held = button("call", icon("call"), "Call", look="round", hold="settings")
    assert held.attributes["data-hold"] == "settings"


def test_a_text_button_is_called_what_it_shows():
    made = text_button("dial", "Call <Door>", target="620")
    assert made.children == ("Call <Door>",)
    assert (made.attributes["data-action"], made.attributes["data-target"]) == ("dial", "620")
    assert "aria-label" not in made.attributes
