"""The settings of one widget as values, checked and frozen."""

from dataclasses import dataclass, field

from sipwidget.phone.device import PROCESSING
from sipwidget.phone.model import Entry


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of one widget, typed and checked; names as in the property table, in snake case.

    ``websocket_urls`` are absolute ws and wss addresses in the order of preference.
    """

    websocket_urls: tuple[str, ...] = ()
    domain: str = ""
    username: str = ""
    authorization_user: str = ""
    password: str = field(default="", repr=False)
    disable_register: bool = False
    stun_servers: tuple[str, ...] = ()
    turn_servers: tuple[TurnServer, ...] = ()
    phonebook: tuple[Entry, ...] = ()
    hide_caller_id: bool = False
    auto_answer: tuple[str, ...] = ()
    auto_dial: str = ""
    decline_status: int = 486
    call_waiting: bool = False
    ring_seconds: int = 0  # 0 is no limit
    max_call_seconds: int = 0  # 0 is no limit
    enable_tones: bool = False
    tone_country: str = ""  # "" is the browser's region
    ringtone_url: str = ""
    dtmf_string: str = ""
    dtmf_mode: str = "auto"  # auto, rtp, info
    dtmf_duration: int = 160  # ms
    dtmf_gap: int = 640  # ms
    buttons: tuple[Button, ...] = ()
    enable_video: bool = False
    enable_local_video: bool = False  # never without enable_video
    default_video_aspect_ratio: str = "4/3"  # a CSS aspect-ratio
    show_video_when_idle: bool = False
    picture_url: str = ""
    picture_item: str = ""
    open_devices: str = "call"  # call, load
    push_to_talk: bool = False
    echo_cancellation: bool = True
    noise_suppression: bool = True
    auto_gain_control: bool = True
    sip_state_item: str = ""
    command_item: str = ""
    allow_commands: tuple[str, ...] = ("answer", "hangup", "dtmf")
    lock_local_account: bool = False
    icon_size: int | None = None  # px; None is the default size
    language: str = ""  # "" is the host's
    hide_insecure_message: bool = False
    enable_sip_debug: bool = False
    dock: bool = True
    own_address: str = ""  # ownSipAddress of the local account
    local_account: bool = False  # the user name is that of the local account
    withheld: tuple[str, ...] = ()  # names of what a link had set and that waits for consent
    edit: bool = False  # the host is in edit mode

    @property
    def usable(self) -> bool:
        """Whether there is something to connect to."""
        return bool(self.websocket_urls) and bool(self.domain)

    @property
    def account(self) -> tuple[object, ...] | None:
        """Who we are at which server: one phone for each. None with nothing to connect to."""
        if self.edit or not self.usable:
            return None
        return self.websocket_urls, self.domain, self.username

    @property
    def processing(self) -> dict[str, bool]:
        """What the browser does to the microphone's sound, by W3C's names of the constraints."""
        return {name: getattr(self, attribute) for name, attribute in PROCESSING.items()}

    @property
    def server(self) -> tuple[str, str]:
        """What consent is given for: the resolved websocketUrl (commas between) and the domain."""
        return ",".join(self.websocket_urls), self.domain
