"""The calls: what a person does with them, what the peer does, and the media in between.

Each method returns steps: what the user agent gave back, still to be resolved by the phone, and
effects. A step that names a call which is gone is refused by doing nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from sipwidget.phone import phonebook, state_item
from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.failures import call_failure, media_failure
from sipwidget.phone.messages import (
    Announce,
    AnswerMade,
    ApplyAnswer,
    Effect,
    MakeAnswer,
    MakeOffer,
    MediaFailed,
    MediaReduced,
    OfferMade,
    ReleaseMedia,
)
from sipwidget.phone.model import Call, CallState
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.settings import Config
from sipwidget.sip import sdp
from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.events import (
    AnswerReceived,
    CallAccepted,
    CallConfirmed,
    CallEnded,
    CallProgress,
    CallRefused,
    EarlyMedia,
    IncomingCall,
    OfferReceived,
    Output,
)
from sipwidget.sip.uri import NameAddr, Uri
from sipwidget.sip.user_agent import UserAgent

Step = Output | Effect
CallEvent = (
    IncomingCall
    | CallProgress
    | EarlyMedia
    | CallAccepted
    | CallConfirmed
    | OfferReceived
    | AnswerReceived
    | CallRefused
    | CallEnded
)


class Stage(StrEnum):
    """How far a call has come; what a person sees of it is ``CallState``."""

    OPENING = "opening"  # we dial: the devices open, nothing has been sent
    CALLING = "calling"  # our INVITE is out
    RINGING = "ringing"  # their INVITE waits for the person
    ANSWERING = "answering"  # the person has accepted: the devices open
    TALKING = "talking"


@dataclass(slots=True)
class Line:
    """One call, its stage, and the negotiation that is under way."""

    call: Call
    stage: Stage
    target: Uri | None = None  # where an outgoing call goes
    offer: str | None = None  # the peer's, until it is answered
    branch: str = ""  # the fork whose early media is heard
    reoffered: bool = False  # the peer's offer in the call waits for the media's answer


class Switchboard:
    """All calls of one phone, in the order in which they came."""

    def __init__(self, tokens: Callable[[], str], board: Board) -> None:
        self.agent: UserAgent | None = None
        self.config = Config()
        self._tokens = tokens
        self._board = board
        self._lines: dict[str, Line] = {}

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(line.call for line in self._lines.values())

    @property
    def focus(self) -> str | None:
        """The call that the buttons are about: the oldest, which a newer one must not push away."""
        return next(iter(self._lines), None)

    # --- what the person does ---------------------------------------------------------------------

    def dial(self, target: str, now: float) -> list[Step]:
        """Call a number or an address; the hang-up button is there from now on."""
        try:
            uri = phonebook.target_uri(target, self.config.domain)
        except ProtocolError:
            self._tell(alert("call-address", target=target), now)
            return []
        self._board.clear("call", "media")
        party = phonebook.party(
            self.config.phonebook, NameAddr("", uri), self.config.hide_caller_id
        )
        address, video = phonebook.address(uri), self.config.enable_video
        call = Call(self._tokens(), CallState.OUTGOING, party, address, video)
        self._lines[call.id] = Line(call, Stage.OPENING, target=uri)
        return [
            Announce(state_item.reached(call.state, address)),
            MakeOffer(call.id, video, self.config.enable_local_video),
        ]

    def answer(self, call: str) -> list[Step]:
        """Accept a call that rings: the devices open, then the answer goes out."""
        line = self._lines.get(call)
        if line is None or line.stage is not Stage.RINGING:
            return []
        self._board.clear("call", "media")
        line.stage = Stage.ANSWERING
        line.call = replace(line.call, state=CallState.INCOMING_ACCEPTED)
        return [self._open_media(line)]

    def decline(self, call: str, now: float) -> list[Step]:
        """Refuse a call that rings."""
        line = self._lines.get(call)
        if line is None or line.stage is not Stage.RINGING:
            return []
        return self._ask(lambda agent: agent.reject(call, self.config.decline_status, now))

    def hang_up(self, call: str, now: float) -> list[Step]:
        """End a call at any stage; one that was never sent leaves no trace on the wire."""
        line = self._lines.get(call)
        if line is None:
            return []
        if line.stage is Stage.OPENING:
            return self._finish(line)
        if line.stage in (Stage.RINGING, Stage.ANSWERING):
            return self._ask(lambda agent: agent.reject(call, self.config.decline_status, now))
        return self._ask(lambda agent: agent.hang_up(call, now))

    def hang_up_all(self, now: float) -> list[Step]:
        """The page goes away, or the account does."""
        return [step for call in list(self._lines) for step in self.hang_up(call, now)]

    # --- what the media says ----------------------------------------------------------------------

    def media(
        self, message: OfferMade | AnswerMade | MediaFailed | MediaReduced, now: float
    ) -> list[Step]:
        """News of a call's media."""
        line = self._lines.get(message.call)
        if line is None:
            return []
        match message:
            case OfferMade(sdp=offer) if line.stage is Stage.OPENING:
                return self._invite(line, offer, now)
            case OfferMade(sdp=described) | AnswerMade(sdp=described):
                return self._described(line, described, now)
            case MediaFailed():
                return self._media_failed(line, message, now)
            case MediaReduced(problem=problem):
                self._tell(media_failure(problem), now, topic="media")
                return []

    def _invite(self, line: Line, offer: str, now: float) -> list[Step]:
        call, target = line.call.id, line.target
        steps = self._ask(lambda agent: agent.invite(target or "", offer, now, call))
        if not steps:
            self._tell(call_failure(503, "", line.call.party), now)
            return self._finish(line)
        line.stage = Stage.CALLING
        return steps

    def _described(self, line: Line, sdp: str, now: float) -> list[Step]:
        """Our session description is ready: it accepts the call, or goes on with it."""
        call = line.call.id
        if line.stage is Stage.ANSWERING:
            line.stage = Stage.TALKING
            taken = Announce(state_item.reached(CallState.INCOMING_ACCEPTED, line.call.address))
            return [*self._ask(lambda agent: agent.accept(call, sdp, now)), taken]
        if line.reoffered:
            line.reoffered = False
            if line.offer is not None:  # else the answer to our offer will say
                line.call = replace(line.call, held=holds(line.offer))
            return self._ask(lambda agent: agent.answer_offer(call, sdp, now))
        return []

    def _media_failed(self, line: Line, failure: MediaFailed, now: float) -> list[Step]:
        """A call without media ends; a change that fails leaves the call as it was."""
        if failure.renegotiation:
            line.reoffered = False
            return self._ask(lambda agent: agent.refuse_offer(failure.call, 488, now))
        self._tell(media_failure(failure.problem), now, topic="media")
        if line.stage is Stage.ANSWERING:
            return self._ask(lambda agent: agent.reject(failure.call, 488, now))
        return self.hang_up(failure.call, now)

    # --- what the peer does -----------------------------------------------------------------------

    def event(self, event: CallEvent, now: float) -> list[Step]:
        """What the user agent reports of a call."""
        if isinstance(event, IncomingCall):
            return self._ring(event, now)
        if isinstance(event, CallRefused):
            return self._busy(event.caller, now)
        line = self._lines.get(event.call)
        return [] if line is None else self._progress(line, event, now)

    def _progress(self, line: Line, event: CallEvent, now: float) -> list[Step]:
        match event:
            case CallProgress(status=status):
                line.call = replace(line.call, ringing=line.call.ringing or status == 180)
            case EarlyMedia(branch=branch, answer=answer) if line.branch in ("", branch):
                line.branch = branch
                return [ApplyAnswer(event.call, answer, provisional=True)]
            case CallAccepted(answer=answer):
                return self._accepted(line, answer, now)
            case CallConfirmed(answer=answer):
                return self._confirmed(line, answer, now)
            case OfferReceived(offer=offer):
                line.reoffered, line.offer = True, offer
                return [self._open_media(line)]
            case AnswerReceived(answer=answer):
                line.call = replace(line.call, held=holds(answer))
                return [ApplyAnswer(event.call, answer, provisional=False)]
            case CallEnded():
                return self._ended(line, event, now)
            case _:
                pass
        return []

    def _ring(self, event: IncomingCall, now: float) -> list[Step]:
        if self._lines:  # a call of ours whose INVITE is not out yet is one too
            refuse = self._ask(lambda agent: agent.reject(event.call, 486, now))
            return refuse + self._busy(event.caller, now)
        address = phonebook.address(event.caller.uri)
        party = phonebook.party(self.config.phonebook, event.caller, self.config.hide_caller_id)
        video = self.config.enable_video and (event.offer is None or offers_video(event.offer))
        call = Call(event.call, CallState.INCOMING, party, address, video)
        self._lines[call.id] = Line(call, Stage.RINGING, offer=event.offer)
        return [Announce(state_item.reached(call.state, address))]

    def _busy(self, caller: NameAddr, now: float) -> list[Step]:
        party = phonebook.party(self.config.phonebook, caller, self.config.hide_caller_id)
        self._tell(notice("second-call", party=party), now, topic="second call")
        return []

    def _accepted(self, line: Line, answer: str | None, now: float) -> list[Step]:
        if answer is None:
            self._tell(media_failure("description"), now, topic="media")
            return self.hang_up(line.call.id, now)
        line.stage = Stage.TALKING
        video = line.call.video and offers_video(answer)
        line.call = replace(line.call, state=CallState.OUTGOING_ACCEPTED, video=video)
        return [
            Announce(state_item.reached(line.call.state, line.call.address)),
            ApplyAnswer(line.call.id, answer, provisional=False),
        ]

    def _confirmed(self, line: Line, answer: str | None, now: float) -> list[Step]:
        if answer is not None:
            return [ApplyAnswer(line.call.id, answer, provisional=False)]
        if line.offer is None:
            self._tell(media_failure("description"), now, topic="media")
            return self.hang_up(line.call.id, now)
        return []

    def _ended(self, line: Line, event: CallEnded, now: float) -> list[Step]:
        outgoing = line.stage in (Stage.CALLING, Stage.OPENING)
        if outgoing and not event.local:
            refusal = self.agent.refusal if self.agent else ""
            told = call_failure(event.status, event.reason, line.call.party, refusal)
            self._tell(told, now)
        return self._finish(line)

    # --- how it is done ---------------------------------------------------------------------------

    def _open_media(self, line: Line) -> Effect:
        """An answer to the peer's offer, or the offer that it left to us."""
        local = line.call.video and self.config.enable_local_video
        if line.offer is None:
            return MakeOffer(line.call.id, line.call.video, local)
        return MakeAnswer(line.call.id, line.offer, line.call.video, local)

    def _finish(self, line: Line) -> list[Step]:
        """Exactly one end for each call: ``ended`` if it ever was up, else ``failed``."""
        del self._lines[line.call.id]
        over = state_item.over(line.call.address, established=line.stage is Stage.TALKING)
        return [ReleaseMedia(line.call.id), Announce(over)]

    def _ask(self, what: Callable[[UserAgent], list[Output]]) -> list[Step]:
        """Ask the user agent; what came too late for it changes nothing."""
        if self.agent is None:
            return []
        try:
            return list(what(self.agent))
        except InvalidState:
            return []

    def _tell(self, told: Notice, now: float, topic: str = "call") -> None:
        self._board.put(topic, told, until=now + SOME_SECONDS)


def holds(description: str) -> bool:
    """What the peer describes puts us on hold; what cannot be read does not."""
    try:
        return sdp.held(sdp.parse(description))
    except ProtocolError:
        return False


def offers_video(description: str) -> bool:
    """There is a video stream in use."""
    try:
        return sdp.has_video(sdp.parse(description))
    except ProtocolError:
        return False
