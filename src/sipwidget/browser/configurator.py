"""Joins what the page says and what this device keeps into one checked configuration."""

import asyncio
from collections.abc import Callable
from typing import Any

from sipwidget.browser.ports import HostPort, StoragePort
from sipwidget.phone.config import configure
from sipwidget.phone.device import Device, restore
from sipwidget.phone.inputs import Configured
from sipwidget.phone.notices import Notice, notice


class Configurator:
    """Reads the configuration when it may have changed; of two readings the later one counts."""

    def __init__(
        self, told: Callable[[Configured], None], page: Any, host: HostPort, storage: StoragePort
    ) -> None:
        self._told = told
        self._page = page
        self._host = host
        self._storage = storage
        self._reading: asyncio.Task[None] | None = None
        # Where the browser keeps nothing this does, until the page is left.
        self._agreed: set[tuple[str, str]] = set()
        self._unkept: Device | None = None

    def read(self) -> None:
        """``told`` hears of it: at once, if nothing has to be fetched."""
        self.close()
        loop = asyncio.get_event_loop()
        at_once: dict[str, Any] = {"eager_start": True}  # not known to Python 3.11, which checks us
        self._reading = asyncio.Task(self._read(), loop=loop, **at_once)

    def close(self) -> None:
        """Nobody waits for what is being read."""
        if self._reading is not None:
            self._reading.cancel()

    def consent(self, websocket_url: str, domain: str) -> None:
        """The person lets a link's settings for this server act on this device."""
        self._agreed.add((websocket_url, domain))
        self._storage.add_trusted(websocket_url, domain)
        self.read()

    def save(self, device: Device) -> None:
        """Keep the account and the overrides of this device; they count at once."""
        self._unkept = None if self._storage.save_device(device) else device
        self.read()

    async def _read(self) -> None:
        settings = await self._host.read()
        device = self._device()
        config, problems = configure(
            {"language": self._host.language, **settings.document},
            page_url=str(self._page.location.href),
            source=settings.source,
            local_account=device.account,
            overrides=device.overrides,
            trusted=self._storage.trusted() | self._agreed,
            edit=self._host.is_editing(),
        )
        told = (*settings.problems, *problems, *self._local_problems())
        self._told(Configured(config, told, device))

    def _device(self) -> Device:
        if self._unkept is not None:
            return self._unkept
        return restore(self._storage.local_account() or {}, self._storage.overrides())

    def _local_problems(self) -> list[Notice]:
        if self._unkept is not None:
            return [notice("local-unsaved")]
        return [notice("local-damaged")] if self._storage.damaged() else []
