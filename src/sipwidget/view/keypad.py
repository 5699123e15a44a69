"""The keys of a telephone."""

from sipwidget.view.buttons import button
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say

_NAMES = {"*": "key-star", "#": "key-pound"}  # of which a screen reader may say nothing


def keypad(call: str | None, say: Say) -> Element:
    """In a call each key sends its tone at once; without one it writes."""
    keys = [
        button(
            "digit",
            h("span", key, class_="sipwidget-digit"),
            say(_NAMES[key]) if key in _NAMES else key,
            look="sipwidget-key",
            target=key,
            call=call,
        )
        for key in "123456789*0#"
    ]
    title = say("sheet-keypad")
    return h("div", *keys, key="keypad", class_="sipwidget-keypad", role="group", aria_label=title)
