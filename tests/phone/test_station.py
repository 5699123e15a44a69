import pytest

from sipwidget.phone.connector import HANDSHAKE, SETTLED
from sipwidget.phone.effects import Announce, CloseSocket, Mark, OpenSocket, Trace, Transmit
from sipwidget.phone.homecoming import LATEST
from sipwidget.phone.inputs import (
    Clicked,
    NetworkChanged,
    OfferMade,
    Seen,
    SocketOpened,
    SocketReceived,
)
from sipwidget.phone.model import Connection
from sipwidget.phone.station import PATIENCE
from sipwidget.sip.events import CallEnded
from tests.phone.bench import (
    OFFER,
    URL,
    Bench,
    announced,
    asked,
    calling,
    dialing,
    grant,
    kinds,
    messages,
    ready,
    refuse,
    sent,
    silence,
    talking,
)
from tests.phone.test_signs_of_life import GARBAGE

CHALLENGE = ("WWW-Authenticate", 'Digest realm="pbx.example", nonce="n1", qop="auth"')
TWO = (URL, "wss://spare.example/ws")


def challenged_once(request):
    """A registrar that wants a password, and takes any."""
    return (grant if request.headers.get("Authorization") else refuse(401, CHALLENGE))(request)


# --- connecting and registering -------------------------------------------------------------------


def test_a_configured_phone_connects_and_registers():
    bench = Bench(challenged_once)
    assert bench.configure() == [OpenSocket(1, URL)]
    assert bench.phone.model.connection is Connection.CONNECTING
    effects = bench.open()
    assert sent(effects) == ["REGISTER", "REGISTER"]
    assert [each for each in effects if not isinstance(each, Transmit)] == [
        Mark("sipwidget:open"),
        Announce("connected"),
        Mark("sipwidget:registered"),
        Announce("registered"),
    ]
    assert bench.phone.model.connection is Connection.REGISTERED
    assert not bench.phone.model.registering


def test_the_registration_is_of_the_configured_address():
    (register,) = messages(ready(authorization_user="auth").effects)
    assert (str(register.uri), str(register.from_.uri)) == (
        "sip:pbx.example",
        "sip:1001@pbx.example",
    )


def test_until_the_registrar_answers_calls_can_be_made_but_not_received():
    model = ready(silence).phone.model
    assert (model.connection, model.registering) == (Connection.CONNECTED, True)


@pytest.mark.parametrize("settings", [{"disable_register": True}, {"username": ""}])
def test_some_accounts_never_register(settings):
    bench = ready(**settings)
    bench.tick(3600.0)
    assert "REGISTER" not in sent(bench.effects)
    assert announced(bench.effects) == ["connected"]
    model = bench.phone.model
    assert (model.connection, model.registering) == (Connection.CONNECTED, False)


def test_a_refresh_is_not_announced_again():
    bench = ready()
    assert sent(bench.tick(599.0)) == ["REGISTER"]
    assert announced(bench.effects) == ["connected", "registered"]


def test_registered_is_announced_once_a_connection_though_a_refresh_failed():
    bench = ready()
    bench.server.registrar = refuse(500)
    bench.tick(599.0)
    assert bench.phone.model.connection is Connection.REFUSED
    assert bench.codes == ["registration-retry"]
    bench.server.registrar = grant
    bench.tick(700.0)
    assert bench.phone.model.connection is Connection.REGISTERED
    assert bench.codes == []
    assert announced(bench.effects) == ["connected", "registered"]


def test_a_refused_registration_is_told_and_calls_stay_possible():
    bench = ready(refuse(403))
    model = bench.phone.model
    assert (model.connection, model.error) == (Connection.REFUSED, "refused")
    assert bench.codes == ["registration-refused"]
    assert asked(bench.do(Clicked("dial", "620")))
    assert sent(bench.do(OfferMade(bench.call.id, OFFER)))[0] == "INVITE"


def test_a_refusal_is_not_told_any_more_when_the_connection_is_lost():
    bench = ready(refuse(403))
    bench.now = 60.0
    bench.lose()
    assert bench.codes == []


@pytest.mark.parametrize(
    ("headers", "code"), [([CHALLENGE], "password-wrong"), ([], "registration-refused")]
)
def test_a_refused_password_and_a_401_without_a_challenge_are_told(headers, code):
    bench = ready(refuse(401, *headers))
    assert bench.codes == [code]
    assert bench.phone.model.connection is Connection.REFUSED


