import asyncio
from collections.abc import Iterator

import pytest
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from demo.loopback import MAX_HELD, NO_SERVERS, DelayedTrack, Loopback, without_mdns


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


def test_a_closed_loopback_tells_nobody_that_it_is_lost() -> None:
    lost: list[bool] = []

    async def run() -> None:
        await Loopback(lambda: lost.append(True)).close()

    asyncio.run(run())
    assert lost == []


def test_no_server_is_asked_for_candidates() -> None:
    """A100a: None would be a public one."""
    assert NO_SERVERS.iceServers == []


def test_candidates_that_only_multicast_dns_knows_are_left_out() -> None:
    hidden = "a=candidate:1 1 udp 1 4f3e2a10-1234.local 9 typ host\r\n"
    plain = "m=audio 9 RTP/AVP 0\r\na=candidate:1 1 udp 1 192.0.2.2 9 typ host\r\na=x.local y\r\n"
    assert without_mdns(plain + hidden) == without_mdns(plain) == plain
