"""What a frame shows while its page is on its way, as a video has a poster until it is there.

The frame's own background is a picture until then: a still, as a document of SVG, in which nothing
runs and which fetches nothing. The host's policy has to allow pictures from ``data:`` addresses, as
openHAB's does; elsewhere there are no posters.
"""

from dataclasses import dataclass
from typing import Any

from pyodide.ffi import to_js

from sipwidget.browser.frame import Lent
from sipwidget.browser.still import Still

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">'
    '<foreignObject width="100%" height="100%">{}</foreignObject></svg>'
)


@dataclass(frozen=True, slots=True)
class Poster:
    """``frame`` shows ``still`` until ``lent`` is closed."""

    still: Still
    frame: Any
    lent: Lent


class Posters:
    """Hangs them. ``window`` has the style sheets of all pages."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._looks: object = None  # what the last one was made of
        self._properties: Any = None  # in JavaScript: text takes its time from one to the other

    def hang(self, still: Still, frame: Any) -> Poster:
        """Let the frame show the still. Most look as the one before."""
        looks = still.looks, self._preference()
        if self._looks != looks:
            url = "data:image/svg+xml," + self._window.encodeURIComponent(self._drawn(still))
            properties = {
                "background-image": f'url("{url}")',
                "background-size": "100% 100%",
                "background-origin": "content-box",
                "background-repeat": "no-repeat",
            }
            if still.height:
                properties["height"] = still.height
            from_entries = self._window.Object.fromEntries
            self._properties = to_js(properties, dict_converter=from_entries)
            self._looks = looks
        return Poster(still, frame, Lent(frame, self._properties))

    def _drawn(self, still: Still) -> str:
        """The document; of a password that its page may hold nothing is in there."""
        document = self._window.document
        root, style, body = map(document.createElement, ("html", "style", "body"))
        still.dress(root)
        if not root.style.colorScheme:
            root.style.colorScheme = self._preference()
        main = still.main.cloneNode(True)
        for widget in main.querySelectorAll("[data-config]"):
            widget.removeAttribute("data-config")
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
