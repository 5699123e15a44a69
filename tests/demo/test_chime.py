import asyncio
from array import array

import pytest
from aiortc.mediastreams import MediaStreamError

from demo.chime import ATTACK, DONG, EVERY, LOUDNESS, RATE, SAMPLES, Chime, bell, recorded


def test_it_is_soft_and_ends_softly() -> None:
    samples = array("h", recorded())
    assert len(samples) == EVERY * RATE
    assert 0.1 < max(map(abs, samples)) / 32_767 < 3 * LOUDNESS
    assert abs(samples[0]) < 10
    assert max(map(abs, samples[-RATE // 2 :])) / 32_767 < 0.01


def test_no_step_is_heard_where_a_tone_begins() -> None:
    begin = DONG[1]
    steps = [abs(bell(begin + n / RATE) - bell(begin + (n - 1) / RATE)) for n in range(-5, 50)]
    assert max(steps) < 0.1
    assert ATTACK > 0


def test_frames_are_the_round_again_and_again() -> None:
    async def run() -> None:
        chime = Chime()
        chime._began = asyncio.get_running_loop().time() - 1000  # late: nothing waits
        first = [await chime.recv() for _ in range(int(EVERY * RATE / SAMPLES))]
        again = await chime.recv()
        assert b"".join(bytes(one.planes[0])[: SAMPLES * 2] for one in first) == recorded()
        assert bytes(again.planes[0]) == bytes(first[0].planes[0])
        assert (again.pts, again.sample_rate) == (len(first) * SAMPLES, RATE)

    asyncio.run(run())


def test_frames_come_as_fast_as_they_are_heard() -> None:
    async def run() -> float:
        loop, chime = asyncio.get_running_loop(), Chime()
        start = loop.time()
        for _ in range(6):
            await chime.recv()
        return loop.time() - start

    assert asyncio.run(run()) >= 5 * SAMPLES / RATE - 0.01


def test_a_stopped_one_ends() -> None:
    async def run() -> None:
        chime = Chime()
        chime.stop()
        await chime.recv()

    with pytest.raises(MediaStreamError):
        asyncio.run(run())
