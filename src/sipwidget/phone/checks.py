"""What the settings may hold, one check a form: from a document's value to the typed one."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Button:
    """An action button: a DTMF string, or a command to an openHAB Item."""

    label: str
    icon: str = ""
    dtmf: str = ""
    item: str = ""
    command: str = ""
    when: str = "call"  # call, always


@dataclass(frozen=True, slots=True)
class TurnServer:
    """A TURN server as ``RTCIceServer`` takes it (RFC 7065 address, long-term credential)."""

    url: str
    username: str = ""
    password: str = field(default="", repr=False)
