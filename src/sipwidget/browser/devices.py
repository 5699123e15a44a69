"""Microphone and camera: opens what there is, and says in one word why the rest stayed shut."""

from dataclasses import dataclass
from typing import Any

from pyodide.ffi import to_js

from sipwidget.browser.promises import Rejected, settled

DEVICES = {"audio": "microphone", "video": "camera"}
_REASONS = {  # W3C Media Capture and Streams, section 10.3.1: the names of getUserMedia's errors
    "NotAllowedError": "refused",
    "SecurityError": "refused",
    "NotFoundError": "missing",
    "OverconstrainedError": "missing",
}


@dataclass(frozen=True, slots=True)
class Devices:
    """Live MediaStreamTracks, and words such as ``camera-refused``, ``-missing`` or ``-busy``."""

    tracks: tuple[Any, ...] = ()
    problems: tuple[str, ...] = ()

    def stop(self) -> None:
        for track in self.tracks:
            track.stop()


def are_allowed(window: Any) -> bool:
    """Whether the browser gives devices here at all: only in a secure context."""
    return bool(getattr(window.navigator, "mediaDevices", None))


async def open_devices(window: Any, kinds: tuple[str, ...]) -> Devices:
    """Open ``audio``, ``video``, or both; what cannot be opened is told, never raised.

    Both are asked for in one question. When that fails each is tried alone to find out which it
    was, but whoever refused the microphone is not asked again for the camera. The last problem
    told is the one that counts most: that the other side cannot hear us.
    """
    try:
        return await _open(window, kinds)
    except Rejected as error:
        if len(kinds) == 1:
            return Devices(problems=(_problem(kinds[0], error),))
    opened = await open_devices(window, kinds[:1])
    refused = any(problem.endswith("-refused") for problem in opened.problems)
    if refused and not await _is_granted(window, DEVICES[kinds[1]]):
        return Devices(problems=tuple(f"{DEVICES[kind]}-refused" for kind in reversed(kinds)))
    rest = await open_devices(window, kinds[1:])
    return Devices(opened.tracks + rest.tracks, rest.problems + opened.problems)


async def _is_granted(window: Any, device: str) -> bool:
    """Whether the browser gives it without a question; False where it would not tell."""
    wanted = to_js({"name": device}, dict_converter=window.Object.fromEntries)
    try:
        status = await settled(window, window.navigator.permissions, "query", wanted)
    except (AttributeError, Rejected):
        return False
    return bool(status.state == "granted")


async def _open(window: Any, kinds: tuple[str, ...]) -> Devices:
    wanted = to_js(dict.fromkeys(kinds, True), dict_converter=window.Object.fromEntries)
    stream = await settled(window, window.navigator.mediaDevices, "getUserMedia", wanted)
    return Devices(tuple(stream.getTracks()))


def _problem(kind: str, error: Rejected) -> str:
    return f"{DEVICES[kind]}-{_REASONS.get(error.name, 'busy')}"
