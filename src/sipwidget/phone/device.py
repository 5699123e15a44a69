"""What this device sets for itself: its SIP account, and what it does otherwise than the widget.

The account is kept as ``oh-sipclient`` keeps it, so that one of its accounts is taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

_T = TypeVar("_T")

INHERITED, ON, OFF = "", "true", "false"
"""The choices of the form for a BOOLEAN: as the widget says, or on, or off."""


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

    An ``auto_answer`` of "" answers nobody. ``microphone``, ``camera`` and ``speaker`` are ids of
    media devices, "" is the browser's choice.
    """

    username: str = ""
    password: str = field(default="", repr=False)
    own_address: str = ""
    state_item: str = ""
    auto_answer: str | None = None
    enable_video: bool | None = None
    enable_tones: bool | None = None
    microphone: str = ""
    camera: str = ""
    speaker: str = ""

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
            "enableVideo": self.enable_video,
            "enableTones": self.enable_tones,
            "microphone": self.microphone or None,
            "camera": self.camera or None,
            "speaker": self.speaker or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


def restore(account: Mapping[str, str], overrides: Mapping[str, object]) -> Device:
    """What was kept; of an override that is not what it should be nothing is taken."""
    return Device(
        account.get("username", ""),
        account.get("password", ""),
        account.get("ownSipAddress", ""),
        account.get("sipStateItem", ""),
        _kept(overrides, "autoAnswer", str),
        _kept(overrides, "enableVideo", bool),
        _kept(overrides, "enableTones", bool),
        _kept(overrides, "microphone", str) or "",
        _kept(overrides, "camera", str) or "",
        _kept(overrides, "speaker", str) or "",
    )


def _kept(overrides: Mapping[str, object], name: str, kind: type[_T]) -> _T | None:
    value = overrides.get(name)
    return value if isinstance(value, kind) else None


def read_form(fields: Mapping[str, str]) -> Device:
    """What the person has filled in; the names are those of the form's fields.

    ``autoAnswer`` is what the field ``autoAnswerFrom`` holds where ``autoAnswer`` is on, or where
    callers were typed and nothing chosen.
    """
    text = {name: value.strip() for name, value in fields.items() if name != "password"}
    callers = text.get("autoAnswerFrom", "")
    auto = _choice(text.get("autoAnswer", "")) if text.get("autoAnswer") or not callers else True
    return Device(
        text.get("username", ""),
        fields.get("password", ""),
        text.get("ownSipAddress", ""),
        text.get("sipStateItem", ""),
        None if auto is None else (callers or "*") if auto else "",
        _choice(text.get("enableVideo", "")),
        _choice(text.get("enableTones", "")),
        text.get("microphone", ""),
        text.get("camera", ""),
        text.get("speaker", ""),
    )


def _choice(value: str) -> bool | None:
    return {ON: True, OFF: False}.get(value)
