"""Another session in a call that stands: the peer offers one, or we do since the way has failed."""

from dataclasses import replace

from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.failures import media_failure
from sipwidget.phone.line import Line, Renewal, Stage, holds
from sipwidget.phone.messages import ApplyAnswer, DropOffer, MakeAnswer, MakeOffer
from sipwidget.sip.events import AnswerReceived, OfferDue, OfferReceived, OfferRejected

RenewalEvent = OfferReceived | AnswerReceived | OfferRejected | OfferDue


class Renewals:
    """Keeps ``Line.renewal``: one offer at a time, whoever made it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def event(self, line: Line, event: RenewalEvent, now: float) -> list[Step]:
        """What the peer does about offers."""
        match event:
            case OfferReceived(offer=offer):
                return self._offered(line, offer, now)
            case AnswerReceived(answer=answer):
                return self._answered(line, answer, now)
            case OfferRejected():
                return self._rejected(line, event, now)
            case OfferDue():
                return self._renew(line)

    def described(self, line: Line, now: float) -> list[Step]:
        """The media has made ``Line.ours``: our answer, or our offer."""
        call, ours, renewal = line.call.id, line.ours, line.renewal
        if renewal is Renewal.THEIRS:
            line.renewal = Renewal.NONE
            if line.offer is not None:  # else the answer to our offer will say
                line.call = replace(line.call, held=holds(line.offer))
            answered = self._desk.ask(lambda agent: agent.answer_offer(call, ours, now))
            # What was taken back meanwhile (CANCEL, a lost socket) is in force in our media.
            return [*answered, *self._follow(line, needed=not answered)]
        if renewal is Renewal.MAKING:
            line.renewal = Renewal.OURS
            return self._desk.ask(lambda agent: agent.offer(call, ours, now))
        return []

    def failed(self, line: Line, problem: str, now: float) -> list[Step]:
        """The media could not follow; a session that stands as it was may go on."""
        renewal, line.renewal = line.renewal, Renewal.NONE
        if renewal is Renewal.THEIRS:
            refused = self._desk.ask(lambda agent: agent.refuse_offer(line.call.id, 488, now))
            return [*refused, *self._follow(line)]
        return self._give_up(line, problem, now)

    def lost(self, line: Line, now: float) -> list[Step]:
        """The way has failed: candidates of today may find one where the first ones do not."""
        if line.stage is not Stage.TALKING:
            line.broken = True
            return []
        if line.broken and line.renewal is Renewal.NONE:  # what could be tried was tried
            return self._give_up(line, "ice", now)
        return self.mend(line)

    def mend(self, line: Line) -> list[Step]:
        """Offer the session with new candidates (RFC 8445 section 2.4)."""
        line.broken = True
        self._desk.board.put("way", media_failure("lost"))
        return self._renew(line)

    def _follow(self, line: Line, *, needed: bool = False) -> list[Step]:
        """The peer's offer is served: now ours, if the way has failed or it is needed anyhow."""
        if line.broken:
            return self.mend(line)
        return self._renew(line) if needed else []

    def flows(self, line: Line) -> None:
        """The way is there, or there again."""
        line.broken = False
        self._desk.board.clear("way")

    def _renew(self, line: Line) -> list[Step]:
        """Make an offer, unless another one is under way."""
        if line.renewal is not Renewal.NONE:
            return []
        line.renewal = Renewal.MAKING
        return [MakeOffer(line.call.id, line.call.video, self._desk.config.enable_local_video)]

    def _offered(self, line: Line, offer: str | None, now: float) -> list[Step]:
        call = line.call.id
        if line.renewal is not Renewal.NONE:  # ours is in the making (RFC 3261 section 14.2)
            return self._desk.ask(lambda agent: agent.refuse_offer(call, 491, now))
        line.renewal, line.offer = Renewal.THEIRS, offer
        local = line.call.video and self._desk.config.enable_local_video
        if offer is None:
            return [MakeOffer(call, line.call.video, local)]
        line.theirs = offer
        return [MakeAnswer(call, offer, line.call.video, local)]

    def _answered(self, line: Line, answer: str | None, now: float) -> list[Step]:
        """To an offer of ours, or to one that the peer had asked for."""
        line.renewal = Renewal.NONE
        if answer is None:
            return self._give_up(line, "description", now)
        line.theirs = answer
        line.call = replace(line.call, held=holds(answer))
        return [ApplyAnswer(line.call.id, answer, provisional=False)]

    def _rejected(self, line: Line, event: OfferRejected, now: float) -> list[Step]:
        """Our offer came to nothing; it may be due again later."""
        line.renewal = Renewal.NONE
        drop = DropOffer(line.call.id)
        if line.broken and not event.again:
            return [drop, *self._give_up(line, "ice", now)]
        return [drop]

    def _give_up(self, line: Line, problem: str, now: float) -> list[Step]:
        self._desk.tell(media_failure(problem), now, topic="media")
        return self._desk.ask(lambda agent: agent.hang_up(line.call.id, now))
