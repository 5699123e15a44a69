from sipwidget.phone.effects import CloseSocket, OpenSocket
from sipwidget.phone.homecoming import LATEST, SOONEST, Homecoming


def planned(chance):
    made = Homecoming(lambda: chance)
    made.plan(0.0)
    return made


def test_the_waits_of_many_are_spread():
    assert planned(0.0).next_deadline() == SOONEST / 2
    assert planned(1.0).next_deadline() == SOONEST


def test_it_is_due_from_its_deadline_on():
    home = planned(1.0)
    assert not home.is_due(SOONEST - 0.1)
    assert home.is_due(SOONEST)


def test_a_try_has_a_socket_until_it_is_given_up():
    home = planned(1.0)
    assert home.look(7, "wss://one/ws", 34.0) == [OpenSocket(7, "wss://one/ws")]
    assert (home.socket, home.next_deadline()) == (7, 34.0)
    assert home.postpone(34.0) == [CloseSocket(7)]
    assert (home.socket, home.next_deadline()) == (None, 34.0 + 2 * SOONEST)


def test_there_is_always_a_next_time_within_minutes():
    home, now = planned(1.0), 0.0
    for socket in range(50):
        home.look(socket, "wss://one/ws", now)
        home.postpone(now)
        assert 0 < home.next_deadline() - now <= LATEST
        now = home.next_deadline()


def test_who_has_arrived_or_stopped_plans_nothing():
    home = planned(1.0)
    home.look(7, "wss://one/ws", 34.0)
    home.arrive()
    assert (home.socket, home.next_deadline(), home.stop()) == (None, None, [])
    home.plan(50.0)
    assert (home.stop(), home.next_deadline(), home.is_due(1000.0)) == ([], None, False)


def test_a_server_that_has_proved_itself_gives_hope_again():
    home = planned(1.0)
    home.look(7, "wss://one/ws", 34.0)
    home.reset()
    home.plan(100.0)
    assert home.next_deadline() == 100.0 + SOONEST
