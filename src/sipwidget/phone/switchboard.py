"""The calls: what a person does with them, what the peer does, and the media in between.

Each method returns steps: what the user agent gave back, still to be resolved by the phone, and
effects. A step that names a call which is gone is refused by doing nothing.
"""

from collections.abc import Callable
from dataclasses import replace

from sipwidget.phone import auto_answer, auto_dial, phonebook, state_item, time_limits
from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.controls import Controls
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import Announce, KeepCall, ReleaseMedia
from sipwidget.phone.failures import call_failure, media_failure
from sipwidget.phone.history import ended
from sipwidget.phone.inputs import (
    AnswerMade,
    MediaFailed,
    MediaFlows,
    MediaInterrupted,
    MediaLost,
    MediaReduced,
    OfferMade,
    TonesFailed,
    VideoSeen,
)
from sipwidget.phone.line import Line, Stage
from sipwidget.phone.lines import Lines
from sipwidget.phone.model import Call, CallState
from sipwidget.phone.notices import alert
from sipwidget.phone.reception import Reception, call_limit
from sipwidget.phone.renewals import RenewalEvent, Renewals
from sipwidget.phone.settings import Config
from sipwidget.phone.setup import Setup
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
    MailboxChanged,
    TextReceived,
)
from sipwidget.sip.uri import NameAddr

MediaNews = (
    OfferMade
    | AnswerMade
    | MediaFailed
    | MediaReduced
    | MediaInterrupted
    | MediaLost
    | MediaFlows
    | TonesFailed
    | VideoSeen
)
CALL_TOPICS = ("call", "media", "microphone", "camera", "speaker")  # wiped by a new call
LineEvent = (
    CallProgress
    | EarlyMedia
    | CallAccepted
    | CallConfirmed
    | CallEnded
    | InfoAnswered
    | RenewalEvent
)
CallEvent = IncomingCall | CallRefused | TextReceived | MailboxChanged | LineEvent


