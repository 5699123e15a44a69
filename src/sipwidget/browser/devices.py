"""Microphone and camera: opens what there is, and says in one word why the rest stayed shut."""

from collections.abc import Collection, Mapping
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
    volume: int = 100  # percent
    processing: Mapping[str, bool] = field(default_factory=dict)

    def id(self, kind: str) -> str:
        """The microphone's for ``audio``, the camera's for ``video``."""
        return self.microphone if kind == "audio" else self.camera


def wishes(config: Config, device: Device) -> Wishes:
    """What this device has chosen, and the settings that count on it."""
    return Wishes(
        device.microphone, device.camera, device.speaker, device.volume, config.processing
    )


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
    """What can be chosen from. Before it has given a device once, a browser tells no names.

    Some then tell no ids either, only that there is a microphone or a camera.
    """
    if not are_allowed(window):
        return ()
    try:
        found = await settled(window, window.navigator.mediaDevices, "enumerateDevices")
    except Rejected:
        return ()
    return tuple(
        MediaDevice(_KINDS[each.kind], each.deviceId, each.label)
        for each in found
        if each.kind in _KINDS and each.deviceId not in ("default", "communications")
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


async def choose_speaker(window: Any, audio: Any, speaker: str) -> bool:
    """Play the element's sound there, or for "" where the browser chooses.

    False where there is no such speaker: what was set stays. A browser that lets nobody choose
    (Safari, older Firefox) is asked for nothing.
    """
    if not hasattr(audio, "setSinkId"):
        return True
    try:
        await settled(window, audio, "setSinkId", speaker)
    except Rejected:
        return False
    return True


async def _is_granted(window: Any, device: str) -> bool:
    """Whether the browser gives it without a question; False where it would not tell."""
    wanted = to_js({"name": device}, dict_converter=window.Object.fromEntries)
    try:
        status = await settled(window, window.navigator.permissions, "query", wanted)
    except (AttributeError, Rejected):
        return False
    return bool(status.state == "granted")


async def _open(window: Any, kinds: tuple[str, ...], wished: Wishes) -> Devices:
    there = await _known(window) if any(map(wished.id, kinds)) else frozenset()
    constraints = {
        "audio": {**_device_id(wished.microphone, there), **wished.processing},
        "video": _device_id(wished.camera, there),
    }
    wanted = {kind: constraints[kind] or True for kind in kinds}
    described = to_js(wanted, dict_converter=window.Object.fromEntries)
    stream = await settled(window, window.navigator.mediaDevices, "getUserMedia", described)
    return Devices(tuple(stream.getTracks()))


async def _known(window: Any) -> frozenset[str]:
    return frozenset(each.id for each in await list_devices(window))


def _device_id(wished: str, there: Collection[str]) -> dict[str, object]:
    """Asked for as ``exact`` while it is there: Chromium passes over a mere wish for a device."""
    if not wished:
        return {}
    return {"deviceId": {"exact": wished} if wished in there else wished}


def _problem(kind: str, error: Rejected) -> str:
    return f"{DEVICES[kind]}-{_REASONS.get(error.name, 'busy')}"
