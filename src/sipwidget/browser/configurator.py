"""Joins what the page says and what this device keeps into one checked configuration."""

import asyncio
from collections.abc import Callable
from typing import Any

from sipwidget.browser.ports import HostPort, StoragePort
from sipwidget.phone.config import configure
from sipwidget.phone.messages import Configured, Input


class Configurator:
    """Reads the configuration when it may have changed; of two readings the later one counts."""

    def __init__(
        self, inbox: Callable[[Input], None], window: Any, host: HostPort, storage: StoragePort
    ) -> None:
        self._inbox = inbox
        self._window = window
        self._host = host
        self._storage = storage
        self._reading: asyncio.Task[None] | None = None
        self._agreed: set[tuple[str, str]] = set()  # where the browser keeps nothing, until reload

    def read(self) -> None:
        """``Configured`` follows."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = asyncio.ensure_future(self._read())

    def consent(self, websocket_url: str, domain: str) -> None:
        """The person lets a link's settings for this server act on this device."""
        self._agreed.add((websocket_url, domain))
        self._storage.add_trusted(websocket_url, domain)
        self.read()

    async def _read(self) -> None:
        settings = await self._host.read()
        language = str(self._window.navigator.language or "")
        config, problems = configure(
            {"language": language, **settings.document},
            page_url=str(self._window.location.href),
            source=settings.source,
            local_account=self._storage.local_account(),
            overrides=self._storage.overrides(),
            trusted=self._storage.trusted() | self._agreed,
            edit=self._host.is_editing(),
        )
        self._inbox(Configured(config, (*settings.problems, *problems)))
