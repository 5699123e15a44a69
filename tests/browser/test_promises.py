from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
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
