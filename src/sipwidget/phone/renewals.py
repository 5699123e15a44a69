"""Another session in a call that stands: the peer offers one, or we do.

We do when the way has failed or the network is another one, when the connection to the server is
new, and to put the peer on hold or to take it back.
"""

from collections.abc import Iterable
from dataclasses import replace

from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import ApplyAnswer, DropOffer, RestartIce, SetHold
from sipwidget.phone.failures import media_failure
from sipwidget.phone.inputs import (
    AnswerMade,
    MediaFailed,
    MediaFlows,
    MediaInterrupted,
    MediaLost,
    OfferMade,
)
from sipwidget.phone.line import Line, Renewal, Stage, holds
from sipwidget.phone.notices import alert
from sipwidget.sip.events import AnswerReceived, OfferDue, OfferReceived, OfferRejected

RenewalEvent = OfferReceived | AnswerReceived | OfferRejected | OfferDue
INTERRUPTION = 3.0  # seconds until a way by which nothing comes is taken for lost
FIRST = 5.0  # seconds that the first way has to come to stand in, from the answer
YIELD = 3.0  # more for the end that was called: two offers at once are both refused
PATIENCE = 30.0  # seconds from the loss, or the peer's answer, until the way must be there again


class Renewals:
    """Keeps ``Line.renewal``: one offer at a time, whoever made it.

    ``Line.due`` tells that ours is wanted, ``Line.promised`` that ``OfferDue`` will say when.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- what the peer does -----------------------------------------------------------------------

    def event(self, line: Line, event: RenewalEvent, now: float) -> list[Step]:
        """News of the peer's offers and of ours."""
        match event:
            case OfferReceived(offer=offer):
                return self._offered(line, offer, now)
            case AnswerReceived(answer=answer):
                return self._answered(line, answer, now)
            case OfferRejected():
                return self._rejected(line, event, now)
            case OfferDue():
                line.promised = False
                line.due = line.due or line.renewal is not Renewal.MAKING
                return self._go_on(line)

    def _offered(self, line: Line, offer: str | None, now: float) -> list[Step]:
        call = line.call.id
        if line.renewal is not Renewal.NONE:  # ours is in the making (RFC 3261 section 14.2)
            return self._desk.ask(lambda agent: agent.refuse_offer(call, 491, now))
        line.renewal = Renewal.ASKED if offer is None else Renewal.THEIRS
        line.theirs = offer or line.theirs
        return [self._desk.open_media(line.call, offer)]

    def _answered(self, line: Line, answer: str | None, now: float) -> list[Step]:
        """To an offer of ours, or to one that the peer had asked for."""
        line.renewal = Renewal.NONE
        if answer is None:
            return self._give_up(line, "description", now)
        line.ours, line.theirs = line.offered, answer
        line.call = replace(line.call, held=holds(answer))
        if line.broken:
            line.mended_by = now + PATIENCE
        return [ApplyAnswer(line.call.id, answer, provisional=False), *self._go_on(line)]

    def _rejected(self, line: Line, event: OfferRejected, now: float) -> list[Step]:
        line.renewal = Renewal.NONE
        drop = DropOffer(line.call.id)
        if event.status == 408 and not line.broken:
            return [drop, *self._give_up(line, "ice", now)]
        if event.again:
            line.due = line.promised = True
            if event.status == 408 and line.mended_by is None:
                line.mended_by = now + PATIENCE
            return [drop]
        return [drop, *self._in_vain(line, "ice", now)]

    def _in_vain(self, line: Line, problem: str, now: float) -> list[Step]:
        """Our offer came to nothing, and the session stays as it is.

        That ends a call whose way has failed. Who does not want to be put on hold hears nothing
        from us all the same; who does not come back from it stays there, for another try.
        """
        call = line.call
        if line.broken:
            return self._give_up(line, problem, now)
        if call.on_hold or call.held or not holds(line.ours):
            return self._go_on(line)
        line.call = replace(call, on_hold=True)
        self._desk.tell(alert("resume-refused", party=call.party), now)
        return [SetHold(call.id, True), *self._go_on(line)]

    # --- what the media says ----------------------------------------------------------------------

    def described(self, line: Line, made: OfferMade | AnswerMade, now: float) -> list[Step]:
        """Our answer, or our offer; one that nobody waits for any more is passed over."""
        call, sdp, offers = line.call.id, made.sdp, isinstance(made, OfferMade)
        if line.renewal is Renewal.MAKING and offers:
            line.renewal, line.offered = Renewal.OURS, sdp
            return self._desk.ask(lambda agent: agent.offer(call, sdp, now))
        if line.renewal is not (Renewal.ASKED if offers else Renewal.THEIRS):
            return []
        answered = self._desk.ask(lambda agent: agent.answer_offer(call, sdp, now))
        if not answered:  # taken back meanwhile (CANCEL, a lost socket), but in force in our media
            line.renewal, line.due = Renewal.NONE, True
            return [*([DropOffer(call)] if offers else []), *self._go_on(line)]
        if offers:
            line.renewal, line.offered = Renewal.OURS, sdp  # their answer will say how it goes on
        else:
            line.renewal, line.ours = Renewal.NONE, sdp
            line.call = replace(line.call, held=holds(line.theirs))
            if line.lost_at is not None:  # theirs may bring another way
                line.lost_at = max(line.lost_at, now + FIRST)
        return [*answered, *self._go_on(line)]

    def failed(self, line: Line, failure: MediaFailed, now: float) -> list[Step]:
        """The media could not follow; a session that stands as it was may go on."""
        renewal, line.renewal = line.renewal, Renewal.NONE
        if renewal is Renewal.MAKING and not failure.applying:
            return self._in_vain(line, failure.problem, now)
        if failure.applying or renewal not in (Renewal.THEIRS, Renewal.ASKED):
            return self._give_up(line, failure.problem, now)
        refused = self._desk.ask(lambda agent: agent.refuse_offer(line.call.id, 488, now))
        return [*refused, *self._go_on(line)]

    def way(
        self, line: Line, news: MediaInterrupted | MediaLost | MediaFlows, now: float
    ) -> list[Step]:
        """How it is with the way to the peer."""
        match news:
            case MediaInterrupted():
                line.lost_at = now + INTERRUPTION
                # Where the network is another one the way to the server is gone as well.
                return self._desk.ask(lambda agent: agent.check_connection(now, doubtful=True))
            case MediaLost():
                return self._lost(line, now)
            case MediaFlows():
                line.flowed, line.broken = True, False
                line.lost_at = line.mended_by = None
                self._desk.board.clear("way")
        return []

    def expect(self, line: Line, by: float) -> None:
        """The call stands from now on, and so should the way.

        Where a server that carries the media was lost while it rang, neither browser says so: each
        goes on asking an address where nobody is, or one that answers with other keys.
        """
        if line.lost_at is None and not (line.flowed or line.broken):
            line.lost_at = by

    def _lost(self, line: Line, now: float) -> list[Step]:
        """The way has failed: candidates of today may find one where the first ones do not."""
        if line.stage is not Stage.TALKING:
            line.broken = True
            return []
        if not line.broken:
            return self.mend(line)
        if line.renewal is Renewal.NONE and not line.due:  # what could be tried was tried
            return self._give_up(line, "ice", now)
        return []

    def mend(self, line: Line) -> list[Step]:
        """Offer the session with new candidates (RFC 8445 section 2.4)."""
        line.broken = line.due = True
        line.lost_at = None
        self._desk.board.put("way", media_failure("lost" if line.flowed else "silent"))
        return self._go_on(line)

    def move(self, line: Line) -> list[Step]:
        """The network is another one: look for a way there, though the old one may seem to stand.

        ``broken`` it is not before it is told: a way that stands never tells that it is back.
        """
        if line.stage is not Stage.TALKING:
            return []
        line.due = True
        return [RestartIce(line.call.id), *self._go_on(line)]

    def tell_hold(self, line: Line) -> list[Step]:
        """Offer the session with the directions that are meant now, unless the peer knows them."""
        known = line.renewal is Renewal.NONE and holds(line.ours) is line.call.on_hold
        if line.stage is Stage.TALKING and not known:
            line.due = True
        return self._go_on(line)

    # --- time -------------------------------------------------------------------------------------

    def next_deadline(self, lines: Iterable[Line]) -> float | None:
        """When the first way is taken for lost, or must be there again."""
        times = (at for line in lines for at in (line.lost_at, line.mended_by))
        return min((at for at in times if at is not None), default=None)

    def tick(self, lines: Iterable[Line], now: float) -> list[Step]:
        """Mend the ways that stay interrupted, and end the calls whose way did not come back."""
        lines = list(lines)
        silent = [line for line in lines if line.lost_at is not None and line.lost_at <= now]
        steps = [step for line in silent for step in self._silent(line, now)]
        late = [line for line in lines if line.mended_by is not None and line.mended_by <= now]
        return [*steps, *(step for line in late for step in self._give_up(line, "ice", now))]

    # --- how it is done ---------------------------------------------------------------------------

    def _silent(self, line: Line, now: float) -> list[Step]:
        line.lost_at = None
        if line.broken:
            return []
        # A browser that has found a way asks for no other one, though no keys come by it.
        restart = [] if line.flowed else [RestartIce(line.call.id)]
        return [*restart, *self._lost(line, now)]

    def _go_on(self, line: Line) -> list[Step]:
        """Make our offer if it is wanted and nothing is in its way."""
        if line.promised or not line.due or line.renewal is not Renewal.NONE:
            return []
        line.renewal, line.due = Renewal.MAKING, False
        return [self._desk.open_media(line.call, None)]

    def _give_up(self, line: Line, problem: str, now: float) -> list[Step]:
        line.mended_by = None
        self._desk.tell(media_failure(problem), now, topic="media")
        return self._desk.ask(lambda agent: agent.hang_up(line.call.id, now))
