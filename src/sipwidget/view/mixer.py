"""How loud a call is, and which devices it uses: in the call, counting at once."""

from sipwidget.phone.model import Call, Mixer
from sipwidget.view.element import Element, h
from sipwidget.view.fields import field, media_choices, select
from sipwidget.view.words import Say


def mixer(mixed: Mixer, call: Call, say: Say) -> Element:
    """The volume, and each kind of device of which there is a choice."""
    kept = {"microphone": mixed.microphone, "speaker": mixed.speaker}
    if call.camera is not None:
        kept["camera"] = mixed.camera
    devices = [_devices(kind, chosen, mixed, say) for kind, chosen in kept.items()]
    return h(
        "div",
        field("volume", _slider(mixed.volume), say),
        *devices,
        key="mixer",
        class_="sipwidget-mixer",
        role="group",
        aria_label=say("sheet-sound"),
    )


def _slider(percent: int) -> Element:
    return h(
        "input",
        type="range",
        min="0",
        max="100",
        step="5",
        value=percent,
        class_="sipwidget-slider",
        data_change="volume",
        data_settle="keep-volume",
    )


def _devices(kind: str, chosen: str, mixed: Mixer, say: Say) -> Element | None:
    choices = media_choices(kind, chosen, mixed.choices, say)
    if len(choices) == 1:
        return None
    return field(kind, select(chosen, choices, data_settle=f"choose-{kind}"), say)
