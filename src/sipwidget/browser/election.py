"""Which of the pages on this device registers an account: the one that holds its lock.

The browser gives the lock on when a page has gone, be it by a crash (W3C Web Locks API). Where
there are no locks, in an insecure context, each page is elected.
"""

from collections.abc import Callable
from typing import Any

from pyodide.ffi import create_once_callable, create_proxy, to_js

from sipwidget.phone.inputs import Elected, Input


class Election:
    """One phone's candidacy, for one account at a time."""

    def __init__(self, inbox: Callable[[Input], None], window: Any) -> None:
        self._inbox = inbox
        self._window = window
        self._resign: Callable[[], None] = _nothing

    def claim(self, account: str) -> None:
        """``Elected`` follows, from within this method where there is nobody to ask."""
        self.resign()
        locks = getattr(self._window.navigator, "locks", None)
        if not locks:
            self._inbox(Elected(account))
            return
        waiting = self._window.AbortController.new()
        self._resign = waiting.abort
        options = to_js({"signal": waiting.signal}, dict_converter=self._window.Object.fromEntries)
        held = create_proxy(lambda _lock: self._hold(account))

        def over(error: Any = None) -> None:
            held.destroy()
            if error and error.name != "AbortError":  # no locks for a page such as this one
                self._inbox(Elected(account))

        locks.request(f"sipwidget:{account}", options, held).then(lambda _: over(), over)

    def resign(self) -> None:
        """Hold no lock and wait for none."""
        resign, self._resign = self._resign, _nothing
        resign()

    def _hold(self, account: str) -> Any:
        """We have the lock, until the promise that we give is resolved."""

        def keep(resolve: Any, _reject: Any) -> None:
            self._resign = resolve

        term = self._window.Promise.new(create_once_callable(keep))
        self._inbox(Elected(account))
        return term


def _nothing() -> None:
    pass
