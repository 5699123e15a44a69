"""A file in a real audio element."""

import base64
import io
import wave
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import until

    from sipwidget.browser.ring_file import RingFile

Run = Callable[..., Any]


def sound(seconds: float) -> str:
    """The address of a file with silence in it."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(int(seconds * 8000) * 2))
    return f"data:audio/wav;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def test_a_file_plays_in_a_circle_until_it_is_stopped(run: Run) -> None:
    async def inside(url: str) -> list[object]:
        failed: list[bool] = []
        file = RingFile(js.window, url, "", failed.append)
        await until(lambda: file._audio.currentTime > 0)
        looped = file._audio.loop
        file.stop()
        file.stop()
        return [looped, file._audio.paused, failed]

    assert run(inside, sound(0.1)) == [True, True, []]


@pytest.mark.parametrize("url", ["/no-such-file.mp3", "data:audio/wav,rubbish"])
def test_a_file_that_cannot_be_played_is_told_once(run: Run, url: str) -> None:
    async def inside(url: str) -> list[object]:
        failed: list[bool] = []
        file = RingFile(js.window, url, "", failed.append)
        await until(lambda: failed)
        file.stop()
        return failed

    assert run(inside, url) == [False]


def test_a_file_that_is_stopped_at_once_never_plays_and_complains_of_nothing(run: Run) -> None:
    """A28"""

    async def inside(url: str) -> list[object]:
        failed: list[bool] = []
        file = RingFile(js.window, url, "kitchen", failed.append)
        file.stop()
        other = RingFile(js.window, url, "kitchen", failed.append)
        await until(lambda: other._audio.currentTime > 0)
        other.stop()
        return [file._audio.paused, failed]

    assert run(inside, sound(0.1)) == [True, []]
