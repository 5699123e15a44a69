"""Any number or address, typed with large keys or with a keyboard."""

from sipwidget.phone.model import Model
from sipwidget.phone.phonebook import caption
from sipwidget.view.buttons import button, cancel_button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.keypad import keypad
from sipwidget.view.notices import shown
from sipwidget.view.words import Say

_COMPLAINTS = ("call-address", "call-not-connected")  # which this sheet else would cover


def number(model: Model, say: Say) -> tuple[Element, ...]:
    """The field, the keys, the call button, which redials while nothing is typed, and cancel."""
    told = [shown(each, say) for each in model.notices if each.code in _COMPLAINTS]
    return (
        _field(model.typed, say),
        h("div", *told, class_="sipwidget-complaints", aria_live="polite"),
        keypad(None, say),
        _call(model, say),
        cancel_button(say("button-cancel")),
    )


def _field(typed: str, say: Say) -> Element:
    field = h(
        "input",
        type="text",
        name="number",
        value=typed,
        class_="sipwidget-input",
        inputmode="tel",
        maxlength=128,
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        enterkeyhint="go",
        data_change="type",
    )
    label = h("label", h("span", say("field-number")), field, class_="sipwidget-field")
    erase = button("backspace", icon("backspace"), say("button-backspace"), look="sipwidget-erase")
    return h("div", label, erase, class_="sipwidget-entry")


def _call(model: Model, say: Say) -> Element:
    typed = model.typed.strip()
    if typed:
        name = say("button-dial", party=caption(model.entries, typed).name)
    elif model.redial:
        name = say("button-redial", party=model.redial.name)
    else:
        name = say("button-dial-nothing")
    return button(
        "dial",
        icon("phone"),
        name,
        h("span", name, class_="sipwidget-label"),
        look="sipwidget-choice",
        target=model.redial.target if model.redial and not typed else None,
        disabled=not typed and not model.redial,
        enter=True,
    )
