"""Buttons and their round icons, drawn by ourselves on a grid of 24 units, the disc included."""

from sipwidget.view.action_drawings import ACTION_DRAWINGS
from sipwidget.view.element import Element, h
from sipwidget.view.record_drawings import RECORD_DRAWINGS

_HANDSET = (  # lying, its ends down: as "hang up" shows it
    "M12 7.4C7.9 7.4 4.2 8.7 2.1 11c-.8.9-.9 2-.6 3.4l.2.9c.3.9 1 1.3 1.9 1.1l3-.7"
    "c.8-.2 1.2-.7 1.2-1.5v-1.9c2.7-.9 5.7-.9 8.4 0v1.9c0 .8.4 1.3 1.2 1.5l3 .7"
    "c.9.2 1.6-.2 1.9-1.1l.2-.9c.3-1.4.2-2.5-.6-3.4C19.8 8.7 16.1 7.4 12 7.4Z"
)
_UPRIGHT = "translate(-1.6 1.6) rotate(-135 12 12)"

_DRAWINGS: dict[str, tuple[Element, ...]] = {
    **{f"action-{name}": drawn for name, drawn in ACTION_DRAWINGS.items()},
    **{f"record-{name}": drawn for name, drawn in RECORD_DRAWINGS.items()},
    "call": (
        h("path", d=_HANDSET, transform=_UPRIGHT),
        h("path", d="M14.2 9.8 21 3M15.8 3H21v5.2", class_="sipwidget-line"),
    ),
    "answer": (
        h("path", d=_HANDSET, transform=_UPRIGHT),
        h("path", d="M21 3 14.2 9.8M14.2 4.6v5.2h5.2", class_="sipwidget-line"),
    ),
    "phone": (h("path", d=_HANDSET, transform="rotate(-135 12 12)"),),
    "hangup": (h("path", d=_HANDSET),),
    "keypad": tuple(
        h("circle", cx=str(x), cy=str(y), r="1.9") for y in (4, 10, 16, 22) for x in (6, 12, 18)
    ),
    "keys": (h("path", d="M9.5 3 7.5 21M17 3l-2 18M4.5 9H21M3 15h16.5", class_="sipwidget-line"),),
    "mute": (
        h("rect", x="8.5", y="1.5", width="7", height="13", rx="3.5"),
        h("path", d="M4.5 11a7.5 7.5 0 0 0 15 0M12 18.5V22", class_="sipwidget-line"),
        h("path", d="M3 2.5 21 21.5", class_="sipwidget-line"),
    ),
    "speaker": (
        h("path", d="M2.5 8.5h4L12 4v16l-5.5-4.5h-4Z"),
        h("path", d="M15.5 8.5a5 5 0 0 1 0 7M18.5 5.5a9.2 9.2 0 0 1 0 13", class_="sipwidget-line"),
    ),
    "hold": (h("path", d="M8 4.5v15M16 4.5v15", class_="sipwidget-line"),),
    "swap": (
        h("path", d="M2.5 8h16M14 3.5 18.5 8 14 12.5", class_="sipwidget-line"),
        h("path", d="M21.5 17h-16M10 12.5 5.5 17l4.5 4.5", class_="sipwidget-line"),
    ),
    "resume": (h("path", d="M7 4v16l13-8Z"),),
    "camera": (
        h("rect", x="1.5", y="6", width="13.5", height="12", rx="2.5"),
        h("path", d="M16.5 10.5 22.5 7v10l-6-3.5Z"),
        h("path", d="M3 2.5 21 21.5", class_="sipwidget-line"),
    ),
    "fullscreen": (
        h(
            "path",
            d="M3 8.5V3h5.5M15.5 3H21v5.5M21 15.5V21h-5.5M8.5 21H3v-5.5",
            class_="sipwidget-line",
        ),
    ),
    "pip": (
        h("path", d="M20.5 9V4h-18v14H8", class_="sipwidget-line"),
        h("rect", x="11", y="12", width="11.5", height="8.5", rx="1.5"),
    ),
    "gear": (
        h(
            "path",
            d="M9.7 3.7 10.1 1h3.8l.4 2.7 1.9.8 2.3-1.6 2.6 2.6-1.6 2.3.8 1.9 2.7.4v3.8l-2.7.4"
            "-.8 1.9 1.6 2.3-2.6 2.6-2.3-1.6-1.9.8-.4 2.7h-3.8l-.4-2.7-1.9-.8-2.3 1.6-2.6-2.6"
            " 1.6-2.3-.8-1.9L1 13.9v-3.8l2.7-.4.8-1.9-1.6-2.3 2.6-2.6 2.3 1.6Z"
            "M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 1 0 0-7.6Z",
        ),
    ),
    "check": (h("path", d="M3 13l6 6L21 5", class_="sipwidget-line"),),
    "ladder": (
        h("path", d="M4 2v20M20 2v20M4 8h12M20 16H8", class_="sipwidget-line"),
        h("path", d="M15 4.5 20 8l-5 3.5ZM9 12.5 4 16l5 3.5Z"),
    ),
    "eye": (
        h(
            "path",
            d="M1.6 12c4.4-8.4 16.4-8.4 20.8 0-4.4 8.4-16.4 8.4-20.8 0Z",
            class_="sipwidget-line",
        ),
        h("circle", cx="12", cy="12", r="3.4"),
    ),
    "dnd": (
        h("circle", cx="12", cy="12", r="9", class_="sipwidget-line"),
        h("path", d="M7.5 12h9", class_="sipwidget-line"),
    ),
    "microphone": (
        h("rect", x="8.5", y="1.5", width="7", height="13", rx="3.5"),
        h("path", d="M4.5 11a7.5 7.5 0 0 0 15 0M12 18.5V22", class_="sipwidget-line"),
    ),
    "history": (
        h("circle", cx="12", cy="12", r="9.5", class_="sipwidget-line"),
        h("path", d="M12 6v6.5l4.5 2.5", class_="sipwidget-line"),
    ),
    "backspace": (
        h("path", d="M8.5 5H21v14H8.5L2 12ZM11.5 9l6 6M17.5 9l-6 6", class_="sipwidget-line"),
    ),
    "close": (h("path", d="M6 6l12 12M18 6 6 18", class_="sipwidget-line"),),
}
_BADGES = {  # their marks tell states apart without colour
    "wait": "M16.9 19.5h.01M19.5 19.5h.01M22.1 19.5h.01",
    "alert": "M19.5 17v3M19.5 22h.01",
    "off": "M17.4 21.6l4.2-4.2",
    "done": "M17.3 19.7l1.6 1.6 2.8-3.4",
    "dnd": "M17.1 19.5h4.8",
}


