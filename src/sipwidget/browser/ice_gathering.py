"""Waiting for the candidates that a description needs; no longer than a caller would wait."""

import asyncio
from contextlib import suppress
from typing import Any

from sipwidget.browser.listeners import Listeners
from sipwidget.sip.sdp import has_candidates

GATHER_SECONDS = 1.0  # how long candidates may delay a description
FIRST_CANDIDATE_SECONDS = 5.0  # the same while there is none: a server would answer without ICE


class IceGathering:
    """The candidates of one RTCPeerConnection."""

    def __init__(self, peer: Any) -> None:
        self._peer = peer
        self._news = asyncio.Event()
        self._listeners = Listeners(peer)
        self._listeners.on("icegatheringstatechange", lambda _: self._news.set())
        self._listeners.on("icecandidate", lambda _: self._news.set())

    async def wait(self) -> bool:
        """Wait until all candidates are in the local description, or for as many as the time gives.

        False means that there is none at all.
        """
        loop = asyncio.get_running_loop()
        start = loop.time()
        while not all(found := (self._has_any(), self._is_complete())):
            limit = GATHER_SECONDS if any(found) else FIRST_CANDIDATE_SECONDS
            left = start + limit - loop.time()
            if left <= 0:
                break
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
        return found[0]

    def close(self) -> None:
        self._listeners.close()

    def _has_any(self) -> bool:
        return has_candidates(self._peer.localDescription.sdp)

    def _is_complete(self) -> bool:
        """After an ICE restart Chromium says so for a moment still of the gathering before."""
        return bool(self._peer.iceGatheringState == "complete")
