"""The keyboard: what Escape, Enter and Tab do beyond what browsers do by themselves."""

from typing import Any

DIALOG = '[role="dialog"]'
# What Escape presses: of several the last, which lies over the others.
CLOSING = (
    '[data-action="cancel"], [data-action="keypad"][aria-pressed="true"], '
    '[data-action="quality"][aria-expanded="true"]'
)
REACHABLE = "button, input, select, summary"


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
            _save(event)
        case "Tab":
            _stay_inside(event)
        case _:
            pass


def reachable(node: Any, what: str = REACHABLE) -> list[Any]:
    """What Tab comes by within the node, in its order."""
    found = node.querySelectorAll(what)
    return [each for each in found if each.checkVisibility() and not each.closest("[inert]")]


def _save(event: Any) -> None:
    event.preventDefault()  # else it also presses what has the focus when the form is gone
    dialog = event.target.closest(DIALOG)
    for button in dialog.querySelectorAll('[data-action="save"]') if dialog else ():
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
