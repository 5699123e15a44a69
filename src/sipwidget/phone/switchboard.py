"""The calls: what a person does with them, what the peer does, and the media in between.

Each method returns steps: what the user agent gave back, still to be resolved by the phone, and
effects. A step that names a call which is gone is refused by doing nothing.
"""

from collections.abc import Callable
from dataclasses import replace

from sipwidget.phone import auto_answer, auto_dial, phonebook, state_item, time_limits
from sipwidget.phone.call_record import CallRecord, Direction, Outcome, made
from sipwidget.phone.controls import Controls
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import Announce, ApplyAnswer, Beep, Effect, KeepCall, ReleaseMedia
from sipwidget.phone.failures import call_failure, media_failure
from sipwidget.phone.history import ended
from sipwidget.phone.inputs import (
    AnswerMade,
    MediaFailed,
    MediaFlows,
    MediaLost,
    MediaReduced,
    OfferMade,
    TonesFailed,
)
from sipwidget.phone.line import Line, Stage, answers, offers_video
from sipwidget.phone.model import Call, CallState
from sipwidget.phone.notices import alert, notice
from sipwidget.phone.renewals import RenewalEvent, Renewals
from sipwidget.phone.settings import Config
from sipwidget.phone.tones import Tones
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.events import (
    CallAccepted,
    CallConfirmed,
    CallEnded,
    CallProgress,
    CallRefused,
    EarlyMedia,
    IncomingCall,
    InfoAnswered,
)
from sipwidget.sip.uri import NameAddr

MediaNews = (
    OfferMade | AnswerMade | MediaFailed | MediaReduced | MediaLost | MediaFlows | TonesFailed
)
CALL_TOPICS = ("call", "media", "microphone", "camera")  # what a new call wipes from the board
LineEvent = (
    CallProgress
    | EarlyMedia
    | CallAccepted
    | CallConfirmed
    | CallEnded
    | InfoAnswered
    | RenewalEvent
)
CallEvent = IncomingCall | CallRefused | LineEvent


