import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sipwidget.phone.connector import HANDSHAKE, SETTLED, Connector
from sipwidget.phone.effects import CloseSocket, OpenSocket
from sipwidget.phone.homecoming import SOONEST

ONE = ("wss://one/ws",)
TWO = ("wss://one/ws", "wss://two/ws")


def connector(urls=ONE, chance=0.5):
    made = Connector(lambda: chance)
    assert made.start(urls, 0.0) == [OpenSocket(1, urls[0])]
    return made


def test_an_open_socket_has_a_number_and_waits_for_nothing():
    line = connector()
    assert line.socket is None
    assert line.next_deadline() == HANDSHAKE
    assert line.opened(1, 1.0)
    assert line.socket == 1
    assert line.next_deadline() is None


def test_news_of_an_older_socket_is_no_news():
    line = connector(TWO)
    line.closed(1, 0.0)
    assert not line.opened(1, 0.1)
    assert line.closed(1, 0.1) == []
    assert line.opened(2, 0.1)


def test_a_refusal_goes_to_the_next_server_at_once():
    line = connector(TWO)
    assert line.closed(1, 0.5) == [OpenSocket(2, TWO[1])]
    assert line.failed_rounds == 0


def test_a_handshake_that_takes_too_long_goes_to_the_next_server():
    line = connector(TWO)
    assert line.handle_timeout(HANDSHAKE - 0.1) == []
    assert line.handle_timeout(HANDSHAKE) == [CloseSocket(1), OpenSocket(2, TWO[1])]
    assert line.next_deadline() == 2 * HANDSHAKE


def test_a_server_that_closes_at_once_counts_as_one_that_refuses():
    line = connector(TWO)
    line.opened(1, 0.0)
    assert line.closed(1, 0.1) == [OpenSocket(2, TWO[1])]


def test_after_a_round_of_all_servers_there_is_a_wait_and_then_the_first_again():
    line = connector(TWO)
    line.closed(1, 0.0)
    assert line.closed(2, 0.0) == []
    assert line.failed_rounds == 1
    assert not line.opened(2, 0.1)
    assert line.next_deadline() == 1.0  # half of 2 ** 1
    assert line.handle_timeout(1.0) == [OpenSocket(3, TWO[0])]


def test_a_settled_connection_that_is_lost_is_sought_at_the_first_server_within_a_second():
    line = connector(TWO)
    line.closed(1, 0.0)
    line.opened(2, 0.0)
    assert line.closed(2, SETTLED) == []
    assert line.next_deadline() == SETTLED + 0.5
    assert line.handle_timeout(SETTLED + 0.5) == [OpenSocket(3, TWO[0])]
    assert line.closed(3, SETTLED + 0.5) == [OpenSocket(4, TWO[1])]


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_waits_grow_to_half_a_minute_and_no_further(chance):
    line, now, waits = connector(chance=chance), 0.0, []
    for socket in range(1, 9):
        line.closed(socket, now)
        waits.append(line.next_deadline() - now)
        now = line.next_deadline()
        line.handle_timeout(now)
    assert waits == [chance * longest for longest in (2, 4, 8, 16, 30, 30, 30, 30)]


def test_a_wait_ends_when_the_network_is_back_and_a_handshake_is_left_alone():
    line = connector()
    assert line.woken(0.1) == []
    line.closed(1, 0.2)
    assert line.woken(0.3) == [OpenSocket(2, ONE[0])]


def test_a_server_that_never_says_anything_counts_as_one_that_refuses():
    line = connector(TWO)
    line.opened(1, 0.0)
    assert line.dead(SETTLED - 0.5) == [CloseSocket(1), OpenSocket(2, TWO[1])]
    line.opened(2, SETTLED)
    assert line.dead(2 * SETTLED - 0.5) == [CloseSocket(2)]
    assert line.failed_rounds == 1


def test_a_socket_that_leads_nowhere_is_left_at_once():
    line = connector()
    line.opened(1, 0.0)
    assert line.dead(60.0) == [CloseSocket(1), OpenSocket(2, ONE[0])]
    assert line.socket is None


def test_a_second_server_that_falls_silent_leads_back_to_the_first():
    line = connector(TWO)
    line.closed(1, 0.0)
    line.opened(2, 0.0)
    assert line.dead(60.0) == [CloseSocket(2), OpenSocket(3, TWO[0])]


def test_stopping_closes_what_is_there_and_nothing_follows():
    line = connector()
    assert line.stop() == [CloseSocket(1)]
    assert line.stop() == []
    assert line.next_deadline() is None
    assert line.woken(1.0) == []
    assert not line.opened(1, 1.0)
    assert line.url == ""


def test_stopping_while_it_waits_has_nothing_to_close():
    line = connector()
    line.closed(1, 0.0)
    assert line.stop() == []


def away(chance=1.0):
    """The second server is in use since 1.0."""
    line = connector(TWO, chance)
    line.closed(1, 0.0)
    line.opened(2, 1.0)
    return line


