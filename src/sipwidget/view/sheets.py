"""What lies over the widget and waits for a choice."""

from sipwidget.phone.model import Entry, Model, Sheet
from sipwidget.view.buttons import button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say


def sheet(model: Model, say: Say) -> Element | None:
    """The open sheet, if there is one; a call goes before it."""
    if model.call is not None or model.sheet is None:
        return None
    match model.sheet:
        case Sheet.PHONEBOOK:
            return _phonebook(model.entries, say)


def _phonebook(entries: tuple[Entry, ...], say: Say) -> Element:
    title = say("sheet-phonebook")
    choices = [_choice(entry, first=entry is entries[0], say=say) for entry in entries]
    cancel = button(
        "cancel",
        icon("close"),
        say("button-cancel"),
        h("span", say("button-cancel"), class_="sipwidget-label"),
        look="sipwidget-choice",
        autofocus=not entries,
    )
    panel = h(
        "div",
        h("h2", title, class_="sipwidget-title"),
        h("div", *choices, class_="sipwidget-choices"),
        cancel,
        class_="sipwidget-panel",
        role="dialog",
        aria_modal="true",
        aria_label=title,
    )
    return h("div", panel, key="sheet", class_="sipwidget-sheet", data_sheet=Sheet.PHONEBOOK)


def _choice(entry: Entry, *, first: bool, say: Say) -> Element:
    name = entry.name or entry.target
    return button(
        "dial",
        icon("phone"),
        say("button-dial", party=name),
        h("span", name, class_="sipwidget-label"),
        look="sipwidget-choice",
        target=entry.target,
        autofocus=first,
    )
