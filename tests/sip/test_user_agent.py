"""The user agent outside of calls: what it answers to what, and what it drops."""

from typing import Any

import pytest

from sipwidget.sip import Uri
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import (
    CallEnded,
    CallRefused,
    Dropped,
    MailboxChanged,
    OutgoingCall,
    Send,
    TextReceived,
)
from sipwidget.sip.limits import MAX_CALLS, MAX_MESSAGE_OCTETS, MAX_TEXT
from sipwidget.sip.message import Request
from sipwidget.sip.message_summary import MessageSummary
from sipwidget.sip.user_agent import UserAgent
from tests.conformance.load import FOLDER, load
from tests.peer import (
    ALICE,
    ANSWER,
    CONTACT,
    OFFER,
    SDP,
    Peer,
    event,
    events,
    one,
    responses,
    shape,
    statuses,
    tokens,
)

# --- requests outside of calls --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "headers", "parts", "status"),
    [
        ("OPTIONS", (), {}, 200),
        ("OPTIONS", (), {"uri": "sip:nobody@x"}, 404),
        ("INVITE", (), {"uri": "sip:nobody@x"}, 404),
        ("INVITE", (), {"uri": "sip:pbx.test"}, 404),
        ("INVITE", (), {"uri": "tel:112"}, 416),
        ("INVITE", ("Require: 100rel",), {}, 420),
        ("INVITE", ("Content-Type: text/plain",), {"body": "hello"}, 415),
        ("INVITE", SDP, {"body": "v=0\r\n"}, 488),
        ("INVITE", (), {"to": "<sip:alice@pbx.test>;tag=gone"}, 481),
        ("OPTIONS", (), {"to": "<sip:alice@pbx.test>;tag=gone"}, 481),
        ("BYE", (), {"to": "<sip:alice@pbx.test>;tag=gone"}, 481),
        ("BYE", (), {}, 481),
        ("CANCEL", (), {}, 481),
        ("MESSAGE", (), {}, 405),
        ("REGISTER", (), {}, 405),
        ("NOTIFY", (), {}, 405),
        ("FROB", (), {}, 501),
    ],
)
def test_each_request_has_its_answer(
    method: str, headers: tuple[str, ...], parts: dict[str, str], status: int
) -> None:
    peer = Peer()
    (answer,) = responses(peer.hear(peer.request(method, *headers, **parts)))
    assert answer.status == status
    assert answer.to.tag
    assert answer.cseq.method == method
    assert not peer.agent._sessions
    assert len(peer.agent._endpoint.transactions) == 0


def test_options_tell_what_we_can() -> None:
    (answer,) = responses(Peer().hear(Peer().request("OPTIONS")))
    assert answer.headers.all("Allow") == ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"]
    assert answer.headers.all("Accept") == ["application/sdp"]
    assert answer.contacts


def test_options_tell_what_an_invite_would_meet() -> None:
    peer = Peer()
    _, call = peer.talk()
    assert statuses(peer.hear(peer.request("OPTIONS"))) == [486]
    peer.hang_up(call)
    assert statuses(peer.hear(peer.request("OPTIONS"))) == [200]


def test_405_names_what_is_allowed_and_420_what_is_not_supported() -> None:
    peer = Peer()
    (answer,) = responses(peer.hear(peer.request("MESSAGE")))
    assert "INVITE" in answer.headers.all("Allow")
    (answer,) = responses(peer.hear(peer.invite("Require: 100rel")))
    assert answer.headers.all("Unsupported") == ["100rel"]


def test_a_contact_whose_host_the_server_rewrote_is_still_ours() -> None:
    peer = Peer()
    user = peer.dial().contacts[0].uri.user
    peer.agent.call_limit = 2
    invite = peer.invite(uri=f"sip:{user}@127.0.0.1:4711;transport=ws")
    assert statuses(peer.hear(invite)) == [180]


def test_an_ack_for_nothing_is_passed_over() -> None:
    assert Peer().hear(Peer().request("ACK")) == []


def test_calls_are_limited_whatever_the_phone_would_take() -> None:
    peer = Peer(call_limit=1000)
    answers = [
        statuses(peer.hear(peer.invite(call_id=str(number)))) for number in range(MAX_CALLS + 1)
    ]
    assert answers == [[180]] * MAX_CALLS + [[486]]
    assert isinstance(events(peer.hear(peer.invite(call_id="x")))[0], CallRefused)


# --- what cannot be read --------------------------------------------------------------------------

