"""The screen that stays on, asked of a browser that can be looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import until
    from pyodide.code import run_js

    from sipwidget.browser.wake_lock import WakeLock
    from sipwidget.phone.model import Call, CallState, Model

Run = Callable[..., Any]

SCREEN = """(() => {
    const locks = [];
    const request = async kind => {
        if (page.refuses) throw new DOMException("", "NotAllowedError");
        const lock = {kind, released: false, release: async () => { lock.released = true }};
        locks.push(lock);
        return lock;
    };
    const document = Object.assign(new EventTarget(), {visibilityState: "visible"});
    const page = {locks, document, refuses: false, Promise, Array, Reflect,
        navigator: {wakeLock: {request}}};
    page.see = state => {
        document.visibilityState = state;
        if (state === "hidden") locks.forEach(lock => { lock.released = true });
        document.dispatchEvent(new Event("visibilitychange"));
    };
    return page;
})()"""


def test_the_screen_stays_on_from_the_first_ring_to_the_end(run: Run) -> None:
    """N19"""

    async def inside(screen: str) -> list[object]:
        window = run_js(screen)
        lock = WakeLock(window)
        calls = (Call("c", CallState.INCOMING, "", ""),)
        for model in (Model(), Model(calls=calls), Model(calls=calls, focus="c")):
            lock.follow(model)
        await until(lambda: len(window.locks))
        held = [[each.kind, each.released] for each in window.locks]
        await asyncio.sleep(0)
        lock.follow(Model())
        await until(lambda: window.locks[0].released)
        return held

    assert run(inside, SCREEN) == [["screen", False]]


def test_it_is_asked_for_again_when_the_page_is_seen_again(run: Run) -> None:
    async def inside(screen: str) -> list[bool]:
        window = run_js(screen)
        window.see("hidden")
        lock = WakeLock(window)
        lock.follow(Model(calls=(Call("c", CallState.INCOMING, "", ""),)))
        hidden = len(window.locks)
        for state in ("visible", "hidden", "visible"):
            window.see(state)
            await until(lambda: lock._asking is None)
        lock.follow(Model())
        window.see("visible")
        return [hidden, *(each.released for each in window.locks)]

    assert run(inside, SCREEN) == [0, True, True]


def test_a_lock_that_comes_after_the_call_is_given_back(run: Run) -> None:
    async def inside(screen: str) -> list[bool]:
        window = run_js(screen)
        lock = WakeLock(window)
        lock.follow(Model(calls=(Call("c", CallState.INCOMING, "", ""),)))
        lock.follow(Model())
        await until(lambda: len(window.locks) and window.locks[0].released)
        return [each.released for each in window.locks]

    assert run(inside, SCREEN) == [True]


def test_a_real_browser_keeps_its_screen_on(run: Run) -> None:
    async def inside() -> list[bool]:
        lock = WakeLock(js.window)
        lock.follow(Model(calls=(Call("c", CallState.INCOMING, "", ""),)))
        await until(lambda: lock._lock)
        held = lock._lock
        before = held.released
        lock.follow(Model())
        await until(lambda: held.released)
        return [before, held.released]

    assert run(inside) == [False, True]


@pytest.mark.parametrize("spoil", ["page.refuses = true", "delete page.navigator.wakeLock"])
def test_a_browser_that_keeps_no_screen_on_is_left_alone(run: Run, spoil: str) -> None:
    async def inside(screen: str, spoil: str) -> int:
        window = run_js(screen)
        run_js(f"page => {{ {spoil} }}")(window)
        lock = WakeLock(window)
        lock.follow(Model(calls=(Call("c", CallState.INCOMING, "", ""),)))
        await until(lambda: lock._asking is None)
        lock.follow(Model())
        return len(window.locks)

    assert run(inside, SCREEN, spoil) == 0
