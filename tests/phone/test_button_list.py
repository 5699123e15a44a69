"""The setting ``buttons``."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.button_list import (
    ICONS,
    LONGEST_LABEL,
    MOST,
    button,
    button_list,
    openhab_icon,
)
from sipwidget.phone.checks import CutText, SettingError
from sipwidget.phone.settings import Button

GATE = {"label": "Gate", "dtmf": "#9"}


def test_a_button_sends_tones_or_commands_an_item() -> None:
    assert button({"label": "Gate", "icon": "lock", "dtmf": "#9"}) == Button(
        "Gate", "lock", dtmf="#9"
    )
    assert button({"item": "Light", "command": "ON", "when": "always", "label": None}) == Button(
        "Light ON", item="Light", command="ON", when="always"
    )


@pytest.mark.parametrize(
    "raw",
    [
        "Gate",
        {},
        {"label": "Gate"},
        {"dtmf": "#", "item": "Light", "command": "ON"},
        {"item": "Light"},
        {"dtmf": "#", "command": "ON"},
        {"dtmf": "#", "when": "never"},
        {"dtmf": "door"},
        {"item": "a/b", "command": "ON"},
        {"dtmf": CutText("", 3)},
    ],
)
def test_another_button_is_refused(raw: object) -> None:
    with pytest.raises(SettingError):
        button(raw)


def codes(raw: list[object]) -> list[tuple[int, str]]:
    return [(number, error.code) for number, _, error in button_list(raw)[1]]


def test_a_second_button_of_the_same_label_is_left_out() -> None:
    """A label is what a button is told by, for people and for pages alike."""
    light = {"label": "Gate", "item": "Light", "command": "ON"}
    assert button_list([GATE, light])[0] == (Button("Gate", dtmf="#9"),)
    assert codes([GATE, light]) == [(2, "config-button-twice")]


def test_no_more_buttons_are_taken_than_can_be_shown() -> None:
    raw: list[object] = [{"dtmf": str(number)} for number in range(MOST + 2)]
    assert len(button_list(raw)[0]) == MOST
    assert codes(raw) == [(MOST + 1, "config-button-many"), (MOST + 2, "config-button-many")]


def test_a_label_has_an_end() -> None:
    assert button({"label": "x" * 99, "dtmf": "1"}).label == "x" * LONGEST_LABEL


@pytest.mark.parametrize("icon", ["", *ICONS, "oh:frontdoor", "oh:light-on", "oh:my_icon2"])
def test_an_icon_is_a_drawing_or_one_of_openhab(icon: str) -> None:
    made, problems = button_list([GATE | {"icon": icon}])
    assert (made[0].icon, problems) == (icon, [])


@pytest.mark.parametrize("icon", ["f7:lock", "oh:", "oh:../x", "oh:a b", "oh:ä", "Door", "house"])
def test_a_button_with_an_unknown_icon_has_none_and_it_is_told(icon: str) -> None:
    made, ((number, found, error),) = button_list([GATE | {"icon": icon}])
    assert made == (Button("Gate", dtmf="#9"),)
    assert (number, found, error.code) == (1, icon, "config-icon")
    assert "door" in str(error.gaps["options"])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["label", "icon", "dtmf", "item", "command", "when", "x"]), inner
        )
    ),
)


@given(st.lists(anything, max_size=20))
def test_any_list_is_read_and_each_entry_is_a_button_or_told(raw: list[object]) -> None:
    buttons, problems = button_list(raw)
    labels = [each.label for each in buttons]
    assert len(set(labels)) == len(labels) <= MOST
    assert all(bool(each.dtmf) != bool(each.item) for each in buttons)
    left_out = [each for each in problems if each[2].code != "config-icon"]
    assert len(buttons) + len(left_out) == len(raw)


@given(st.text(max_size=12))
def test_an_icon_of_openhab_is_one_step_of_a_path(icon: str) -> None:
    name = openhab_icon(icon)
    assert name == "" or (icon == f"oh:{name}" and name.isascii() and not set(name) & set("/.?#%"))
