"""What the door sees: somebody with a parcel who waves, the street, and the time."""

import asyncio
import math
import time
from collections.abc import Callable
from fractions import Fraction
from functools import cache

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame
from av.video.codeccontext import VideoCodecContext

from demo.canvas import Canvas, rgb

WIDTH, HEIGHT = 640, 480
FINE = 2  # painted so many times larger, and scaled down: that makes edges smooth
RATE = 15  # frames per second
CLOCK = 90_000  # of RTP video, per second

_SKY, _HORIZON = 0x5B9BD5, 0xE8F1F8


@cache
def street() -> Canvas:
    """What stands still."""
    canvas = Canvas(WIDTH * FINE, HEIGHT * FINE)
    for row in canvas.rows(0, 560):
        canvas.row(row, 0, canvas.width, rgb(_between(_SKY, _HORIZON, row / 560)))
    canvas.oval(160, 600, 420, 170, rgb(0x8DB580))
    canvas.oval(980, 620, 560, 220, rgb(0x7AA871))
    _house(canvas, 70, 330, 0xE9D8C3, 0xA5563F)
    _house(canvas, 930, 300, 0xD7DEE5, 0x5F6B7A)
    for x, height in ((370, 150), (850, 120)):
        canvas.box(x - 9, 600 - height, 18, height, rgb(0x7B5B43))
        canvas.oval(x, 560 - height, 74, 88, rgb(0x4F8A57))
    canvas.box(0, 600, canvas.width, 360, rgb(0x93B87A))
    for row in canvas.rows(600, 960):  # the path comes towards us
        half = 110 + (row - 600) * 0.9
        canvas.row(row, 640 - half, 640 + half, rgb(0xCFC6B8))
    for x in range(20, 1280, 60):
        if abs(x + 11 - 640) > 150:
            canvas.box(x, 560, 22, 92, rgb(0xF4F1EA))
    for x, width in ((0, 480), (800, 480)):
        canvas.box(x, 580, width, 14, rgb(0xF4F1EA))
        canvas.box(x, 622, width, 14, rgb(0xF4F1EA))
    return canvas


def _house(canvas: Canvas, x: int, y: int, wall: int, roof: int) -> None:
    for row in canvas.rows(y - 110, y):
        half = 20 + (row - y + 110) * 1.4
        canvas.row(row, x + 130 - half, x + 130 + half, rgb(roof))
    canvas.box(x, y, 260, 290, rgb(wall))
    for left in (36, 156):
        canvas.box(x + left - 6, y + 44, 80, 92, rgb(0xFFFFFF))
        canvas.box(x + left, y + 50, 68, 80, rgb(0x6E93AD))
        canvas.box(x + left + 30, y + 50, 8, 80, rgb(0xFFFFFF))


def paint(seconds: float, clock: str) -> Canvas:
    """The picture ``seconds`` after the beginning; ``clock`` is what stands in its corner."""
    canvas = street().copy()
    for offset, height in ((0.0, 70), (520.0, 120), (900.0, 40)):
        x = (offset + seconds * 24) % 1560 - 140
        for aside, wide, high in ((-56, 58, 22), (0, 70, 36), (60, 54, 24)):
            canvas.oval(x + aside, height + 36 - high, wide, high, rgb(0xFDFDFD))
    _visitor(canvas, 640 + 26 * math.sin(seconds * 1.1), 6 * math.sin(seconds * 2.2), seconds)
    canvas.box(32, 844, 400, 84, rgb(0x16181D))
    canvas.oval(68, 886, 12, 12, rgb(0xFF4538 if seconds % 1 < 0.5 else 0x5A1F1B))
    canvas.digits(clock, 106, 861, 7, rgb(0xFFFFFF))
    return canvas


