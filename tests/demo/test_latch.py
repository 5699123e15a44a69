import asyncio

from demo.latch import MAX_KEYS, OPENS, Latch


def test_only_the_right_key_opens() -> None:
    async def run() -> None:
        latch = Latch(60)
        latch.press("1")
        assert (latch.is_open, latch.keys) == (False, "1")
        latch.press(OPENS)
        assert (latch.is_open, latch.keys) == (True, "1#")
        latch.forget()
        assert (latch.is_open, latch.keys) == (True, "")
        latch.close()
        latch.close()
        assert not latch.is_open

    asyncio.run(run())


def test_it_closes_by_itself_and_a_second_time_counts_anew() -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        latch = Latch(8)
        latch.press(OPENS)
        first = latch._closing
        latch.press(OPENS)
        second = latch._closing
        assert first
        assert first.cancelled()
        assert second
        assert 7 < second.when() - loop.time() <= 8
        latch.close()
        assert second.cancelled()
        quick = Latch(0)
        quick.press(OPENS)
        closed = asyncio.Event()
        loop.call_later(0, closed.set)
        await closed.wait()
        assert not quick.is_open

    asyncio.run(run())


def test_only_the_last_keys_are_remembered() -> None:
    async def run() -> None:
        latch = Latch(60)
        for number in range(MAX_KEYS + 3):
            latch.press(str(number % 10))
        assert latch.keys == "345678901234"

    asyncio.run(run())