class Switchboard:
    """All calls of one phone, in the order in which they came."""

    def __init__(self, tokens: Callable[[], str], desk: Desk) -> None:
        self._tokens = tokens
        self._desk = desk
        self._renewals = Renewals(desk)
        self._tones = Tones(desk)
        self._controls = Controls(self._renewals)
        self._lines: dict[str, Line] = {}

    @property
    def _config(self) -> Config:
        return self._desk.config

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(line.call for line in self._lines.values())

    @property
    def focus(self) -> str | None:
        """The call that the buttons are about: the oldest, which a newer one must not push away."""
        return next(iter(self._lines), None)

    @property
    def call(self) -> Call | None:
        """The same, as the model tells of it."""
        line = self._lines.get(self.focus or "")
        return line.call if line else None

    @property
    def call_limit(self) -> int:
        """Above how many calls the user agent says by itself that we are busy."""
        return 2 if any(auto_dial.may_cross(line) for line in self._lines.values()) else 1

    # --- what the person does ---------------------------------------------------------------------

    def dial(self, target: str, now: float, *, unasked: bool = False) -> list[Step]:
        """Call a number or an address; the hang-up button is there from now on."""
        try:
            uri = phonebook.target_uri(target, self._config.domain)
        except ProtocolError:
            self._desk.tell(alert("call-address", target=target), now)
            return []
        self._desk.board.clear(*CALL_TOPICS)
        party = self._desk.party(NameAddr("", uri))
        address, video = phonebook.address(uri), self._config.enable_video
        call = Call(self._tokens(), CallState.OUTGOING, party, address, video, automatic=unasked)
        self._lines[call.id] = Line(
            call, Stage.OPENING, target=uri, redial=str(uri), unasked=unasked
        )
        return [
            Announce(state_item.reached(call.state, address)),
            self._desk.open_media(call, None),
        ]

    def act(self, action: str, target: str, call: str, now: float) -> list[Step]:
        """What a button of that call does."""
        line = self._lines.get(call)
        if line is None:
            return []
        match action:
            case "accept":
                return self.answer(call)
            case "decline":
                return self.decline(call, now)
            case "hangup":
                return self.hang_up(call, now)
            case "dtmf":
                return self._tones.send(line, self._config.dtmf_string, now)
            case "digit":
                return self._tones.send(line, target, now)
            case _:
                return self._controls.use(line, action)

    def answer(self, call: str) -> list[Step]:
        """Accept a call that rings: the devices open, then the answer goes out."""
        line = self._lines.get(call)
        if line is None or line.stage is not Stage.RINGING:
            return []
        self._desk.board.clear(*CALL_TOPICS)
        line.stage = Stage.ANSWERING
        line.call = replace(line.call, state=CallState.INCOMING_ACCEPTED)
        return [self._desk.open_media(line.call, line.offer)]

    def attend(self, call: str) -> None:
        """A person is there and knows of the call."""
        line = self._lines.get(call)
        if line is not None:
            line.call = replace(line.call, automatic=False)

    def decline(self, call: str, now: float) -> list[Step]:
        """Refuse a call that rings."""
        line = self._lines.get(call)
        if line is None or line.stage is not Stage.RINGING:
            return []
        line.declined = True
        return self.hang_up(call, now)

    def hang_up(self, call: str, now: float, status: int = 0) -> list[Step]:
        """End a call at any stage; one that was never sent leaves no trace on the wire.

        ``status`` is for a caller who still waits, 0 is ``declineStatus``.
        """
        line = self._lines.get(call)
        if line is None:
            return []
        if line.stage is Stage.OPENING:
            return self._finish(line, ended(line, now))
        if line.stage in (Stage.RINGING, Stage.ANSWERING):
            status = status or self._config.decline_status
            return self._desk.ask(lambda agent: agent.reject(call, status, now))
        return self._desk.ask(lambda agent: agent.hang_up(call, now))

    def hang_up_all(self, now: float) -> list[Step]:
        """The page goes away, or the account does."""
        return [step for call in list(self._lines) for step in self.hang_up(call, now)]

    def next_deadline(self) -> float | None:
        """When ``tick`` is wanted."""
        lines = self._lines.values()
        times = [part.next_deadline(lines) for part in (self._tones, self._renewals)]
        times += [line.next_second() for line in lines if line.call.id == self.focus]
        waiting = auto_answer.waiting(lines)
        times.append(waiting.answer_at if waiting else None)
        times.append(time_limits.next_deadline(lines, self._config))
        return min((at for at in times if at is not None), default=None)

    def update(self, now: float) -> None:
        """What each call looks like by now."""
        for line in self._lines.values():
            line.update(now)

    def tick(self, now: float) -> list[Step]:
        """Do what is due: send tones, answer, end calls whose time is over or whose way is lost."""
        lines = self._lines.values()
        return [
            *self._tones.tick(lines, now),
            *self._renewals.tick(lines, now),
            *self._answer_by_itself(now),
            *self._end_overdue(now),
        ]

    def _end_overdue(self, now: float) -> list[Step]:
        steps: list[Step] = []
        for line in time_limits.overdue(self._lines.values(), self._config, now):
            self._desk.tell(time_limits.reason(line, self._config), now)
            steps += self.hang_up(line.call.id, now, time_limits.UNANSWERED)
        return steps

    # --- what the media says ----------------------------------------------------------------------

    def media(self, message: MediaNews, now: float) -> list[Step]:
        """News of a call's media."""
        line = self._lines.get(message.call)
        if line is None:
            return []
        match message:
            case OfferMade() | AnswerMade():
                return self._described(line, message, now)
            case MediaFailed():
                return self._media_failed(line, message, now)
            case MediaReduced(problem=problem):
                device = problem.partition("-")[0]
                line.camera = None if device == "camera" else line.camera
                self._desk.tell(media_failure(problem), now, topic=device)
            case MediaLost():
                return self._renewals.lost(line, now)
            case MediaFlows():
                self._renewals.flows(line)
            case TonesFailed(tones=tones):
                return self._tones.failed(line, tones, now)
        return []

    def _described(self, line: Line, made: OfferMade | AnswerMade, now: float) -> list[Step]:
        """Our session description is ready: it starts the call, accepts it, or goes on with it."""
        if line.stage is Stage.TALKING:
            return self._renewals.described(line, made, now)
        call, ours = line.call.id, made.sdp
        line.ours = ours
        if line.stage is Stage.OPENING:
            return self._invite(line, now)
        if line.stage is Stage.ANSWERING:
            line.stage, line.since = Stage.TALKING, now
            line.call = replace(line.call, tones=True)
            taken = Announce(state_item.reached(CallState.INCOMING_ACCEPTED, line.call.address))
            beep = [Beep(call)] if line.call.automatic else []
            return [*self._desk.ask(lambda agent: agent.accept(call, ours, now)), taken, *beep]
        return []

    def _invite(self, line: Line, now: float) -> list[Step]:
        call, target, offer = line.call.id, line.target, line.ours
        steps = self._desk.ask(lambda agent: agent.invite(target or "", offer, now, call))
        if not steps:
            self._desk.tell(call_failure(503, "", line.call.party), now)
            return self._finish(line, ended(line, now))
        line.stage, line.began = Stage.CALLING, now
        return steps

    def _media_failed(self, line: Line, failure: MediaFailed, now: float) -> list[Step]:
        """A call without media ends; a change that fails leaves the call as it was."""
        call = failure.call
        if line.stage is Stage.TALKING and failure.renegotiation:
            return self._renewals.failed(line, failure, now)
        self._desk.tell(media_failure(failure.problem), now, topic="media")
        if line.stage is Stage.ANSWERING:
            return self._desk.ask(lambda agent: agent.reject(call, 488, now))
        return self.hang_up(call, now)

    # --- what the peer does -----------------------------------------------------------------------

    def event(self, event: CallEvent, now: float) -> list[Step]:
        """What the user agent reports of a call."""
        if isinstance(event, IncomingCall):
            return self._ring(event, now)
        if isinstance(event, CallRefused):
            return self._refused(event, now)
        line = self._lines.get(event.call)
        return [] if line is None else self._progress(line, event, now)

    def _progress(self, line: Line, event: LineEvent, now: float) -> list[Step]:
        match event:
            case CallProgress(status=status):
                line.call = replace(line.call, ringing=line.call.ringing or status == 180)
            case EarlyMedia():
                return self._early(line, event)
            case CallAccepted(answer=answer):
                return self._accepted(line, answer, now)
            case CallConfirmed(answer=answer):
                return self._confirmed(line, answer, now)
            case InfoAnswered():
                return self._tones.answered(line, event, now)
            case CallEnded():
                return self._ended(line, event, now)
            case _:
                return self._renewals.event(line, event, now)
        return []

    def _early(self, line: Line, event: EarlyMedia) -> list[Step]:
        """Early media of the first branch that has any: a browser cannot change over to another."""
        if line.branch not in ("", event.branch):
            return []
        line.branch, line.theirs = event.branch, event.answer
        video = line.call.video and offers_video(event.answer)
        line.call = replace(line.call, tones=True, early_video=video)
        return [ApplyAnswer(line.call.id, event.answer, provisional=True)]

    def _ring(self, event: IncomingCall, now: float) -> list[Step]:
        uri = event.caller.uri
        crossed = next((line for line in self._lines.values() if auto_dial.meets(line, uri)), None)
        if crossed:
            return self._cross(crossed, event, now)
        if self._lines:  # a call of ours whose INVITE is not out yet is one too
            refuse = self._desk.ask(lambda agent: agent.reject(event.call, 486, now))
            return refuse + self._busy(event.caller, now)
        address = phonebook.address(uri)
        party = self._desk.party(event.caller)
        video = self._config.enable_video and (event.offer is None or offers_video(event.offer))
        call = Call(event.call, CallState.INCOMING, party, address, video)
        self._lines[call.id] = Line(
            call,
            Stage.RINGING,
            began=now,
            answer_at=auto_answer.due_at(self._config.auto_answer, uri, event.request, now),
            redial=self._desk.redial(event.caller),
            offer=event.offer,
            theirs=event.offer or "",
        )
        told = Announce(state_item.reached(call.state, address))
        return [told, *self._answer_by_itself(now)]

    def _cross(self, ours: Line, event: IncomingCall, now: float) -> list[Step]:
        """Two who dial each other by themselves at the same moment get one call (A86)."""
        if auto_dial.gives_way(ours, self._config, event.caller.uri):
            return [*self.hang_up(ours.call.id, now), event]  # which rings when ours is gone
        return self._desk.ask(lambda agent: agent.reject(event.call, 486, now))

    def _answer_by_itself(self, now: float) -> list[Step]:
        line = auto_answer.waiting(self._lines.values())
        if line is None or line.answer_at is None or now < line.answer_at:
            return []
        line.call = replace(line.call, automatic=True)
        return self.answer(line.call.id)

    def _refused(self, event: CallRefused, now: float) -> list[Step]:
        """Of a call that was not to disturb the state Item learns all the same."""
        if event.busy:
            return self._busy(event.caller, now)
        address = phonebook.address(event.caller.uri)
        return [
            Announce(state_item.reached(CallState.INCOMING, address)),
            Announce(state_item.over(address, established=False)),
            self._missed(event.caller),
        ]

    def _busy(self, caller: NameAddr, now: float) -> list[Step]:
        party = self._desk.party(caller)
        self._desk.tell(notice("second-call", party=party), now, topic="second call")
        return [self._missed(caller)]

    def _missed(self, caller: NameAddr) -> Effect:
        """It never rang here."""
        party, redial = self._desk.party(caller), self._desk.redial(caller)
        return KeepCall(made(Direction.INCOMING, Outcome.MISSED, party, redial))

    def _accepted(self, line: Line, answer: str | None, now: float) -> list[Step]:
        if answer is None or not answers(answer, line.ours):
            self._desk.tell(media_failure("description"), now, topic="media")
            return self.hang_up(line.call.id, now)
        line.stage, line.since, line.theirs = Stage.TALKING, now, answer
        video = line.call.video and offers_video(answer)
        line.call = replace(line.call, state=CallState.OUTGOING_ACCEPTED, video=video, tones=True)
        return [
            Announce(state_item.reached(line.call.state, line.call.address)),
            ApplyAnswer(line.call.id, answer, provisional=False),
            *(self._renewals.mend(line) if line.broken else []),
        ]

    def _confirmed(self, line: Line, answer: str | None, now: float) -> list[Step]:
        if answer is not None:
            line.theirs = answer
            return [ApplyAnswer(line.call.id, answer, provisional=False)]
        if line.offer is None:
            self._desk.tell(media_failure("description"), now, topic="media")
            return self.hang_up(line.call.id, now)
        return []

    def _ended(self, line: Line, event: CallEnded, now: float) -> list[Step]:
        outgoing = line.stage in (Stage.CALLING, Stage.OPENING)
        if outgoing and not event.local:
            refusal = self._desk.agent.refusal if self._desk.agent else ""
            told = call_failure(event.status, event.reason, line.call.party, refusal)
            self._desk.tell(told, now)
        return self._finish(line, ended(line, now, event))

    # --- how it is done ---------------------------------------------------------------------------

    def _finish(self, line: Line, record: CallRecord) -> list[Step]:
        """Exactly one end for each call: ``ended`` if it ever was up, else ``failed``."""
        del self._lines[line.call.id]
        self._desk.board.clear("way")
        over = state_item.over(line.call.address, established=line.stage is Stage.TALKING)
        return [ReleaseMedia(line.call.id), Announce(over), KeepCall(record)]
