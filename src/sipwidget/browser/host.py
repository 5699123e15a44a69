"""The page that holds the widget: where its settings come from, its language, and its editor.

``page`` is the window of the widget's page, which may go away; ``window`` is the engine's own, to
which promises and observers belong. In a widget that holds its own engine they are the same.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pyodide.ffi import JsException, to_js

from sipwidget.browser.devices import are_allowed
from sipwidget.browser.editor import Editor
from sipwidget.browser.frame import frame_of, main_ui_theme
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.observers import Observers
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
    """What the page around the widget says. Nothing here raises.

    ``root`` is the widget's root element. ``locale`` asks openHAB for its language, "" where it
    does not say; it is only called where Main UI holds the page.
    """

    def __init__(
        self,
        page: Any,
        window: Any,
        root: Any = None,
        locale: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        self._page = page
        self._window = window
        self._frame = frame_of(page)
        self._root = root
        self._ask_locale = locale
        self._locale = ""
        self._asking: asyncio.Task[None] | None = None
        self._editor = Editor(page, window)
        self._events = Listeners(page)
        self._attributes = Observers(window)

    @property
    def language(self) -> str:
        """openHAB's language as soon as it is known, such as ``de-DE``, else the browser's."""
        return self._locale or str(self._page.navigator.language or "")

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
        """Call back when anything of this may have changed, until ``close``."""
        for event in ("hashchange", "languagechange"):
            self._events.on(event, lambda _: changed())
        for node in filter(None, (self._root, self._frame)):
            self._attributes.attributes(node, ["data-config"], changed)
        self._editor.watch(changed)
        if self._ask_locale and self.is_main_ui():
            self._asking = asyncio.ensure_future(self._learn(self._ask_locale, changed))

    def close(self) -> None:
        """Watch no more."""
        self._events.close()
        self._attributes.close()
        self._editor.close()
        if self._asking is not None:
            self._asking.cancel()

    def is_editing(self) -> bool:
        """Whether openHAB's page editor shows us, with its menus, to be arranged and not used."""
        return self._editor.is_editing()

    def is_main_ui(self) -> bool:
        """Whether it is openHAB's Main UI that holds the page."""
        return bool(main_ui_theme(self._page))

    def is_secure(self) -> bool:
        """Whether the browser gives microphone and camera to this page at all."""
        return are_allowed(self._page)

    def _places(self) -> Iterator[tuple[Source, Awaitable[Document]]]:
        """Where settings stand, the weakest first; ``config.yaml`` only where nothing else is."""
        link = self._page.URLSearchParams.new(self._page.location.search).get("config")
        attribute = self._attribute()
        fragment = unquote(self._page.location.hash[1:])
        if link:
            yield Source.LINK, self._linked(link)
        if attribute:
            yield Source.HOST, _json(attribute, "data-config")
        elif fragment:
            yield Source.LINK, _json(fragment, "#")
        if not (link or attribute or fragment):
            yield Source.HOST, self._beside()

    def _attribute(self) -> str | None:
        """What the page wrote on the root, else on the frame: the root is nearer."""
        nodes = filter(None, (self._root, self._frame))
        return next(filter(None, (node.getAttribute("data-config") for node in nodes)), None)

    async def _learn(self, ask: Callable[[], Awaitable[str]], changed: Callable[[], None]) -> None:
        """Nothing waits for the answer: it may come late, or never."""
        before = self.language
        self._locale = (await ask()).replace("_", "-")
        if self.language != before:
            changed()

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
