"""Tones as a browser renders them, looked at in CPython."""

from collections.abc import Callable, Sequence
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js

    from sipwidget.browser.tone_player import TonePlayer
    from sipwidget.phone.cadences import Tone

Run = Callable[..., Any]

RATE = 8000
GRAIN = 80  # samples: 10 ms


async def render(
    frequencies: list[int], cadence: list[int], seconds: float, once: bool
) -> list[float]:
    """What such a tone gives."""
    context = js.OfflineAudioContext.new(1, int(seconds * 8000), 8000)
    player = TonePlayer(context, Tone(tuple(frequencies), tuple(cadence)), 0.4, once=once)
    buffer = await context.startRendering()
    player.stop()
    return [round(value, 4) for value in buffer.getChannelData(0).to_py()]


def heard(samples: Sequence[float]) -> list[tuple[int, int]]:
    """From which to which 10 ms there is something to hear."""
    grains = [max(map(abs, samples[at : at + GRAIN])) for at in range(0, len(samples), GRAIN)]
    loud = [n for n, grain in enumerate(grains) if grain > 0.1]
    starts = [n for n in loud if n - 1 not in loud]
    ends = [n + 1 for n in loud if n + 1 not in loud]
    return list(zip(starts, ends, strict=True))


def level(samples: Sequence[float], frequency: float) -> float:
    """How much of the frequency is in the samples: the amplitude of its sine."""
    turn = 2 * pi * frequency / RATE
    real = sum(value * cos(turn * n) for n, value in enumerate(samples))
    imaginary = sum(value * sin(turn * n) for n, value in enumerate(samples))
    return 2 * hypot(real, imaginary) / len(samples)


def test_a_tone_keeps_its_cadence_for_as_long_as_it_plays(run: Run) -> None:
    samples = run(render, [425], [300, 700], 3.5, False)
    assert heard(samples) == [(0, 30), (100, 130), (200, 230), (300, 330)]


@pytest.mark.parametrize("frequencies", [[425], [440, 480], [375, 400, 425]])
def test_its_frequencies_are_there_equally_loud_and_no_others(
    run: Run, frequencies: list[int]
) -> None:
    samples = run(render, frequencies, [1000, 200], 1.0, False)[400:7600]
    for frequency in frequencies:
        assert level(samples, frequency) == pytest.approx(0.4 / len(frequencies), rel=0.1)
    for other in (300, 350, 550, 850, 1275):
        assert level(samples, other) < 0.01


def test_a_tone_that_sounds_once_ends_by_itself(run: Run) -> None:
    assert heard(run(render, [880], [120, 80, 120, 80], 2.0, True)) == [(0, 12), (20, 32)]


def test_it_comes_and_goes_without_a_click(run: Run) -> None:
    """Nothing but the tone: a sharp edge has all frequencies."""
    samples = run(render, [425], [100, 100], 0.2, False)
    edges = samples[0:160] + samples[720:880]
    assert level(edges, 3000) < 0.002


@pytest.mark.parametrize(("state", "latest"), [("running", 51), ("suspended", 48)])
def test_it_is_silent_as_soon_as_it_is_stopped(run: Run, state: str, latest: int) -> None:
    """It fades where it is heard, and is cut off where the browser holds it back."""

    async def inside(state: str) -> list[float]:
        context = js.OfflineAudioContext.new(1, 8000, 8000)
        player = TonePlayer(context, Tone((425,), (900, 100)), 0.4)
        paused = context.suspend(0.48)  # on a boundary of 128 samples
        rendering = context.startRendering()
        await paused
        js.Object.defineProperty(context, "state", js.JSON.parse(f'{{"value": "{state}"}}'))
        player.stop()
        player.stop()
        context.resume()
        buffer = await rendering
        return [round(value, 4) for value in buffer.getChannelData(0).to_py()]

    ((start, end),) = heard(run(inside, state))
    assert start == 0
    assert 48 <= end <= latest
