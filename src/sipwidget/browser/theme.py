"""The looks of openHAB's Main UI, when it holds the widget: followed, not copied.

The widget's page tells the style sheets about them by its root element: class ``dark`` or
``light``, ``data-theme`` (aurora, md, ios), and the custom properties below. Elsewhere it has
none of these, and what the browser prefers decides.
"""

from typing import Any

from sipwidget.browser.frame import frame_of, main_ui_theme
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.observers import Observers

# Framework7's names for what is no matter of the element around the frame.
_VARIABLES = {
    "--sipwidget-surface": "--f7-card-bg-color",
    "--sipwidget-accent": "--f7-theme-color",
}


class Theme:
    """Dresses the widget's page as the page around it, again whenever that has changed."""

    def __init__(self, page: Any, window: Any) -> None:
        self._page = page
        self._frame = frame_of(page)
        self._observers = Observers(window)
        self._preference = Listeners(page.matchMedia("(prefers-color-scheme: dark)"))
        self._worn: set[str] = set()
        self._shade = self._theme = ""

    def start(self) -> None:
        if not self._frame:
            return
        self._inherit()
        around = self._frame.ownerDocument
        for node in (around.documentElement, around.body):
            self._observers.attributes(node, ["class", "style"], self._follow)
        self._preference.on("change", lambda _: self._follow())
        self._follow()

    def close(self) -> None:
        """Follow no more, and wear nothing of the host's."""
        self._observers.close()
        self._preference.close()
        self._wear("", "", {})

    def _inherit(self) -> None:
        """What static/boot.js has put on before us is ours to take off."""
        root = self._page.document.documentElement
        if root.style.colorScheme:
            shades = (name for name in ("dark", "light") if root.classList.contains(name))
            self._shade, self._worn = next(shades, ""), {"color-scheme"}

    def _follow(self) -> None:
        theme = main_ui_theme(self._page)
        is_dark = self._frame.ownerDocument.documentElement.classList.contains("dark")
        shade = "dark" if is_dark else "light" if theme else ""
        self._wear(shade, theme, self._looks() if theme else {})

    def _looks(self) -> dict[str, str]:
        """CSS properties by name, "" where the host has none."""
        frame = self._frame
        computed = frame.ownerDocument.defaultView.getComputedStyle
        root = computed(frame.ownerDocument.documentElement)
        around = computed(frame.parentElement) if frame.parentElement else root
        variables = {ours: root.getPropertyValue(name) for ours, name in _VARIABLES.items()}
        return {
            "--sipwidget-font": around.fontFamily,
            "--sipwidget-font-size": around.fontSize,
            "--sipwidget-text": around.color,
            **{name: value.strip() for name, value in variables.items()},
        }

    def _wear(self, shade: str, theme: str, looks: dict[str, str]) -> None:
        root = self._page.document.documentElement
        if self._shade:  # what the page has of its own stays
            root.classList.remove(self._shade)
        if shade:
            root.classList.add(shade)
        if theme:
            root.setAttribute("data-theme", theme)
        elif self._theme:
            root.removeAttribute("data-theme")
        self._shade, self._theme = shade, theme
        scheme = {"color-scheme": self._scheme()} if shade else {}
        wanted = {name: value for name, value in (looks | scheme).items() if value}
        for name in self._worn - wanted.keys():
            root.style.removeProperty(name)
        for name, value in wanted.items():
            root.style.setProperty(name, value)
        self._worn = set(wanted)

    def _scheme(self) -> str:
        """That of the frame: where they differ, the browser paints a canvas behind the page."""
        around = self._frame.ownerDocument
        scheme = str(around.defaultView.getComputedStyle(self._frame).colorScheme)
        if scheme != "normal":
            return scheme
        meta = around.querySelector('meta[name="color-scheme"]')
        return str(meta.content) if meta else "light"
