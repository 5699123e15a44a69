"""The queue of the state Item: order, patience, and what may be left out (A57 to A70)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.effects import TellItem
from sipwidget.phone.inputs import ItemAnswered
from sipwidget.phone.reports import LONGEST, SLOWEST, Reports

CALL = "incoming:620@pbx"


class Desk:
    """Reports about the Item ``State``, and an openHAB that answers when the test says so."""

    def __init__(self, item: str = "State") -> None:
        self.board = Board()
        self.reports = Reports(self.board)
        self.now = 0.0
        self.sent: list[TellItem] = []
        self.sent += self.reports.name(item)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.sent]

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.board.notices]

    def tell(self, *texts: str) -> None:
        for text in texts:
            self.sent += self.reports.tell(text)

    def answer(self, *statuses: int) -> None:
        for status in statuses:
            number = self.sent[-1].number
            self.sent += self.reports.answered(ItemAnswered(number, status), self.now)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.board.handle_timeout(self.now)
        self.sent += self.reports.tick(self.now)


def test_without_an_item_nothing_is_sent() -> None:
    desk = Desk("")
    desk.tell("connected", CALL)
    assert desk.sent == []


def test_one_command_is_under_way_at_a_time_and_none_overtakes() -> None:
    desk = Desk()
    desk.tell("connected", "registered", CALL)
    assert desk.sent == [TellItem(1, "State", "connected")]
    desk.answer(200, 200, 200)
    assert desk.texts == ["connected", "registered", CALL]


def test_a_slow_openhab_is_told_everything() -> None:
    desk = Desk()
    story = ["connected", "registered", "disconnected", "connected", "registered"]
    desk.tell(*story)
    desk.answer(*[200] * 5)
    assert desk.texts == story


def test_while_openhab_fails_only_the_newest_of_several_connection_states_waits() -> None:
    desk = Desk()
    desk.tell("connected")
    desk.answer(503)
    desk.tell("registered", CALL, "disconnected", "connected", "registered")
    desk.wait(1)
    desk.answer(200, 200, 200)
    assert desk.texts == ["connected", "registered", CALL, "registered"]


def test_a_state_that_is_under_way_is_not_taken_back() -> None:
    desk = Desk()
    desk.tell("connected")
    desk.answer(500)
    desk.wait(1)
    desk.tell("disconnected")
    desk.answer(200, 200)
    assert desk.texts == ["connected", "connected", "disconnected"]


@pytest.mark.parametrize("status", [0, 401, 403, 404, 408, 429, 500, 503])
def test_what_can_still_be_taken_is_tried_again_at_a_growing_distance(status: int) -> None:
    desk = Desk()
    desk.tell(CALL)
    waits = []
    for _ in range(8):
        desk.answer(status)
        at = desk.reports.next_deadline()
        assert at is not None
        waits.append(at - desk.now)
        desk.wait(waits[-1])
    assert waits == [1, 2, 4, 8, 16, SLOWEST, SLOWEST, SLOWEST]
    desk.answer(200)
    assert desk.texts == [CALL] * 9
    assert desk.reports.next_deadline() is None


def test_what_will_never_be_taken_is_left_out_and_the_next_goes_on() -> None:
    desk = Desk()
    desk.tell(CALL, "failed:620@pbx")
    desk.answer(400)
    assert (desk.texts, desk.codes) == ([CALL, "failed:620@pbx"], ["item-invalid"])
    desk.answer(200)
    assert desk.codes == []


@pytest.mark.parametrize(
    ("status", "code"), [(404, "item-missing"), (401, "item-refused"), (403, "item-refused")]
)
def test_what_a_person_can_mend_is_told_until_it_is(status: int, code: str) -> None:
    desk = Desk()
    desk.tell(CALL)
    desk.answer(status)
    desk.wait(SOME_SECONDS)
    assert desk.codes == [code]
    desk.answer(200)
    assert desk.codes == []


def test_a_failing_openhab_is_told_once_and_for_some_seconds() -> None:
    desk = Desk()
    desk.tell(CALL)
    desk.answer(500)
    assert desk.codes == ["item-failing"]
    desk.wait(SOME_SECONDS)
    desk.answer(0)
    assert desk.codes == []


def test_waking_up_is_a_reason_to_try_again_at_once() -> None:
    desk = Desk()
    desk.tell(CALL)
    desk.answer(0)
    desk.sent += desk.reports.woken()
    assert desk.texts == [CALL, CALL]


def test_another_item_learns_how_we_stand_and_the_former_gets_what_it_was_to_get() -> None:
    desk = Desk()
    desk.tell("connected", "registered", CALL)
    desk.sent += desk.reports.name("Other")
    assert desk.sent[-1] == TellItem(2, "Other", "registered")
    first = desk.sent[0].number
    desk.sent += desk.reports.answered(ItemAnswered(first, 200), 0)
    assert desk.sent[-1].item == "State"
    assert desk.sent[-1].text == "registered"


def test_another_item_is_not_told_of_a_connection_that_is_over() -> None:
    desk = Desk()
    desk.tell("connected", "disconnected")
    assert desk.reports.name("Other") == []


def test_a_name_that_was_a_slip_of_the_pen_is_forgotten_with_its_first_failure() -> None:
    desk = Desk("Stae")
    desk.tell("connected")
    desk.sent += desk.reports.name("State")
    slip = desk.sent[0].number
    assert desk.reports.answered(ItemAnswered(slip, 404), 0) == []
    assert (desk.codes, desk.reports.next_deadline()) == ([], None)


@pytest.mark.parametrize("status", [0, 503])
def test_a_former_item_gets_the_rest_also_from_an_openhab_that_fails(status: int) -> None:
    desk = Desk()
    desk.tell(CALL, "failed:620@pbx")
    desk.answer(status)
    desk.reports.name("")
    desk.wait(1)
    desk.answer(200, 200)
    assert desk.texts == [CALL, CALL, "failed:620@pbx"]


def test_the_same_item_again_is_nothing_new() -> None:
    desk = Desk()
    desk.tell("connected")
    assert desk.reports.name("State") == []


def test_a_page_that_goes_away_sends_all_that_waits_at_once() -> None:
    desk = Desk()
    desk.tell("connected", "registered")
    desk.tell("disconnected")
    assert [each.text for each in desk.reports.leave()] == ["disconnected"]
    assert desk.reports.answered(ItemAnswered(1, 500), 0) == []
    assert desk.reports.next_deadline() is None


def test_an_answer_to_nothing_is_ignored() -> None:
    desk = Desk()
    assert desk.reports.answered(ItemAnswered(7, 200), 0) == []


def test_no_more_wait_than_there_is_room_for_and_the_one_under_way_stays() -> None:
    desk = Desk()
    desk.tell(*(f"failed:{number}@pbx" for number in range(LONGEST + 2)))
    desk.answer(*[200] * (LONGEST - 1))
    assert desk.texts[:2] == ["failed:0@pbx", "failed:3@pbx"]
    assert len(desk.texts) == LONGEST


@given(
    st.lists(
        st.sampled_from(["connected", "registered", "disconnected", 200, 0, 404, "wait"])
        | st.integers(0, 99).map(lambda number: f"ended:{number}@pbx")
    )
)
def test_whatever_happens_calls_are_told_in_order_and_the_last_state_is_the_last_told(
    story: list[str | int],
) -> None:
    desk, taken = Desk(), []
    answered = 0
    for event in story:
        if event == "wait":
            desk.wait(SLOWEST)
        elif isinstance(event, str):
            desk.tell(event)
        elif len(desk.sent) > answered:
            answered = len(desk.sent)
            taken += [desk.texts[-1]] if event == 200 else []
            desk.answer(event)
    while len(desk.sent) > answered:
        answered = len(desk.sent)
        taken.append(desk.texts[-1])
        desk.answer(200)
        desk.wait(SLOWEST)
    desk.wait(SLOWEST)
    while len(desk.sent) > answered:
        answered = len(desk.sent)
        taken.append(desk.texts[-1])
        desk.answer(200)
    told = [event for event in story if isinstance(event, str) and event != "wait"]
    assert [text for text in taken if ":" in text] == [text for text in told if ":" in text]
    assert taken[-1:] == told[-1:]
