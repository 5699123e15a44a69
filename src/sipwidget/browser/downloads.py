"""Files that the person gets from the page."""

from typing import Any

from pyodide.ffi import to_js

KEPT = 10_000  # ms until the text may go: some browsers begin to read it only after the click


def download(window: Any, name: str, text: str) -> None:
    """Save the text under that name where the browser keeps downloads.

    Before it stands what only the browser knows: when that was, and which browser it is.
    """
    heading = f"{window.Date.new().toISOString()}\n{window.navigator.userAgent}\n\n"
    kind = to_js({"type": "text/plain;charset=utf-8"}, dict_converter=window.Object.fromEntries)
    blob = window.Blob.new(window.Array.of(heading + text), kind)
    link = window.document.createElement("a")
    link.href = window.URL.createObjectURL(blob)
    link.download = name
    link.click()
    window.setTimeout(window.URL.revokeObjectURL.bind(window.URL, link.href), KEPT)
