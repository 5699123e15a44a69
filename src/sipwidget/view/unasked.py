"""The sign of a call that has opened the microphone by itself, for those who have not (A83)."""

from sipwidget.phone.model import Call, CallState
from sipwidget.view.buttons import icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say

OUTGOING = (CallState.OUTGOING, CallState.OUTGOING_ACCEPTED)


def unasked(call: Call, say: Say) -> Element | None:
    """Words and a shape, until a person has used a button of the call."""
    words = unasked_words(call, say)
    if not words:
        return None
    return h(
        "p",
        icon("microphone"),
        h("span", words),
        key="automatic",
        class_="sipwidget-automatic",
        data_part="automatic",
    )


def unasked_words(call: Call, say: Say) -> str:
    """What has happened and what is open; "" where a person has done it."""
    if not call.opened_by_itself:
        return ""
    happened = say("automatic-outgoing" if call.state in OUTGOING else "automatic-incoming")
    return f"{happened} {say('open-camera' if call.camera else 'open-microphone')}"
