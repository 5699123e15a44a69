"""Joins flows to the proxy, and runs the proxy's one timer."""

import asyncio
from collections.abc import Callable
from itertools import count

from demo.places import Flow
from demo.proxy import Proxy


class Exchange:
    """Each flow is a number, and a function that takes texts for the phone at its other end.

    That function must not call back at once, so that one message is done before the next.
    """

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._loop = asyncio.get_running_loop()
        self._flows = count(1)
        self._deliveries: dict[Flow, Callable[[str], None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many flows are open."""
        return len(self._deliveries)

    def join(self, deliver: Callable[[str], None]) -> Flow:
        """A connection is open."""
        flow = next(self._flows)
        self._deliveries[flow] = deliver
        return flow

    def receive(self, flow: Flow, data: str | bytes) -> None:
        """A frame came on a connection."""
        self._send(self._proxy.receive(flow, data, self._loop.time()))

    def leave(self, flow: Flow) -> None:
        """The connection is closed."""
        if self._deliveries.pop(flow, None):
            self._send(self._proxy.close(flow, self._loop.time()))

    def close(self) -> None:
        """No more timers."""
        if self._timer:
            self._timer.cancel()

    def _send(self, texts: list[tuple[Flow, str]]) -> None:
        for flow, text in texts:
            deliver = self._deliveries.get(flow)
            if deliver:
                deliver(text)
        self.close()
        deadline = self._proxy.next_deadline()
        if deadline is not None:
            self._timer = self._loop.call_at(deadline, self._timed_out)

    def _timed_out(self) -> None:
        self._send(self._proxy.handle_timeout(self._loop.time()))
