"""What the phone wants to be done by the browser layer: the union ``Effect``.

Media is asked for by effects and comes back as inputs that name the call.
"""

from dataclasses import dataclass

from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.device import Device


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
class Heartbeat:
    """Keep the socket alive by itself: a ping after each so many seconds of silence."""

    socket: int
    seconds: float


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
class RestartIce:
    """Look for the way anew with the next offer, whatever the present one is like."""

    call: str


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
class SetHold:
    """Put the call on hold, or take it back: what a person says, sees and hears, at once.

    The descriptions that are made from now on tell the peer, with a direction for each stream.
    """

    call: str
    on_hold: bool


@dataclass(frozen=True, slots=True)
class SetCamera:
    """Send the camera's picture, or a black one; the camera stays ours."""

    call: str
    on: bool


@dataclass(frozen=True, slots=True)
class SetMuted:
    """Shut the microphone of the call, or open it again; also one that takes its place later."""

    call: str
    muted: bool


@dataclass(frozen=True, slots=True)
class ReleaseMedia:
    """Stop every track of the call and close its connection."""

    call: str


@dataclass(frozen=True, slots=True)
class Beep:
    """A short tone, once: the microphone of this call has been opened by itself."""

    call: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Ask the browser for the counters of a call's audio; ``Measured`` follows."""

    call: str


@dataclass(frozen=True, slots=True)
class Probe:
    """Try one step of the self-test; ``Probed`` of this run follows, unless ``StopProbes`` does.

    ``step`` is ``secure``, ``stun``, ``microphone``, ``camera`` or ``sound``.
    """

    run: int
    step: str


@dataclass(frozen=True, slots=True)
class StopProbes:
    """Let go of whatever the self-test holds open, now."""


@dataclass(frozen=True, slots=True)
class Download:
    """Give the person this text as a file of that name."""

    name: str
    text: str


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
class CommandItem:
    """Send a person's command to an openHAB Item, once; ``CommandAnswered`` follows."""

    number: int
    item: str
    command: str


@dataclass(frozen=True, slots=True)
class FollowItem:
    """Follow the commands of this openHAB Item from now on, and of no other; "" is none."""

    item: str


@dataclass(frozen=True, slots=True)
class SaveDevice:
    """Keep this on the device, and nowhere else; ``Configured`` follows."""

    device: Device


@dataclass(frozen=True, slots=True)
class FollowCalls:
    """Tell what the device keeps of this account's calls, now and when it has changed.

    ``CallsRead`` follows; "" is no account.
    """

    account: str


@dataclass(frozen=True, slots=True)
class KeepCall:
    """A call of the account that is followed has ended just now: keep its record."""

    record: CallRecord


@dataclass(frozen=True, slots=True)
class SeeCalls:
    """The person looks at the calls of the account: ``CallsRead`` follows, with none unseen."""


@dataclass(frozen=True, slots=True)
class ForgetCalls:
    """Keep no record of the account's calls any more."""


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Make the calls as loud as that, in percent; nothing is kept."""

    percent: int


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
    | Heartbeat
    | MakeOffer
    | MakeAnswer
    | ApplyAnswer
    | RestartIce
    | DropOffer
    | SendTones
    | SetHold
    | SetCamera
    | SetMuted
    | ReleaseMedia
    | Measure
    | Probe
    | StopProbes
    | Download
    | Beep
    | Announce
    | TellItem
    | CommandItem
    | FollowItem
    | SaveDevice
    | FollowCalls
    | KeepCall
    | SeeCalls
    | ForgetCalls
    | SetVolume
    | ListDevices
    | Mark
    | Trace
    | Consent
)
