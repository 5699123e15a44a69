"""Waiting for the candidates that a description needs; no longer than a caller would wait."""

import asyncio
from contextlib import suppress
from typing import Any

from sipwidget.browser.listeners import Listeners
from sipwidget.sip.sdp import has_candidates

GATHER_SECONDS = 1.0  # how long candidates may delay a description
FIRST_CANDIDATE_SECONDS = 5.0  # the same while there is none: a server would answer without ICE
# Without servers all that a peer can use comes at once. Chromium turns to TCP a tenth of a second
# later, but finds only places from which it can connect itself, which no peer needs to know.
QUIET_SECONDS = 0.03


class IceGathering:
    """The candidates of one RTCPeerConnection; ``with_servers`` some come from afar."""

    def __init__(self, peer: Any, *, with_servers: bool) -> None:
        self._peer = peer
        self._with_servers = with_servers
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._heard = 0.0  # when the last came
        self._listeners = Listeners(peer)
        self._listeners.on("icegatheringstatechange", self._hear)
        self._listeners.on("icecandidate", self._hear)

    async def wait(self) -> bool:
        """Wait until all candidates are in the local description, or for as many as the time gives.

        False means that there is none at all.
        """
        start = self._heard = self._loop.time()
        while not all(found := (self._has_any(), self._is_complete())):
            left = self._limit(start, *found) - self._loop.time()
            if left <= 0:
                break
            self._news.clear()
            # Not asyncio.wait_for: Pyodide's loop raises an error where so little is left that it
            # has passed until the loop is asked for it.
            timer = self._loop.call_later(left, self._news.set)
            await self._news.wait()
            timer.cancel()
        return found[0]

    async def over(self) -> None:
        """Wait until the browser looks for no more of them, or for a second."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                while not self._is_complete():
                    self._news.clear()
                    await self._news.wait()

    def close(self) -> None:
        self._listeners.close()

    def _hear(self, _event: Any) -> None:
        self._heard = self._loop.time()
        self._news.set()

    def _limit(self, start: float, any_found: bool, complete: bool) -> float:
        """When to go without what has not come yet."""
        if not (any_found or complete):
            return start + FIRST_CANDIDATE_SECONDS
        if any_found and not self._with_servers:
            return min(start + GATHER_SECONDS, self._heard + QUIET_SECONDS)
        return start + GATHER_SECONDS

    def _has_any(self) -> bool:
        return has_candidates(self._peer.localDescription.sdp)

    def _is_complete(self) -> bool:
        """After an ICE restart Chromium says so for a moment still of the gathering before."""
        return bool(self._peer.iceGatheringState == "complete")
