"""The last picture of a page, with which the next one in the same place begins.

It is shown twice: by the frame, before it has a page (browser/poster.py), and by the page, before
it has a face. ``frame`` is the iframe that holds a page, or will.
"""

from dataclasses import dataclass
from typing import Any

from sipwidget.browser.face import Face
from sipwidget.browser.frame import FILLS, FLOWS, THEMES, frame_of, gives_height
from sipwidget.browser.ports import PhonePort
from sipwidget.phone.model import Model
from sipwidget.view.element import Element

_LIVES = "img, video"  # what a copy would load anew


@dataclass(frozen=True, slots=True)
class Still:
    """A copy of what a page shows, the ``tree`` that it was drawn from, and what it is true of.

    ``height`` is that of a frame which has the widget's, else "".
    """

    tree: Element
    height: str
    main: Any
    _looks: tuple[str, str, str | None]  # class, style and theme of the root element
    _address: str
    _place: tuple[str, ...]
    _own: str  # what the page itself tells its widget
    _phone: PhonePort
    _model: Model

    @property
    def looks(self) -> object:
        """What is different of stills that look different."""
        return str(self.main.className), self.height, self.tree, self._looks

    def is_true(self) -> bool:
        """Whether the phone still is as it was."""
        return self._phone.model == self._model

    def is_for(self, frame: Any) -> bool:
        """Whether the frame, to which a page is to come, stands where the last one stood."""
        return bool(frame.src == self._address) and _place(frame) == self._place

    def dress(self, root: Any) -> None:
        """Give the looks of the last page to this root element."""
        root.className, root.style.cssText, theme = self._looks
        if theme:
            root.dataset.theme = theme

    def show(self, page: Any) -> bool:
        """Put the copy into this page; False where it is not for that one. Only once."""
        main, frame = _only_main(page), frame_of(page)
        is_there = bool(page.location.href == self._address) and _own(page) == self._own
        if not main or not is_there or _place(frame) != self._place or not self.is_true():
            return False
        self.dress(page.document.documentElement)
        main.replaceWith(self.main)
        return True

    def is_in(self, page: Any) -> bool:
        """Whether the page still shows the copy, and has not been loaded anew."""
        return bool(_only_main(page) == self.main)


def take(window: Any, face: Face, frame: Any) -> Still | None:
    """What the page of this face shows, kept in the document of ``window``; None in a call.

    In Firefox a page that goes does not know its frame any more.
    """
    page, model = face.page, face.phone.model
    main = _only_main(page)
    if not frame or not main or not face.tree or model.calls or main.querySelector(_LIVES):
        return None
    root = page.document.documentElement
    return Still(
        face.tree,
        str(frame.style.height) if gives_height(frame) else "",
        window.document.importNode(main, True),
        (str(root.className), str(root.style.cssText), root.getAttribute("data-theme")),
        str(page.location.href),
        _place(frame),
        _own(page),
        face.phone,
        model,
    )


def _only_main(page: Any) -> Any:
    """What holds the widget in index.html; nothing in a page that has more."""
    body = page.document.body
    main = body.firstElementChild if body.childElementCount == 1 else None
    return main if main and main.matches(f".{FILLS}, .{FLOWS}") else None


def _own(page: Any) -> str:
    root = page.document.querySelector("[data-config]")
    return str(root.dataset.config) if root else ""


def _place(frame: Any) -> tuple[str, ...]:
    """Where a page stands and what it is told there: what is not the phone's own."""
    like = frame.cloneNode()
    like.style.background = ""  # may be a poster
    if gives_height(frame):
        like.style.height = ""
    told = [like.getAttribute(name) or "" for name in ("data-config", "data-height")]
    worn = frame.ownerDocument.documentElement.classList
    theme = (name for name in ("dark", *THEMES) if worn.contains(name))
    editor = "in an editor" if frame.closest(".layout-editor") else ""
    language = str(frame.ownerDocument.documentElement.lang)
    return (*told, str(like.style.cssText), *theme, language, editor)
