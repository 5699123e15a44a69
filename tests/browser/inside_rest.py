"""What the tests of openHAB's REST share inside the page."""

from typing import Any

from pyodide.code import run_js


def stage(kept: str | None = None) -> Any:
    """A window that asks the page's server, where time stands still and storage is its own.

    ``clock.now`` is in milliseconds, and so are ``waits()``, of the timers that are set now, and
    ``waited``, of all that ever were. ``ring()`` lets the first timer ring. ``kept`` is the refresh
    token that Main UI has kept.
    """
    return run_js("""kept => {
        const clock = {now: 1_700_000_000_000}, timers = new Map(), waited = [];
        let timer = 0;
        const now = () => clock.now;
        return Object.assign(new EventTarget(), {
            clock, waited, Object, Array, Promise, Reflect, AbortController, AbortSignal, location,
            Date: {now}, performance: {now}, Math: {random: () => 0.5},
            fetch: (...all) => window.fetch(...all),
            localStorage: {getItem: key => key === "openhab.ui:refreshToken" ? kept : null},
            document: Object.assign(new EventTarget(), {visibilityState: "visible"}),
            setTimeout: (call, wait) => {
                waited.push(wait);
                timers.set(++timer, {call, wait});
                return timer;
            },
            clearTimeout: timer => timers.delete(timer),
            waits: () => [...timers.values()].map(({wait}) => wait),
            ring: () => {
                const [[timer, {call, wait}]] = timers;
                timers.delete(timer);
                clock.now += wait;
                call();
            },
        });
    }""")(kept)
