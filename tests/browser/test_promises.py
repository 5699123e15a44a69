from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import asyncio
    import gc

    import js
    from pyodide.code import run_js

    from sipwidget.browser.promises import Rejected, settled


def test_a_method_is_called_and_its_promise_waited_for(run: Callable[..., Any]) -> None:
    async def inside() -> Any:
        target = run_js("({base: 40, async add(one, two) { return this.base + one + two }})")
        return await settled(js.window, target, "add", 1, 2)

    assert run(inside) == 43


@pytest.mark.parametrize(
    ("reason", "name", "text"),
    [
        ("new DOMException('no', 'NotAllowedError')", "NotAllowedError", "NotAllowedError: no"),
        (
            "{name: 'OverconstrainedError', toString() { return 'odd' }}",
            "OverconstrainedError",
            "odd",
        ),
        ("'a text'", "", "a text"),
        ("undefined", "", "None"),
    ],
)
def test_a_rejection_is_raised_whatever_it_is(
    run: Callable[..., Any], reason: str, name: str, text: str
) -> None:
    async def inside(reason: str) -> list[str]:
        target = run_js(f"({{fail: () => Promise.reject({reason})}})")
        try:
            await settled(js.window, target, "fail")
        except Rejected as error:
            return [error.name, str(error)]
        return []

    assert run(inside, reason) == [name, text]


def test_of_a_wait_that_is_given_up_nothing_is_left(run: Callable[..., Any]) -> None:
    """N7: a closed connection settles none of its promises."""

    async def inside() -> int:
        def futures() -> int:
            gc.collect()
            return sum(type(it).__name__ == "PyodideFuture" for it in gc.get_objects())

        target = run_js("({never: () => new Promise(() => {})})")
        before = futures()
        for _ in range(5):
            task = asyncio.ensure_future(settled(js.window, target, "never"))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
        del task
        await asyncio.sleep(0.1)
        return futures() - before

    assert run(inside) < 5  # one may be that of the last sleep
