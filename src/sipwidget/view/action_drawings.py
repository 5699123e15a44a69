"""The drawings of the action buttons, by the names of the setting ``buttons``."""

from sipwidget.view.element import Element, h

_SHACKLED = "M4.5 10.5h15v11h-15Z"  # the body of a lock

ACTION_DRAWINGS: dict[str, tuple[Element, ...]] = {
    "door": (
        h("path", d="M6 21.5v-19h12v19M2.5 21.5h19", class_="sipwidget-line"),
        h("circle", cx="14.3", cy="12.5", r="1.6"),
    ),
    "gate": (
        h(
            "path",
            d="M3 21.5V5.5M9 21.5v-18M15 21.5v-18M21 21.5V5.5M1.5 9.5h21M1.5 17h21",
            class_="sipwidget-line",
        ),
    ),
    "garage": (
        h("path", d="M2.5 21.5V9.5L12 2.5l9.5 7v12", class_="sipwidget-line"),
        h("path", d="M7.5 13h9M7.5 17.2h9M7.5 21.5h9", class_="sipwidget-line"),
    ),
    "lock": (
        h("path", d=_SHACKLED),
        h("path", d="M8 10V6.8a4 4 0 0 1 8 0V10", class_="sipwidget-line"),
    ),
    "unlock": (
        h("path", d=_SHACKLED),
        h("path", d="M8 10V5.8a4 4 0 0 1 7.8-1.3", class_="sipwidget-line"),
    ),
    "light": (
        h(
            "path",
            d="M12 1.5A7.4 7.4 0 0 0 8 15.1c.8.6 1 1.3 1 2.2h6c0-.9.2-1.6 1-2.2"
            "a7.4 7.4 0 0 0-4-13.6Z",
        ),
        h("path", d="M10 21.6h4", class_="sipwidget-line"),
    ),
    "bell": (
        h("path", d="M12 2C8 2 5.6 4.8 5.6 8.8v4.4L3 17.6h18l-2.6-4.4V8.8C18.4 4.8 16 2 12 2Z"),
        h("path", d="M10.2 21.4h3.6", class_="sipwidget-line"),
    ),
    "camera": (h("path", d="M1.5 6h13.8v12H1.5ZM16.8 10.6l5.7-3.4v9.6l-5.7-3.4Z"),),
    "blinds": (
        h(
            "path",
            d="M2.5 3h19M4.5 8h15M4.5 12.4h15M4.5 16.8h15M12 17v4.5",
            class_="sipwidget-line",
        ),
    ),
    "power": (h("path", d="M12 2v9M6.6 5.8a8.4 8.4 0 1 0 10.8 0", class_="sipwidget-line"),),
    "alarm": (
        h("path", d="M12 3 22 20.5H2Z", class_="sipwidget-line"),
        h("path", d="M12 9.4v4.4M12 17.2h.01", class_="sipwidget-line"),
    ),
}
