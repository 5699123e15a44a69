"""What a frame shows while its page is on its way, as a video has a poster until it is there.

A page takes some 30 ms to come to a new frame, or as long as the network takes. The frame's own
background is a picture until then: a still, as a document of SVG, in which nothing runs and which
fetches nothing.
"""

from typing import Any

from pyodide.ffi import to_js

from sipwidget.browser.frame import Lent
from sipwidget.browser.still import Still

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">'
    '<foreignObject width="100%" height="100%">{}</foreignObject></svg>'
)


class Posters:
    """Makes posters of stills. ``window`` has the style sheets of all pages."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._made: object = None  # what the last one was made of
        self._last: Any = None

    def hang(self, still: Still, frame: Any) -> Lent:
        """Let the frame show the still until what is returned is closed."""
        return Lent(frame, self._properties(still))

    def _properties(self, still: Still) -> Any:
        """Most stills look as the one before."""
        if self._made != still.looks:
            url = "data:image/svg+xml," + self._window.encodeURIComponent(self._drawn(still))
            looks = {"background": f'content-box 0 0 / 100% 100% no-repeat url("{url}")'}
            looks |= {"height": still.height} if still.height else {}
            self._made = still.looks
            self._last = to_js(looks, dict_converter=self._window.Object.fromEntries)
        return self._last

    def _drawn(self, still: Still) -> str:
        document = self._window.document
        root, style, body = map(document.createElement, ("html", "style", "body"))
        still.dress(root)
        if not root.style.colorScheme:
            root.style.colorScheme = self._preference()
        main = still.main.cloneNode(True)
        for widget in main.querySelectorAll("[data-config]"):
            widget.removeAttribute("data-config")  # the password is nobody's business
        body.append(main)
        root.append(style, body)
        style.textContent = self._rules(root)
        return _SVG.format(self._window.XMLSerializer.new().serializeToString(root))

    def _preference(self) -> str:
        is_dark = self._window.matchMedia("(prefers-color-scheme: dark)").matches
        return "dark" if is_dark else "light"

    def _rules(self, root: Any) -> str:
        """What the style sheets say of this."""
        whole = self._window.document.createDocumentFragment()
        whole.append(root)
        sheets = self._window.document.styleSheets
        rules = [rule for sheet in sheets for rule in sheet.cssRules if _concerns(rule, whole)]
        return "\n".join(_text(rule.cssText) for rule in rules)


def _concerns(rule: Any, whole: Any) -> bool:
    """Whether a rule of CSS says anything of these nodes."""
    if hasattr(rule, "selectorText"):
        selector = _text(rule.selectorText)
        return "::" in selector or bool(whole.querySelector(selector))
    if hasattr(rule, "cssRules"):
        return any(_concerns(each, whole) for each in rule.cssRules)
    return True


def _text(css: str) -> str:
    """The same for a document whose root is another."""
    return css.replace(":root", "html")