def icon(name: str, badge: str = "") -> Element:
    """A disc with a glyph, and a badge at its lower right; decoration for assistive tools."""
    glyph = h(
        "g", *_DRAWINGS[name], class_="sipwidget-glyph", transform="translate(4.8 4.8) scale(.6)"
    )
    return h(
        "svg",
        h("circle", cx="12", cy="12", r="12", class_="sipwidget-disc"),
        glyph,
        _badge(badge) if badge else None,
        key=name,
        class_="sipwidget-icon",
        viewBox="0 0 24 24",
        aria_hidden="true",
        focusable="false",
    )


def _badge(name: str) -> Element:
    return h(
        "g",
        h("circle", cx="19.5", cy="19.5", r="4.5", class_="sipwidget-badge-disc"),
        h("path", d=_BADGES[name], class_="sipwidget-line"),
        key=name,
        class_="sipwidget-badge",
        data_badge=name,
    )


def button(
    action: str,
    drawing: Element,
    name: str,
    *visible: Element | None,
    look: str,
    color: str | None = None,
    target: str | None = None,
    call: str | None = None,
    disabled: bool = False,
    pressed: bool | None = None,
    autofocus: bool = False,
    hold: str | None = None,
    enter: bool = False,
    momentary: bool = False,
) -> Element:
    """A button that does ``action`` on a ``target`` or in a ``call``.

    ``name`` is what assistive tools call it, ``look`` its class. A disabled one can still be
    pressed, to learn why it does nothing. ``pressed`` is given for a toggle only; ``hold`` is
    what the button does when it is held down, and a ``momentary`` one is on while it is;
    ``enter``: it is also what Enter in a field does.
    """
    return h(
        "button",
        drawing,
        *visible,
        type="button",
        class_=look,
        aria_label=name,
        aria_disabled="true" if disabled else None,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        data_action=action,
        data_target=target,
        data_call=call,
        data_color=color,
        data_autofocus=autofocus,
        data_hold=hold,
        data_enter=enter,
        data_momentary=momentary,
    )


def cancel_button(words: str, *, autofocus: bool = False) -> Element:
    """The last row of a sheet in which one thing is chosen."""
    label = h("span", words, class_="sipwidget-label")
    look = "sipwidget-choice"
    return button("cancel", icon("close"), words, label, look=look, autofocus=autofocus)


def text_button(
    action: str, words: str, *, target: str | None = None, enter: bool = False
) -> Element:
    """A button that shows what it does in words; ``enter`` as ``button`` has it."""
    return h(
        "button",
        words,
        type="button",
        class_="sipwidget-text-button",
        data_action=action,
        data_target=target,
        data_enter=enter,
    )
