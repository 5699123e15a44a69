from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import gc
    import weakref

    import js
    from inside import until
    from inside_rest import stage

    from sipwidget.browser.alarm import Alarm

Run = Callable[..., Any]


def test_it_rings_once_for_the_last_time_that_it_was_set(run: Run) -> None:
    async def inside() -> list[object]:
        window, rings = stage(), []
        alarm = Alarm(window, lambda: rings.append(window.clock.now))
        start = window.clock.now
        alarm.set(5)
        alarm.set(7)
        waits = list(window.waits())
        window.ring()
        left = list(window.waits())
        alarm.close()
        return [waits, [ring - start for ring in rings], left]

    assert run(inside) == [[7000], [7000], []]


def test_a_windows_own_timer_rings(run: Run) -> None:
    async def inside() -> int:
        rings: list[int] = []
        alarm = Alarm(js.window, lambda: rings.append(1))
        alarm.set(0.01)
        await until(lambda: rings)
        alarm.close()
        return len(rings)

    assert run(inside) == 1


def test_a_closed_one_neither_rings_nor_is_set(run: Run) -> None:
    async def inside() -> list[object]:
        window, rings = stage(), []
        alarm = Alarm(window, lambda: rings.append(1))
        alarm.set(1)
        alarm.close()
        alarm.close()
        alarm.set(1)
        return [list(window.waits()), rings]

    assert run(inside) == [[], []]


def test_it_may_be_closed_while_it_rings_and_nothing_is_left(run: Run) -> None:
    async def inside() -> bool:
        window, alarms = stage(), []

        def rang() -> None:
            alarms.pop().close()

        alarms.append(Alarm(window, rang))
        alarms[0].set(1)
        window.ring()
        witness = weakref.ref(rang)
        del rang
        await asyncio.sleep(0)
        gc.collect()
        return witness() is None

    assert run(inside) is True
