import asyncio
import io

import av
import pytest
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame

from demo.canvas import rgb
from demo.picture import (
    CLOCK,
    FINE,
    HEIGHT,
    RATE,
    WIDTH,
    Picture,
    framed,
    jpeg,
    local_time,
    paint,
    street,
)


def luma(frame: VideoFrame) -> bytes:
    return bytes(frame.planes[0])


def test_somebody_moves() -> None:
    one, other = paint(1.0, "12:00:00"), paint(1.0 + 1 / RATE, "12:00:00")
    assert one.planes != other.planes


def test_the_time_is_in_it() -> None:
    pictures = [paint(1.0, clock).planes[0] for clock in ("12:00:00", "12:00:01", "12:01:00")]
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]
    white, width = rgb(0xFFFFFF).luma, WIDTH * FINE
    changed = [n for n, (a, b) in enumerate(zip(*pictures[:2], strict=True)) if a != b]
    assert changed
    assert {n // width for n in changed} <= set(range(844, 928))  # in the clock, nowhere else
    assert white in {pictures[0][n] for n in changed}


def test_the_street_stays_as_it_is() -> None:
    before = [bytes(plane) for plane in street().planes]
    paint(2.0, "12:00:00")
    assert [bytes(plane) for plane in street().planes] == before


@pytest.mark.parametrize("seconds", [0.0, 3.5, 119.9, 1e6])
def test_any_moment_can_be_painted(seconds: float) -> None:
    frame = framed(paint(seconds, "23:59:59"))
    assert (frame.width, frame.height, frame.format.name) == (WIDTH, HEIGHT, "yuv420p")


def test_frames_come_in_time_and_show_the_clock_of_the_moment() -> None:
    async def run() -> None:
        clocks = iter(["12:00:00", "12:00:01", "12:00:02"])
        loop, picture = asyncio.get_running_loop(), Picture(lambda: next(clocks))
        start = loop.time()
        frames = [await picture.recv() for _ in range(3)]
        assert loop.time() - start >= 2 / RATE - 0.01
        times = [one.pts or 0 for one in frames]
        assert times[0] == 0
        assert times == sorted(set(times))
        assert all(one % (CLOCK // RATE) == 0 for one in times)
        assert len({luma(one) for one in frames}) == 3

    asyncio.run(run())


def test_who_is_late_leaves_frames_out() -> None:
    async def run() -> None:
        picture = Picture()
        await picture.recv()
        assert picture._began is not None
        picture._began -= 2
        assert ((await picture.recv()).pts or 0) >= 2 * CLOCK

    asyncio.run(run())


def test_a_stopped_one_ends() -> None:
    async def run() -> None:
        picture = Picture()
        picture.stop()
        await picture.recv()

    with pytest.raises(MediaStreamError):
        asyncio.run(run())


def test_the_time_of_day_has_seconds() -> None:
    assert len(local_time()) == len("12:00:00")


def test_a_camera_gives_one_picture() -> None:
    octets = jpeg(paint(1.0, "12:00:00"))
    assert (octets[:3], octets[-2:]) == (b"\xff\xd8\xff", b"\xff\xd9")
    with av.open(io.BytesIO(octets)) as file:
        (frame,) = file.decode(video=0)
    assert (frame.width, frame.height) == (WIDTH, HEIGHT)
