"""The last picture of a page, with which the next one begins.

To begin a face takes Python some 10 ms (docs/performance.md), and after a change of the host's page
the phone mostly looks as it did before. So a page in the same place shows at once what the page
before showed; its face begins a moment later, or as soon as something is done there.
"""

from dataclasses import dataclass
from typing import Any

from sipwidget.browser.face import Face
from sipwidget.browser.frame import FILLS, FLOWS, frame_of
from sipwidget.browser.ports import PhonePort
from sipwidget.phone.model import Model
from sipwidget.view.element import Element

_LIVES = "img, video"  # what a copy would load anew


@dataclass(frozen=True, slots=True)
class Still:
    """A copy of what a page shows, the ``tree`` that it was drawn from, and what it is true of."""

    tree: Element
    _main: Any
    _looks: tuple[str, str, str | None]  # class, style and theme of the root element
    _place: tuple[str, ...]
    _phone: PhonePort
    _model: Model

    def show(self, page: Any) -> bool:
        """Put the copy into this page; False where it is not for that one. Only once."""
        main = _only_main(page)
        is_same = self._phone.model == self._model and _place(page, frame_of(page)) == self._place
        if not main or not is_same:
            return False
        root = page.document.documentElement
        root.className, root.style.cssText, theme = self._looks
        if theme:
            root.dataset.theme = theme
        main.replaceWith(self._main)
        return True

    def is_in(self, page: Any) -> bool:
        """Whether the page still shows the copy, and has not been loaded anew."""
        return bool(_only_main(page) == self._main)


def take(window: Any, face: Face, frame: Any) -> Still | None:
    """What the page of this face shows, kept in the document of ``window``; None in a call.

    ``frame`` holds the page, which in Firefox does not know that any more as it goes.
    """
    main, model = _only_main(face.page), face.phone.model
    if not main or not face.tree or model.calls or main.querySelector(_LIVES):
        return None
    root = face.page.document.documentElement
    looks = (str(root.className), str(root.style.cssText), root.getAttribute("data-theme"))
    copy = window.document.importNode(main, True)
    return Still(face.tree, copy, looks, _place(face.page, frame), face.phone, model)


def _only_main(page: Any) -> Any:
    """What holds the widget in index.html; nothing in a page that has more."""
    body = page.document.body
    main = body.firstElementChild if body.childElementCount == 1 else None
    return main if main and main.matches(f".{FILLS}, .{FLOWS}") else None


def _place(page: Any, frame: Any) -> tuple[str, ...]:
    """Where the page stands and what it is told there: what is not the phone's own."""
    told = [frame.getAttribute(name) or "" for name in ("data-config", "data-height", "style")]
    around = frame.ownerDocument.documentElement
    root = page.document.querySelector("[data-config]")
    own = str(root.dataset.config) if root else ""
    return (str(page.location.href), own, *told, str(around.className), str(around.lang))
