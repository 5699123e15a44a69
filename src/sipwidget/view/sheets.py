"""What the person opens: sheets over the idle widget."""

from sipwidget.phone.model import Model, Sheet
from sipwidget.view.account import account
from sipwidget.view.diagnostics import diagnostics
from sipwidget.view.element import Element, h
from sipwidget.view.history import history
from sipwidget.view.navigation import navigation
from sipwidget.view.number import number
from sipwidget.view.phonebook import FEW, phonebook
from sipwidget.view.self_test import self_test
from sipwidget.view.words import Say


def sheet(model: Model, say: Say) -> Element | None:
    """The sheet that lies over the widget, if there is one; during a call it waits unseen."""
    if model.sheet is Sheet.ACCOUNT and model.form is not None:
        # No field has the focus: on a phone its keyboard would hide the others.
        return _lay(model, say, *account(model.form, model.notices, say), focus=True)
    if model.sheet is Sheet.SELF_TEST and model.report is not None:
        return _lay(model, say, *self_test(model.report, say), focus=True)
    if model.call is not None:
        return None
    match model.sheet:
        case Sheet.PHONEBOOK:
            many = len(model.entries) > FEW
            return _lay(model, say, *phonebook(model.entries, model.typed, say), focus=many)
        case Sheet.HISTORY if model.history is not None:
            return _lay(model, say, *history(model.history, say), focus=True)
        case Sheet.NUMBER:
            return _lay(model, say, *number(model, say), focus=True)
        case Sheet.DIAGNOSTICS if model.findings is not None:
            return _lay(model, say, *diagnostics(model.findings, say), focus=True)
        case _:
            return None


def _lay(model: Model, say: Say, *children: Element | None, focus: bool = False) -> Element:
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