MALFORMED = {
    "no Call-ID": (lambda text: text.replace("Call-ID: k\r\n", ""), 400),
    "two From": (lambda text: text.replace("To:", "From: <sip:x@y>;tag=1\r\nTo:"), 400),
    "broken To": (lambda text: text.replace("To: <sip:alice@pbx.test>", "To: <"), 400),
    "another method in CSeq": (lambda text: text.replace("1 INVITE", "1 OPTIONS"), 400),
    "no number in CSeq": (lambda text: text.replace("CSeq: 1", "CSeq: x"), 400),
    "broken Via": (lambda text: text.replace(";branch=", ";;=branch ="), 400),
    "another version": (lambda text: text.replace("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"), 505),
    "a long body": (lambda text: text.replace("Content-Length: ", "Content-Length: 9"), 400),
    "a huge message": (lambda text: text + "x" * MAX_MESSAGE_OCTETS, 513),
    "a URI with spaces": (lambda text: text.replace("sip:alice@x", "sip:al ice@x"), 400),
}


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("as_octets", [False, True])
def test_a_malformed_request_is_answered_and_told(name: str, as_octets: bool) -> None:
    peer = Peer()
    spoil, status = MALFORMED[name]
    text = str(peer.invite())
    spoilt = spoil(text)
    assert spoilt != text
    outputs = peer.hear(spoilt.encode() if as_octets else spoilt)
    assert [output for output in outputs if isinstance(output, Send)]
    assert f"SIP/2.0 {status} " in outputs[-1].text
    assert isinstance(outputs[0], Dropped)
    assert len(outputs[0].text) <= 2000


def test_a_malformed_copy_does_not_end_the_call_that_it_copies() -> None:
    peer = Peer()
    invite, _, call = peer.ring()
    spoilt = str(invite).replace("To: <sip:alice@pbx.test>", "To: <")
    assert shape(peer.hear(spoilt)) == []
    assert statuses(peer.agent.accept(call, ANSWER, 0)) == [200]


@pytest.mark.parametrize(
    "data",
    ["", "x", "\r\n\r\n\r\n", "INVITE", "GET / HTTP/1.1\r\n\r\n", b"\xff\x00", b"", "\ud800", "{}"],
)
def test_garbage_is_dropped(data: str | bytes) -> None:
    (dropped,) = Peer().hear(data)
    assert isinstance(dropped, Dropped)


@pytest.mark.parametrize("entry", load("torture4475.json"), ids=lambda entry: entry["id"])
def test_the_torture_messages_get_what_their_rfc_asks(entry: dict[str, Any]) -> None:
    """RFC 4475; a policy answer such as 404 counts as having processed it."""
    outputs = Peer().hear((FOLDER / entry["file"]).read_bytes())
    answered = [int(o.text.split(" ")[1]) for o in outputs if isinstance(o, Send)]
    if entry["kind"] == "response":
        assert answered == []
        assert len(outputs) == 1
        return
    wanted = {int(want[8:]) for want in entry["ua"] if want.startswith("respond:")}
    processed = {180, 200, 404, 405, 415, 420, 481, 488, 501} if "process" in entry["ua"] else set()
    assert len(answered) == 1
    assert answered[0] in wanted | processed


def test_responses_that_are_not_for_us_are_dropped() -> None:
    peer = Peer()
    invite = peer.dial()
    stray = peer.answer(invite, 180)
    stray.headers.set("Via", "SIP/2.0/WSS us.invalid;branch=z9hG4bKunknown")
    assert isinstance(event(peer.hear(stray), Dropped), Dropped)
    other_method = peer.answer(invite, 200, "b", CONTACT, *SDP)
    other_method.headers.set("CSeq", "1 BYE")
    assert isinstance(event(peer.hear(other_method), Dropped), Dropped)
    with_two = peer.answer(invite, 180)
    with_two.headers.add("Via", "SIP/2.0/UDP other;branch=z9hG4bKother")
    assert "more than one Via" in event(peer.hear(with_two), Dropped).reason


def test_a_broken_response_is_dropped_and_its_call_goes_on() -> None:
    peer = Peer()
    text = str(peer.answer(peer.dial(), 180))
    for spoilt in (text.replace("To: ", "To: <"), text.replace("Call-ID", "X"), text[:40]):
        assert shape(peer.hear(spoilt)) == []
    assert len(peer.agent._sessions) == 1


def test_who_turns_calls_away_refuses_each_without_ringing_and_says_so_to_options() -> None:
    peer = Peer()
    peer.agent.turn_away = 603
    outputs = peer.hear(peer.invite())
    assert statuses(outputs) == [603]
    assert event(outputs, CallRefused) == CallRefused(peer.invite().from_, busy=False)
    assert statuses(peer.hear(peer.request("OPTIONS"))) == [603]
    peer.agent.turn_away = 0
    assert statuses(peer.hear(peer.invite(call_id="next"))) == [180]


