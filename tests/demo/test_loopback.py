import asyncio
from collections.abc import Iterator

import pytest
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from demo.loopback import MAX_HELD, DelayedTrack, Loopback


class Frames(MediaStreamTrack):
    """So many frames, as fast as they are wanted."""

    kind = "audio"

    def __init__(self, count: int) -> None:
        super().__init__()
        self._frames: Iterator[int] = iter(range(count))

    async def recv(self) -> AudioFrame:
        number = next(self._frames, None)
        if number is None:
            raise MediaStreamError
        frame = AudioFrame(samples=1)
        frame.pts = number
        return frame


def times(track: DelayedTrack, count: int) -> list[int | None]:
    async def run() -> list[int | None]:
        return [(await track.recv()).pts for _ in range(count)]

    return asyncio.run(run())


def test_frames_come_in_their_order() -> None:
    assert times(DelayedTrack(Frames(5), 0.0), 5) == [0, 1, 2, 3, 4]


def test_a_frame_waits_for_its_time_and_only_so_many_do() -> None:
    source = Frames(MAX_HELD)
    assert times(DelayedTrack(source, 1e6), 1) == [0]
    assert next(source._frames, None) is None


def test_where_the_source_ends_the_echo_ends() -> None:
    with pytest.raises(MediaStreamError):
        times(DelayedTrack(Frames(2), 1e6), 1)


def test_each_track_that_comes_goes_back() -> None:
    async def run() -> None:
        loopback = Loopback(lambda: None)
        loopback.connection.emit("track", Frames(1))
        [sender] = loopback.connection.getSenders()
        assert isinstance(sender.track, DelayedTrack)
        await loopback.close()

    asyncio.run(run())
