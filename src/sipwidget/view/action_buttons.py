"""The action buttons (N24): each with its icon and its label, several in a row that wraps."""

from urllib.parse import quote

from sipwidget.phone.button_list import openhab_icon
from sipwidget.phone.model import ActionButton, Model
from sipwidget.view.action_drawings import ACTION_DRAWINGS
from sipwidget.view.buttons import button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say


def action_buttons(model: Model, say: Say, *, covered: bool = False) -> Element | None:
    """All that are of use now; None where there is none."""
    if not model.buttons:
        return None
    made = [_action(each, model, say) for each in model.buttons]
    return h(
        "div",
        *made,
        key="actions",
        class_="sipwidget-buttons",
        role="group",
        aria_label=say("buttons"),
        inert=covered,
    )


def _action(shown: ActionButton, model: Model, say: Say) -> Element:
    """What it sends tones in is the call that it was drawn for."""
    outcome = shown.outcome
    name = say(f"button-{outcome.name.lower()}", label=shown.label) if outcome else shown.label
    return button(
        "button",
        _drawing(shown),
        name,
        h("span", shown.label, class_="sipwidget-action-label"),
        look="sipwidget-action",
        color="orange",
        target=shown.label,
        call=model.focus if shown.tones else None,
        disabled=model.edit,
    )


def _drawing(shown: ActionButton) -> Element:
    """Our own; openHAB's lies over it once it has come, and it may never come."""
    name = openhab_icon(shown.icon)
    unmarked = "keypad" if shown.tones else "action-power"
    own = f"action-{shown.icon}" if shown.icon in ACTION_DRAWINGS else unmarked
    drawing = icon(own, shown.outcome)
    if not name:
        return drawing
    address = f"/icon/{quote(name)}?format=svg&anyFormat=true"
    image = h("img", src=address, alt="", class_="sipwidget-host-icon", data_await=True)
    return h("span", drawing, image, key=shown.icon, class_="sipwidget-icons")
