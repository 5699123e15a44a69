"""A server that is there and yet is not: one that freezes, is cut off, or speaks no SIP."""

import pytest

from sipwidget.phone.effects import CloseSocket, Heartbeat, OpenSocket
from sipwidget.phone.inputs import (
    Clicked,
    Commanded,
    NetworkChanged,
    OfferMade,
    Seen,
    SocketSilent,
)
from sipwidget.phone.model import Connection
from sipwidget.phone.station import is_sip
from sipwidget.sip.keep_alive import PONG
from tests.phone.bench import (
    OFFER,
    Bench,
    announced,
    kinds,
    ready,
    sent,
    silence,
)


def frozen(bench):
    """Packets to the server vanish from now on; all effects of the next minutes."""
    bench.server.receive = lambda text, now: []
    effects = []
    while not any(isinstance(each, CloseSocket) for each in effects):
        effects += bench.tick(bench.phone.next_deadline())
        assert bench.now < 600
    return effects


def test_a_server_that_no_longer_answers_is_left_for_a_new_connection():
    bench = ready()
    effects = frozen(bench)
    assert announced(effects) == ["disconnected"]
    assert kinds(effects)[-2:] == ["CloseSocket", "OpenSocket"]
    assert bench.codes == ["server-silent"]
    assert bench.phone.model.connection is Connection.CONNECTING


def test_a_timer_that_comes_very_late_finds_the_dead_connection_only_once():
    bench = ready()
    bench.server.receive = lambda text, now: []
    bench.tick(515.0)  # the refresh and a ping go out
    bench.tick(526.0)  # an OPTIONS, since there was no pong
    effects = bench.tick(800.0)  # nothing was answered
    assert announced(effects) == ["disconnected"]
    assert [type(each) for each in effects].count(OpenSocket) == 1
    assert bench.socket == 2


@pytest.mark.parametrize("happening", [NetworkChanged(), Seen(True)])
def test_a_phone_that_wakes_up_asks_the_server_for_a_sign_of_life(happening):
    bench = ready()
    assert kinds(bench.do(happening)) == ["Transmit"]
    bench.server.receive = lambda text, now: []
    assert bench.do(happening) != []
    assert bench.phone.next_deadline() <= 4.0


def noticed(bench):
    """When a phone finds out that packets have begun to vanish just now."""
    frozen(bench)
    return bench.now


@pytest.mark.parametrize("settings", [{}, {"disable_register": True}])
def test_a_half_open_socket_is_noticed_within_15_seconds_while_the_page_is_seen(settings):
    bench = ready(**settings)
    while bench.now < 100.0:
        bench.tick(bench.phone.next_deadline())
    begun = bench.now
    assert noticed(bench) <= begun + 15.0


def test_a_half_open_socket_is_noticed_within_five_seconds_of_a_request():
    bench = ready()
    bench.now = 60.0
    bench.do(Clicked("dial", "620"))
    bench.server.receive = lambda text, now: []
    assert sent(bench.do(OfferMade(bench.call.id, OFFER))) == ["INVITE"]
    assert noticed(bench) <= 65.0


def test_a_sign_of_life_changes_nothing_that_can_be_seen():
    bench = ready()
    bench.tick(bench.phone.next_deadline())
    before = bench.phone.model
    assert kinds(bench.tick(bench.phone.next_deadline())) == ["Transmit"]
    assert bench.phone.model is before
    assert bench.phone.next_deadline() == bench.now + 11.0


def test_what_is_due_together_with_a_sign_of_life_is_done():
    bench = ready()
    bench.tick(11.0)
    bench.tick(22.0)
    bench.now = 25.0
    bench.do(Commanded("nonsense"))
    assert bench.codes == ["command-unknown"]
    assert kinds(bench.tick(33.0)) == ["Transmit"]
    assert bench.codes == []


def test_while_nobody_looks_signs_of_life_are_asked_for_less_often():
    bench = ready()
    bench.do(Seen(False))
    bench.tick(11.0)
    asked = [bench.phone.next_deadline()]
    bench.tick(asked[0])
    assert asked == [36.0]
    assert noticed(bench) <= 75.0


def test_a_hidden_page_keeps_to_that_with_another_account():
    bench = ready()
    bench.do(Seen(False))
    bench.configure(username="1002")
    bench.open()
    bench.tick(20.0)
    assert bench.phone.next_deadline() == 25.0


def beating():
    """A phone whose socket pings by itself from now on, and how often."""
    bench = Bench(heartbeat=True)
    bench.configure()
    bench.open()
    effects = bench.tick(bench.phone.next_deadline())
    return bench, [each for each in effects if isinstance(each, Heartbeat)]


def test_a_socket_with_a_heartbeat_is_left_to_itself():
    """N35: the phone wakes up to refresh its registration."""
    bench, beats = beating()
    assert beats == [Heartbeat(1, 11.0)]
    assert bench.phone.next_deadline() > 400.0
    assert bench.do(Seen(False)) == [Heartbeat(1, 25.0)]


def test_a_heartbeat_that_misses_an_answer_is_given_another_two_seconds():
    """N2: a ping every 11 s, 1.5 for the pong, and these."""
    bench, _ = beating()
    bench.now = 100.0
    effects = bench.do(SocketSilent(1))
    assert kinds(effects) == ["Transmit", "Heartbeat"], "the server is there"
    bench.server.receive = lambda text, now: []
    assert kinds(bench.do(SocketSilent(1))) == ["Transmit"]
    assert noticed(bench) == 102.0
    assert bench.codes == ["server-silent"]


def test_a_socket_of_before_has_no_say():
    bench, _ = beating()
    bench.lose()
    bench.open()
    assert bench.do(SocketSilent(1)) == []


GARBAGE = ["HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff\x00\xfe", "{}", "<html>"]


@pytest.mark.parametrize("frame", GARBAGE)
def test_a_server_that_sends_garbage_is_told(frame):
    bench = ready(silence)
    assert bench.hear(frame) == []
    assert (bench.codes, bench.phone.model.error) == (["socket-garbage"], "socket")
    bench.hear(STRAY)
    assert bench.codes == []


def test_a_pong_tells_that_it_is_no_garbage_that_comes():
    bench = ready(silence)
    bench.hear("{}")
    assert bench.codes == ["socket-garbage"]
    bench.hear(PONG)
    assert bench.codes == []


@pytest.mark.parametrize("frame", GARBAGE)
def test_garbage_from_a_sip_server_is_passed_over(frame):
    bench = ready()
    assert bench.hear(frame) == []
    assert bench.codes == []


STRAY = (
    "BYE sip:1001@pbx.example SIP/2.0\r\nVia: SIP/2.0/WSS x.invalid;branch=z9hG4bK1\r\n"
    "From: <sip:620@pbx.example>;tag=1\r\nTo: <sip:1001@pbx.example>;tag=2\r\n"
    "Call-ID: old\r\nCSeq: 1 BYE\r\n\r\n"
)


def test_sip_that_nothing_waits_for_is_no_garbage():
    bench = ready(silence)
    assert sent(bench.hear(STRAY)) == ["481 BYE"]
    assert bench.codes == []
    late = ready(silence)
    assert late.hear(STRAY.replace("BYE sip:1001@pbx.example SIP/2.0", "SIP/2.0 200 OK")) == []
    assert late.codes == []


def test_what_can_at_least_be_answered_is_sip():
    assert is_sip(STRAY)
    assert is_sip(STRAY.replace("Call-ID: old\r\n", ""))
    assert not any(is_sip(frame) for frame in GARBAGE)
