"""The binding at the registrar, over hours and over sockets (RFC 3261 section 10, RFC 5626)."""

from dataclasses import replace

import pytest

from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import FlowFailed, Registered, RegistrationFailed, Unregistered
from sipwidget.sip.registration import MARGIN
from sipwidget.sip.timers import TIMER_F
from tests.peer import ALICE, Registrar, event, events, one, requests, shape

INSTANCE = "urn:uuid:00000000-0000-4000-8000-000000000001"


# --- the request ----------------------------------------------------------------------------------


def test_a_register_asks_the_domain_for_our_address() -> None:
    register = Registrar().register()
    assert str(register.uri) == "sip:pbx.test"
    assert str(register.to) == "<sip:alice@pbx.test>"
    assert register.from_.uri == register.to.uri
    assert register.from_.tag
    assert register.headers.all("Expires") == ["600"]
    (contact,) = register.contacts
    assert contact.uri.host.endswith(".invalid")
    assert contact.uri.params == {"transport": "wss"}
    assert "+sip.instance" not in contact.params


def test_a_device_names_itself_for_good() -> None:
    register = Registrar(replace(ALICE, instance_id=INSTANCE)).register()
    (contact,) = register.contacts
    assert contact.params == {"+sip.instance": f'"<{INSTANCE}>"', "reg-id": "1"}


def test_what_is_given_back_is_the_address_and_not_what_the_device_has_meanwhile() -> None:
    peer = Registrar(replace(ALICE, instance_id=INSTANCE))
    (bound,) = peer.registered().contacts
    (given_back,) = one(peer.agent.unregister(peer.now), "REGISTER").contacts
    assert (given_back.uri, given_back.params) == (bound.uri, {})


def test_all_registers_are_of_one_call_and_count_on() -> None:
    peer = Registrar()
    first = peer.registered()
    (second,) = requests(peer.wait(600 - MARGIN), "REGISTER")
    third = one(peer.agent.unregister(peer.now), "REGISTER")
    assert {r.call_id for r in (first, second, third)} == {first.call_id}
    assert {r.from_.tag for r in (first, second, third)} == {first.from_.tag}
    assert [r.cseq.number for r in (first, second, third)] == [1, 2, 3]


def test_an_account_without_a_user_cannot_register() -> None:
    with pytest.raises(InvalidState):
        Registrar(replace(ALICE, user="")).register()


def test_without_a_connection_nothing_is_registered() -> None:
    peer = Registrar()
    peer.close()
    with pytest.raises(InvalidState):
        peer.register()
    peer.open()
    assert peer.register()


def test_there_are_no_two_registers_at_a_time() -> None:
    peer = Registrar()
    first = peer.register()
    assert peer.agent.register(peer.now) == []
    again = one(peer.hear(peer.challenge(first)), "REGISTER")
    assert peer.agent.register(peer.now) == []
    assert peer.hear(peer.granted(again)) == [Registered(600)]
    assert requests(peer.agent.register(peer.now), "REGISTER"), "a refresh on demand"


# --- what the registrar grants --------------------------------------------------------------------


@pytest.mark.parametrize("granted", [91, 120, 121, 180, 240, 300, 599, 600, 3600, 86400])
def test_the_refresh_comes_before_expiry_even_when_the_timer_is_a_minute_late(granted: int) -> None:
    peer = Registrar()
    peer.hear(peer.granted(peer.register(), granted))
    waited = 0.0
    while not (outputs := requests(peer.tick(60), "REGISTER")):
        waited += 60
        assert waited < granted
        peer.hear("\r\n")
    assert waited + 60 < granted + 1e-9
    assert len(outputs) == 1


@pytest.mark.parametrize("granted", [1, 20, 60, 90])
def test_a_short_binding_is_refreshed_in_half_its_time(granted: int) -> None:
    peer = Registrar()
    peer.hear(peer.granted(peer.register(), granted))
    waits = peer.agent._outbox.deadlines._times.items()
    (at,) = [at for (_, timer), at in waits if timer == "refresh"]
    assert at == min(granted / 2, 30)


def test_a_message_that_comes_makes_up_for_a_timer_that_does_not() -> None:
    peer = Registrar()
    peer.registered()
    peer.now = 599.0
    assert shape(peer.hear(peer.request("OPTIONS"))) == [200, "REGISTER"]


def test_a_day_on_a_timer_that_runs_once_a_minute_has_no_gap() -> None:
    peer = Registrar()
    expiry = 0.0
    outputs = peer.agent.register(0.0)
    for _ in range(24 * 60):
        for register in requests(outputs, "REGISTER"):
            assert peer.hear(peer.granted(register)) == [Registered(600)]
            expiry = peer.now + 600
        for options in requests(outputs, "OPTIONS"):
            peer.hear(peer.answer(options, 200))
        if any(getattr(output, "text", "") == "\r\n\r\n" for output in outputs):
            peer.hear("\r\n")
        assert not [e for e in events(outputs) if isinstance(e, FlowFailed)]
        outputs = peer.tick(60)
        assert peer.now < expiry
    assert len(peer.agent._endpoint.transactions) <= 1


