"""The toggles of a call in one row, and how long it has lasted."""

from sipwidget.phone.model import Call, Model, Sheet
from sipwidget.view.buttons import button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say


def controls(model: Model, call: Call, say: Say) -> Element | None:
    """What can be switched on and off in this call; None where nothing can."""
    stands = call.seconds is not None
    on_hold = "resume" if call.on_hold else "hold"
    toggles = [
        _toggle("mute", "mute", call, say, pressed=call.muted)
        if stands and not model.push_to_talk
        else None,
        _toggle("hold", on_hold, call, say, pressed=call.on_hold) if stands else None,
        _keypad(model, call, say) if call.tones else None,
        _sound(model, call, say) if call.tones else None,
        _toggle("camera", "camera", call, say, pressed=not call.camera)
        if call.camera is not None
        else None,
        *_picture(model, call, say),
    ]
    if not any(toggles):
        return None
    title = say("group-controls")
    return h(
        "div", *toggles, key="controls", class_="sipwidget-controls", role="group", aria_label=title
    )


def talk(model: Model, call: Call, say: Say) -> Element | None:
    """With push-to-talk: the microphone is open while this is held down."""
    if not model.push_to_talk or call.seconds is None or call.on_hold:
        return None
    name = say("button-talk")
    return button(
        "talk",
        icon("microphone"),
        name,
        h("span", name, class_="sipwidget-label"),
        look="sipwidget-talk",
        call=call.id,
        pressed=not call.muted,
        momentary=True,
    )


def timer(call: Call) -> Element | None:
    """How long the call has lasted; nothing reads it out each second."""
    if call.seconds is None:
        return None
    return h("span", clock(call.seconds), class_="sipwidget-timer", role="timer", data_part="timer")


def clock(seconds: int) -> str:
    """``0:07``, ``12:34`` and from an hour on ``1:02:03``."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _keypad(model: Model, call: Call, say: Say) -> Element:
    return _toggle("keypad", "keys", call, say, pressed=model.sheet is Sheet.KEYPAD)


def _sound(model: Model, call: Call, say: Say) -> Element:
    return _toggle("speaker", "speaker", call, say, pressed=model.sheet is Sheet.SOUND)


def _picture(model: Model, call: Call, say: Say) -> list[Element]:
    """Where else the picture can be, as far as the browser can do it; out of the page only one
    that is there.
    """
    stands = call.seconds is not None
    places = {"fullscreen": model.display.fullscreen, "pip": model.display.pip if stands else None}
    return [
        _toggle(action, action, call, say, pressed=is_there)
        for action, is_there in places.items()
        if call.video and is_there is not None
    ]


def _toggle(action: str, drawing: str, call: Call, say: Say, *, pressed: bool) -> Element:
    name = say(f"button-{action}")
    look = "sipwidget-control"
    return button(action, icon(drawing), name, look=look, call=call.id, pressed=pressed)
