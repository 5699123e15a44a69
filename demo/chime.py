"""What the door sounds like: a soft bell of two tones, every few seconds."""

import asyncio
import math
from array import array
from fractions import Fraction

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

RATE = 16_000  # samples per second
SAMPLES = 320  # of a frame: 20 ms
EVERY = 4.0  # seconds from one bell to the next
DING, DONG = (659.26, 0.0), (523.25, 0.7)  # hertz (E5, C5), and seconds from the beginning
LOUDNESS = 0.16  # of what a sample can hold
FADES = 0.55  # seconds until a tone is at a third
ATTACK = 0.01  # seconds to full loudness: a click would be heard else


def bell(seconds: float) -> float:
    """The sound at that moment, from -1 to 1."""
    return LOUDNESS * sum(_tone(hertz, seconds - begin) for hertz, begin in (DING, DONG))


def _tone(hertz: float, seconds: float) -> float:
    if seconds < 0:
        return 0.0
    turns = 2 * math.pi * hertz * seconds
    wave = math.sin(turns) + 0.25 * math.sin(2 * turns)
    return min(1.0, seconds / ATTACK) * math.exp(-seconds / FADES) * wave


def recorded() -> bytes:
    """One round: 16 bit, mono."""
    sounds = array("h", (round(32_767 * bell(n / RATE)) for n in range(int(EVERY * RATE))))
    return sounds.tobytes()


class Chime(MediaStreamTrack):
    """The bell in frames, as fast as they are heard."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._round = recorded()
        self._count = 0
        self._began = 0.0

    async def recv(self) -> AudioFrame:
        """The next frame, when its time has come."""
        now = asyncio.get_running_loop().time()
        self._began = self._began or now
        await asyncio.sleep(self._began + self._count * SAMPLES / RATE - now)
        if self.readyState != "live":
            raise MediaStreamError
        frame = AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        start = self._count * SAMPLES * 2 % len(self._round)
        frame.planes[0].update(self._round[start : start + SAMPLES * 2])
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        frame.pts = self._count * SAMPLES
        self._count += 1
        return frame
