"""What this device sets for itself: its SIP account, and what it does otherwise than the widget.

The account is kept as ``oh-sipclient`` keeps it, so that one of its accounts is taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

_T = TypeVar("_T")

INHERITED, ON, OFF = "", "true", "false"
"""The choices of the form for a BOOLEAN: as the widget says, or on, or off."""

PROCESSING = {
    "echoCancellation": "echo_cancellation",
    "noiseSuppression": "noise_suppression",
    "autoGainControl": "auto_gain_control",
}
"""How the microphone's sound is worked on: W3C's names of the constraints, and the attributes."""

SWITCHES = {"enableVideo": "enable_video", "enableTones": "enable_tones", **PROCESSING}
"""BOOLEAN properties that a device may have otherwise than the widget, and the attributes."""

CHOSEN = {"microphone": "microphone", "camera": "camera", "speaker": "speaker", "ringer": "speaker"}
"""What a device chooses by an id, and the kind of media device that it is."""

FULL_VOLUME = 100  # percent


@dataclass(frozen=True, slots=True)
class MediaDevice:
    """One microphone, camera or speaker, as W3C MediaDeviceInfo tells it.

    ``kind`` is ``microphone``, ``camera`` or ``speaker``; ``label`` is "" until the browser has
    given a device once.
    """

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Device:
    """The local account and the overrides; None and "" leave the widget's own setting.

    An ``auto_answer`` of "" answers nobody. ``microphone``, ``camera``, ``speaker`` and ``ringer``,
    where it rings, are ids of media devices, "" is the browser's choice; ``volume``, in percent, is
    how loud calls are.
    """

    username: str = ""
    password: str = field(default="", repr=False)
    own_address: str = ""
    state_item: str = ""
    auto_answer: str | None = None
    enable_video: bool | None = None
    enable_tones: bool | None = None
    echo_cancellation: bool | None = None
    noise_suppression: bool | None = None
    auto_gain_control: bool | None = None
    microphone: str = ""
    camera: str = ""
    speaker: str = ""
    ringer: str = ""
    volume: int = FULL_VOLUME
    do_not_disturb: bool = False  # no form has it: it is a switch of its own

    @property
    def account(self) -> dict[str, str]:
        """What ``openhab.ui:sipConfig`` holds; empty where there is no local account."""
        fields = {
            "username": self.username,
            "password": self.password,
            "ownSipAddress": self.own_address,
            "sipStateItem": self.state_item,
        }
        return fields if any(fields.values()) else {}

    @property
    def overrides(self) -> dict[str, object]:
        """What ``sipwidget:device`` holds, by the names of the properties."""
        fields = {
            "autoAnswer": self.auto_answer,
            **{name: getattr(self, attribute) for name, attribute in SWITCHES.items()},
            **{name: getattr(self, name) or None for name in CHOSEN},
            "volume": None if self.volume == FULL_VOLUME else self.volume,
            "doNotDisturb": self.do_not_disturb or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


def restore(account: Mapping[str, str], overrides: Mapping[str, object]) -> Device:
    """What was kept; of an override that is not what it should be nothing is taken."""
    others: dict[str, Any] = {
        "auto_answer": _kept(overrides, "autoAnswer", str),
        **{attribute: _kept(overrides, name, bool) for name, attribute in SWITCHES.items()},
        **{name: _kept(overrides, name, str) or "" for name in CHOSEN},
        "volume": as_volume(overrides.get("volume")),
        "do_not_disturb": _kept(overrides, "doNotDisturb", bool) or False,
    }
    return Device(
        account.get("username", ""),
        account.get("password", ""),
        account.get("ownSipAddress", ""),
        account.get("sipStateItem", ""),
        **others,
    )


def as_volume(kept: object) -> int:
    """A volume in percent; what is none leaves the sound as it comes."""
    if isinstance(kept, bool) or not isinstance(kept, int | str):
        return FULL_VOLUME
    try:
        return min(max(int(kept), 0), FULL_VOLUME)
    except ValueError:
        return FULL_VOLUME


def _kept(overrides: Mapping[str, object], name: str, kind: type[_T]) -> _T | None:
    value = overrides.get(name)
    return value if isinstance(value, kind) else None


def read_form(fields: Mapping[str, str], kept: Device) -> Device:
    """What the person has filled in, and what is kept and stands in no form.

    The names are those of the form's fields.

    ``autoAnswer`` is what the field ``autoAnswerFrom`` holds where ``autoAnswer`` is on, or where
    callers were typed and nothing chosen.
    """
    text = {name: value.strip() for name, value in fields.items() if name != "password"}
    callers = text.get("autoAnswerFrom", "")
    auto = _choice(text.get("autoAnswer", "")) if text.get("autoAnswer") or not callers else True
    others: dict[str, Any] = {
        "auto_answer": None if auto is None else (callers or "*") if auto else "",
        **{attribute: _choice(text.get(name, "")) for name, attribute in SWITCHES.items()},
        **{name: text.get(name, "") for name in CHOSEN},
    }
    return replace(
        kept,
        username=text.get("username", ""),
        password=fields.get("password", ""),
        own_address=text.get("ownSipAddress", ""),
        state_item=text.get("sipStateItem", ""),
        **others,
    )


def _choice(value: str) -> bool | None:
    return {ON: True, OFF: False}.get(value)
