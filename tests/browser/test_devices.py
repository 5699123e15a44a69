"""Devices that are missing, busy or refused, and what a call then still does."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import Ends, directions, watched
    from pyodide.code import run_js

    from sipwidget.phone.messages import MediaReduced

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        ("new DOMException('', 'NotAllowedError')", "camera-refused"),
        ("new DOMException('', 'NotFoundError')", "camera-missing"),
        ("new DOMException('', 'NotReadableError')", "camera-busy"),
        ("{name: 'OverconstrainedError', message: 'has no stack'}", "camera-missing"),
    ],
)
def test_without_a_camera_video_is_received_only(run: Run, error: str, problem: str) -> None:
    """A39"""

    async def inside(error: str) -> list[object]:
        ends = Ends(watched(f"if (wanted.video) throw {error}"), watched())
        offer = await ends.offer(video=True)
        reduced = await ends.inbox.wait(MediaReduced)
        ends.release()
        return [directions(offer), reduced.problem]

    assert run(inside, error) == [["sendrecv", "recvonly"], problem]


def test_without_a_microphone_the_picture_is_still_sent(run: Run) -> None:
    """N14"""

    async def inside() -> list[object]:
        devices = "if (wanted.audio) throw new DOMException('', 'NotFoundError')"
        ends = Ends(watched(), watched(devices))
        answer = await ends.answer(await ends.offer(video=True), video=True)
        reduced = await ends.inbox_there.wait(MediaReduced)
        ends.release()
        return [directions(answer), reduced.problem]

    assert run(inside) == [["recvonly", "sendrecv"], "microphone-missing"]


def test_who_refuses_the_microphone_is_not_asked_for_the_camera(run: Run) -> None:
    async def inside() -> list[object]:
        js.window.asked = run_js("[]")
        devices = """window.asked.push(Object.keys(wanted).join());
                     throw new DOMException('', 'NotAllowedError')"""
        ends = Ends(watched(devices), watched())
        offer = await ends.offer(video=True)
        ends.release()
        return [
            list(js.window.asked),
            directions(offer),
            *(each.problem for each in ends.inbox.inputs),
        ]

    assert run(inside) == [
        ["audio,video", "audio"],
        ["recvonly", "recvonly"],
        "microphone-refused",
        "camera-refused",
    ]
