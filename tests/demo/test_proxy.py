"""Real user agents call each other through the proxy; then what no user agent would send."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.accounts import DOMAIN
from demo.forwarding import RING_SECONDS
from demo.proxy import MAX_PENDING
from sipwidget.sip.digest import Authenticator
from sipwidget.sip.events import (
    CallAccepted,
    CallConfirmed,
    CallEnded,
    CallProgress,
    IncomingCall,
    OfferReceived,
    Registered,
    RegistrationFailed,
    Unregistered,
)
from sipwidget.sip.message import Request, Response, parse
from sipwidget.sip.timers import TIMER_B
from tests.demo.wire import OFFER, Phone, Wire

ANSWER = OFFER.replace("o=- 1 1", "o=- 2 2")


def call(caller: Phone, target: str = "622", offer: str = OFFER) -> None:
    wire = caller.wire
    caller.do(caller.agent.invite(f"sip:{target}@{DOMAIN}", offer, wire.now, "c"))


def answer(callee: Phone) -> str:
    incoming = callee.find(IncomingCall)
    callee.do(callee.agent.accept(incoming.call, ANSWER, callee.wire.now))
    return incoming.call


def ended(phone: Phone) -> tuple[int, bool]:
    event = phone.find(CallEnded)
    return event.status, event.local


def sent_to(wire: Wire, phone: Phone) -> list[Request | Response]:
    return [parse(text) for flow, text in wire.log if flow == phone.flow]


def test_a_phone_registers_and_unregisters() -> None:
    wire = Wire()
    anna = wire.join("anna")
    assert anna.events == [Registered(600)]
    assert wire.proxy.registered("anna", wire.now)
    anna.do(anna.agent.unregister(wire.now))
    assert anna.events[-1] == Unregistered()
    assert not wire.proxy.registered("anna", wire.now)


def test_a_wrong_password_is_told() -> None:
    wire = Wire()
    failed = wire.join("anna", password="wrong").find(RegistrationFailed)
    assert failed.status == 403


def test_nobody_registers_who_is_no_account_or_is_somebody_else() -> None:
    wire = Wire()
    assert wire.join("zoe").find(RegistrationFailed).status == 404


def test_a_call_from_ringing_to_bye() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    assert anna.find(CallProgress).status == 180
    incoming = ben.find(IncomingCall)
    assert (incoming.caller.uri.address, incoming.offer) == (f"anna@{DOMAIN}", OFFER)
    answer(ben)
    assert anna.find(CallAccepted).answer == ANSWER
    assert ben.find(CallConfirmed)
    anna.do(anna.agent.hang_up("c", wire.now))
    assert (ended(anna), ended(ben)) == ((200, True), (200, False))


def test_the_callee_may_hang_up_too() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    ben.do(ben.agent.hang_up(answer(ben), wire.now))
    assert ended(anna) == (200, False)


def test_a_caller_need_not_register_but_prove_who_it_is() -> None:
    """A82."""
    wire = Wire()
    anna, ben = wire.join("anna", register=False), wire.join("ben")
    call(anna)
    answer(ben)
    ben.do(ben.agent.hang_up(ben.find(IncomingCall).call, wire.now))
    assert ended(anna) == (200, False)


def test_without_the_password_nobody_calls() -> None:
    wire = Wire()
    ben = wire.join("ben")
    stranger = wire.join("anna", password="wrong", register=False)
    call(stranger)
    assert ended(stranger) == (403, False)
    assert ben.events == [Registered(600)]


def test_nobody_calls_or_registers_in_the_name_of_somebody_else() -> None:
    proxy = Wire().proxy
    invite = f"INVITE sip:ben@{DOMAIN}", f"<sip:ben@{DOMAIN}>", f"<sip:clara@{DOMAIN}>"
    register = f"REGISTER sip:{DOMAIN}", f"<sip:clara@{DOMAIN}>", f"<sip:clara@{DOMAIN}>"
    for line, to, sender in (invite, register):
        method, uri = line.split()
        request = parse(raw(method, uri, to=to).replace(f"<sip:x@{DOMAIN}>", sender))
        assert isinstance(request, Request)
        challenge = parse(proxy.receive(1, str(request), 0.0)[0][1])
        assert isinstance(challenge, Response)
        authorize_as_anna(request, challenge)
        assert status(proxy.receive(1, str(request), 0.0)) == [403]


def test_a_repeated_invite_rings_once() -> None:
    wire = Wire()
    anna, _ = wire.join("anna"), wire.join("ben")
    call(anna)
    [*_, invite] = [text for text in wire.sent if text.startswith("INVITE")]
    assert wire.proxy.receive(anna.flow, invite, wire.now) == []


def test_the_ack_to_a_refused_reinvite_ends_at_the_proxy() -> None:
    wire = Wire()
    ben = wire.join("ben")
    place = str(parse(wire.sent[-1]).contacts[0].uri)
    invite = raw("INVITE", place, to="<sip:b@b>;tag=2")
    assert status(wire.proxy.receive(99, invite, 0.0)) == [407]
    ack = invite.replace("INVITE", "ACK")
    assert wire.proxy.receive(99, ack, 0.0) == []
    assert [flow for flow, _ in wire.proxy.receive(99, ack, 0.0)] == [ben.flow]


def test_the_callee_sees_no_credentials() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    assert all("uthorization" not in str(one) for one in sent_to(wire, ben))


@pytest.mark.parametrize(
    ("target", "status"), [("999", 404), ("echo", 480), ("clara", 480), ("anna", 480)]
)
def test_who_cannot_be_reached(target: str, status: int) -> None:
    wire = Wire()
    anna = wire.join("anna")
    call(anna, target)
    assert ended(anna) == (status, False)


def test_an_address_of_another_domain_is_not_found_here() -> None:
    wire = Wire()
    anna = wire.join("anna")
    anna.do(anna.agent.invite("sip:ben@elsewhere.example", OFFER, 0.0, "c"))
    assert ended(anna) == (404, False)


def test_a_caller_cancels() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    anna.do(anna.agent.hang_up("c", wire.now))
    assert (ended(anna), ended(ben)) == ((487, True), (487, False))


def test_a_callee_declines_and_the_ack_ends_at_the_proxy() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    ben.do(ben.agent.reject(ben.find(IncomingCall).call, 486, wire.now))
    assert ended(anna) == (486, False)
    acks = [one for one in sent_to(wire, ben) if isinstance(one, Request) and one.method == "ACK"]
    assert len(acks) == 1


def test_a_second_call_is_busy_and_leaves_the_first() -> None:
    """A23."""
    wire = Wire()
    anna, ben, clara = wire.join("anna"), wire.join("ben"), wire.join("clara")
    call(anna)
    answer(ben)
    call(clara)
    assert ended(clara) == (486, False)
    assert not any(isinstance(event, CallEnded) for event in (*anna.events, *ben.events))


def test_two_phones_of_one_account_ring_and_the_first_has_the_call() -> None:
    wire = Wire()
    anna, first, second = wire.join("anna"), wire.join("ben"), wire.join("ben")
    call(anna)
    answer(second)
    assert anna.find(CallAccepted)
    assert first.find(CallEnded).elsewhere
    assert second.find(CallConfirmed)


def test_nobody_answers_a_ringing_phone() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    wire.wait(RING_SECONDS)
    assert (ended(anna), ended(ben)) == ((408, False), (487, False))
    wire.wait(TIMER_B)
    assert wire.proxy.next_deadline() is None


def test_a_callee_that_vanishes_while_ringing_is_unavailable() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    wire.cut(ben)
    assert ended(anna) == (480, False)
    assert not wire.proxy.registered("ben", wire.now)


def test_a_caller_that_vanishes_stops_the_ringing() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    wire.cut(anna)
    assert ended(ben) == (487, False)


def test_a_call_goes_on_for_a_phone_that_comes_back_on_another_connection() -> None:
    """N3: what it sends names its Contact again, and is found under it."""
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    bens = answer(ben)
    wire.cut(anna)
    anna.agent.transport_closed(wire.now)
    anna.flow = 77
    wire.phones[77] = anna
    anna.do(anna.agent.transport_opened(wire.now))
    anna.do(anna.agent.register(wire.now))
    ben.do(ben.agent.hang_up(bens, wire.now))
    assert ended(anna) == (200, False)


def test_a_request_in_a_dialog_whose_phone_is_away_leaves_the_dialog() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    bens = answer(ben)
    wire.cut(anna)
    start = len(wire.log)
    ben.do(ben.agent.hang_up(bens, wire.now))
    assert wire.log[start][1].startswith("SIP/2.0 480 ")


def test_a_reinvite_reaches_the_other_end() -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    answer(ben)
    ack = sent_to(wire, ben)[-1]
    assert isinstance(ack, Request)
    invite = next(o for o in sent_to(wire, ben) if isinstance(o, Request) and o.method == "INVITE")
    again = invite.copy()
    again.uri = ack.uri
    again.headers.remove("Record-Route")
    for name in ("From", "To"):
        again.headers.set(name, str(ack.headers.get(name)))
    again.headers.set("CSeq", "9 INVITE")
    again.headers.set("Via", "SIP/2.0/WS x.invalid;branch=z9hG4bKnew")
    wire.deliver(wire.proxy.receive(anna.flow, str(again), wire.now))
    challenge = parse(wire.log[-1][1])
    assert isinstance(challenge, Response)
    assert challenge.status == 407
    authorize_as_anna(again, challenge)
    again.headers.set("CSeq", "10 INVITE")
    again.headers.set("Via", "SIP/2.0/WS x.invalid;branch=z9hG4bKnewer")
    wire.deliver(wire.proxy.receive(anna.flow, str(again), wire.now))
    assert ben.find(OfferReceived).offer == OFFER


def authorize_as_anna(request: Request, challenge: Response) -> None:
    authenticator = Authenticator("anna", "anna-dials-621", lambda: "cnonce")
    assert authenticator.challenged(challenge, request)
    authenticator.authorize(request)


# --- what no user agent of ours sends -------------------------------------------------------------


def raw(method: str, uri: str, *lines: str, to: str = f"<sip:{DOMAIN}>") -> str:
    head = [
        f"{method} {uri} SIP/2.0",
        "Via: SIP/2.0/WS x.invalid;branch=z9hG4bKraw",
        f"From: <sip:x@{DOMAIN}>;tag=1",
        f"To: {to}",
        "Call-ID: raw",
        f"CSeq: 1 {method}",
    ]
    return "\r\n".join([*head, *lines, "", ""])


def status(texts: list[tuple[int, str]]) -> list[int]:
    return [int(text.split()[1]) for _, text in texts]


@pytest.mark.parametrize("ping", ["\r\n\r\n", b"\r\n\r\n"])
def test_a_keep_alive_is_answered(ping: str | bytes) -> None:
    assert Wire().proxy.receive(1, ping, 0.0) == [(1, "\r\n")]


def test_the_server_itself_answers_options_and_nothing_else() -> None:
    proxy = Wire().proxy
    assert status(proxy.receive(1, raw("OPTIONS", f"sip:{DOMAIN}"), 0.0)) == [200]
    assert status(proxy.receive(1, raw("INVITE", f"sip:{DOMAIN}"), 0.0)) == [405]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (raw("MESSAGE", f"sip:ben@{DOMAIN}"), [407]),
        (raw("REGISTER", "sip:elsewhere", to="<sip:anna@elsewhere>"), [404]),
        (raw("REGISTER", f"sip:{DOMAIN}", to=f"<sip:anna@{DOMAIN}>"), [401]),
        (raw("CANCEL", f"sip:ben@{DOMAIN}"), [481]),
        (raw("BYE", "sip:x@y.invalid", to="<sip:x@y>;tag=2"), [480]),
        (raw("ACK", "sip:x@y.invalid"), []),
        (raw("ACK", "mailto:x"), []),
        (raw("INVITE", f"sip:ben@{DOMAIN}").replace("SIP/2.0\r\n", "SIP/3.0\r\n", 1), [505]),
        ("SIP/2.0 200 OK\r\n\r\n", []),
        ("nonsense", []),
        ("", []),
    ],
)
def test_bad_requests_get_their_answer_and_all_else_nothing(text: str, answer: list[int]) -> None:
    assert status(Wire().proxy.receive(1, text, 0.0)) == answer


def test_a_response_from_the_wrong_flow_is_dropped() -> None:
    wire = Wire()
    anna, ben, mallory = wire.join("anna"), wire.join("ben"), wire.join("clara")
    call(anna)
    [invite] = [one for one in sent_to(wire, ben) if isinstance(one, Request)]
    ok = f"SIP/2.0 200 OK\r\nVia: {invite.headers.get('Via')}\r\n" + "".join(
        f"{name}: {invite.headers.get(name)}\r\n" for name in ("From", "To", "Call-ID", "CSeq")
    )
    assert wire.proxy.receive(mallory.flow, ok + "\r\n", wire.now) == []
    assert wire.proxy.receive(ben.flow, ok + "\r\n", wire.now)[0][0] == anna.flow


def test_a_flood_is_refused_and_passes() -> None:
    wire = Wire()
    ben = wire.join("ben")
    del wire.phones[ben.flow]  # hears, and says nothing
    place = str(parse(wire.sent[-1]).contacts[0].uri)
    texts = [
        raw("INFO", place, to="<sip:b@b>;tag=2").replace("bKraw", f"bKraw{number}")
        for number in range(MAX_PENDING + 1)
    ]
    answers = [wire.proxy.receive(99, text, 0.0) for text in texts]
    assert status(answers[-1]) == [503]
    assert answers[-2][0][0] == ben.flow
    assert wire.proxy.handle_timeout(TIMER_B) == []
    assert wire.proxy.receive(99, texts[-1], TIMER_B)[0][0] == ben.flow


@settings(max_examples=200)
@given(st.data())
def test_nothing_that_comes_in_raises(data: st.DataObject) -> None:
    wire = Wire()
    anna, ben = wire.join("anna"), wire.join("ben")
    call(anna)
    text = data.draw(st.sampled_from([text for _, text in wire.log]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    broken = text[:start] + data.draw(st.text(max_size=20)) + text[end:]
    for flow in (anna.flow, ben.flow, 99):
        wire.proxy.receive(flow, broken, wire.now)
        wire.proxy.receive(flow, broken.encode("utf-8", "surrogatepass"), wire.now)
    wire.proxy.handle_timeout(wire.now + 1000)
    wire.proxy.close(ben.flow, wire.now)


@given(st.text() | st.binary())
def test_no_frame_raises(frame: str | bytes) -> None:
    Wire().proxy.receive(1, frame, 0.0)


def test_a_new_proxy_waits_for_nothing() -> None:
    proxy = Wire().proxy
    assert proxy.next_deadline() is None
    assert proxy.handle_timeout(1e9) == []
