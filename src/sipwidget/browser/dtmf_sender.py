"""Tones as RTP events (RFC 4733): what is asked for is sent once, in order, with full gaps."""

import asyncio
from collections.abc import Callable
from typing import Any

from pyodide.ffi import JsException

# W3C WebRTC section 7.2: the bounds of insertDTMF, in milliseconds; it takes the nearest one.
SHORTEST_TONE, LONGEST_TONE = 40, 6000
SHORTEST_GAP = 30


class DtmfSender:
    """The tones of one call. ``find`` gives the RTCDTMFSender that can send now, or None."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find
        self._turn = asyncio.Lock()
        self._free_at = 0.0  # in the loop's time: the last gap is over

    async def send(self, tones: str, duration: int, gap: int) -> bool:
        """Send tones after those that still play; False when there is no way to.

        While some play we wait: insertDTMF would start the next at once in Chromium, without the
        rest of the gap that a door opener needs to tell two tones apart.
        """
        duration = min(max(duration, SHORTEST_TONE), LONGEST_TONE)
        gap = max(gap, SHORTEST_GAP)
        loop = asyncio.get_running_loop()
        async with self._turn:
            await asyncio.sleep(max(0.0, self._free_at - loop.time()))
            dtmf = self._find()
            if not dtmf:
                return False
            tones = dtmf.toneBuffer + tones  # insertDTMF replaces what a late browser still has
            try:
                dtmf.insertDTMF(tones, duration, gap)
            except JsException:  # a character that is no tone, or the sender has just stopped
                return False
            self._free_at = loop.time() + len(tones) * (duration + gap) / 1000
            return True