@pytest.mark.parametrize(
    ("contacts", "expires"),
    [
        (["<{ours}>;expires=120"], 120),
        (["<{ours}>;expires=599"], 599),
        (["<{ours}>;expires=7200"], 7200),
        (["<{ours}>"], 600),
        (["<sip:{user}@127.0.0.1:4711;transport=ws>;expires=599"], 599),
        (["<sip:rewritten@127.0.0.1>;expires=300"], 300),
        (["<sip:other@1.1.1.1>;expires=9", "<{ours}>;expires=300"], 300),
        (["<{ours}>;expires=300", "<sip:other@1.1.1.1>;expires=9"], 300),
        (["<sip:{user}@1.1.1.1>;expires=7", "<sip:{user}@1.1.1.2>;expires=300"], 300),
        (["<{ours}>;expires=nonsense"], 600),
        (["<{ours}>;expires=99999999999999999999"], 2**32 - 1),
    ],
)
def test_our_binding_is_found_among_what_the_registrar_lists(
    contacts: list[str], expires: int
) -> None:
    peer = Registrar()
    register = peer.register()
    ours = register.contacts[0].uri
    lines = [f"Contact: {c.format(ours=ours, user=ours.user)}" for c in contacts]
    assert peer.hear(peer.answer(register, 200, "r", *lines)) == [Registered(expires)]


def test_a_general_expires_serves_a_contact_without_its_own() -> None:
    peer = Registrar()
    register = peer.register()
    contact = f"Contact: {register.headers.get('Contact')}"
    answer = peer.answer(register, 200, "r", contact, "Expires: 300")
    assert peer.hear(answer) == [Registered(300)]


@pytest.mark.parametrize(
    "contacts",
    [
        (),
        ("Contact: <sip:a@x>;expires=5", "Contact: <sip:b@x>;expires=5"),
        ("Contact: <sip:only@x>;expires=0",),
        ("Contact: <broken",),
    ],
)
def test_a_200_without_our_contact_is_a_failure_that_is_tried_again(
    contacts: tuple[str, ...],
) -> None:
    peer = Registrar()
    failed = event(peer.refusal(200, *contacts), RegistrationFailed)
    assert failed.status == 200
    assert "Contact" in failed.reason
    assert failed.retry_in
    assert shape(peer.wait(failed.retry_in)) == ["REGISTER"]


# --- refusals -------------------------------------------------------------------------------------


def test_a_challenge_is_answered() -> None:
    peer = Registrar()
    register = peer.register()
    again = one(peer.hear(peer.challenge(register)), "REGISTER")
    assert 'username="alice"' in again.headers.get("Authorization", "")
    assert (again.call_id, again.cseq.number) == (register.call_id, 2)
    assert again.via.branch != register.via.branch
    assert peer.hear(peer.granted(again)) == [Registered(600)]
    (refresh,) = requests(peer.wait(600 - MARGIN), "REGISTER")
    assert "nc=00000002" in refresh.headers.get("Authorization", "")


def test_too_brief_an_interval_is_lengthened() -> None:
    peer = Registrar()
    longer = one(peer.refusal(423, "Min-Expires: 1800"), "REGISTER")
    assert longer.headers.all("Expires") == ["1800"]
    assert peer.hear(peer.granted(longer, 1800)) == [Registered(1800)]
    (refresh,) = requests(peer.wait(1800 - MARGIN), "REGISTER")
    assert refresh.headers.all("Expires") == ["1800"]


@pytest.mark.parametrize("least", [(), ("Min-Expires: 60",), ("Min-Expires: 999999",)])
def test_a_423_that_makes_no_sense_is_a_failure(least: tuple[str, ...]) -> None:
    failed = event(Registrar().refusal(423, *least), RegistrationFailed)
    assert failed.status == 423
    assert failed.retry_in


@pytest.mark.parametrize("status", [400, 403, 404, 405, 416, 420])
def test_a_hopeless_refusal_is_not_tried_again(status: int) -> None:
    peer = Registrar()
    failed = event(peer.refusal(status), RegistrationFailed)
    assert (failed.status, failed.retry_in) == (status, None)
    assert shape(peer.wait(86400)) == []


@pytest.mark.parametrize("status", [401, 407])
def test_a_challenge_without_one_is_not_tried_again(status: int) -> None:
    peer = Registrar()
    failed = event(peer.refusal(status), RegistrationFailed)
    assert (failed.status, failed.retry_in) == (status, None)
    assert peer.agent.refusal == "challenge"


def test_a_wrong_password_is_told_once() -> None:
    peer = Registrar()
    again = one(peer.hear(peer.challenge(peer.register())), "REGISTER")
    outputs = peer.hear(peer.challenge(again, nonce="m"))
    assert event(outputs, RegistrationFailed).retry_in is None
    assert peer.agent.refusal == "password"
    assert shape(peer.wait(86400)) == []


