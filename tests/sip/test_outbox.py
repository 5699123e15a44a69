import pytest

from sipwidget.sip.events import Dropped, FlowFailed, Send
from sipwidget.sip.outbox import TRACE_LENGTH, Outbox


class Owner:
    def timed_out(self, timer: str) -> None: ...


def test_outputs_keep_their_order_and_are_taken_once() -> None:
    outbox = Outbox()
    outbox.send("a")
    outbox.emit(FlowFailed())
    outbox.send("b")
    assert outbox.take() == [Send("a"), FlowFailed(), Send("b")]
    assert outbox.take() == []


def test_a_timer_counts_from_the_turns_time_and_belongs_to_its_owner() -> None:
    outbox, one, two = Outbox(), Owner(), Owner()
    outbox.now = 10.0
    outbox.set_timer(one, "x", 5)
    outbox.set_timer(two, "x", 7)
    assert outbox.deadlines.next() == 15
    outbox.cancel_timer(one, "x")
    outbox.cancel_timer(one, "never set")
    assert outbox.deadlines.pop(17) == (two, "x")


@pytest.mark.parametrize("data", ["ä" * 9000, ("ä" * 9000).encode()])
def test_of_what_is_dropped_the_beginning_is_kept(data: str | bytes) -> None:
    outbox = Outbox()
    outbox.drop("why", data)
    assert outbox.take() == [Dropped("why", "ä" * TRACE_LENGTH)]


def test_octets_that_are_no_text_can_be_dropped() -> None:
    outbox = Outbox()
    outbox.drop("why", b"\xff\x00")
    assert outbox.take() == [Dropped("why", "\ufffd\x00")]


def test_what_is_said_can_stand_in_a_text_frame() -> None:
    outbox = Outbox()
    outbox.send("Call-ID: ä\udcff\ud800")
    assert outbox.take() == [Send("Call-ID: ä??")]
