"""The form of the local account: what it shows is of this device, and stays there."""

from collections.abc import Iterable

from sipwidget.phone.device import (
    CHOSEN,
    INHERITED,
    OFF,
    ON,
    PROCESSING,
    SWITCHES,
    Device,
    MediaDevice,
)
from sipwidget.phone.model import AccountForm
from sipwidget.phone.notices import Notice
from sipwidget.view.buttons import button, icon, text_button
from sipwidget.view.element import Element, h
from sipwidget.view.notices import shown
from sipwidget.view.words import Say

_ACTIONS = ("clear", "cancel", "save")
_FIELDS = ("username", "password", "ownSipAddress", "sipStateItem", "autoAnswer")
_HINTS = ("username", "ownSipAddress", "sipStateItem", "autoAnswerFrom")  # fields that have one

Choice = tuple[str, str]  # a value, and what is shown for it


def account(form: AccountForm, told: tuple[Notice, ...], say: Say) -> tuple[Element, ...]:
    """Its fields, which ``phone.device.read_form`` reads by their names, and its buttons.

    Of what was told the form repeats what is about itself, because it covers all else.
    """
    device = form.device
    complaints = [shown(each, say) for each in told if dict(each.values).get("name") in _FIELDS]
    fields = h(
        "div",
        h("p", say("account-intro"), class_="sipwidget-hint"),
        _typed("username", device.username, say),
        _password(form, say),
        _typed("ownSipAddress", device.own_address, say),
        _group("group-advanced", say, _typed("sipStateItem", device.state_item, say)),
        _group("group-device", say, *_overrides(form, say)),
        _group("group-sound", say, *_switches(form.device, PROCESSING, say)),
        class_="sipwidget-fields",
    )
    actions = [text_button(each, say(f"button-{each}"), enter=each == "save") for each in _ACTIONS]
    return (
        fields,
        h("div", *complaints, class_="sipwidget-complaints", aria_live="polite"),
        h("div", *actions, class_="sipwidget-actions"),
    )


def _overrides(form: AccountForm, say: Say) -> list[Element]:
    device = form.device
    automatic = None if device.auto_answer is None else bool(device.auto_answer)
    return [
        _switch("autoAnswer", automatic, say),
        _typed("autoAnswerFrom", device.auto_answer or "", say),
        *_switches(device, [name for name in SWITCHES if name not in PROCESSING], say),
        *(
            _media(name, getattr(device, name), [it for it in form.choices if it.kind == kind], say)
            for name, kind in CHOSEN.items()
        ),
    ]


def _switches(device: Device, names: Iterable[str], say: Say) -> list[Element]:
    return [_switch(name, getattr(device, SWITCHES[name]), say) for name in names]


def _group(title: str, say: Say, *fields: Element) -> Element:
    legend = h("legend", say(title), class_="sipwidget-legend")
    return h("fieldset", legend, *fields, key=title, class_="sipwidget-group")


# --- one field ------------------------------------------------------------------------------------


def _typed(name: str, value: str, say: Say) -> Element:
    return _field(name, _input(name, value, "text", "off"), say)


def _password(form: AccountForm, say: Say) -> Element:
    kind = "text" if form.password_shown else "password"
    show = button(
        "show",
        icon("eye"),
        say("button-show"),
        look="sipwidget-show",
        pressed=form.password_shown,
    )
    control = _input("password", form.device.password, kind, "new-password")
    return _field("password", control, say, show)


def _switch(name: str, value: bool | None, say: Say) -> Element:
    chosen = INHERITED if value is None else ON if value else OFF
    words = ((INHERITED, "choice-inherited"), (ON, "choice-on"), (OFF, "choice-off"))
    return _chosen(name, chosen, [(each, say(code)) for each, code in words], say)


def _media(name: str, kept: str, there: list[MediaDevice], say: Say) -> Element:
    """Devices have ids and labels only once the browser has given one of them to the page."""
    labels = [
        (each.id, each.label or say(f"device-{each.kind}", number=str(number)))
        for number, each in enumerate(there, 1)
    ]
    lost = kept and kept not in (each.id for each in there)
    choices = [("", say("choice-browser")), *labels]
    return _chosen(name, kept, [*choices, (kept, say("device-unknown"))] if lost else choices, say)


def _field(name: str, control: Element, say: Say, *beside: Element) -> Element:
    """A control in its label, and below it what is to be known."""
    label = h("label", h("span", say(f"field-{name}")), control, class_="sipwidget-field")
    hint = say(f"hint-{name}") if name in _HINTS else ""
    below = h("p", hint, id=_hint_id(name), class_="sipwidget-hint") if hint else None
    return h("div", h("div", label, *beside, class_="sipwidget-entry"), below, key=name)


def _input(name: str, value: str, kind: str, autocomplete: str) -> Element:
    return h(
        "input",
        type=kind,
        name=name,
        value=value,
        class_="sipwidget-input",
        autocomplete=autocomplete,
        autocapitalize="none",
        spellcheck="false",
        aria_describedby=_hint_id(name) if name in _HINTS else None,
    )


def _chosen(name: str, value: str, choices: list[Choice], say: Say) -> Element:
    options = [h("option", words, key=each, value=each) for each, words in choices]
    control = h("select", *options, name=name, value=value, class_="sipwidget-input")
    return _field(name, control, say)


def _hint_id(name: str) -> str:
    return f"sipwidget-hint-{name}"
