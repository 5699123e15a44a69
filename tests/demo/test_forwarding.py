from demo.forwarding import RING_SECONDS, Branch, Forwarding
from demo.hop import forwarded
from sipwidget.sip.message import Request, Response, parse, respond
from sipwidget.sip.timers import TIMER_B
from sipwidget.sip.uri import Uri
from tests.demo.wire import counting

CALLER = 1
Seen = list[tuple[int, str]]


def make(phones: int = 2, method: str = "INVITE") -> Forwarding:
    text = (
        f"{method} sip:ben@demo SIP/2.0\r\n"
        "Via: SIP/2.0/WS far.invalid;branch=z9hG4bKfar\r\n"
        "Via: SIP/2.0/WS farther.invalid;branch=z9hG4bKfarther\r\n"
        "From: <sip:anna@demo>;tag=a\r\nTo: <sip:ben@demo>\r\n"
        f"Call-ID: 1\r\nCSeq: 1 {method}\r\n\r\n"
    )
    request = parse(text)
    assert isinstance(request, Request)
    branches = [
        Branch(number, forwarded(request, Uri.parse("sip:b@b.invalid"), "demo", f"b{number}"))
        for number in range(2, 2 + phones)
    ]
    return Forwarding(CALLER, request, branches, counting("t"))


def seen(posts: list[tuple[int, Request | Response]]) -> Seen:
    return [
        (flow, one.method if isinstance(one, Request) else str(one.status)) for flow, one in posts
    ]


def answer(forwarding: Forwarding, phone: int, status: int) -> Seen:
    branch = forwarding.branches[phone]
    return seen(forwarding.receive(branch, respond(branch.request, status, to_tag=f"p{phone}")))


def test_an_invite_rings_at_all_phones_at_once() -> None:
    assert seen(make().start()) == [(1, "100"), (2, "INVITE"), (3, "INVITE")]


def test_other_requests_are_not_told_trying() -> None:
    assert seen(make(method="MESSAGE").start()) == [(2, "MESSAGE"), (3, "MESSAGE")]


def test_a_response_goes_back_with_the_callers_own_vias() -> None:
    forwarding = make()
    branch = forwarding.branches[0]
    [(flow, response)] = forwarding.receive(branch, respond(branch.request, 180))
    assert flow == CALLER
    assert response.headers.all("Via") == forwarding.request.headers.all("Via")


def test_trying_of_a_phone_stays_here() -> None:
    assert answer(make(), 0, 100) == []


def test_the_first_to_answer_has_the_call_and_the_others_stop_ringing() -> None:
    forwarding = make()
    answer(forwarding, 0, 180), answer(forwarding, 1, 180)
    branch = forwarding.branches[0]
    posts = forwarding.receive(branch, respond(branch.request, 200))
    assert seen(posts) == [(1, "200"), (3, "CANCEL")]
    assert posts[1][1].headers.get("Reason", "").startswith("SIP;cause=200")
    assert answer(forwarding, 1, 487) == [(3, "ACK")]


def test_a_phone_that_has_said_nothing_is_cancelled_when_it_does() -> None:
    forwarding = make()
    assert answer(forwarding, 0, 200) == [(1, "200")]
    assert answer(forwarding, 1, 180) == [(3, "CANCEL")]
    assert answer(forwarding, 1, 180) == []


def test_a_second_2xx_goes_back_too() -> None:
    forwarding = make()
    answer(forwarding, 0, 200)
    assert answer(forwarding, 1, 200) == [(1, "200")]


def test_a_failure_waits_for_the_others_and_the_best_goes_back() -> None:
    forwarding = make()
    assert answer(forwarding, 0, 503) == [(2, "ACK")]
    assert answer(forwarding, 1, 486) == [(3, "ACK"), (1, "486")]


def test_a_6xx_ends_it_for_all() -> None:
    forwarding = make()
    answer(forwarding, 1, 180)
    assert answer(forwarding, 0, 603) == [(2, "ACK"), (3, "CANCEL")]
    assert answer(forwarding, 1, 487) == [(3, "ACK"), (1, "603")]


def test_a_caller_who_hangs_up_gets_the_487_of_the_phones() -> None:
    forwarding = make()
    answer(forwarding, 0, 180), answer(forwarding, 1, 180)
    assert seen(forwarding.cancel()) == [(2, "CANCEL"), (3, "CANCEL")]
    assert seen(forwarding.cancel()) == []
    assert answer(forwarding, 0, 487) == [(2, "ACK")]
    assert answer(forwarding, 1, 487) == [(3, "ACK"), (1, "487")]


def test_a_phone_that_vanishes_does_not_end_the_call_of_the_other() -> None:
    forwarding = make()
    assert forwarding.lose(2) == []
    assert seen(forwarding.lose(3)) == [(1, "480")]


def test_nobody_answers() -> None:
    forwarding = make()
    assert forwarding.patience == TIMER_B
    answer(forwarding, 0, 180)
    assert forwarding.patience == RING_SECONDS
    assert seen(forwarding.timed_out()) == [(2, "CANCEL"), (1, "408")]
    assert answer(forwarding, 0, 487) == [(2, "ACK")]
    assert answer(forwarding, 1, 180) == [(3, "CANCEL")]


def test_a_phone_that_ignores_a_cancel_is_not_waited_for() -> None:
    forwarding = make(1)
    answer(forwarding, 0, 180)
    forwarding.cancel()
    assert forwarding.patience == TIMER_B
    assert seen(forwarding.timed_out()) == [(1, "487")]


def test_only_the_first_answer_to_another_request_goes_back() -> None:
    forwarding = make(method="MESSAGE")
    assert answer(forwarding, 0, 200) == [(1, "200")]
    assert answer(forwarding, 1, 200) == []
    assert answer(make(1, "BYE"), 0, 481) == [(1, "481")]
