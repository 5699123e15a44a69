"""A 2xx is repeated until its ACK comes (RFC 3261 section 13.3.1.4)."""

from itertools import pairwise

from sipwidget.sip.acceptance import Acceptance
from sipwidget.sip.message import respond
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.timers import T2, TIMER_H
from sipwidget.sip.transaction import Transactions
from tests.peer import Peer


class Bench:
    def __init__(self, number: int = 7) -> None:
        self.outbox = Outbox()
        self.given_up = 0
        transaction = Transactions(self.outbox).open(Peer().invite(number=number))
        response = respond(transaction.request, 200, to_tag="us")
        self.acceptance = Acceptance(self.outbox, transaction, response, False, self.give_up)

    def give_up(self) -> None:
        self.given_up += 1

    def times(self, until: float) -> list[float]:
        """When the 2xx went out."""
        found = [0.0] * len(self.outbox.take())
        while (at := self.outbox.deadlines.next()) is not None and at <= until:
            self.outbox.now = at
            owner, timer = self.outbox.deadlines.pop(at) or (self.acceptance, "")
            owner.timed_out(timer)
            found += [at] * len(self.outbox.take())
        return found


def test_the_pauses_double_up_to_t2() -> None:
    times = Bench().times(TIMER_H)
    assert times[:6] == [0, 0.5, 1.5, 3.5, 7.5, 11.5]
    pauses = {round(b - a, 6) for a, b in pairwise(times[4:])}
    assert pauses == {T2}
    assert times[-1] < TIMER_H


def test_without_an_ack_it_is_given_up_once() -> None:
    bench = Bench()
    bench.times(TIMER_H - 0.1)
    assert bench.given_up == 0
    bench.times(10 * TIMER_H)
    assert bench.given_up == 1
    assert bench.outbox.deadlines.next() is None


def test_an_ack_stops_it() -> None:
    bench = Bench()
    bench.times(1)
    bench.acceptance.stop()
    assert bench.times(10 * TIMER_H) == []
    assert bench.given_up == 0


def test_it_belongs_to_the_invite_of_its_number() -> None:
    assert Bench(number=7).acceptance.number == 7
