"""Who watches the socket, and what is believed of a silence (RFC 5626 sections 3.5.1 and 4.4)."""

import pytest

from sipwidget.sip.events import Beat, FlowFailed, Output, Send
from sipwidget.sip.keep_alive import (
    HURRY,
    INTERVAL,
    PATIENCE,
    PING,
    PONG,
    UNHEARD,
    UNSEEN_INTERVAL,
)
from tests.peer import Peer, one, shape

ASKED = [Send(PING)]


def due(peer: Peer, seconds: float) -> list[Output]:
    """All that the agent does within that time, with nobody answering."""
    outputs: list[Output] = []
    until = peer.now + seconds
    while (at := peer.agent.next_deadline()) is not None and at <= until:
        peer.now = at
        outputs += peer.agent.handle_timeout(at)
    peer.now = until
    return outputs


def used(peer: Peer) -> Peer:
    """A socket that has carried a request and shown that its server pongs."""
    register = one(peer.agent.register(peer.now), "REGISTER")
    peer.hear(peer.answer(register, 200, "r", f"Contact: {register.headers.get('Contact')}"))
    assert due(peer, INTERVAL) == ASKED
    assert peer.hear(PONG) == []
    return peer


def test_opening_a_socket_says_nothing() -> None:
    assert Peer().opened == []


def test_the_first_word_on_an_unused_socket_is_a_request() -> None:
    peer = Peer()
    assert due(peer, INTERVAL - 1) == []
    options = one(due(peer, 1), "OPTIONS")
    assert str(options.uri) == "sip:pbx.test"
    assert options.max_forwards == 70


@pytest.mark.parametrize("status", [200, 401, 404, 405, 483])
def test_any_response_to_it_will_do(status: int) -> None:
    peer = Peer()
    options = one(due(peer, INTERVAL), "OPTIONS")
    assert peer.hear(peer.answer(options, status)) == []
    assert due(peer, INTERVAL) == ASKED


def test_a_socket_that_is_used_is_pinged() -> None:
    peer = used(Peer())
    for _ in range(5):
        assert due(peer, INTERVAL) == ASKED
        assert peer.hear(PONG) == []


def test_a_server_that_used_to_pong_and_no_longer_does_is_gone() -> None:
    peer = used(Peer())
    assert due(peer, INTERVAL + PATIENCE) == [*ASKED, FlowFailed()]
    assert due(peer, 60) == [], "told once"


def test_a_missing_pong_is_believed_only_of_a_server_that_gave_one() -> None:
    peer = Peer()
    options = one(due(peer, INTERVAL), "OPTIONS")
    peer.hear(peer.answer(options, 200))
    outputs = due(peer, INTERVAL + PATIENCE - 0.1)
    assert outputs[0] == Send(PING)
    options = one(outputs, "OPTIONS")
    assert peer.hear(peer.answer(options, 404)) == []
    outputs = due(peer, INTERVAL + PATIENCE)
    assert shape(outputs) == ["OPTIONS"]
    assert outputs[-1] == FlowFailed(), "such a server is not pinged again"


def test_a_pong_that_was_late_is_believed_as_well() -> None:
    peer = Peer()
    options = one(due(peer, INTERVAL), "OPTIONS")
    peer.hear(peer.answer(options, 200))
    assert shape(due(peer, INTERVAL + PATIENCE - 0.1)) == ["OPTIONS"]
    assert peer.hear(PONG) == []
    assert due(peer, INTERVAL) == ASKED


def test_a_request_of_ours_makes_us_listen() -> None:
    peer = used(Peer())
    peer.dial()
    assert due(peer, UNHEARD - 0.1) == []
    assert due(peer, 0.1) == ASKED
    assert due(peer, PATIENCE) == [FlowFailed()]


def test_a_cancel_makes_us_listen_as_well() -> None:
    peer = used(Peer())
    peer.hear(peer.answer(peer.dial(), 180))
    assert shape(peer.hang_up()) == ["CANCEL"]
    assert due(peer, UNHEARD + PATIENCE) == [*ASKED, FlowFailed()]


def test_a_request_that_is_answered_at_once_needs_no_other_sign_of_life() -> None:
    peer = used(Peer())
    peer.hear(peer.answer(peer.dial(), 100, ""))
    assert due(peer, INTERVAL - 1) == []