def test_a_text_is_taken_by_who_takes_texts() -> None:
    """RFC 3428 section 7: 200, for text/plain only."""
    peer = Peer()
    plain = "Content-Type: text/plain;charset=UTF-8"
    message = peer.request("MESSAGE", plain, body="Grüße\r\n", sender='"Bob" <sip:bob@x>;tag=b')
    assert statuses(peer.hear(message)) == [405]
    peer = Peer()
    peer.agent.take("MESSAGE")
    outputs = peer.hear(message)
    assert statuses(outputs) == [200]
    assert events(outputs) == [TextReceived(message.from_, "Grüße")]
    html = peer.request("MESSAGE", "Content-Type: text/html", body="<b>x</b>", call_id="html")
    outputs = peer.hear(html)
    assert statuses(outputs) == [415]
    assert responses(outputs)[0].headers.all("Accept") == ["text/plain"]
    assert not [each for each in events(outputs) if isinstance(each, TextReceived)]


def test_a_text_within_a_call_is_one_too_and_its_length_is_bounded() -> None:
    peer = Peer()
    peer.agent.take("MESSAGE")
    tag, _ = peer.talk()
    text = "x" * (MAX_TEXT + 1)
    to = f"<sip:alice@pbx.test>;tag={tag}"
    received = event(peer.hear(peer.request("MESSAGE", to=to, number=2, body=text)), TextReceived)
    assert received.text == "x" * MAX_TEXT
    assert events(peer.hear(peer.request("MESSAGE", body=" ", call_id="blank"))) == []


def test_who_takes_texts_says_so() -> None:
    peer = Peer()
    peer.agent.take("MESSAGE")
    (answer,) = responses(peer.hear(peer.request("OPTIONS")))
    assert "MESSAGE" in answer.headers.all("Allow")
    assert answer.headers.all("Accept") == ["application/sdp", "text/plain"]


def notify(peer: Peer, *headers: str, body: str) -> Request:
    return peer.request("NOTIFY", *headers, body=body, call_id=str(len(body)))


def test_what_waits_in_the_mailbox_is_told_to_who_wants_to_know() -> None:
    """RFC 3842; exchanges send it to whoever is registered."""
    peer = Peer()
    lines = ("Event: message-summary", "Content-Type: application/simple-message-summary")
    told = notify(peer, *lines, body="Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n")
    assert statuses(peer.hear(told)) == [405]
    peer.agent.take("NOTIFY")
    outputs = peer.hear(told)
    assert statuses(outputs) == [200]
    assert events(outputs) == [MailboxChanged(MessageSummary(True, 2))]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (("Event: dialog",), "", 489),
        ((), "Messages-Waiting: yes", 489),
        (("Event: message-summary", "Content-Type: text/plain"), "Messages-Waiting: yes", 415),
        (("Event: message-summary;id=7",), "nothing", 400),
    ],
)
def test_another_notify_is_refused(headers: tuple[str, ...], body: str, status: int) -> None:
    peer = Peer()
    peer.agent.take("NOTIFY")
    outputs = peer.hear(notify(peer, *headers, body=body))
    assert statuses(outputs) == [status]
    if status == 489:
        assert responses(outputs)[0].headers.all("Allow-Events") == ["message-summary"]


# --- time and names -------------------------------------------------------------------------------


def test_early_and_late_timers_are_harmless() -> None:
    peer = Peer()
    peer.dial()
    for now in (0.0, 1.0, 31.9, 31.9):
        assert not events(peer.agent.handle_timeout(now))
    assert event(peer.agent.handle_timeout(90.0), CallEnded).status == 408


def test_nothing_is_due_before_a_socket_is_open() -> None:
    agent = UserAgent(ALICE, tokens())
    assert agent.next_deadline() is None
    assert agent.handle_timeout(1e6) == []


def test_a_call_may_go_without_a_name_and_a_target_may_be_a_uri() -> None:
    (sent, told) = Peer().agent.invite(Uri.parse("sip:bob@x"), OFFER, 0)
    assert isinstance(sent, Send)
    assert isinstance(told, OutgoingCall)
    assert told.call


@pytest.mark.parametrize("ask", ["accept", "reject", "hang_up", "answer_offer", "refuse_offer"])
def test_a_call_that_nobody_knows_is_our_own_mistake(ask: str) -> None:
    arguments = {"hang_up": (), "reject": (486,), "refuse_offer": (488,)}.get(ask, (ANSWER,))
    with pytest.raises(InvalidState):
        getattr(Peer().agent, ask)("nobody", *arguments, 0.0)


def test_a_new_socket_may_lead_to_another_server_with_another_realm() -> None:
    peer = Peer()
    second = one(peer.hear(peer.challenge(peer.dial())), "INVITE")
    assert second.headers.get("Authorization")
    peer.close()
    peer.open()
    invite = peer.dial(call="d")
    assert invite.headers.get("Authorization") is None, "the old server's nonce is not shown"
    other = 'WWW-Authenticate: Digest realm="other.test", nonce="m"'
    again = one(peer.hear(peer.answer(invite, 401, "s", other)), "INVITE")
    assert 'realm="other.test"' in again.headers.get("Authorization", "")
