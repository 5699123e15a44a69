"""The keyboard: what keys do in a sheet beyond what browsers do by themselves."""

from typing import Any

DIALOG = '[role="dialog"]'
# What Escape presses: of several the last, which lies over the others.
CLOSING = (
    '[data-action="cancel"], [data-action="keypad"][aria-pressed="true"], '
    '[data-action="speaker"][aria-pressed="true"], '
    '[data-action="quality"][aria-expanded="true"]'
)
REACHABLE = "button, input, select, summary"
FIELDS = ("input", "select", "textarea")


def pressed(root: Any, event: Any) -> None:
    """A key went down somewhere in the root."""
    if event.isComposing:
        return  # the key is about the letters of an input method
    match event.key:
        case "Escape":
            for button in reachable(root, CLOSING)[-1:]:
                button.click()
        case "Enter" if event.repeat:
            event.preventDefault()  # a key held down must not press the next button, too
        case "Enter" if event.target.tagName.lower() == "input":
            _confirm(event)
        case "Tab":
            _stay_inside(event)
        case "ArrowDown" | "ArrowUp" | "Home" | "End":
            _move(event)
        case _:
            _type(event)


def reachable(node: Any, what: str = REACHABLE) -> list[Any]:
    """What Tab comes by within the node, in its order."""
    found = node.querySelectorAll(what)
    return [each for each in found if each.checkVisibility() and not each.closest("[inert]")]


def _confirm(event: Any) -> None:
    event.preventDefault()  # else it also presses what has the focus when the form is gone
    dialog = event.target.closest(DIALOG)
    for button in dialog.querySelectorAll("[data-enter]") if dialog else ():
        button.click()


def _stay_inside(event: Any) -> None:
    """From its last place a dialog leads to its first: what it covers cannot be used."""
    dialog = event.target.closest(DIALOG)
    places = reachable(dialog) if dialog else []
    if not places:
        return
    last, first = (places[0], places[-1]) if event.shiftKey else (places[-1], places[0])
    if event.target == last or (event.shiftKey and event.target == dialog):
        event.preventDefault()
        first.focus()


def _move(event: Any) -> None:
    """Up and down in a list; above its first row is the field in which one looks for others."""
    dialog = event.target.closest(DIALOG)
    rows = list(dialog.querySelectorAll("[data-arrows] button")) if dialog else []
    field = _typed_into(dialog)
    in_line = event.key in ("Home", "End")
    if not rows or (is_field(event.target) and (event.target != field or in_line)):
        return  # there these keys are the field's own
    event.preventDefault()
    here = next((number for number, row in enumerate(rows) if row == event.target), -1)
    last = len(rows) - 1
    wanted = {"Home": 0, "End": last, "ArrowUp": here - 1, "ArrowDown": here + 1}[event.key]
    (field if wanted < 0 and field else rows[min(max(wanted, 0), last)]).focus()


def _type(event: Any) -> None:
    """What is typed goes to the field, which need not have the focus.

    It has not from the beginning: on a phone its keyboard would hide all else.
    """
    is_text = (len(event.key) == 1 and event.key != " ") or event.key == "Backspace"
    if not is_text or event.ctrlKey or event.metaKey or event.altKey or is_field(event.target):
        return
    field = _typed_into(event.target.closest(DIALOG))
    if field:
        field.focus()  # in time for the browser to write there


def _typed_into(dialog: Any) -> Any:
    """The field of a list or of the keys, or something false."""
    return next(iter(dialog.querySelectorAll('[data-change="type"]')), None) if dialog else None


def is_field(node: Any) -> bool:
    """Whether keys go into it."""
    return node.tagName.lower() in FIELDS
