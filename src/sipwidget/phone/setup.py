"""The setup of a call: early media, who takes it, and what it takes to stand."""

from dataclasses import replace

from sipwidget.phone import state_item
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import Announce, ApplyAnswer, Beep
from sipwidget.phone.failures import media_failure
from sipwidget.phone.line import Line, Stage, answers, offers_video
from sipwidget.phone.model import CallState
from sipwidget.phone.renewals import FIRST, YIELD, Renewals
from sipwidget.sip.events import EarlyMedia


class Setup:
    """Brings a call to where it stands; from there on its ``Renewals`` go on with it."""

    def __init__(self, desk: Desk, renewals: Renewals) -> None:
        self._desk = desk
        self._renewals = renewals

    def take(self, line: Line, answer: str, now: float) -> list[Step]:
        """We take their call, since our media has made this answer."""
        call = line.call.id
        line.stage, line.since = Stage.TALKING, now
        line.call = replace(line.call, tones=True)
        return [
            *self._desk.ask(lambda agent: agent.accept(call, answer, now)),
            Announce(state_item.reached(CallState.INCOMING_ACCEPTED, line.call.address)),
            *([Beep(call)] if line.call.opened_by_itself else []),
            *self._renewals.tell_hold(line),
        ]

    def early(self, line: Line, event: EarlyMedia) -> list[Step]:
        """Early media of the first branch that has any: a browser cannot change over to another."""
        if line.branch not in ("", event.branch):
            return []
        line.branch, line.theirs = event.branch, event.answer
        video = line.call.video and offers_video(event.answer)
        line.call = replace(line.call, tones=True, early_video=video)
        return [ApplyAnswer(line.call.id, event.answer, provisional=True)]

    def accepted(self, line: Line, answer: str | None, now: float) -> list[Step]:
        """They have taken our call."""
        if answer is None or not answers(answer, line.ours):
            return self._give_up(line, now)
        line.stage, line.since, line.theirs = Stage.TALKING, now, answer
        video = line.call.video and offers_video(answer)
        line.call = replace(line.call, state=CallState.OUTGOING_ACCEPTED, video=video, tones=True)
        self._renewals.expect(line, now + FIRST)
        return [
            Announce(state_item.reached(line.call.state, line.call.address)),
            ApplyAnswer(line.call.id, answer, provisional=False),
            *(self._renewals.mend(line) if line.broken else self._renewals.tell_hold(line)),
        ]

    def confirmed(self, line: Line, answer: str | None, now: float) -> list[Step]:
        """Their ACK came, with the answer where the offer was ours."""
        if answer is not None or line.offer is not None:
            self._renewals.expect(line, now + FIRST + YIELD)
        if answer is not None:
            line.theirs = answer
            return [ApplyAnswer(line.call.id, answer, provisional=False)]
        return self._give_up(line, now) if line.offer is None else []

    def _give_up(self, line: Line, now: float) -> list[Step]:
        self._desk.tell(media_failure("description"), now, topic="media")
        return self._desk.ask(lambda agent: agent.hang_up(line.call.id, now))
