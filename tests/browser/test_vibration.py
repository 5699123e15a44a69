from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside_sound import RING, RINGBACK, SILENCE
    from pyodide.code import run_js

    from sipwidget.browser.vibration import Vibration

Run = Callable[..., Any]


def test_it_vibrates_while_it_rings_and_stops_at_once(run: Run) -> None:
    """N19"""

    async def inside() -> list[object]:
        window = run_js("""({frameElement: null, navigator: {
            userActivation: {hasBeenActive: true},
            vibrate(pattern) { this.asked.push(pattern); return true }, asked: []}})""")
        vibration = Vibration(window)
        for model in (SILENCE, RINGBACK, RING, RING, SILENCE, SILENCE):
            vibration.follow(model)
        pattern, end = window.navigator.asked
        return [list(pattern)[:4], len(pattern) < 100, end]

    assert run(inside) == [[800, 1200, 800, 1200], True, 0]


@pytest.mark.parametrize(
    "navigator",
    [
        "{}",
        "{userActivation: {hasBeenActive: false}, vibrate() { throw new Error('asked') }}",
        "{userActivation: {hasBeenActive: true}, vibrate: pattern => pattern === 0}",
    ],
)
def test_a_device_that_does_not_vibrate_is_left_alone(run: Run, navigator: str) -> None:
    async def inside(navigator: str) -> None:
        vibration = Vibration(run_js(f"({{navigator: {navigator}, frameElement: null}})"))
        for model in (RING, SILENCE):
            vibration.follow(model)

    run(inside, navigator)


def test_where_only_the_page_around_has_been_used_that_vibrates(run: Run) -> None:
    """A browser refuses a frame in which nobody has tapped, such as the dock."""

    async def inside() -> list[object]:
        window = run_js("""(() => {
            const make = hasBeenActive => ({frameElement: null, asked: [], navigator: {
                userActivation: {hasBeenActive},
                asked: [], vibrate(pattern) { this.asked.push(pattern); return true }}});
            const around = make(true), window = make(false);
            window.frameElement = {ownerDocument: {defaultView: around}};
            return Object.assign(window, {around});
        })()""")
        vibration = Vibration(window)
        for model in (RING, SILENCE):
            vibration.follow(model)
        return [window.navigator.asked.length, window.around.navigator.asked.length]

    assert run(inside) == [0, 2]


def test_a_real_browser_takes_the_pattern(run: Run, page: Any) -> None:
    page.mouse.click(1, 1)

    async def inside() -> bool:
        vibration = Vibration(js.window)
        vibration.follow(RING)
        taken = vibration._vibrates
        vibration.follow(SILENCE)
        return taken and not vibration._vibrates

    assert run(inside) is True
