"""The network, told of by a window that can be moved from one to another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pyodide.code import run_js

    from sipwidget.browser.network import watch_network

Run = Callable[..., Any]

WINDOW = """(() => {
    const connection = Object.assign(new EventTarget(), {type: "wifi"});
    return Object.assign(new EventTarget(), {navigator: {connection}, move: type => {
        connection.type = type;
        connection.dispatchEvent(new Event("change"));
    }});
})()"""


def test_going_online_is_told(run: Run) -> None:
    async def inside(source: str) -> int:
        told: list[int] = []
        window = run_js(source)
        watch_network(window, lambda: told.append(1))
        window.dispatchEvent(run_js('new Event("online")'))
        return len(told)

    assert run(inside, WINDOW) == 1
    assert run(inside, "Object.assign(new EventTarget(), {navigator: {}})") == 1


@pytest.mark.parametrize(
    ("types", "times"),
    [
        (["ethernet"], 1),
        (["wifi", "wifi"], 0),
        (["none", "wifi"], 1),
        (["none", "cellular", "cellular"], 1),
    ],
)
def test_another_type_of_network_is_told_and_another_speed_is_not(
    run: Run, types: list[str], times: int
) -> None:
    async def inside(source: str, types: list[str]) -> int:
        told: list[int] = []
        window = run_js(source)
        watch_network(window, lambda: told.append(1))
        for each in types:
            window.move(each)
        return len(told)

    assert run(inside, WINDOW, types) == times
