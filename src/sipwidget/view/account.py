"""The form of the local account: what it shows is of this device, and stays there."""

from collections.abc import Iterable

from sipwidget.phone.device import CHOSEN, PROCESSING, SWITCHES, Device
from sipwidget.phone.model import AccountForm
from sipwidget.phone.notices import Notice
from sipwidget.view.buttons import button, icon, text_button
from sipwidget.view.element import Element, h
from sipwidget.view.fields import field, media_choices, select, switch, text_input
from sipwidget.view.notices import shown
from sipwidget.view.words import Say

_ACTIONS = ("clear", "cancel", "save")
_FIELDS = ("username", "password", "ownSipAddress", "sipStateItem", "autoAnswer")
_HINTS = ("username", "ownSipAddress", "sipStateItem", "autoAnswerFrom")  # fields that have one


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


def _overrides(form: AccountForm, say: Say) -> list[Element | None]:
    device = form.device
    unnamed = any(not each.label for each in form.choices)
    automatic = None if device.auto_answer is None else bool(device.auto_answer)
    return [
        switch("autoAnswer", automatic, say),
        _typed("autoAnswerFrom", device.auto_answer or "", say),
        *_switches(device, [name for name in SWITCHES if name not in PROCESSING], say),
        *(_media(name, form, say) for name in CHOSEN),
        h("p", say("devices-unnamed"), class_="sipwidget-hint") if unnamed else None,
    ]


def _switches(device: Device, names: Iterable[str], say: Say) -> list[Element]:
    return [switch(name, getattr(device, SWITCHES[name]), say) for name in names]


def _group(title: str, say: Say, *fields: Element | None) -> Element:
    legend = h("legend", say(title), class_="sipwidget-legend")
    return h("fieldset", legend, *fields, key=title, class_="sipwidget-group")


# --- one field ------------------------------------------------------------------------------------


def _typed(name: str, value: str, say: Say) -> Element:
    hint = say(f"hint-{name}") if name in _HINTS else ""
    return field(name, text_input(name, value, "text", "off", hint), say, hint=hint)


def _password(form: AccountForm, say: Say) -> Element:
    kind = "text" if form.password_shown else "password"
    show = button(
        "show",
        icon("eye"),
        say("button-show"),
        look="sipwidget-show",
        pressed=form.password_shown,
    )
    control = text_input("password", form.device.password, kind, "new-password")
    return field("password", control, say, show)


def _media(name: str, form: AccountForm, say: Say) -> Element:
    kept = getattr(form.device, name)
    choices = media_choices(CHOSEN[name], kept, form.choices, say)
    return field(name, select(kept, choices, name=name), say)
