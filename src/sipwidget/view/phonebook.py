"""The phonebook: whom one can call, and a field to look for somebody where they are many."""

from sipwidget.phone.model import Entry
from sipwidget.phone.phonebook import matching
from sipwidget.view.buttons import button, cancel_button, icon
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say

FEW = 8  # entries that are looked through at a glance


def phonebook(entries: tuple[Entry, ...], typed: str, say: Say) -> tuple[Element | None, ...]:
    """The entries in their order, those that match what was typed, and cancel."""
    many = len(entries) > FEW
    found = matching(entries, typed) if many else entries
    # Where much can be typed the sheet itself has the focus, which no later search takes away.
    choices = [_choice(each, first=each is found[0], many=many, say=say) for each in found]
    nobody = h("p", say("search-nobody"), class_="sipwidget-nobody", role="status")
    return (
        _search(typed, say) if many else None,
        h("div", *choices, class_="sipwidget-choices", data_arrows=True),
        None if choices or not many else nobody,
        cancel_button(say("button-cancel"), autofocus=not entries),
    )


def _search(typed: str, say: Say) -> Element:
    field = h(
        "input",
        type="search",
        name="search",
        value=typed,
        class_="sipwidget-input",
        aria_label=say("field-search"),
        placeholder=say("field-search"),
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        enterkeyhint="go",
        data_change="type",
    )
    return h("div", field, class_="sipwidget-search")


def _choice(entry: Entry, *, first: bool, many: bool, say: Say) -> Element:
    name = entry.name or entry.target
    return button(
        "dial",
        icon("phone"),
        say("button-dial", party=name),
        h("span", name, class_="sipwidget-label"),
        look="sipwidget-choice",
        target=entry.target,
        autofocus=first and not many,
        enter=first,
    )
