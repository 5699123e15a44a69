"""The model: all that a view may know, frozen. The phone makes a new one after each input."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.findings import Findings
from sipwidget.phone.notices import Notice
from sipwidget.phone.quality import Figures
from sipwidget.phone.verdicts import Report


class Connection(StrEnum):
    """How we stand with the server, in the words of ``data-connection``."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    REGISTERED = "registered"
    REFUSED = "refused"  # the socket is up, the registration was refused
    OFF = "off"  # nothing to connect to: no or a bad configuration, edit mode


class CallState(StrEnum):
    """One call, in the words of ``data-state`` and of the state Item."""

    INCOMING = "incoming"
    INCOMING_ACCEPTED = "incoming-accepted"
    OUTGOING = "outgoing"
    OUTGOING_ACCEPTED = "outgoing-accepted"

    @property
    def accepted(self) -> bool:
        return self in (CallState.INCOMING_ACCEPTED, CallState.OUTGOING_ACCEPTED)


class Sound(StrEnum):
    """What is to be heard besides the calls themselves, over and over."""

    NONE = ""
    RING = "ring"
    WAITING = "waiting"  # another call rings during one
    RINGBACK = "ringback"  # the other end rings


class Sheet(StrEnum):
    """What the person has opened and not closed again."""

    PHONEBOOK = "phonebook"
    KEYPAD = "keypad"  # in a call, below the video
    QUALITY = "quality"  # in a call, its figures
    SELF_TEST = "selftest"
    DIAGNOSTICS = "diagnostics"  # what crossed the socket
    SOUND = "sound"  # in a call: volume and devices
    ACCOUNT = "account"  # the local account of this device, and its overrides
    HISTORY = "history"
    NUMBER = "number"  # any number or address, typed or by its keys


@dataclass(frozen=True, slots=True)
class Call:
    """One call as a person sees it."""

    id: str
    state: CallState
    party: str  # what is shown: a name, a name and a number, or "" when the caller is to be hidden
    address: str  # user@host, for the state Item only
    video: bool = False  # a video area belongs to this call
    ringing: bool = False  # outgoing: the other end rings (180)
    automatic: bool = False  # answered or dialed by itself, and no person has used a button since
    held: bool = False  # the other end sends nothing for now
    on_hold: bool = False  # we do: nothing is sent and nothing is played
    muted: bool = False  # our microphone is shut
    camera: bool | None = None  # whether ours is open; None where we send no picture
    seconds: int | None = None  # whole ones since the call was established; None before
    tones: bool = False  # there is a session, be it an early one, in which tones can be sent
    seen: bool = False  # a picture of its video has come
    early_video: bool = False  # a picture comes before anybody has answered
    quality: Figures | None = None  # while it stands, from its second sample on

    @property
    def opened_by_itself(self) -> bool:
        """The microphone is open, and nobody here has opened it."""
        return self.automatic and not self.muted and not self.on_hold


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the picture of the door comes from: an address, or an Image Item."""

    url: str = field(default="", repr=False)  # it may hold a password
    item: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A phonebook entry: the number or address to dial, and the name to show for it."""

    target: str
    name: str


class Outcome(StrEnum):
    """What came of an action button's last command; the value is the name of its badge."""

    NONE = ""
    WAITING = "wait"
    DONE = "done"
    FAILED = "alert"


@dataclass(frozen=True, slots=True)
class ActionButton:
    """A button of the setting ``buttons`` that is of use now; its label tells it from the others.

    ``icon`` is a drawing's name, ``oh:NAME``, or "" for none.
    """

    label: str
    icon: str = ""
    tones: bool = False  # it sends tones in the call in focus; else it commands an Item
    outcome: Outcome = Outcome.NONE


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What the form of the local account shows: what is kept, and what can be chosen from.

    It is in the model only while the form is open.
    """

    device: Device = field(default_factory=Device)
    choices: tuple[MediaDevice, ...] = ()
    password_shown: bool = False


@dataclass(frozen=True, slots=True)
class Display:
    """What is shown beyond the page, or could be: None is what the browser cannot do."""

    fullscreen: bool | None = None
    pip: bool | None = None  # picture-in-picture: the remote picture above all windows


@dataclass(frozen=True, slots=True)
class History:
    """The calls that are over, newest first. It is in the model only while its sheet is open."""

    records: tuple[CallRecord, ...] = ()
    today: date | None = None
    clearing: bool = False  # the person is asked whether all of it shall go


@dataclass(frozen=True, slots=True)
class Mixer:
    """What can be chosen in a call: the volume in percent, and devices by their ids.

    "" is the browser's choice.
    """

    volume: int
    microphone: str
    speaker: str
    camera: str
    choices: tuple[MediaDevice, ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the configuration says about looks."""

    icon_size: int | None = None  # px; None is the default size
    video: bool = False  # enableVideo
    local_video: bool = False  # enableLocalVideo, only together with video
    aspect_ratio: str = "4/3"  # CSS aspect-ratio until a frame arrives
    idle_video: bool = False  # showVideoWhenIdle
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Model:
    """One widget's truth at one moment."""

    connection: Connection = Connection.CONNECTING
    registering: bool = False  # connected, and the registrar has not answered yet
    standby: bool = False  # connected, and another phone on this device is registered
    calls: tuple[Call, ...] = ()
    focus: str | None = None  # the id of the call that the buttons are about
    entries: tuple[Entry, ...] = ()  # what a tap on the icon offers
    sheet: Sheet | None = None
    sheet_view: int = 0  # the view in which it is open
    notices: tuple[Notice, ...] = ()  # newest last
    error: str | None = None  # the short stable word of data-error
    edit: bool = False
    dnd: bool = False  # do not disturb: each call is refused, and does not ring
    push_to_talk: bool = False  # the microphone is open while a button is held down
    dtmf: bool = False  # there is a preset string to send in a call
    buttons: tuple[ActionButton, ...] = ()  # those of use now
    picture: Picture | None = None  # of the door, while it is to be shown
    withheld: str = ""  # the server of a link whose settings wait for the person's consent
    locked: bool = False  # lockLocalAccount: holding the icon down opens no form
    form: AccountForm | None = None  # while ``sheet`` is ACCOUNT
    report: Report | None = None  # while ``sheet`` is SELF_TEST
    mixer: Mixer | None = None  # while ``sheet`` is SOUND
    findings: Findings | None = None  # while ``sheet`` is DIAGNOSTICS
    history: History | None = None  # while ``sheet`` is HISTORY
    missed: int = 0  # calls that nobody here has answered, nor looked at in the history
    typed: str = ""  # into the field of the sheet: a number, or what to look for
    redial: Entry | None = None  # the last one that was dialed, while ``sheet`` is NUMBER
    asked: Entry | None = None  # a rule wants this to be dialed, and a person is to say so
    sound: Sound = Sound.NONE
    sound_blocked: bool = False  # the browser waits for a tap before anything can be heard
    appearance: Appearance = field(default_factory=Appearance)
    display: Display = field(default_factory=Display)

    @property
    def awake(self) -> bool:
        """The screen is to stay on."""
        return bool(self.calls)

    @property
    def call(self) -> Call | None:
        """The call in focus."""
        return next((call for call in self.calls if call.id == self.focus), None)
