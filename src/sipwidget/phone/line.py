"""One call as the switchboard keeps it: how far it has come, what its two ends agreed on."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from sipwidget.phone.info_tones import InfoTones
from sipwidget.phone.model import Call
from sipwidget.sip import sdp
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.uri import Uri


class Stage(StrEnum):
    """How far a call has come; what a person sees of it is ``CallState``."""

    OPENING = "opening"  # we dial: the devices open, nothing has been sent
    CALLING = "calling"  # our INVITE is out
    RINGING = "ringing"  # their INVITE waits for the person
    ANSWERING = "answering"  # the person has accepted: the devices open
    TALKING = "talking"


class Renewal(StrEnum):
    """Another offer in a call that stands: whose, and how far it has come."""

    NONE = "none"
    THEIRS = "theirs"  # waits for our media's answer
    ASKED = "asked"  # the peer wants ours, and our media makes it
    MAKING = "making"  # our media makes ours
    OURS = "ours"  # waits for the peer's answer


@dataclass(slots=True)
class Line:
    """One call, its stage, and the negotiation that is under way."""

    call: Call
    stage: Stage
    target: Uri | None = None  # where an outgoing call goes
    unasked: bool = False  # it was dialed by itself
    began: float | None = None  # when the INVITE came, or went out
    answer_at: float | None = None  # when it is answered by itself
    redial: str = ""  # what calls the other end again; "" where nothing can
    declined: bool = False  # by the person, while it rang
    offer: str | None = None  # the peer's, until it is answered
    ours: str = ""  # our session description that is in force, or was sent first
    theirs: str = ""  # and the one that came last
    offered: str = ""  # our next one, until it is answered
    camera: bool | None = True  # what is wanted of it; None where it is not there
    branch: str = ""  # the fork whose early media is heard
    renewal: Renewal = Renewal.NONE
    due: bool = False  # an offer of ours is wanted
    promised: bool = False  # and the user agent will say when
    since: float | None = None  # when it was established
    flowed: bool = False  # the way to the peer has stood
    broken: bool = False  # the way to the peer has failed, and is not back yet
    lost_at: float | None = None  # when an interruption is taken for that
    mended_by: float | None = None  # when it must be back
    info_tones: InfoTones = field(default_factory=InfoTones)

    @property
    def takes_tones(self) -> bool:
        """There is a session in which tones can be sent, be it an early one."""
        return self.stage is Stage.TALKING or (self.stage is Stage.CALLING and self.theirs != "")

    def update(self, now: float) -> None:
        """How long the call stands, to the second, and whether it has our picture."""
        if self.since is not None:
            seconds = int(round(now - self.since, 3))
            sent = self.call.video and sends_video(self.ours, self.theirs)
            self.call = replace(self.call, seconds=seconds, camera=self.camera if sent else None)

    def next_second(self) -> float | None:
        """When ``update`` comes to another number."""
        if self.since is None or self.call.seconds is None:
            return None
        return self.since + self.call.seconds + 1

    @property
    def agreed_on_events(self) -> bool:
        """Both ends want tones as RTP events (RFC 4733)."""
        return _takes_events(self.ours) and _takes_events(self.theirs)


def holds(description: str) -> bool:
    """What the peer describes puts us on hold; what cannot be read does not."""
    read = _read(description)
    return read is not None and sdp.held(read)


def offers_video(description: str) -> bool:
    """There is a video stream in use."""
    read = _read(description)
    return read is not None and sdp.has_video(read)


@lru_cache(maxsize=16)  # it is asked for after each input
def sends_video(ours: str, theirs: str) -> bool:
    """The two ends have agreed on a picture from us to them."""
    return _has_video(ours, "sendonly") and _has_video(theirs, "recvonly")


def answers(answer: str, offer: str) -> bool:
    """It can be an answer to that offer (RFC 3264 section 6)."""
    one, other = _read(offer), _read(answer)
    return one is not None and other is not None and sdp.answer_fits(one, other) is None


def _takes_events(description: str) -> bool:
    read = _read(description)
    media = [each for each in read.media if each.kind == "audio"] if read else []
    return any(each.port and sdp.telephone_events(each) for each in media)


def _has_video(description: str, way: str) -> bool:
    read = _read(description)
    media = [each for each in read.media if each.kind == "video"] if read else []
    return any(each.port and each.direction in ("sendrecv", way) for each in media)


def _read(description: str) -> sdp.Description | None:
    try:
        return sdp.parse(description)
    except ProtocolError:
        return None
