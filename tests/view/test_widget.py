"""Every state of the widget, as HTML in golden/; SIPWIDGET_GOLDEN=write writes them anew."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sipwidget.phone.model import (
    CallState,
    Model,
    Sheet,
)
from sipwidget.view.element import to_html
from sipwidget.view.widget import view
from tests.view.states import (
    DOOR,
    ENTRIES,
    OUTGOING,
    READY,
    STATES,
    TALKING,
    VIDEO,
    buttons,
    has,
    in_call,
    nodes,
    part,
)

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", STATES)
def test_the_state_is_drawn_as_its_golden_file_shows(name):
    drawn = to_html(view(STATES[name])).replace("><", ">\n<") + "\n"
    file = GOLDEN / f"{name}.html"
    if os.environ.get("SIPWIDGET_GOLDEN") == "write":
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_state():
    assert {file.stem for file in GOLDEN.glob("*.html")} == set(STATES)


@pytest.mark.parametrize("name", STATES)
def test_no_style_or_script_is_set_as_text(name):
    """N36"""
    for each in nodes(view(STATES[name])):
        assert each.tag not in {"script", "style"}
        assert not [key for key in each.attributes if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", STATES)
def test_every_button_has_an_accessible_name(name):
    """A6"""
    for each in nodes(view(STATES[name])):
        if each.tag == "button":
            assert each.attributes.get("aria-label") or isinstance(each.children[0], str)


@pytest.mark.parametrize(
    ("name", "color"),
    [
        ("yellow", "yellow"),
        ("green-connected", "green"),
        ("green-registering", "green"),
        ("green-registered", "green"),
        ("green-refused", "green"),
        ("off", "yellow"),
    ],
)
def test_green_means_that_a_tap_leads_to_a_call(name, color):
    """A3"""
    assert buttons(STATES[name])["call"]["data-color"] == color


def test_plain_green_has_no_badge_and_limited_green_has_one():
    """A3, A5"""
    badged = {
        name
        for name in STATES
        if any("data-badge" in e.attributes for e in nodes(view(STATES[name])))
    }
    assert {"green-registering", "green-refused", "green-dnd"} <= badged
    assert not badged & {"green-connected", "green-registered"}


def test_names_of_the_call_icon_tell_the_states_apart():
    """A6"""
    names = [
        buttons(STATES[s])["call"]["aria-label"] for s in STATES if "call" in buttons(STATES[s])
    ]
    told = {"yellow", "green-connected", "green-registering", "green-registered", "green-refused"}
    told |= {"green-dnd"}
    assert len({buttons(STATES[s])["call"]["aria-label"] for s in told}) == len(told)
    assert all(name.startswith("Call") for name in names)


def test_a_refused_registration_says_why():
    """A5"""
    name = buttons(STATES["green-refused"])["call"]["aria-label"]
    assert "calls cannot be received" in name
    assert "403 Forbidden" in name


def test_while_it_rings_there_is_only_accept_and_decline():
    """A16"""
    shown = buttons(replace(STATES["incoming"], sheet=Sheet.PHONEBOOK))
    assert {name: each["data-color"] for name, each in shown.items()} == {
        "accept": "green",
        "decline": "red",
    }


def test_the_caller_stands_between_accept_and_decline():
    """A17"""
    html = to_html(view(STATES["incoming"]))
    assert html.index("accept") < html.index('data-part="party"') < html.index("decline")
    assert part(STATES["incoming"], "party") == "Front door"


def test_a_hidden_caller_is_neither_shown_nor_spoken():
    """A22"""
    for state in CallState:
        html = to_html(view(in_call(replace(DOOR, party="", state=state))))
        assert "620" not in html
        assert "Private call" in html


@pytest.mark.parametrize(
    ("name", "color", "words"),
    [
        ("outgoing", "yellow", "Calling…"),
        ("outgoing-ringing", "yellow", "Ringing…"),
        ("outgoing-accepted", "red", "Connected"),
        ("incoming-accepted", "red", "Connected"),
    ],
)
def test_hang_up_is_yellow_until_accepted_and_then_red(name, color, words):
    """A10, A11"""
    shown = buttons(STATES[name])
    assert list(shown) == ["hangup"]
    assert shown["hangup"]["data-color"] == color
    assert part(STATES[name], "state") == words


def test_buttons_of_a_call_name_it():
    for name in ("incoming", "outgoing", "incoming-accepted"):
        assert {each["data-call"] for each in buttons(STATES[name]).values()} == {"c1"}


def test_an_audio_call_has_no_video_area():
    """A34"""
    assert not has(STATES["incoming-accepted"], "class", "video-container")


def test_the_picture_of_the_door_has_the_stage_also_where_a_call_has_no_video():
    """N18"""
    for name, local in (("picture", None), ("picture-video", "true")):
        (stage,) = [each for each in nodes(view(STATES[name])) if each.live]
        assert stage.attributes["aria-label"] == "Picture of the door"
        assert stage.attributes.get("data-local") == local
    (stage,) = [each for each in nodes(view(STATES["video"])) if each.live]
    assert not {"role", "aria-label"} & set(stage.attributes)


def test_a_video_call_has_the_stage_in_its_shape():
    """A35, A38"""
    for name in ("incoming-video", "video"):
        (stage,) = [each for each in nodes(view(STATES[name])) if each.live]
        assert stage.live == "stage"
        assert stage.attributes["--aspect"] == "16/9"
        assert stage.attributes["data-local"] == "true"


def test_idle_there_is_video_only_when_asked_for():
    """A41, A36"""
    assert not has(replace(READY, appearance=VIDEO), "class", "video-container")
    assert has(STATES["video-idle"], "class", "video-container")
    assert not has(STATES["video-idle"], "data-local", "true")


def test_the_size_of_the_icon_is_set_only_when_configured():
    """A71"""
    assert view(STATES["green-large"]).attributes["--icon-size"] == "96px"
    assert "--icon-size" not in view(READY).attributes


def test_the_root_says_state_and_connection():
    root = view(STATES["outgoing-accepted"]).attributes
    assert (root["data-connection"], root["data-state"]) == ("registered", "outgoing-accepted")
    assert view(Model()).attributes["data-state"] == "idle"


def test_calls_out_of_focus_are_counted():
    assert view(STATES["waiting"]).attributes["data-waiting"] == "1"
    assert view(STATES["incoming"]).attributes["data-waiting"] == "0"


def test_errors_and_edit_mode_stand_on_the_root_only_when_there_are_any():
    assert view(STATES["off"]).attributes["data-error"] == "insecure"
    assert view(STATES["edit"]).attributes["data-edit"] == "true"
    assert not {"data-error", "data-edit"} & view(READY).attributes.keys()


def test_under_a_sheet_nothing_can_be_reached():
    asking = {"asked": ENTRIES[0], "withheld": "pbx.example"}
    ways = ["history", "number", "settings", "selftest", "diagnostics", "dnd"]
    assert list(buttons(STATES["phonebook"])) == [*ways, "dial", "cancel"]
    for name in ("phonebook", "account"):
        assert list(buttons(replace(STATES[name], **asking))) == list(buttons(STATES[name]))


def test_the_settings_are_a_button_in_edit_mode_only():
    """A48; besides, an open sheet leads to them."""
    closed = {name: replace(model, sheet=None) for name, model in STATES.items()}
    offered = {name for name, model in closed.items() if "settings" in buttons(model)}
    assert offered == {"edit", "account-edit"}
    assert buttons(STATES["edit"])["settings"]["aria-label"] == "Local SIP Account Settings"


def test_the_icon_held_down_opens_the_settings_unless_they_are_locked():
    held = {name: buttons(STATES[name])["call"].get("data-hold") for name in ("yellow", "off")}
    assert set(held.values()) == {"settings"}
    assert "data-hold" not in buttons(STATES["locked"])["call"]


# --- tones ----------------------------------------------------------------------------------------


def actions(model):
    return re.findall('data-action="([^"]+)"', to_html(view(model)))


def test_the_preset_button_is_there_only_when_it_can_do_something():
    ready = replace(TALKING, tones=True)
    assert "dtmf" in actions(in_call(ready, dtmf=True))
    for model in (
        in_call(ready),  # nothing is configured
        in_call(TALKING, dtmf=True),  # the devices open
        in_call(OUTGOING, dtmf=True),
        in_call(replace(OUTGOING, tones=True), dtmf=True),  # early media: only the keypad
        in_call(DOOR, dtmf=True),
        replace(READY, dtmf=True),
    ):
        assert "dtmf" not in actions(model)


def test_the_keypad_has_twelve_keys_and_opens_in_early_media_too():
    for call in (replace(TALKING, tones=True), replace(OUTGOING, tones=True)):
        html = to_html(view(in_call(call, sheet=Sheet.KEYPAD)))
        assert re.findall('data-target="(.)"', html) == list("123456789*0#")
        assert 'aria-pressed="true"' in html
        assert 'aria-label="star"' in html