def test_a_200_that_names_no_contact_is_no_registration():
    bench = ready(refuse(200))
    assert (bench.codes, bench.phone.model.error) == (["registration-retry"], "refused")


def test_a_registrar_that_says_nothing_for_some_seconds_is_told_and_may_answer_yet():
    bench = ready(silence)
    while bench.now < PATIENCE:
        bench.tick(bench.phone.next_deadline())
    assert bench.codes == ["registration-unanswered"]
    assert bench.phone.model.error == "socket"
    (register,) = messages(bench.effects)
    bench.hear(str(grant(register)))
    assert bench.codes == []
    assert bench.phone.model.connection is Connection.REGISTERED


# --- losing the connection ------------------------------------------------------------------------


def test_a_lost_connection_is_yellow_announced_and_sought_again_within_a_second():
    bench = ready()
    bench.now = 60.0
    assert bench.lose() == [Announce("disconnected")]
    assert bench.phone.model.connection is Connection.CONNECTING
    assert bench.codes == []
    wait = bench.phone.next_deadline() - 60.0
    assert 0 <= wait <= 1
    assert bench.tick(60.0 + wait) == [OpenSocket(2, URL)]
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED
    both = ["connected", "registered"]
    assert announced(bench.effects) == [*both, "disconnected", *both]


def test_phones_do_not_wait_the_same_time():
    benches = [ready() for _ in range(20)]
    for number, bench in enumerate(benches):
        for _ in range(number):  # each has had another life, and other tokens
            bench.peer_calls()
            bench.do(Clicked("decline", call=bench.call.id))
        bench.now = 60.0
        bench.lose()
    waits = [bench.phone.next_deadline() - 60.0 for bench in benches]
    assert len(set(waits)) > 10
    assert all(0 <= wait <= 1 for wait in waits)


@pytest.mark.parametrize("back", [NetworkChanged(), Seen(True)])
def test_a_server_that_cannot_be_reached_is_told_and_tried_again(back):
    bench = Bench()
    bench.configure()
    assert bench.lose(opened=False) == []
    assert bench.codes == ["socket-unreachable"]
    assert bench.phone.model.error == "socket"
    assert announced(bench.effects) == []
    assert bench.do(back) == [OpenSocket(2, URL)]
    bench.open()
    assert (bench.codes, bench.phone.model.error) == ([], None)


def test_a_server_that_closes_at_once_is_told():
    bench = ready()
    bench.lose()
    assert bench.codes == ["socket-unreachable"]


def test_a_handshake_that_never_ends_is_told():
    bench = Bench()
    bench.configure()
    assert bench.tick(HANDSHAKE) == [CloseSocket(1)]
    assert bench.codes == ["socket-unreachable"]


@pytest.mark.parametrize(
    ("problem", "code", "error"),
    [
        ("url", "socket-url", "config"),
        ("insecure", "socket-insecure", "insecure"),
        ("subprotocol", "socket-subprotocol", "socket"),
    ],
)
def test_why_there_is_no_connection_is_told(problem, code, error):
    bench = Bench()
    bench.configure()
    bench.lose(opened=False, problem=problem)
    assert (bench.codes, bench.phone.model.error) == ([code], error)


def test_another_server_takes_over_within_two_seconds():
    bench = ready(websocket_urls=TWO)
    bench.now = SETTLED
    bench.lose()
    effects = bench.tick(bench.phone.next_deadline()) + bench.lose(opened=False)
    assert effects == [OpenSocket(2, TWO[0]), OpenSocket(3, TWO[1])]
    assert bench.now <= SETTLED + 2
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED
    bench.now += 60.0
    bench.lose()
    assert bench.tick(bench.phone.next_deadline()) == [OpenSocket(4, TWO[0])]


def away():
    """The first server has gone, the second has registered us; all that was sent there is kept."""
    bench = ready(websocket_urls=TWO)
    bench.now = 60.0
    bench.lose()
    bench.tick(bench.phone.next_deadline())
    bench.lose(opened=False)
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED
    return bench


def seeking(bench):
    """Let time pass until the phone tries the first server again beside the second."""
    before, longest = bench.socket, bench.now + LATEST
    while bench.socket == before:
        bench.tick(bench.phone.next_deadline())
        assert bench.now < longest
    return bench


