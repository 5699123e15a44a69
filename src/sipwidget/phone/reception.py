"""Who calls us or writes to us: how many calls may ring, and what becomes of the others."""

from sipwidget.phone import auto_answer, phonebook, state_item
from sipwidget.phone.call_record import Direction, Outcome, made
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import Announce, KeepCall
from sipwidget.phone.line import Line, Stage, offers_video
from sipwidget.phone.lines import Lines
from sipwidget.phone.model import Call, CallState
from sipwidget.phone.notices import Notice, notice
from sipwidget.phone.settings import Config
from sipwidget.sip.events import CallRefused, IncomingCall, MailboxChanged, TextReceived
from sipwidget.sip.message_summary import MessageSummary
from sipwidget.sip.uri import NameAddr

CALL_LIMIT = 4  # calls at one time with callWaiting; who calls then finds the line busy
READING = 60.0  # seconds that a text can be read


def call_limit(config: Config) -> int:
    """How many calls may be there at one time, ours included."""
    return CALL_LIMIT if config.call_waiting else 1


class Reception:
    """Takes calls in, and tells of those that it cannot take in."""

    def __init__(self, desk: Desk, lines: Lines) -> None:
        self._desk = desk
        self._lines = lines

    def ring(self, event: IncomingCall, now: float) -> list[Step]:
        """Somebody calls."""
        config, uri = self._desk.config, event.caller.uri
        if len(self._lines) >= call_limit(config):  # one whose INVITE is not out yet counts, too
            refuse = self._desk.ask(lambda agent: agent.reject(event.call, 486, now))
            return refuse + self._busy(event.caller, now)
        address, party = phonebook.address(uri), self._desk.party(event.caller)
        video = config.enable_video and (event.offer is None or offers_video(event.offer))
        answers = () if self._lines else config.auto_answer  # a person is there (A84)
        line = Line(
            Call(event.call, CallState.INCOMING, party, address, video),
            Stage.RINGING,
            began=now,
            answer_at=auto_answer.due_at(answers, uri, event.request, now),
            redial=self._desk.redial(event.caller),
            offer=event.offer,
            theirs=event.offer or "",
        )
        self._lines.add(line)
        return [Announce(state_item.reached(line.call.state, address))]

    def refused(self, event: CallRefused, now: float) -> list[Step]:
        """Of a call that was not to disturb the state Item learns all the same."""
        if event.busy:
            return self._busy(event.caller, now)
        address = phonebook.address(event.caller.uri)
        return [
            Announce(state_item.reached(CallState.INCOMING, address)),
            Announce(state_item.over(address, established=False)),
            self._missed(event.caller),
        ]

    def tell(self, event: TextReceived | MailboxChanged, now: float) -> None:
        """The newest text is shown for a while, what waits in the mailbox until it is heard."""
        if isinstance(event, MailboxChanged):
            self._desk.board.put("mailbox", *_waiting(event.summary))
            return
        party, text = self._desk.party(event.sender), phonebook.readable(event.text)
        told = notice("text-received", party=party, text=text)
        self._desk.board.put("text", told, until=now + READING)

    def _busy(self, caller: NameAddr, now: float) -> list[Step]:
        party = self._desk.party(caller)
        self._desk.tell(notice("second-call", party=party), now, topic="second call")
        return [self._missed(caller)]

    def _missed(self, caller: NameAddr) -> KeepCall:
        """It never rang here."""
        party, redial = self._desk.party(caller), self._desk.redial(caller)
        return KeepCall(made(Direction.INCOMING, Outcome.MISSED, party, redial))


def _waiting(summary: MessageSummary) -> tuple[Notice, ...]:
    """What is to be said of a mailbox, if anything."""
    if not summary.waiting:
        return ()
    return (notice("voice-messages", new=summary.new) if summary.new else notice("voice-message"),)
