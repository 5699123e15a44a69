"""The page that holds the widget: where its settings come from, and whether it is being edited.

``page`` is the window of the widget's page, which may go away; ``window`` is the engine's own, to
which promises and observers belong. In a widget that holds its own engine they are the same.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pyodide.ffi import JsException, create_proxy, to_js

from sipwidget.browser.devices import are_allowed
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.promises import Rejected, settled
from sipwidget.phone.config import ConfigError, Source, read_document, read_json
from sipwidget.phone.notices import Notice

_NOT_FOUND = 404

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was found: all documents in one, and how far it may be trusted as a whole."""

    document: Document
    source: Source
    problems: tuple[Notice, ...] = ()


class Host:
    """What the page around the widget says. Nothing here raises."""

    def __init__(self, page: Any, window: Any) -> None:
        self._page = page
        self._window = window
        self._closing: list[Callable[[], None]] = []

    async def read(self) -> Settings:
        """Read the settings of CONTRACT.md's places 1 to 3; of two that set a key the later wins.

        With a link among them the whole has a link's trust: it could have set anything.
        """
        document: dict[str, object] = {}
        source = Source.HOST
        problems = []
        for origin, reading in self._places():
            try:
                found = await reading
            except ConfigError as error:
                problems.append(error.notice)
                continue
            document |= {name: value for name, value in found.items() if value not in ("", None)}
            source = Source.LINK if origin is Source.LINK else source
        return Settings(document, source, tuple(problems))

    def watch(self, changed: Callable[[], None]) -> None:
        """Call back when the attribute or the fragment has changed, until ``close``."""
        fragment = Listeners(self._page)
        fragment.on("hashchange", lambda _: changed())
        self._closing.append(fragment.close)
        frame = self._frame()
        if frame:
            proxy = create_proxy(lambda *_: changed())
            observer = self._window.MutationObserver.new(proxy)
            observer.observe(frame, self._options(attributeFilter=["data-config"]))
            self._closing += [proxy.destroy, observer.disconnect]

    def close(self) -> None:
        """Watch no more."""
        while self._closing:
            self._closing.pop()()

    def is_editing(self) -> bool:
        """Whether openHAB's page editor shows us, with its menus, to be arranged and not used."""
        frame = self._frame()
        if not frame or "/settings/pages/" not in frame.ownerDocument.location.pathname:
            return False
        in_editor = frame.closest(".layout-editor")
        return bool(in_editor and frame.ownerDocument.querySelector(".configure-layout-menu"))

    def is_secure(self) -> bool:
        """Whether the browser gives microphone and camera to this page at all."""
        return are_allowed(self._page)

    def _places(self) -> Iterator[tuple[Source, Awaitable[Document]]]:
        """Where settings stand, the weakest first; ``config.yaml`` only where nothing else is."""
        link = self._page.URLSearchParams.new(self._page.location.search).get("config")
        frame = self._frame()
        attribute = frame.getAttribute("data-config") if frame else None
        fragment = unquote(self._page.location.hash[1:])
        if link:
            yield Source.LINK, self._linked(link)
        if attribute:
            yield Source.HOST, _json(attribute, "data-config")
        elif fragment:
            yield Source.LINK, _json(fragment, "#")
        if not (link or attribute or fragment):
            yield Source.HOST, self._beside()

    def _frame(self) -> Any:
        """The iframe that holds the page, if it is of our origin; else something false."""
        try:
            return self._page.frameElement
        except JsException:
            return None

    async def _linked(self, link: str) -> Document:
        try:
            url = self._page.URL.new(link, self._page.location.href)
        except JsException:
            raise ConfigError("?config", f"{link} is not an address") from None
        if url.origin != self._page.location.origin:
            raise ConfigError("?config", f"{link} is not on {self._page.location.origin}")
        text = await self._fetch(url.href, "?config")
        if text is None:
            raise ConfigError("?config", f"there is no {link}")
        return read_document(text, link)

    async def _beside(self) -> Document:
        url = self._page.URL.new("config.yaml", self._page.location.href)
        text = await self._fetch(url.href, "config.yaml")
        return {} if text is None else read_document(text, "config.yaml")

    async def _fetch(self, url: str, name: str) -> str | None:
        """The text at the address, or None where there is none. Raises ConfigError."""
        options = self._options(mode="same-origin", cache="no-cache")
        try:
            response = await settled(self._window, self._window, "fetch", url, options)
            text = await settled(self._window, response, "text")
        except Rejected as error:
            raise ConfigError(name, f"cannot be fetched ({error})") from error
        if response.ok:
            # A host of single-page applications answers with its page where there is no file.
            is_page = "text/html" in (response.headers.get("content-type") or "")
            return None if is_page else str(text)
        if response.status == _NOT_FOUND:
            return None
        raise ConfigError(name, f"cannot be fetched ({response.status})")

    def _options(self, **members: object) -> Any:
        return to_js(members, dict_converter=self._window.Object.fromEntries)


async def _json(text: str, name: str) -> Document:
    return read_json(text, name)
