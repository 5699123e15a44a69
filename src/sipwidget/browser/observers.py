"""Observers of JavaScript nodes, with the Python proxies behind them."""

from collections.abc import Callable, Sequence
from typing import Any

from pyodide.ffi import create_proxy, to_js


class Observers:
    """Sees nodes change until closed; afterwards nothing is called and nothing is left.

    ``window`` is the engine's own: its observers outlive the documents that they look at.
    """

    def __init__(self, window: Any) -> None:
        self._window = window
        self._closing: list[Callable[[], None]] = []

    def attributes(self, node: Any, names: Sequence[str], changed: Callable[[], None]) -> None:
        """Call back after any of the attributes was written."""
        self._observe(self._window.MutationObserver, node, changed, attributeFilter=names)

    def tree(self, node: Any, changed: Callable[[], None]) -> None:
        """Call back after nodes have come or gone anywhere below."""
        self._observe(self._window.MutationObserver, node, changed, childList=True, subtree=True)

    def size(self, node: Any, changed: Callable[[], None]) -> None:
        """Call back once soon, and after the node's box has another size."""
        self._observe(self._window.ResizeObserver, node, changed)

    def close(self) -> None:
        while self._closing:
            self._closing.pop()()

    def _observe(
        self, kind: Any, node: Any, changed: Callable[[], None], **options: object
    ) -> None:
        proxy = create_proxy(lambda *_: changed())
        observer = kind.new(proxy)
        observer.observe(node, to_js(options, dict_converter=self._window.Object.fromEntries))
        self._closing += [proxy.destroy, observer.disconnect]
