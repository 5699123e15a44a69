"""One AudioContext, made late and suspended early; whether sound is allowed is told."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import until
    from inside_sound import stage
    from pyodide.code import run_js

    from sipwidget.browser.audio_output import AudioOutput, is_allowed

Run = Callable[..., Any]


def test_a_browsers_own_context_runs_and_rests(run: Run) -> None:
    async def inside() -> list[object]:
        told: list[bool] = []
        output = AudioOutput(js.window, told.append, lambda: None)
        context = output.wake()
        await until(lambda: context.state == "running")
        same = output.wake() == context
        output.rest()
        await until(lambda: context.state == "suspended")
        output.close()
        await until(lambda: context.state == "closed")
        return [same, told]

    assert run(inside) == [True, [True]]


def test_a_context_that_is_needed_again_does_not_rest(run: Run) -> None:
    async def inside() -> list[object]:
        window, rested = stage(), list[str]()
        output = AudioOutput(window, lambda _: None, lambda: rested.append("rested"))
        context = output.wake()
        output.rest()
        output.wake()
        window.ring()
        return [context.state, rested]

    assert run(inside) == ["running", []]


def test_a_speaker_that_is_gone_leaves_the_browsers_choice(run: Run) -> None:
    async def inside() -> list[str]:
        window = stage()
        output = AudioOutput(window, lambda _: None, lambda: None)
        for speaker in ("kitchen", "kitchen", "gone", ""):
            context = output.wake(speaker)
        await until(lambda: len(context.speakers) == 2)
        return list(context.speakers)

    assert run(inside) == ["kitchen", ""]


def test_a_machine_without_a_loudspeaker_waits_for_no_tap(run: Run) -> None:
    """A27: what no tap would mend is not said to want one."""

    async def inside() -> list[bool]:
        window, told = stage(allowed=False), list[bool]()
        output = AudioOutput(window, told.append, lambda: None)
        for tapped in (False, True):
            window.navigator.userActivation.hasBeenActive = tapped
            output.wake()
            window.ring()
        return told

    assert run(inside) == [False, True]


@pytest.mark.parametrize(
    ("navigator", "expected"),
    [
        ("{}", False),
        ("{userActivation: {hasBeenActive: false}}", False),
        ("{userActivation: {hasBeenActive: true}}", True),
        ("{getAutoplayPolicy: () => 'allowed', userActivation: {hasBeenActive: false}}", True),
        ("{getAutoplayPolicy: () => 'disallowed', userActivation: {hasBeenActive: true}}", False),
    ],
)
def test_a_browser_says_whether_it_lets_sound_be_heard(
    run: Run, navigator: str, expected: bool
) -> None:
    async def inside(navigator: str) -> bool:
        return is_allowed(run_js(f"({{navigator: {navigator}, frameElement: null}})"))

    assert run(inside, navigator) is expected


def test_an_output_that_was_never_used_can_be_tried_and_closed(run: Run) -> None:
    """A28"""

    async def inside() -> int:
        window = stage()
        output = AudioOutput(window, lambda _: None, lambda: None)
        output.resume()
        output.rest()
        window.ring()
        output.close()
        return window.contexts.length

    assert run(inside) == 0