def _visitor(canvas: Canvas, x: float, lean: float, seconds: float) -> None:
    skin, hair, coat, parcel = rgb(0xF0C39B), rgb(0x4A3326), rgb(0xE8632C), rgb(0xC79A63)
    y = 400 + lean
    wave = 0.45 * math.sin(seconds * 7) if seconds % 6 < 3 else -0.9
    elbow = (x + 176, y + 235)
    hand = (elbow[0] + 130 * math.sin(0.2 + wave), elbow[1] - 130 * math.cos(0.2 + wave))
    if wave == -0.9:
        elbow, hand = (x + 170, y + 330), (x + 70, y + 400)
    canvas.limb((x - 66, y + 560), (x - 60, y + 400), 52, rgb(0x33415C))
    canvas.limb((x + 66, y + 560), (x + 60, y + 400), 52, rgb(0x33415C))
    canvas.limb((x, y + 200), (x, y + 420), 128, coat)
    canvas.limb((x, y + 60), (x, y + 100), 40, skin)
    canvas.oval(x, y - 26, 92, 104, hair)
    canvas.oval(x, y, 82, 92, skin)
    canvas.box(x - 98, y - 74, 196, 30, rgb(0x24324A))
    canvas.oval(x, y - 76, 94, 56, rgb(0x2F4366))
    for side in (-1, 1):
        canvas.oval(x + side * 30, y - 6, 9, 3 if seconds % 4 < 0.15 else 11, hair)
    canvas.oval(x, y + 44, 30, 13, rgb(0xA3483B))
    canvas.box(x - 32, y + 28, 64, 15, skin)
    canvas.box(x - 130, y + 320, 200, 150, parcel)
    canvas.box(x - 44, y + 320, 28, 150, rgb(0xE6CFA8))
    canvas.limb((x - 110, y + 190), (x - 165, y + 320), 34, rgb(0xD5531F))
    canvas.limb((x - 165, y + 320), (x - 95, y + 400), 34, rgb(0xD5531F))
    canvas.oval(x - 88, y + 402, 32, 32, skin)
    canvas.limb((x + 110, y + 190), elbow, 34, rgb(0xD5531F))
    canvas.limb(elbow, hand, 32, rgb(0xD5531F))
    canvas.oval(*hand, 36, 36, skin)


def _between(one: int, other: int, part: float) -> int:
    mixed = 0
    for shift in (16, 8, 0):
        a, b = one >> shift & 0xFF, other >> shift & 0xFF
        mixed |= round(a + (b - a) * part) << shift
    return mixed


def framed(canvas: Canvas) -> VideoFrame:
    """For a codec, in the size that goes out."""
    frame = VideoFrame(canvas.width, canvas.height, "yuv420p")
    for plane, octets in zip(frame.planes, canvas.planes, strict=True):
        plane.update(bytes(octets))
    return frame.reformat(WIDTH, HEIGHT, interpolation="AREA")


def jpeg(canvas: Canvas) -> bytes:
    """One picture as a camera gives it."""
    encoder = VideoCodecContext.create("mjpeg", "w")
    encoder.width, encoder.height = WIDTH, HEIGHT
    encoder.pix_fmt, encoder.time_base = "yuvj420p", Fraction(1, RATE)
    frame = framed(canvas).reformat(format="yuvj420p")
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


def local_time() -> str:
    """The time of day, to the second."""
    return time.strftime("%H:%M:%S")


class Picture(MediaStreamTrack):
    """The picture in frames, as fast as they are seen; ``clock`` says the time of day."""

    kind = "video"

    def __init__(self, clock: Callable[[], str] = local_time) -> None:
        super().__init__()
        self._clock = clock
        self._began: float | None = None
        self._count = 0

    async def recv(self) -> VideoFrame:
        """The next frame, when its time has come; where we are late, some are left out."""
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now
        self._count = max(self._count, int((now - self._began) * RATE))
        await asyncio.sleep(self._began + self._count / RATE - now)
        if self.readyState != "live":
            raise MediaStreamError
        frame = framed(paint(self._count / RATE, self._clock()))
        frame.pts, frame.time_base = self._count * CLOCK // RATE, Fraction(1, CLOCK)
        self._count += 1
        return frame
