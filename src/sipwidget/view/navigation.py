"""The row of buttons in a sheet that leads to the other sheets."""

from sipwidget.phone.model import Model, Sheet
from sipwidget.view.buttons import button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say

PLACES = (  # the action, its drawing, the sheet that it opens
    ("history", "history", Sheet.HISTORY),
    ("number", "keypad", Sheet.NUMBER),
    ("settings", "gear", Sheet.ACCOUNT),
    ("selftest", "check", Sheet.SELF_TEST),
    ("diagnostics", "ladder", Sheet.DIAGNOSTICS),
)


def navigation(model: Model, say: Say) -> Element | None:
    """Where one can go from here; the sheet that is open is no place to go, nor is a locked one.

    Beside that stands the switch "do not disturb". In the page's editor there is the form of the
    account and nothing else.
    """
    places = [
        _way(action, drawing, say(f"go-{action}"))
        for action, drawing, sheet in PLACES
        if sheet is not model.sheet and not (sheet is Sheet.ACCOUNT and model.locked)
    ]
    if model.edit:
        return None
    quiet = _way("dnd", "dnd", say("button-dnd"), pressed=model.dnd)
    return h("nav", *places, quiet, class_="sipwidget-navigation", aria_label=say("navigation"))


def _way(action: str, drawing: str, name: str, *, pressed: bool | None = None) -> Element:
    label = h("span", name, class_="sipwidget-way-label")
    return button(action, icon(drawing), name, label, look="sipwidget-way", pressed=pressed)
