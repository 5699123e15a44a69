"""What became of a call, as a drawing: arrows for who called, and marks for how it went."""

from sipwidget.view.element import Element, h

_IN = "M20 4 6 18M6 8v10h10"
_OUT = "M4 20 18 6M8 6h10v10"
_CROSS = "M16 16l5.5 5.5M21.5 16 16 21.5"
_PATHS = {
    "incoming-answered": _IN,
    "incoming-missed": "M2.5 6 11.5 15 21.5 5M2.5 13V6h7M9.5 21h5",
    "incoming-declined": "M21 3 8 16M8 7.5V16h8.5M2.5 21h19",
    "incoming-elsewhere": "M2.5 12H14M9 6.5l5.5 5.5L9 17.5M20.5 4v16",
    "incoming-failed": f"M20 3 6.5 16.5M6.5 7v9.5M6.5 16.5h4{_CROSS}",
    "outgoing-answered": _OUT,
    "outgoing-failed": f"M3 19 16 6M7 5.5h9.5V11{_CROSS}",
}
RECORD_DRAWINGS: dict[str, tuple[Element, ...]] = {
    name: (h("path", d=path, class_="sipwidget-line"),) for name, path in _PATHS.items()
}
