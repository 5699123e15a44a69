from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.board import Board
from sipwidget.phone.notices import alert, notice

BUSY, GONE, WRONG = notice("call-busy"), alert("gone", error="socket"), alert("w", error="config")


def test_a_newer_notice_takes_the_place_of_the_older_one_on_its_topic():
    board = Board()
    board.put("call", BUSY)
    board.put("socket", GONE)
    board.put("call", WRONG)
    assert board.notices == (GONE, WRONG)
    board.put("call")
    assert board.notices == (GONE,)


def test_a_notice_stays_until_its_time_or_until_it_is_cleared():
    board = Board()
    board.put("call", BUSY, until=8.0)
    board.put("socket", GONE)
    board.handle_timeout(7.9)
    assert board.notices == (BUSY, GONE)
    board.handle_timeout(board.next_deadline())
    assert board.notices == (GONE,)
    assert board.next_deadline() is None
    board.clear("socket", "unknown")
    assert board.notices == ()


def test_the_error_is_that_of_the_newest_notice_that_has_one():
    board = Board()
    assert board.error is None
    board.put("config", WRONG)
    board.put("socket", GONE)
    board.put("call", BUSY)
    assert board.error == "socket"


TOPICS = st.sampled_from(["call", "socket", "config"])


@given(st.lists(st.tuples(TOPICS, st.none() | st.floats(0, 100))), st.floats(0, 100))
def test_after_its_deadline_nothing_is_due(puts, now):
    board = Board()
    for topic, until in puts:
        board.put(topic, BUSY, until=until)
    board.handle_timeout(now)
    deadline = board.next_deadline()
    assert deadline is None or deadline > now
    assert len(board.notices) <= 3
