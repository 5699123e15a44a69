from dataclasses import replace

import pytest

from sipwidget.phone.model import Call, CallState, Display, Model, Sheet
from sipwidget.view.controls import clock, controls, talk, timer
from sipwidget.view.element import Element
from sipwidget.view.words import speaker

SAY = speaker("en")
CALL = Call("c1", CallState.OUTGOING_ACCEPTED, "Door", "620@pbx.example", tones=True, seconds=0)


def toggles(call: Call, sheet: Sheet | None = None) -> dict[str, str]:
    """What each does, and whether it is pressed."""
    row = controls(Model(sheet=sheet), call, SAY)
    found = [each.attributes for each in row.children] if row else []
    assert all(each["aria-label"] and each["data-call"] == "c1" for each in found)
    return {each["data-action"]: each["aria-pressed"] for each in found}


def buttons(row: Element) -> list[Element]:
    return [each for each in row.children if isinstance(each, Element)]


def test_a_call_that_stands_can_be_muted_and_held() -> None:
    assert toggles(CALL) == dict.fromkeys(["mute", "hold", "keypad", "speaker"], "false")
    switched = replace(CALL, muted=True, on_hold=True)
    pressed = dict.fromkeys(["mute", "hold", "keypad"], "true")
    assert toggles(switched, Sheet.KEYPAD) == {**pressed, "speaker": "false"}
    assert toggles(switched, Sheet.SOUND) == {**pressed, "keypad": "false", "speaker": "true"}


def test_with_push_to_talk_a_large_button_stands_in_for_mute() -> None:
    model = Model(push_to_talk=True)
    row, button = controls(model, CALL, SAY), talk(model, replace(CALL, muted=True), SAY)
    assert row is not None
    assert "mute" not in {each.attributes["data-action"] for each in row.children}
    assert button is not None
    assert button.attributes["aria-pressed"] == "false"
    assert "data-momentary" in button.attributes
    for none in (
        talk(Model(), CALL, SAY),
        talk(model, replace(CALL, seconds=None), SAY),
        talk(model, replace(CALL, on_hold=True), SAY),
    ):
        assert none is None


def test_before_it_stands_there_are_at_most_the_keypad_and_the_sound() -> None:
    assert toggles(replace(CALL, seconds=None)) == {"keypad": "false", "speaker": "false"}
    assert controls(Model(), replace(CALL, seconds=None, tones=False), SAY) is None


@pytest.mark.parametrize(("camera", "pressed"), [(True, "false"), (False, "true")])
def test_the_camera_can_be_switched_off_where_a_picture_is_sent(camera: bool, pressed: str) -> None:
    assert toggles(replace(CALL, camera=camera))["camera"] == pressed
    assert "camera" not in toggles(CALL)


def test_a_picture_goes_where_the_browser_can_show_it() -> None:
    """N28: and no button is there that would do nothing."""
    seen = replace(CALL, video=True)
    for display, shown in (
        (Display(), {}),
        (Display(fullscreen=False), {"fullscreen": "false"}),
        (Display(fullscreen=True, pip=False), {"fullscreen": "true", "pip": "false"}),
    ):
        for call, wanted in ((seen, shown), (CALL, {})):
            row = controls(Model(display=display), call, SAY)
            assert row is not None
            attributes = [each.attributes for each in buttons(row)]
            found = {it["data-action"]: it["aria-pressed"] for it in attributes}
            assert {name: found[name] for name in ("fullscreen", "pip") if name in found} == wanted


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (67, "1:07"), (3599, "59:59"), (3723, "1:02:03")]
)
def test_a_time_is_shown_as_people_write_it(seconds: int, shown: str) -> None:
    assert clock(seconds) == shown
    drawn = timer(replace(CALL, seconds=seconds))
    assert drawn is not None
    assert drawn.children == (shown,)
    assert drawn.attributes["role"] == "timer"  # which no screen reader reads out by itself


def test_a_call_that_does_not_stand_yet_has_no_time() -> None:
    assert timer(replace(CALL, seconds=None)) is None