class Switchboard:
    """What happens to the calls of one phone."""

    def __init__(self, tokens: Callable[[], str], desk: Desk) -> None:
        self._tokens = tokens
        self._desk = desk
        self._renewals = Renewals(desk)
        self._setup = Setup(desk, self._renewals)
        self._tones = Tones(desk)
        self._controls = Controls(self._renewals)
        self._lines = Lines()
        self._reception = Reception(desk, self._lines)

    @property
    def _config(self) -> Config:
        return self._desk.config

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(line.call for line in self._lines)

    def meant(self, action: str) -> str:
        """The call that a command is about, since it names none."""
        rings = self._lines.ringing if action in ("accept", "decline") else None
        return rings.call.id if rings else self.focus or ""

    @property
    def call(self) -> Call | None:
        """The call that the buttons are about."""
        line = self._lines.focus
        return line.call if line else None

    @property
    def focus(self) -> str | None:
        """Its id."""
        return self.call.id if self.call else None

    @property
    def call_limit(self) -> int:
        """Above how many calls the user agent says by itself that we are busy."""
        crossing = any(auto_dial.may_cross(line) for line in self._lines)
        return max(call_limit(self._config), 2 if crossing else 1)

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
        line = Line(call, Stage.OPENING, target=uri, redial=str(uri), unasked=unasked)
        self._lines.add(line)
        return [Announce(state_item.reached(call.state, address)), *self._open_media(line)]

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
            case "swap" if line.stage is Stage.TALKING:
                return [*self._focus_on(line), *self._controls.hold(line, False)]
            case _ if line is self._lines.focus:
                return self._controls.use(line, action, target)
            case _:
                return []

    def answer(self, call: str) -> list[Step]:
        """Accept a call that rings: the devices open, then the answer goes out."""
        line = self._lines.get(call)
        if line is None or line.stage is not Stage.RINGING:
            return []
        self._desk.board.clear(*CALL_TOPICS)
        line.stage = Stage.ANSWERING
        line.call = replace(line.call, state=CallState.INCOMING_ACCEPTED)
        return [*self._focus_on(line), *self._open_media(line)]

    def _focus_on(self, line: Line) -> list[Step]:
        """Give it the focus; who had that waits on hold, as soon as there is a call to hold."""
        former = self._lines.focus
        self._lines.put_first(line)
        if former is None or former is line or former.stage is Stage.RINGING:
            return []
        return self._controls.hold(former, True)

    def _open_media(self, line: Line) -> list[Step]:
        """Open the devices of a new call; with push-to-talk the microphone stays shut."""
        opened = self._desk.open_media(line.call, line.offer)
        return [opened, *(self._controls.mute(line, True) if self._config.push_to_talk else [])]

    def configured(self, before: Config) -> list[Step]:
        """Push-to-talk that is wanted from now on shuts the microphones of the calls, too."""
        if before.push_to_talk or not self._config.push_to_talk:
            return []
        return [step for line in self._lines for step in self._controls.mute(line, True)]

    def attend(self, call: str) -> None:
        """A person is there and knows of the call."""
        line = self._lines.get(call)
        if line is not None:
            line.call = replace(line.call, automatic=False)

    def decline(self, call: str, now: float) -> list[Step]:
        """Refuse a call that rings."""
        line = self._lines.get(call)
        if line is not None and line.stage is Stage.RINGING:
            line.declined = True
            return self.hang_up(call, now)
        return []

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
        return [step for line in self._lines for step in self.hang_up(line.call.id, now)]

    def move(self) -> list[Step]:
        """The device is in another network, or in one again."""
        return [step for line in self._lines for step in self._renewals.move(line)]

    def next_deadline(self) -> float | None:
        """When ``tick`` is wanted."""
        lines, focus = self._lines, self._lines.focus
        times = [part.next_deadline(lines) for part in (self._tones, self._renewals)]
        times.append(focus.next_second() if focus else None)
        waiting = auto_answer.waiting(lines)
        times.append(waiting.answer_at if waiting else None)
        times.append(time_limits.next_deadline(lines, self._config))
        return min((at for at in times if at is not None), default=None)

    def update(self, now: float) -> None:
        """What each call looks like by now; one whose name is to be hidden from now on, too."""
        for line in self._lines:
            line.update(now)
            if self._config.hide_caller_id:
                line.call = replace(line.call, party="")

    def tick(self, now: float) -> list[Step]:
        """Do what is due: send tones, answer, end calls whose time is over or whose way is lost."""
        return [
            *self._tones.tick(self._lines, now),
            *self._renewals.tick(self._lines, now),
            *self._answer_by_itself(now),
            *self._end_overdue(now),
        ]

    def _end_overdue(self, now: float) -> list[Step]:
        steps: list[Step] = []
        for line in time_limits.overdue(self._lines, self._config, now):
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
                if device == "microphone":  # it has not been opened
                    self.attend(line.call.id)
                self._desk.tell(media_failure(problem), now, topic=device)
            case MediaInterrupted() | MediaLost() | MediaFlows():
                return self._renewals.way(line, message, now)
            case VideoSeen():
                line.call = replace(line.call, seen=True)
            case TonesFailed(tones=tones):
                return self._tones.failed(line, tones, now)
        return []

    def _described(self, line: Line, made: OfferMade | AnswerMade, now: float) -> list[Step]:
        """Our session description is ready: it starts the call, accepts it, or goes on with it."""
        if line.stage is Stage.TALKING:
            return self._renewals.described(line, made, now)
        line.ours = made.sdp
        if line.stage is Stage.OPENING:
            return self._invite(line, now)
        if line.stage is Stage.ANSWERING:
            return self._setup.take(line, made.sdp, now)
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
            return self._reception.refused(event, now)
        if isinstance(event, TextReceived | MailboxChanged):
            self._reception.tell(event, now)
            return []
        line = self._lines.get(event.call)
        return [] if line is None else self._progress(line, event, now)

    def _progress(self, line: Line, event: LineEvent, now: float) -> list[Step]:
        match event:
            case CallProgress(status=status):
                line.call = replace(line.call, ringing=line.call.ringing or status == 180)
            case EarlyMedia():
                return self._setup.early(line, event)
            case CallAccepted(answer=answer):
                return self._setup.accepted(line, answer, now)
            case CallConfirmed(answer=answer):
                return self._setup.confirmed(line, answer, now)
            case InfoAnswered():
                return self._tones.answered(line, event, now)
            case CallEnded():
                return self._ended(line, event, now)
            case _:
                return self._renewals.event(line, event, now)
        return []

    def _ring(self, event: IncomingCall, now: float) -> list[Step]:
        crossed = next((x for x in self._lines if auto_dial.meets(x, event.caller.uri)), None)
        if crossed:
            return self._cross(crossed, event, now)
        return [*self._reception.ring(event, now), *self._answer_by_itself(now)]

    def _cross(self, ours: Line, event: IncomingCall, now: float) -> list[Step]:
        """Two who dial each other by themselves at the same moment get one call (A86)."""
        if auto_dial.gives_way(ours, self._config, event.caller.uri):
            return [*self.hang_up(ours.call.id, now), event]  # which rings when ours is gone
        return self._desk.ask(lambda agent: agent.reject(event.call, 486, now))

    def _answer_by_itself(self, now: float) -> list[Step]:
        line = auto_answer.waiting(self._lines)
        if line is None or line.answer_at is None or now < line.answer_at:
            return []
        line.call = replace(line.call, automatic=True)
        return self.answer(line.call.id)

    def _ended(self, line: Line, event: CallEnded, now: float) -> list[Step]:
        if not event.local and line.stage is Stage.CALLING:
            refusal = self._desk.agent.refusal if self._desk.agent else ""
            self._desk.tell(call_failure(event.status, event.reason, line.call.party, refusal), now)
        elif line.broken and event.status >= 300:  # who was asked for a new way knows no such call
            self._desk.tell(media_failure("ice"), now, topic="media")
        return self._finish(line, ended(line, now, event))

    # --- how it is done ---------------------------------------------------------------------------

    def _finish(self, line: Line, record: CallRecord) -> list[Step]:
        """Exactly one end for each call: ``ended`` if it ever was up, else ``failed``."""
        self._lines.remove(line)
        self._desk.board.clear("way")
        over = state_item.over(line.call.address, established=line.stage is Stage.TALKING)
        return [ReleaseMedia(line.call.id), Announce(over), KeepCall(record)]