def test_trouble_at_the_server_is_waited_out_longer_and_longer() -> None:
    peer = Registrar()
    outputs = peer.refusal(503)
    waits = []
    for _ in range(1100):
        waits.append(event(outputs, RegistrationFailed).retry_in or 0)
        assert requests(peer.tick(waits[-1] - 0.01), "REGISTER") == []
        register = one(peer.tick(0.02), "REGISTER")
        outputs = peer.hear(peer.answer(register, 500))
    assert 30 <= waits[0] <= 60
    assert 60 <= waits[1] <= 120
    assert all(900 <= wait <= 1800 for wait in waits[6:])


def test_success_makes_the_next_wait_short_again() -> None:
    peer = Registrar()
    for _ in range(3):
        failed = event(peer.refusal(503), RegistrationFailed)
    assert (failed.retry_in or 0) > 100
    peer.registered()
    assert (event(peer.refusal(503), RegistrationFailed).retry_in or 0) <= 60


def test_the_server_may_say_when_to_come_back() -> None:
    peer = Registrar()
    assert event(peer.refusal(503, "Retry-After: 17"), RegistrationFailed).retry_in == 17
    assert shape(peer.wait(16.9)) == []
    assert shape(peer.wait(0.2)) == ["REGISTER"]


def test_no_answer_at_first_is_a_failure() -> None:
    peer = Registrar()
    peer.register()
    failed = event(peer.wait(TIMER_F + 0.1), RegistrationFailed)
    assert failed.status == 408
    assert failed.retry_in


def test_no_answer_to_a_refresh_means_a_dead_flow() -> None:
    peer = Registrar()
    peer.registered()
    outputs = peer.wait(600 - MARGIN + TIMER_F + 0.1)
    assert [e for e in events(outputs) if isinstance(e, FlowFailed)]
    assert shape(outputs) == ["REGISTER"]


def test_a_refused_refresh_is_told_and_tried_again() -> None:
    peer = Registrar()
    peer.registered()
    (refresh,) = requests(peer.wait(600 - MARGIN), "REGISTER")
    failed = event(peer.hear(peer.answer(refresh, 500)), RegistrationFailed)
    assert (failed.retry_in or 0) <= 60 < MARGIN, "before the binding ends"
    (again,) = requests(peer.wait(failed.retry_in or 0), "REGISTER")
    assert peer.hear(peer.granted(again)) == [Registered(600)]


# --- giving it back, and new sockets --------------------------------------------------------------


def test_the_binding_is_given_back() -> None:
    peer = Registrar()
    register = peer.registered()
    away = one(peer.agent.unregister(peer.now), "REGISTER")
    assert away.headers.all("Expires") == ["0"]
    assert away.contacts[0].uri == register.contacts[0].uri
    assert peer.hear(peer.answer(away, 200)) == [Unregistered()]
    assert shape(peer.wait(86400)) == []


def test_giving_back_may_be_challenged() -> None:
    peer = Registrar()
    peer.registered()
    away = one(peer.agent.unregister(peer.now), "REGISTER")
    again = one(peer.hear(peer.challenge(away)), "REGISTER")
    assert again.headers.all("Expires") == ["0"]
    assert peer.hear(peer.answer(again, 200)) == [Unregistered()]


def test_giving_back_does_not_wait_for_an_answer_to_asking() -> None:
    peer = Registrar()
    asked = peer.register()
    away = one(peer.agent.unregister(peer.now), "REGISTER")
    assert peer.hear(peer.granted(asked)) == []
    assert peer.hear(peer.answer(away, 200)) == [Unregistered()]


def test_asking_again_does_not_wait_for_an_answer_to_giving_back() -> None:
    peer = Registrar()
    peer.registered()
    away = one(peer.agent.unregister(peer.now), "REGISTER")
    again = peer.register()
    assert peer.hear(peer.answer(away, 200)) == []
    assert peer.hear(peer.granted(again)) == [Registered(600)]


def test_without_a_binding_nothing_is_given_back() -> None:
    peer = Registrar()
    assert peer.agent.unregister(peer.now) == []
    peer.register()
    peer.close()
    assert peer.agent.unregister(peer.now) == []


def test_a_retry_that_waits_is_given_up_with_the_binding() -> None:
    peer = Registrar()
    peer.refusal(503)
    one(peer.agent.unregister(peer.now), "REGISTER")
    assert shape(peer.wait(86400)) == []


def test_each_socket_is_registered_anew() -> None:
    peer = Registrar()
    first = peer.registered()
    assert peer.close() == []
    assert peer.wait(3600) == []
    assert peer.open() == []
    second = peer.registered()
    assert second.call_id == first.call_id
    assert second.cseq.number == first.cseq.number + 1
    assert second.contacts == first.contacts


def test_a_socket_that_dies_in_between_tells_nothing() -> None:
    peer = Registrar()
    peer.register()
    assert peer.close() == []


def test_an_old_retry_does_not_follow_a_hopeless_refusal() -> None:
    peer = Registrar()
    peer.refusal(503)
    assert event(peer.refusal(403), RegistrationFailed).retry_in is None
    assert shape(peer.wait(86400)) == []
