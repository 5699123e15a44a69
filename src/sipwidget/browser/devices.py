"""Microphone and camera: opens what there is, and says in one word why the rest stayed shut."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pyodide.ffi import to_js

from sipwidget.browser.promises import Rejected, settled
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.settings import Config

DEVICES = {"audio": "microphone", "video": "camera"}
_KINDS = {"audioinput": "microphone", "videoinput": "camera", "audiooutput": "speaker"}
_REASONS = {  # W3C Media Capture and Streams, section 10.3.1: the names of getUserMedia's errors
    "NotAllowedError": "refused",
    "SecurityError": "refused",
    "NotFoundError": "missing",
    "OverconstrainedError": "missing",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which devices are wanted, by id, "" for the browser's choice, and what is done to the sound.

    ``processing`` has W3C's names of the constraints. All are wishes: none of them costs a call.
    """

    microphone: str = ""
    camera: str = ""
    speaker: str = ""
    processing: Mapping[str, bool] = field(default_factory=dict)


def wishes(config: Config, device: Device) -> Wishes:
    """What this device has chosen, and the settings that count on it."""
    return Wishes(device.microphone, device.camera, device.speaker, config.processing)


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


async def list_devices(window: Any) -> tuple[MediaDevice, ...]:
    """What can be chosen from; without a name where the browser has not given a device yet."""
    if not are_allowed(window):
        return ()
    try:
        found = await settled(window, window.navigator.mediaDevices, "enumerateDevices")
    except Rejected:
        return ()
    return tuple(
        MediaDevice(_KINDS[each.kind], each.deviceId, each.label)
        for each in found
        if each.kind in _KINDS and each.deviceId not in ("", "default", "communications")
    )


async def open_devices(window: Any, kinds: tuple[str, ...], wished: Wishes) -> Devices:
    """Open ``audio``, ``video``, or both; what cannot be opened is told, never raised.

    Those that are ``wished`` are taken while they are there, else the browser chooses.

    Both are asked for in one question. When that fails each is tried alone to find out which it
    was, but whoever refused the microphone is not asked again for the camera. The last problem
    told is the one that counts most: that the other side cannot hear us.
    """
    try:
        return await _open(window, kinds, wished)
    except Rejected as error:
        if len(kinds) == 1:
            return Devices(problems=(_problem(kinds[0], error),))
    opened = await open_devices(window, kinds[:1], wished)
    refused = any(problem.endswith("-refused") for problem in opened.problems)
    if refused and not await _is_granted(window, DEVICES[kinds[1]]):
        return Devices(problems=tuple(f"{DEVICES[kind]}-refused" for kind in reversed(kinds)))
    rest = await open_devices(window, kinds[1:], wished)
    return Devices(opened.tracks + rest.tracks, rest.problems + opened.problems)


async def choose_speaker(window: Any, audio: Any, speaker: str) -> None:
    """Play the element's sound there; where that cannot be, the browser's choice stays."""
    if speaker:
        with suppress(AttributeError, Rejected):  # no setSinkId, or no such speaker any more
            await settled(window, audio, "setSinkId", speaker)


async def _is_granted(window: Any, device: str) -> bool:
    """Whether the browser gives it without a question; False where it would not tell."""
    wanted = to_js({"name": device}, dict_converter=window.Object.fromEntries)
    try:
        status = await settled(window, window.navigator.permissions, "query", wanted)
    except (AttributeError, Rejected):
        return False
    return bool(status.state == "granted")


async def _open(window: Any, kinds: tuple[str, ...], wished: Wishes) -> Devices:
    constraints = {
        "audio": {**_id(wished.microphone), **wished.processing},
        "video": _id(wished.camera),
    }
    wanted = {kind: constraints[kind] or True for kind in kinds}
    described = to_js(wanted, dict_converter=window.Object.fromEntries)
    stream = await settled(window, window.navigator.mediaDevices, "getUserMedia", described)
    return Devices(tuple(stream.getTracks()))


def _id(wished: str) -> dict[str, object]:
    """A value without ``exact`` is what W3C calls ideal: others will do."""
    return {"deviceId": wished} if wished else {}


def _problem(kind: str, error: Rejected) -> str:
    return f"{DEVICES[kind]}-{_REASONS.get(error.name, 'busy')}"
