"""What is played when, and what is left open afterwards."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inside import until
    from pyodide.code import run_js

    from sipwidget.browser.sounds import Sounds
    from sipwidget.phone.device import Device
    from sipwidget.phone.settings import Config

Run = Callable[..., Any]


def test_a_beep_opens_the_sound_and_lets_it_rest_afterwards(run: Run) -> None:
    async def inside() -> list[object]:
        window = run_js("""(() => {
            const contexts = [];
            class Kept extends AudioContext { constructor() { super(); contexts.push(this) } }
            return {contexts, AudioContext: Kept, setTimeout: setTimeout.bind(globalThis),
                clearTimeout: clearTimeout.bind(globalThis)};
        })()""")
        sounds = Sounds(window)
        sounds.beep()
        sounds.tune(Config(enable_tones=False), Device())
        sounds.beep()
        silent = len(window.contexts)
        sounds.tune(Config(enable_tones=True), Device())
        sounds.beep()
        sounds.beep()
        (context,) = window.contexts
        await until(lambda: context.state == "running")
        await until(lambda: context.state == "suspended")
        return [silent, len(window.contexts)]

    assert run(inside) == [0, 1]
