"""The two languages at the phone's door: inputs tell what happened, effects say what to do.

Media is asked for by effects and comes back as inputs that name the call. A result for a call that
is gone is ignored, and the effect ``ReleaseMedia`` has freed what it held.
"""

from dataclasses import dataclass, field

from sipwidget.phone.config import Config
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.notices import Notice

# --- inputs ---------------------------------------------------------------------------------------


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
    ``-lost`` for a device that was there and was unplugged.
    """

    call: str
    problem: str


@dataclass(frozen=True, slots=True)
class MediaLost:
    """The way to the peer has failed (ICE or DTLS); an offer with new candidates may mend it."""

    call: str


@dataclass(frozen=True, slots=True)
class MediaFlows:
    """The way to the peer stands, for the first time or again."""

    call: str


@dataclass(frozen=True, slots=True)
class TonesFailed:
    """The media has no way to send these tones: no microphone, or no RTP events agreed on."""

    call: str
    tones: str


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button was used; ``call`` is the call that was in focus when it was drawn, or "".

    ``fields`` are the names and values of the form that the button stands in.
    """

    action: str
    target: str = ""
    call: str = ""
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


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
class DevicesListed:
    """The media devices that the browser tells of, asked for by ``ListDevices``."""

    devices: tuple[MediaDevice, ...]


@dataclass(frozen=True, slots=True)
class Elected:
    """Of the phones on this device with this account it is we who register, asked by ``Claim``."""

    account: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The deadline that the phone named has come, or something near it."""


@dataclass(frozen=True, slots=True)
class Woken:
    """The network came back or the page became visible: look at the connection now."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The page goes away: last words, now."""


@dataclass(frozen=True, slots=True)
class Insecure:
    """The page is not in a secure context: the browser gives no microphone here."""


Input = (
    Configured
    | SocketOpened
    | SocketReceived
    | SocketClosed
    | OfferMade
    | AnswerMade
    | MediaFailed
    | MediaReduced
    | MediaLost
    | MediaFlows
    | TonesFailed
    | Clicked
    | Commanded
    | ItemCommanded
    | ItemFollowed
    | ItemAnswered
    | DevicesListed
    | Elected
    | Tick
    | Woken
    | Leaving
    | Insecure
)

# --- effects --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenSocket:
    """Open a WebSocket; ``socket`` numbers it, so that news of an older one is told apart."""

    socket: int
    url: str


@dataclass(frozen=True, slots=True)
class CloseSocket:
    """Close the socket; no ``SocketClosed`` is expected for it any more."""

    socket: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Stand for being the one on this device that registers this account, and for no other.

    ``Elected`` follows, at once or when those who came before have resigned or are gone.
    """

    account: str


@dataclass(frozen=True, slots=True)
class Resign:
    """Let another phone on this device register."""


@dataclass(frozen=True, slots=True)
class Transmit:
    """One text frame for the socket."""

    socket: int
    text: str


@dataclass(frozen=True, slots=True)
class MakeOffer:
    """Open the devices for the call and make an offer: audio, and video if asked."""

    call: str
    video: bool
    local_video: bool


@dataclass(frozen=True, slots=True)
class MakeAnswer:
    """Apply the peer's offer, open devices if they are not, and make an answer."""

    call: str
    offer: str
    video: bool
    local_video: bool


@dataclass(frozen=True, slots=True)
class ApplyAnswer:
    """The peer's answer; ``provisional`` for early media, which a later answer may replace."""

    call: str
    answer: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class DropOffer:
    """Our last offer came to nothing: go back to the session that stood before."""

    call: str


@dataclass(frozen=True, slots=True)
class SendTones:
    """Send tones of 0-9 A-D # * as RTP events (RFC 4733), after those that still wait.

    ``duration`` and ``gap`` are in milliseconds.
    """

    call: str
    tones: str
    duration: int
    gap: int


@dataclass(frozen=True, slots=True)
class ReleaseMedia:
    """Stop every track of the call and close its connection."""

    call: str


@dataclass(frozen=True, slots=True)
class Announce:
    """A text for ``sipwidget:state``; the state Item gets the same by ``TellItem``."""

    text: str


@dataclass(frozen=True, slots=True)
class TellItem:
    """Send a command to an openHAB Item; ``ItemAnswered`` with this number follows."""

    number: int
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class FollowItem:
    """Follow the commands of this openHAB Item from now on, and of no other; "" is none."""

    item: str


@dataclass(frozen=True, slots=True)
class SaveDevice:
    """Keep this on the device, and nowhere else; ``Configured`` follows."""

    device: Device


@dataclass(frozen=True, slots=True)
class ListDevices:
    """Ask the browser for its media devices; ``DevicesListed`` follows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in time for ``performance.mark``."""

    name: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A line for the browser's console, with its secrets masked."""

    text: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The person lets this link's settings act: keep that on this device."""

    websocket_url: str
    domain: str


Effect = (
    OpenSocket
    | CloseSocket
    | Claim
    | Resign
    | Transmit
    | MakeOffer
    | MakeAnswer
    | ApplyAnswer
    | DropOffer
    | SendTones
    | ReleaseMedia
    | Announce
    | TellItem
    | FollowItem
    | SaveDevice
    | ListDevices
    | Mark
    | Trace
    | Consent
)
