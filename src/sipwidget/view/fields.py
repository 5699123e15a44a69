"""Fields of forms: a control in its label, and below it what is to be known."""

from collections.abc import Iterable

from sipwidget.phone.device import INHERITED, OFF, ON, MediaDevice
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say

Choice = tuple[str, str]  # a value, and what is shown for it


def field(name: str, control: Element, say: Say, *beside: Element, hint: str = "") -> Element:
    """The label is ``field-NAME`` of the language."""
    label = h("label", h("span", say(f"field-{name}")), control, class_="sipwidget-field")
    below = h("p", hint, class_="sipwidget-hint") if hint else None
    return h("div", h("div", label, *beside, class_="sipwidget-entry"), below, key=name)


def text_input(name: str, value: str, kind: str, autocomplete: str, hint: str = "") -> Element:
    """The hint is told by an attribute: ids would repeat where two widgets are in one document."""
    return h(
        "input",
        type=kind,
        name=name,
        value=value,
        class_="sipwidget-input",
        autocomplete=autocomplete,
        autocapitalize="none",
        spellcheck="false",
        aria_description=hint or None,
    )


def switch(name: str, value: bool | None, say: Say) -> Element:
    """As the widget has it (None), on, or off."""
    chosen = INHERITED if value is None else ON if value else OFF
    words = ((INHERITED, "choice-inherited"), (ON, "choice-on"), (OFF, "choice-off"))
    return field(name, select(chosen, [(each, say(code)) for each, code in words], name=name), say)


def select(value: str, choices: Iterable[Choice], **attributes: str) -> Element:
    options = [h("option", words, key=each, value=each) for each, words in choices]
    return h("select", *options, value=value, class_="sipwidget-input", **attributes)


def media_choices(
    kind: str, kept: str, devices: Iterable[MediaDevice], say: Say
) -> tuple[Choice, ...]:
    """Devices of that kind to choose from, and what is kept though it may not be there now.

    They have ids and labels only once the browser has given one of them to the page.
    """
    there = [each for each in devices if each.kind == kind and each.id]
    labels = [
        (each.id, each.label or say(f"device-{kind}", number=str(number)))
        for number, each in enumerate(there, 1)
    ]
    lost = kept and kept not in (each.id for each in there)
    unknown = [(kept, say("device-unknown"))] if lost else []
    return (("", say("choice-browser")), *labels, *unknown)
