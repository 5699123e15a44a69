"""Tones as RTP events (RFC 4733): each is sent once, in order, with the gap that is asked for."""

import asyncio
from collections.abc import Callable
from typing import Any

from pyodide.ffi import JsException

from sipwidget.phone.info_tones import PAUSE

# W3C WebRTC section 7.2: the bounds of insertDTMF, in milliseconds.
SHORTEST_TONE, LONGEST_TONE = 40, 6000
SHORTEST_GAP = 30


class DtmfSender:
    """The tones of one call. ``find`` gives the RTCDTMFSender that can send now, or None.

    insertDTMF is given one tone at a time: of several Chromium makes the gaps twice as long.
    """

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find
        self._turn = asyncio.Lock()
        self._free_at = 0.0  # in the loop's time: the last tone and its gap are over

    async def send(self, tones: str, duration: int, gap: int) -> str:
        """Send tones after those that still play; times are in milliseconds.

        Gives back those that there was no way to send, "" when all went out.
        """
        duration = min(max(duration, SHORTEST_TONE), LONGEST_TONE)
        loop = asyncio.get_running_loop()
        async with self._turn:
            for number, tone in enumerate(tones):
                await asyncio.sleep(max(0.0, self._free_at - loop.time()))
                if tone == ",":  # the browser's own pause would hold up what is inserted behind it
                    self._free_at = loop.time() + PAUSE
                    continue
                if not self._insert(tone, duration):
                    return tones[number:]
                self._free_at = loop.time() + (duration + max(gap, SHORTEST_GAP)) / 1000
        return ""

    def _insert(self, tone: str, duration: int) -> bool:
        dtmf = self._find()
        if not dtmf:
            return False
        try:  # what the browser has not played yet would be replaced
            dtmf.insertDTMF(dtmf.toneBuffer + tone, duration, SHORTEST_GAP)
        except JsException:  # a character that is no tone, or the sender has just stopped
            return False
        return True