def test_the_phone_comes_home_to_the_first_server_and_says_goodbye_to_the_other():
    bench = seeking(away())
    assert bench.phone.model.connection is Connection.REGISTERED, "nothing is disturbed"
    effects = bench.open()
    sockets = [each.socket for each in effects if isinstance(each, Transmit)]
    assert sockets == [3, 4]
    assert [each.expires for each in messages(effects)] == [0, 600]
    assert effects.index(CloseSocket(3)) == 1
    assert bench.phone.model.connection is Connection.REGISTERED
    assert bench.do(SocketReceived(3, "\r\n\r\n")) == []
    assert kinds(bench.hear("\r\n\r\n")) == ["Transmit"]
    assert bench.codes == []


def test_a_first_server_that_is_still_away_disturbs_nothing():
    bench = seeking(away())
    assert bench.lose(opened=False) == []
    assert bench.phone.model.connection is Connection.REGISTERED
    assert bench.codes == []


def test_a_call_keeps_its_socket_until_it_is_over():
    bench = seeking(away())
    second = bench.socket
    bench.do(Clicked("dial", "620"))
    assert bench.open() == [CloseSocket(second)]
    before = bench.socket
    until = bench.now + 120.0
    while bench.now < until:
        bench.tick(bench.phone.next_deadline())
    assert bench.socket == before, "nobody looks for it during the call"
    bench.do(Clicked("hangup", call=bench.call.id))
    seeking(bench)
    assert kinds(bench.open())[:2] == ["Transmit", "CloseSocket"]


def test_frames_of_an_older_socket_are_not_heard():
    bench = ready()
    bench.now = 60.0
    bench.lose()
    bench.tick(61.0)
    assert bench.do(SocketOpened(1)) == []
    bench.open()
    assert bench.do(SocketReceived(1, "\r\n\r\n")) == []
    assert kinds(bench.do(SocketReceived(2, "\r\n\r\n"))) == ["Transmit"]


# --- calls and the connection ---------------------------------------------------------------------


def test_an_established_call_outlives_its_socket_and_its_bye_goes_out_on_the_next():
    bench = talking()
    bench.now = 60.0
    call = bench.call
    assert announced(bench.lose()) == ["disconnected"]
    assert (bench.call.id, bench.call.seconds) == (call.id, 60)
    effects = bench.do(Clicked("hangup", call=call.id))
    assert sent(effects) == []
    assert announced(effects) == ["ended:620@pbx.example"]
    bench.tick(61.0)
    effects = bench.open()
    assert sent(effects) == ["BYE", "REGISTER"]
    assert isinstance(bench.server.events[-1], CallEnded)


def test_a_call_that_is_not_up_yet_ends_with_its_socket():
    bench = calling()
    effects = bench.lose()
    assert announced(effects) == ["failed:620@pbx.example", "disconnected"]
    assert "call-network" in bench.codes


def test_a_call_that_is_dialed_as_the_connection_goes_fails_in_words():
    bench = dialing()
    bench.lose()
    effects = bench.do(OfferMade(bench.call.id, OFFER))
    assert announced(effects) == ["failed:620@pbx.example"]
    assert "call-network" in bench.codes


# --- the trace ------------------------------------------------------------------------------------


def traces(effects):
    return [each.text for each in effects if isinstance(each, Trace)]


def test_without_debugging_nothing_is_traced():
    bench = ready(challenged_once)
    bench.hear(*GARBAGE)
    assert traces(bench.effects) == []


def test_with_debugging_each_message_is_traced_and_secrets_are_masked():
    bench = ready(challenged_once, enable_sip_debug=True)
    shown = traces(bench.effects)
    assert [text[:13] for text in shown] == [
        "SIP > REGISTE",
        "SIP < SIP/2.0",
        "SIP > REGISTE",
        "SIP < SIP/2.0",
    ]
    (_, again) = messages(bench.effects)
    (secret,) = [p for p in again.headers.get("Authorization").split(", ") if "response=" in p]
    assert secret.partition("=")[2] not in "".join(shown)
    assert 'response="***"' in shown[2]


def test_no_effect_ever_holds_the_password():
    bench = ready(challenged_once, enable_sip_debug=True)
    bench.do(Clicked("dial", "620"))
    assert "s3cret" not in repr(bench.effects)
    assert "s3cret" not in repr(bench.phone.model)
    assert all("s3cret" not in str(message) for message in messages(bench.effects))


def test_what_could_not_be_acted_on_is_traced():
    bench = ready(enable_sip_debug=True)
    assert traces(bench.hear("<html>"))[1].startswith("SIP: not acted on: 400")
