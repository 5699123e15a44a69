"""What the person opens: sheets over the idle widget, the keypad in a call."""

from sipwidget.phone.model import Call, Entry, Model, Sheet
from sipwidget.view.account import account
from sipwidget.view.buttons import button, icon
from sipwidget.view.diagnostics import diagnostics
from sipwidget.view.element import Element, h
from sipwidget.view.navigation import navigation
from sipwidget.view.words import Say

KEY_NAMES = {"*": "key-star", "#": "key-pound"}  # of which a screen reader may say nothing


def sheet(model: Model, say: Say) -> Element | None:
    """The sheet that lies over the widget, if there is one; during a call it waits unseen."""
    if model.sheet is Sheet.PHONEBOOK and model.call is None:
        return _lay(model, say, *_phonebook(model.entries, say))
    if model.sheet is Sheet.ACCOUNT and model.form is not None:
        # No field has the focus: on a phone its keyboard would hide the others.
        form = account(model.form, model.notices, say)
        return _lay(model, say, *form, focus=True)
    if model.sheet is Sheet.DIAGNOSTICS and model.findings is not None and model.call is None:
        return _lay(model, say, *diagnostics(model.findings, say), focus=True)
    return None


def _lay(model: Model, say: Say, *children: Element, focus: bool = False) -> Element:
    name = f"sheet-{model.sheet}"
    title = say(name)
    panel = h(
        "div",
        h("h2", title, class_="sipwidget-title"),
        navigation(model, say),
        *children,
        class_="sipwidget-panel",
        role="dialog",
        aria_modal="true",
        aria_label=title,
        tabindex=-1 if focus else None,
        data_autofocus=focus,
    )
    return h(
        "div",
        panel,
        key=name,
        class_="sipwidget-sheet",
        data_sheet=model.sheet,
        hidden=model.call is not None,
    )


def keypad(call: Call, say: Say) -> Element:
    """The keys of a telephone; each sends its tone in the call at once."""
    keys = [
        button(
            "digit",
            h("span", key, class_="sipwidget-digit"),
            say(KEY_NAMES[key]) if key in KEY_NAMES else key,
            look="sipwidget-key",
            target=key,
            call=call.id,
        )
        for key in "123456789*0#"
    ]
    title = say("sheet-keypad")
    return h("div", *keys, key="keypad", class_="sipwidget-keypad", role="group", aria_label=title)


def _phonebook(entries: tuple[Entry, ...], say: Say) -> tuple[Element, Element]:
    choices = [_choice(entry, first=entry is entries[0], say=say) for entry in entries]
    cancel = button(
        "cancel",
        icon("close"),
        say("button-cancel"),
        h("span", say("button-cancel"), class_="sipwidget-label"),
        look="sipwidget-choice",
        autofocus=not entries,
    )
    return h("div", *choices, class_="sipwidget-choices"), cancel


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