def test_from_a_later_server_the_first_is_sought_beside_it_and_taken_once_it_is_there():
    line = away()
    assert line.next_deadline() == 1.0 + SOONEST
    assert line.handle_timeout(1.0 + SOONEST) == [OpenSocket(3, TWO[0])]
    assert (line.socket, line.url) == (2, TWO[1])
    assert line.leads_home(3)
    assert line.come_home(3, 40.0) == [CloseSocket(2)]
    assert (line.socket, line.url) == (3, TWO[0])
    assert line.next_deadline() is None


def test_a_first_server_that_stays_away_is_sought_less_and_less_often():
    line, waits = away(), []
    now = 1.0
    for socket in range(3, 10):
        waits.append(line.next_deadline() - now)
        now = line.next_deadline()
        assert line.handle_timeout(now) == [OpenSocket(socket, TWO[0])]
        assert line.closed(socket, now) == []
    assert waits == [15, 30, 60, 120, 120, 120, 120]
    assert line.socket == 2


def test_a_first_server_that_does_not_finish_the_handshake_is_left_alone_again():
    line = away()
    line.handle_timeout(1.0 + SOONEST)
    assert line.next_deadline() == 1.0 + SOONEST + HANDSHAKE
    assert line.handle_timeout(1.0 + SOONEST + HANDSHAKE) == [CloseSocket(3)]
    assert not line.leads_home(3)


def test_during_a_call_nobody_looks_for_the_first_server():
    line = away()
    assert line.handle_timeout(1.0 + SOONEST, in_call=True) == []
    assert line.next_deadline() == 1.0 + 2 * SOONEST
    assert line.handle_timeout(1.0 + 2 * SOONEST) == [OpenSocket(3, TWO[0])]
    assert line.stay_away(70.0) == [CloseSocket(3)]


@pytest.mark.parametrize("end", ["closed", "dead", "stop"])
def test_the_second_socket_goes_with_the_one_that_was_in_use(end):
    line = away()
    line.handle_timeout(1.0 + SOONEST)
    effects = {
        "closed": lambda: line.closed(2, 40.0),
        "dead": lambda: line.dead(40.0),
        "stop": line.stop,
    }[end]()
    assert CloseSocket(3) in effects
    assert not line.leads_home(3)


def test_a_first_server_that_had_proved_itself_is_sought_soon_again():
    line = away()
    line.handle_timeout(1.0 + SOONEST)
    line.come_home(3, 40.0)
    line.closed(3, 41.0)
    line.opened(4, 41.0)
    assert line.next_deadline() == 41.0 + 2 * SOONEST, "it was there for a second only"
    line.handle_timeout(line.next_deadline())
    line.come_home(5, 110.0)
    line.closed(5, 200.0)
    line.handle_timeout(line.next_deadline())
    line.closed(6, 201.0)
    line.opened(7, 201.0)
    assert line.next_deadline() == 201.0 + SOONEST


@example([("t", 0, 4.0), ("o", 2, 0.0), ("t", 0, 12.0), ("o", 2, 0.0)])  # open already
@given(st.lists(st.tuples(st.sampled_from("ocdwts"), st.integers(0, 4), st.floats(0, 99))))
def test_at_most_one_socket_is_open_or_being_opened(happenings):
    line, now = Connector(lambda: 0.5), 0.0
    alive = opening(line.start(TWO, now), set())
    for what, socket, later in happenings:
        now += later
        match what:
            case "o" if line.leads_home(socket):
                effects = line.come_home(socket, now)
            case "o":
                line.opened(socket, now)
                effects = []
            case "c":
                effects = line.closed(socket, now)
                alive.discard(socket)
            case "d":
                effects = line.dead(now) if line.socket else []
            case "w":
                effects = line.woken(now)
            case "t":
                effects = line.handle_timeout(now)
            case _:
                effects = line.start(TWO, now)
        alive = opening(effects, alive)
        second = {socket for socket in alive if line.leads_home(socket)}
        assert len(alive - second) <= 1
        assert line.socket is None or alive - second == {line.socket}
        assert not second or line.socket
        assert alive or line.next_deadline() is not None


def opening(effects, alive):
    for effect in effects:
        alive = alive | {effect.socket} if isinstance(effect, OpenSocket) else alive
        alive = alive - {effect.socket} if isinstance(effect, CloseSocket) else alive
    return alive


@pytest.mark.parametrize("away", [30.0, 45.0, 600.0])
def test_ten_thousand_phones_come_back_spread_over_the_first_minute(away):
    """N2: no second holds over 8 % of the clients of a server that was away for 30 s or more."""
    clients, dice = 10_000, random.Random(7)
    seconds = [0] * 60
    for _ in range(clients):
        seconds[int(first_try_after(away, dice))] += 1
    assert max(seconds) <= 0.08 * clients
    assert sum(seconds) == clients


def first_try_after(away, dice):
    """Seconds between the return of the server and the try of a phone that had been connected."""
    line = Connector(dice.random)
    line.start(ONE, -60.0)
    line.opened(1, -60.0)
    line.closed(1, 0.0)
    while line.next_deadline() < away:
        now = line.next_deadline()
        (attempt,) = line.handle_timeout(now)
        line.closed(attempt.socket, now)
    return line.next_deadline() - away
