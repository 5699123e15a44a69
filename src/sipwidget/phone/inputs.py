"""What happens to the phone, told to it by the browser layer: the union ``Input``.

Results of media name their call; one for a call that is gone is ignored, and the effect
``ReleaseMedia`` has freed what it held.
"""

from dataclasses import dataclass, field
from datetime import date

from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.config import Config
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.notices import Notice
from sipwidget.phone.quality import Sample


@dataclass(frozen=True, slots=True)
class Configured:
    """A configuration was read for the first time, or has changed."""

    config: Config
    problems: tuple[Notice, ...] = ()
    device: Device = field(default_factory=Device)


@dataclass(frozen=True, slots=True)
class SocketOpened:
    """The WebSocket handshake with the subprotocol ``sip`` is finished."""

    socket: int


@dataclass(frozen=True, slots=True)
class SocketReceived:
    """One frame came; binary frames come as bytes."""

    socket: int
    data: str | bytes


@dataclass(frozen=True, slots=True)
class SocketSilent:
    """A ping of the socket's heartbeat was not answered; there are no more of them."""

    socket: int


@dataclass(frozen=True, slots=True)
class SocketClosed:
    """The socket is gone. ``opened`` is False when the handshake never finished.

    ``problem`` is "" or one of ``url`` (the browser refused the address), ``insecure`` (ws on an
    https page), ``subprotocol`` (the server did not choose ``sip``).
    """

    socket: int
    code: int
    reason: str
    opened: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OfferMade:
    """The media for the call is open and this is its offer."""

    call: str
    sdp: str


@dataclass(frozen=True, slots=True)
class AnswerMade:
    """The peer's offer is applied and this is our answer."""

    call: str
    sdp: str


@dataclass(frozen=True, slots=True)
class MediaFailed:
    """The media of this call cannot go on.

    ``problem`` is one of ``insecure`` (the browser gives no devices here), ``unsupported`` (it has
    no WebRTC), ``codec``, ``description``, ``ice``; ``detail`` is for the console.
    ``renegotiation`` tells that a standing session stays as it was, ``applying`` that it was the
    peer's answer that could not be taken.
    """

    call: str
    problem: str
    detail: str = ""
    renegotiation: bool = False
    applying: bool = False


@dataclass(frozen=True, slots=True)
class MediaReduced:
    """The call goes on with less: it only receives what the device would have sent.

    ``problem`` is ``microphone`` or ``camera``, then ``-refused``, ``-missing``, ``-busy``, or
    ``-lost`` for a device that was there and was unplugged. With ``-other`` it is another device
    than the chosen microphone, camera or ``speaker`` that is used.
    """

    call: str
    problem: str


@dataclass(frozen=True, slots=True)
class MediaInterrupted:
    """Nothing comes by the way to the peer; that may pass."""

    call: str


@dataclass(frozen=True, slots=True)
class MediaLost:
    """The way to the peer has failed (ICE or DTLS); an offer with new candidates may mend it."""

    call: str


@dataclass(frozen=True, slots=True)
class MediaFlows:
    """The way to the peer stands, for the first time or again."""

    call: str


@dataclass(frozen=True, slots=True)
class VideoSeen:
    """The first picture of the call's video is on the screen."""

    call: str


@dataclass(frozen=True, slots=True)
class PictureFailed:
    """The picture of the door does not come; told once until it has come again.

    ``problem`` is ``address``; or of an Image Item ``refused`` (401, 403), ``missing`` (404),
    ``silent`` (openHAB did not answer, or failed), ``kind`` (no image), ``large``.
    """

    problem: str


@dataclass(frozen=True, slots=True)
class TonesFailed:
    """The media has no way to send these tones: no microphone, or no RTP events agreed on."""

    call: str
    tones: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The counters of a call's audio, asked for by ``Measure``."""

    call: str
    sample: Sample


@dataclass(frozen=True, slots=True)
class Probed:
    """What came of a ``Probe``.

    ``problem`` is "" or a word of ``MediaFailed`` and ``MediaReduced``, or ``silent``; ``found`` is
    what to show of it: the name of a device, an address.
    """

    run: int
    step: str
    problem: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button was used; ``call`` is the call that was in focus when it was drawn, or "".

    ``fields`` are the names and values of the form that the button stands in, ``view`` is the view
    in which it was used.
    """

    action: str
    target: str = ""
    call: str = ""
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    view: int = 0


@dataclass(frozen=True, slots=True)
class Commanded:
    """The embedding page commands, in CONTRACT.md's words: ``dial:620``, ``answer``."""

    text: str


@dataclass(frozen=True, slots=True)
class ItemCommanded:
    """A rule commands, in the same words, by the command Item."""

    text: str


@dataclass(frozen=True, slots=True)
class ItemFollowed:
    """How the command Item's events come: ``status`` is 200 while they do.

    Else it is the HTTP status of the refusal, or 0 where nothing could be reached.
    """

    status: int


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    """openHAB's answer to ``TellItem`` of that number: an HTTP status, 0 where there was none."""

    number: int
    status: int


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """openHAB's answer to ``CommandItem``: an HTTP status, 0 where none came in time."""

    number: int
    item: str
    command: str
    status: int


@dataclass(frozen=True, slots=True)
class DevicesListed:
    """The media devices that the browser tells of, asked for by ``ListDevices``."""

    devices: tuple[MediaDevice, ...]


@dataclass(frozen=True, slots=True)
class CallsRead:
    """The records of the account's calls, newest first, asked for by ``FollowCalls``.

    ``today`` is the date on the wall where the device is.
    """

    records: tuple[CallRecord, ...]
    today: date


@dataclass(frozen=True, slots=True)
class SoundBlocked:
    """The browser plays no sound until somebody has tapped on the page."""


@dataclass(frozen=True, slots=True)
class SoundAllowed:
    """The browser lets sound be heard."""


@dataclass(frozen=True, slots=True)
class RingtoneFailed:
    """The file of ``ringtoneUrl`` could not be played; the tone of the country took its place."""

    url: str


@dataclass(frozen=True, slots=True)
class Elected:
    """Of the phones on this device with this account it is we who register, asked by ``Claim``."""

    account: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The deadline that the phone named has come, or something near it."""


@dataclass(frozen=True, slots=True)
class NetworkChanged:
    """The network came back, or it is another one: look at the connection now."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody looks at the page from now on, or nobody does any more."""

    visible: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """The page goes away: last words, now."""


@dataclass(frozen=True, slots=True)
class TappedEarly:
    """The call icon of this view was used while Python was not there yet."""

    view: int = 0


@dataclass(frozen=True, slots=True)
class ViewGone:
    """A view is no more, and with it what was opened there."""

    view: int


@dataclass(frozen=True, slots=True)
class Insecure:
    """The page is not in a secure context: the browser gives no microphone here."""


Input = (
    Configured
    | SocketOpened
    | SocketReceived
    | SocketSilent
    | SocketClosed
    | OfferMade
    | AnswerMade
    | MediaFailed
    | MediaReduced
    | MediaInterrupted
    | MediaLost
    | MediaFlows
    | VideoSeen
    | PictureFailed
    | TonesFailed
    | Measured
    | Probed
    | Clicked
    | Commanded
    | ItemCommanded
    | ItemFollowed
    | ItemAnswered
    | CommandAnswered
    | DevicesListed
    | CallsRead
    | SoundBlocked
    | SoundAllowed
    | RingtoneFailed
    | Elected
    | Tick
    | NetworkChanged
    | Seen
    | Leaving
    | TappedEarly
    | ViewGone
    | Insecure
)
