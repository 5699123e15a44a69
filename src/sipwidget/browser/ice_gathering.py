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
        self._news = asyncio.Event()
        self._listeners = Listeners(peer)
        self._listeners.on("icegatheringstatechange", lambda _: self._news.set())
        self._listeners.on("icecandidate", lambda _: self._news.set())

    async def wait(self) -> bool:
        """Wait until all candidates are in the local description, or for as many as the time gives.

        False means that there is none at all.
        """
        loop = asyncio.get_running_loop()
        start = heard = loop.time()
        while not all(found := (self._has_any(), self._is_complete())):
            left = self._limit(start, heard, *found) - loop.time()
            if left <= 0:
                break
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
                heard = loop.time()
        return found[0]

    def close(self) -> None:
        self._listeners.close()

    def _limit(self, start: float, heard: float, any_found: bool, complete: bool) -> float:
        """When to go without what has not come yet; ``heard`` is the time of the last news."""
        if not (any_found or complete):
            return start + FIRST_CANDIDATE_SECONDS
        if any_found and not self._with_servers:
            return min(start + GATHER_SECONDS, heard + QUIET_SECONDS)
        return start + GATHER_SECONDS

    def _has_any(self) -> bool:
        return has_candidates(self._peer.localDescription.sdp)

    def _is_complete(self) -> bool:
        """After an ICE restart Chromium says so for a moment still of the gathering before."""
        return bool(self._peer.iceGatheringState == "complete")
