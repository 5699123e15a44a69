"""What this device keeps: its account, its overrides, its consents, its instance id.

A browser may refuse localStorage, have it full, or hold garbage there. Nothing here raises then:
what cannot be read is not there, and what cannot be written is told by False.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from pyodide.ffi import JsException

from sipwidget.browser.listeners import Listeners
from sipwidget.phone.config import ConfigError, parse_json
from sipwidget.phone.device import Device

LOCAL_ACCOUNT = "openhab.ui:sipConfig"  # oh-sipclient's key: an account kept there is taken over
OVERRIDES = "sipwidget:device"
TRUSTED = "sipwidget:trusted"
INSTANCE = "sipwidget:instance"
CALLS = "sipwidget:history"

_WATCHED = (LOCAL_ACCOUNT, OVERRIDES, TRUSTED)
_ACCOUNT_FIELDS = ("username", "password", "ownSipAddress", "sipStateItem")


class Storage:
    """JSON by key in a window's localStorage, and what sipwidget finds there."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._instance = ""
        self._watchers: list[tuple[tuple[str, ...], Callable[[], None]]] = []

    def read(self, key: str) -> object:
        """The value, or None where there is none or it is not JSON, or too much of it."""
        try:
            text = self._window.localStorage.getItem(key)
            return parse_json(text, key) if isinstance(text, str) else None
        except (JsException, AttributeError, ValueError, ConfigError):
            return None

    def write(self, key: str, value: object) -> bool:
        """Keep the value; False where the browser does not keep it."""
        try:
            self._window.localStorage.setItem(key, json.dumps(value))
        except (JsException, AttributeError):
            return False
        return True

    def remove(self, key: str) -> bool:
        """Keep nothing there any more; False where the browser does not let us."""
        try:
            self._window.localStorage.removeItem(key)
        except (JsException, AttributeError):
            return False
        return True

    def watch(self, changed: Callable[[], None]) -> Listeners:
        """Call back when what this device sets has changed, here, in another frame or tab.

        What comes back is to be closed for no more news of others.
        """
        return self._watch(_WATCHED, changed)

    def watch_calls(self, changed: Callable[[], None]) -> Listeners:
        """The same for the records of calls."""
        return self._watch((CALLS,), changed)

    def _watch(self, keys: tuple[str, ...], changed: Callable[[], None]) -> Listeners:
        def heard(event: Any) -> None:
            if not event.key or event.key in keys:  # no key: all is cleared
                changed()

        self._watchers.append((keys, changed))
        listeners = Listeners(self._window)
        listeners.on("storage", heard)
        return listeners

    def local_account(self) -> dict[str, str] | None:
        """The account of this device, all four fields as text; None where no field is filled."""
        kept = self._object(LOCAL_ACCOUNT)
        fields = {name: _text(kept.get(name)) for name in _ACCOUNT_FIELDS}
        fields |= {name: text.strip() for name, text in fields.items() if name != "password"}
        return fields if any(fields.values()) else None

    def overrides(self) -> dict[str, object]:
        """Properties that this device sets for itself, by name, as they were kept."""
        return self._object(OVERRIDES)

    def damaged(self) -> bool:
        """Whether something is kept for this device that cannot be read."""
        return any(self._is_damaged(key) for key in (LOCAL_ACCOUNT, OVERRIDES))

    def save_device(self, device: Device) -> bool:
        """Keep the account and the overrides, or no entry where there are none.

        False where the browser does not keep them.
        """
        account = self._keep(LOCAL_ACCOUNT, device.account)
        kept = self._keep(OVERRIDES, device.overrides) and account
        self._tell_watchers(OVERRIDES)
        return kept

    def calls(self) -> object:
        """The records of calls, as ``phone.call_record.store`` has made them."""
        return self.read(CALLS)

    def save_calls(self, kept: Mapping[str, object]) -> bool:
        """Keep the records; False where the browser does not keep them."""
        is_kept = self._keep(CALLS, kept)
        self._tell_watchers(CALLS)
        return is_kept

    def trusted(self) -> frozenset[tuple[str, str]]:
        """The pairs of ``websocketUrl`` and ``domain`` that a person on this device agreed to."""
        kept = self.read(TRUSTED)
        pairs = kept if isinstance(kept, list) else []
        return frozenset(
            (pair[0], pair[1])
            for pair in pairs
            if isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair)
        )

    def add_trusted(self, websocket_url: str, domain: str) -> bool:
        """Keep a consent; False where it cannot be kept."""
        kept = self.write(TRUSTED, sorted(self.trusted() | {(websocket_url, domain)}))
        self._tell_watchers(TRUSTED)
        return kept

    def instance_id(self) -> str:
        """The URN of this device (RFC 5626 section 4.1), kept over reloads where that can be.

        Where pages cannot agree on one that registers, each is a device of its own: a registrar
        keeps one binding for each.
        """
        can_agree = getattr(self._window.navigator, "locks", None)
        kept = self.read(INSTANCE) if can_agree else None
        self._instance = self._instance or _urn(kept) or uuid.uuid4().urn
        if can_agree and kept != self._instance:
            self.write(INSTANCE, self._instance)
        return self._instance

    def _tell_watchers(self, key: str) -> None:
        """The browser tells other windows, but not the one that wrote."""
        for keys, changed in self._watchers:
            if key in keys:
                changed()

    def _keep(self, key: str, value: Mapping[str, object]) -> bool:
        return self.write(key, value) if value else self.remove(key)

    def _is_damaged(self, key: str) -> bool:
        try:
            there = self._window.localStorage.getItem(key)
        except (JsException, AttributeError):
            return False
        return isinstance(there, str) and not isinstance(self.read(key), dict)

    def _object(self, key: str) -> dict[str, Any]:
        kept = self.read(key)
        return kept if isinstance(kept, dict) else {}


def _text(value: object) -> str:
    """A field as text: other scripts may have kept a user name as a number."""
    is_scalar = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if is_scalar else ""


def _urn(kept: object) -> str:
    """What was kept if it is one of our URNs, else ""."""
    try:
        return uuid.UUID(kept).urn if isinstance(kept, str) else ""
    except ValueError:
        return ""