def test_while_nobody_looks_at_the_page_the_probes_are_rarer() -> None:
    peer = used(Peer())
    peer.agent.be_seen(False)
    assert due(peer, INTERVAL) == ASKED
    assert peer.hear(PONG) == []
    assert due(peer, UNSEEN_INTERVAL - 1) == []
    assert due(peer, 1) == ASKED


def test_whatever_comes_proves_that_the_server_is_there() -> None:
    peer = used(Peer())
    assert due(peer, INTERVAL) == ASKED
    peer.hear("garbage")
    assert due(peer, PATIENCE + 1) == []


def test_a_new_socket_proves_itself_anew() -> None:
    peer = used(Peer())
    peer.close()
    assert due(peer, 10 * INTERVAL) == []
    peer.open()
    assert shape(due(peer, INTERVAL)) == ["OPTIONS"]


def test_the_servers_own_pings_are_answered() -> None:
    peer = Peer()
    assert peer.hear(PING) == [Send(PONG)]
    assert peer.hear(PING.encode()) == [Send(PONG)]
    assert peer.hear(PONG.encode()) == []


def test_a_sign_of_life_can_be_asked_for() -> None:
    peer = used(Peer())
    assert peer.agent.check_connection(peer.now) == ASKED
    assert peer.agent.check_connection(peer.now) == [], "one question at a time"
    assert due(peer, PATIENCE) == [FlowFailed()]


@pytest.mark.parametrize("pongs", [True, None])
def test_where_it_is_doubtful_that_anything_gets_through_less_time_is_given(
    pongs: bool | None,
) -> None:
    peer = used(Peer())
    if pongs is None:
        peer.close()
        peer.open()
        peer.dial()
    asked = peer.agent.check_connection(peer.now, doubtful=True)
    assert asked == ASKED if pongs else shape(asked) == ["OPTIONS"]
    assert due(peer, HURRY)[-1] == FlowFailed()


def test_nothing_is_asked_without_a_connection() -> None:
    peer = used(Peer())
    peer.close()
    assert peer.agent.check_connection(peer.now) == []


def test_a_timer_that_is_a_minute_late_does_not_kill_a_socket_that_has_ponged() -> None:
    peer = used(Peer())
    for _ in range(5):  # before the first refresh of the registration
        peer.now += 60
        assert peer.agent.handle_timeout(peer.now) == ASKED
        peer.now += 0.1
        assert peer.hear(PONG) == []


def beating() -> Peer:
    """A transport that pings by itself, now that its server has ponged."""
    peer = Peer(heartbeat=True)
    register = one(peer.agent.register(peer.now), "REGISTER")
    peer.hear(peer.answer(register, 200, "r", f"Contact: {register.headers.get('Contact')}"))
    assert due(peer, INTERVAL) == ASKED
    assert peer.hear(PONG) == [Beat(INTERVAL)]
    return peer


def test_a_transport_that_pings_by_itself_leaves_nothing_to_do() -> None:
    peer = beating()
    assert due(peer, 3 * INTERVAL) == []


def test_its_pings_are_fewer_while_nobody_looks() -> None:
    peer = beating()
    assert peer.agent.be_seen(False) == [Beat(UNSEEN_INTERVAL)]
    assert peer.agent.be_seen(True) == [Beat(INTERVAL)]


def test_before_the_first_pong_nothing_is_left_to_it() -> None:
    peer = Peer(heartbeat=True)
    assert peer.agent.be_seen(False) == []
    assert due(peer, INTERVAL - 1) == []
    one(due(peer, UNSEEN_INTERVAL), "OPTIONS")


def test_a_ping_of_it_without_a_pong_is_a_question_and_no_answer() -> None:
    peer = beating()
    assert peer.agent.check_connection(peer.now, doubtful=True) == ASKED
    assert peer.hear(PONG) == [Beat(INTERVAL)]
    assert peer.agent.check_connection(peer.now, doubtful=True) == ASKED
    assert due(peer, HURRY) == [FlowFailed()]


def test_after_a_request_something_has_to_come_all_the_same() -> None:
    peer = beating()
    peer.dial()
    assert due(peer, UNHEARD + PATIENCE)[-1] == FlowFailed()


def test_each_socket_has_to_pong_first() -> None:
    peer = beating()
    peer.close()
    assert peer.open() == []
    one(due(peer, INTERVAL), "OPTIONS")
