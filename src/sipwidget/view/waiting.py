"""The calls that are not in focus: who rings in beside a call, and who waits on hold."""

from sipwidget.phone.model import Call, CallState, Model
from sipwidget.view import call_words
from sipwidget.view.buttons import button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say


def waiting(model: Model, say: Say) -> Element | None:
    """One row for each, with what can be done about it; None where no call waits."""
    others = [call for call in model.calls if call.id != model.focus]
    if not others or model.call is None:
        return None
    rows = [_other(call, model.call, say) for call in others]
    title = say("group-waiting")
    return h(
        "div", *rows, key="waiting", class_="sipwidget-waiting", role="group", aria_label=title
    )


def _other(call: Call, focus: Call, say: Say) -> Element:
    who = h(
        "div",
        h("strong", call_words.party(call, say), class_="sipwidget-party", data_part="other"),
        h("span", call_words.state(call, say), class_="sipwidget-state"),
        class_="sipwidget-who",
    )
    return h("div", who, *_buttons(call, focus, say), key=call.id, class_="sipwidget-other")


def _buttons(call: Call, focus: Call, say: Say) -> list[Element]:
    """Their names say whom they are about: there are others of their kind beside them."""
    if call.state is CallState.INCOMING:
        return [
            _button("accept", "answer", "green", call, say),
            _button("decline", "hangup", "red", call, say),
        ]
    both_stand = call.seconds is not None and focus.seconds is not None
    return [_button("swap", "swap", None, call, say)] if both_stand else []


def _button(action: str, drawing: str, color: str | None, call: Call, say: Say) -> Element:
    name = say(f"button-{action}-other", party=call_words.party(call, say))
    look = "sipwidget-round" if color else "sipwidget-control"
    return button(action, icon(drawing), name, look=look, color=color, call=call.id)
