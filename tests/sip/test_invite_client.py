"""Calls that we place, in every race (RFC 3261 sections 9, 13 and 17.1.1)."""

import pytest

from sipwidget.sip.digest import digest_response
from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.events import (
    CallAccepted,
    CallEnded,
    CallProgress,
    Dropped,
    EarlyMedia,
    OutgoingCall,
)
from sipwidget.sip.limits import MAX_CALLS, MAX_FORKS
from sipwidget.sip.timers import TIMER_B
from sipwidget.sip.uri import Uri
from tests.peer import (
    ANSWER,
    CONTACT,
    OFFER,
    SDP,
    Peer,
    ended,
    event,
    events,
    forgotten,
    one,
    requests,
    sent,
    shape,
)

# --- the INVITE -----------------------------------------------------------------------------------


def test_an_invite_has_all_that_a_request_needs() -> None:
    peer = Peer()
    outputs = peer.agent.invite("sip:bob@pbx.test", OFFER, 0, "c")
    invite = one(outputs, "INVITE")
    assert str(invite.uri) == "sip:bob@pbx.test"
    assert invite.via.transport == "WSS"
    assert invite.via.host.endswith(".invalid")
    assert (invite.via.branch or "").startswith("z9hG4bK")
    assert invite.max_forwards == 70
    assert str(invite.from_.uri) == "sip:alice@pbx.test"
    assert invite.from_.tag
    assert str(invite.to) == "<sip:bob@pbx.test>"
    assert invite.cseq.number == 1
    assert invite.contacts[0].uri.host.endswith(".invalid")
    assert invite.contacts[0].uri.params == {"transport": "wss"}
    assert invite.headers.all("Allow") == ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"]
    assert invite.sdp == OFFER
    assert events(outputs) == [OutgoingCall("c", Uri.parse("sip:bob@pbx.test"))]


def test_two_calls_share_neither_branch_nor_tag_nor_call_id() -> None:
    peer = Peer()
    one, two = peer.dial(call="1"), peer.dial(call="2")
    assert one.via.branch != two.via.branch
    assert one.from_.tag != two.from_.tag
    assert one.call_id != two.call_id


def test_no_invite_without_a_connection_or_with_a_known_id() -> None:
    peer = Peer()
    peer.dial()
    with pytest.raises(InvalidState):
        peer.dial()
    peer.close()
    with pytest.raises(InvalidState):
        peer.dial(call="d")


def test_calls_are_limited() -> None:
    peer = Peer()
    for number in range(MAX_CALLS):
        peer.dial(call=str(number))
    with pytest.raises(InvalidState):
        peer.dial(call="one more")


@pytest.mark.parametrize("target", ["tel:112", "bob", "sip:", "sip:b ob@x", "sip:a@x\r\nX: y"])
def test_only_a_sip_uri_can_be_called(target: str) -> None:
    with pytest.raises(ProtocolError):
        Peer().dial(target)


def test_a_target_cannot_smuggle_a_header() -> None:
    with pytest.raises(ProtocolError):
        Peer().agent.invite(Uri("sip", "a\r\nX-Evil: y", host="x"), OFFER, 0)
    invite = Peer().dial("sip:bob@pbx.test?X-Evil=y&Route=z")
    assert str(invite.uri) == "sip:bob@pbx.test"
    assert not {"X-Evil", "Route"} & {name for name, _ in invite.headers.items()}


# --- provisional responses ------------------------------------------------------------------------


def test_100_says_nothing_to_a_person_and_180_rings() -> None:
    peer = Peer()
    invite = peer.dial()
    assert peer.hear(peer.answer(invite, 100)) == []
    assert peer.hear(peer.answer(invite, 180)) == [CallProgress("c", 180, "Ringing")]
    assert peer.hear(peer.answer(invite, 181)) == [
        CallProgress("c", 181, "Call Is Being Forwarded")
    ]


def test_early_media_is_told_for_each_branch() -> None:
    peer = Peer()
    invite = peer.dial()
    for tag in ("b1", "b2"):
        outputs = peer.hear(peer.answer(invite, 183, tag, *SDP))
        assert outputs == [
            CallProgress("c", 183, "Session Progress"),
            EarlyMedia("c", tag, ANSWER),
        ]


def test_the_early_media_of_endless_branches_is_not_kept() -> None:
    peer = Peer()
    invite = peer.dial()
    told = [
        output
        for number in range(3 * MAX_FORKS)
        for output in peer.hear(peer.answer(invite, 183, f"b{number}", *SDP))
        if isinstance(output, EarlyMedia)
    ]
    assert len(told) == MAX_FORKS


def test_a_200_without_a_body_means_the_answer_of_its_183() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hear(peer.answer(invite, 183, "b", *SDP))
    outputs = peer.hear(peer.answer(invite, 200, "b", CONTACT))
    assert event(outputs, CallAccepted) == CallAccepted("c", "b", ANSWER)
    assert outputs[-1] == CallAccepted("c", "b", ANSWER)


def test_a_200_without_any_answer_says_so() -> None:
    peer = Peer()
    invite = peer.dial()
    peer.hear(peer.answer(invite, 183, "other", *SDP))
    outputs = peer.hear(peer.answer(invite, 200, "b", CONTACT))
    assert event(outputs, CallAccepted).answer is None
    assert shape(peer.hang_up()) == ["BYE"]


# --- 2xx and its ACK ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 202])
def test_a_2xx_is_acknowledged_in_its_dialog(status: int) -> None:
    peer = Peer()
    invite = peer.dial()
    answer = peer.answer(
        invite, status, "b", "Contact: <sip:bob@192.0.2.9:5062;transport=ws>", *SDP
    )
    outputs = peer.hear(answer)
    ack = one(outputs, "ACK")
    assert str(ack.uri) == "sip:bob@192.0.2.9:5062;transport=ws"
    assert ack.cseq.number == invite.cseq.number
    assert ack.via.branch != invite.via.branch
    assert (ack.from_, ack.to.tag, ack.call_id) == (invite.from_, "b", invite.call_id)
    assert ack.headers.all("Route") == []
    assert event(outputs, CallAccepted) == CallAccepted("c", "b", ANSWER)


ROUTES = (
    "Record-Route: <sip:p3.test;lr>, <sip:p2.test;lr>",
    "Record-Route: <sip:p1.test;lr>",
)


def test_the_route_set_is_the_reversed_record_route() -> None:
    peer = Peer()
    peer.established(*ROUTES)
    bye = one(peer.hang_up(), "BYE")
    assert str(bye.uri) == "sip:bob@192.0.2.9"
    expected = ["<sip:p1.test;lr>", "<sip:p2.test;lr>", "<sip:p3.test;lr>"]
    assert bye.headers.all("Route") == expected
    assert bye.cseq.number == 2


def test_a_strict_router_gets_the_request_and_the_target_comes_last() -> None:
    peer = Peer()
    peer.established("Record-Route: <sip:p2.test;lr>, <sip:p1.test>")
    bye = one(peer.hang_up(), "BYE")
    assert str(bye.uri) == "sip:p1.test"
    assert bye.headers.all("Route") == ["<sip:p2.test;lr>", "<sip:bob@192.0.2.9>"]


def test_the_same_2xx_again_gets_its_ack_again() -> None:
    peer = Peer()
    _, answer = peer.established()
    for _ in range(3):
        outputs = peer.hear(answer)
        assert shape(outputs) == ["ACK"]
        assert events(outputs) == []


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Contact: <tel:1>",),
        ("Contact: *",),
        ("Contact: <sip:b@y>, <sip:b@z>",),
        (CONTACT, "Record-Route: <broken"),
        (CONTACT, "Record-Route: <tel:1>"),
    ],
)
def test_a_200_without_a_usable_way_is_told_and_the_call_can_still_be_ended(
    headers: tuple[str, ...],
) -> None:
    peer = Peer()
    invite = peer.dial()
    outputs = peer.hear(peer.answer(invite, 200, "b", *headers, *SDP))
    assert str(one(outputs, "ACK").uri) == "sip:bob@pbx.test"
    assert event(outputs, CallAccepted).answer == ANSWER
    assert event(outputs, Dropped).reason.startswith("2xx to INVITE: ")
    bye = one(peer.hang_up(), "BYE")
    assert str(bye.uri) == "sip:bob@pbx.test"
    assert shape(peer.hear(peer.answer(bye, 200))) == []
    assert forgotten(peer)


def test_a_second_fork_gets_ack_and_bye_and_the_first_call_goes_on() -> None:
    peer = Peer()
    invite, _ = peer.established()
    other = peer.answer(invite, 200, "fork", "Contact: <sip:bob@192.0.2.77>", *SDP)
    outputs = peer.hear(other)
    assert shape(outputs) == ["ACK", "BYE"]
    assert events(outputs) == []
    assert {str(request.uri) for request in requests(outputs)} == {"sip:bob@192.0.2.77"}
    assert {request.to.tag for request in requests(outputs)} == {"fork"}
    assert shape(peer.hear(other)) == ["ACK"], "its 2xx again wants no second BYE"
    peer.hear(peer.answer(one(outputs, "BYE"), 200))
    bye = one(peer.hang_up(), "BYE")
    assert (str(bye.uri), bye.to.tag) == ("sip:bob@192.0.2.9", "b")


def test_endless_forks_are_not_served() -> None:
    peer = Peer()
    invite, _ = peer.established()
    byes = []
    for number in range(3 * MAX_FORKS):
        byes += requests(peer.hear(peer.answer(invite, 200, f"f{number}", CONTACT)), "BYE")
    assert len(byes) == MAX_FORKS - 1


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 404, 408, 480, 486, 500, 503, 600, 603])
def test_a_refusal_is_acknowledged_by_the_same_branch_and_ends_the_call(status: int) -> None:
    peer = Peer()
    invite = peer.dial()
    outputs = peer.hear(peer.answer(invite, status, "x"))
    ack = one(outputs, "ACK")
    assert ack.via == invite.via
    assert ack.uri == invite.uri
    assert ack.to.tag == "x"
    assert (ack.cseq.number, ack.max_forwards) == (1, 70)
    assert ended(outputs) == (status, False)
    assert forgotten(peer)


def test_the_reason_of_a_refusal_is_the_callees_own_word() -> None:
    peer = Peer()
    answer = peer.answer(peer.dial(), 486)
    answer.reason = "Im Urlaub"
    assert event(peer.hear(answer), CallEnded).reason == "Im Urlaub"


def test_without_any_answer_the_call_ends_as_408() -> None:
    peer = Peer()
    peer.dial()
    assert peer.wait(TIMER_B - 1) == []
    outputs = peer.wait(2)
    assert ended(outputs) == (408, False)
    assert sent(outputs) == []
    assert forgotten(peer)


def test_a_ringing_call_waits_as_long_as_it_rings() -> None:
    peer = Peer()
    peer.hear(peer.answer(peer.dial(), 180))
    assert peer.wait(600) == []


# --- challenges -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 407])
def test_a_challenge_is_answered_within_the_same_call(status: int) -> None:
    peer = Peer()
    first = peer.dial()
    outputs = peer.hear(peer.challenge(first, status))
    assert shape(outputs) == ["ACK", "INVITE"]
    assert events(outputs) == []
    again = one(outputs, "INVITE")
    assert again.via.branch != first.via.branch
    assert again.cseq.number == first.cseq.number + 1
    assert (again.call_id, again.from_, again.to) == (first.call_id, first.from_, first.to)
    assert again.sdp == first.sdp
    header = "Authorization" if status == 401 else "Proxy-Authorization"
    assert 'username="alice"' in again.headers.get(header, "")
    assert "s3cret" not in str(again)
    peer.hear(peer.answer(again, 180))
    ack = one(peer.hear(peer.answer(again, 200, "b", CONTACT, *SDP)), "ACK")
    assert ack.cseq.number == 2
    assert ack.headers.get(header) == again.headers.get(header)
    assert one(peer.hang_up(), "BYE").cseq.number == 3


def test_the_digest_is_that_of_the_password() -> None:
    peer = Peer()
    again = one(peer.hear(peer.challenge(peer.dial())), "INVITE")
    credentials = again.headers.get("Authorization", "")
    params = dict(part.split("=", 1) for part in credentials[7:].split(", "))
    assert params["response"].strip('"') == digest_response(
        algorithm="MD5",
        username="alice",
        password="s3cret",
        realm="pbx.test",
        nonce="n",
        method="INVITE",
        uri="sip:bob@pbx.test",
        qop="auth",
        cnonce=params["cnonce"].strip('"'),
        nc=1,
    )


def test_a_proxy_and_then_a_server_may_ask() -> None:
    peer = Peer()
    second = one(peer.hear(peer.challenge(peer.dial(), 407, "p")), "INVITE")
    third = one(peer.hear(peer.challenge(second, 401, "s")), "INVITE")
    assert third.cseq.number == 3
    assert 'nonce="p"' in third.headers.get("Proxy-Authorization", "")
    assert 'nonce="s"' in third.headers.get("Authorization", "")


@pytest.mark.parametrize("status", [401, 407])
def test_a_challenge_without_one_ends_the_call(status: int) -> None:
    peer = Peer()
    outputs = peer.hear(peer.answer(peer.dial(), status))
    assert shape(outputs) == ["ACK"]
    assert ended(outputs) == (status, False)
    assert peer.agent.refusal == "challenge"


def test_a_wrong_password_ends_the_call() -> None:
    peer = Peer()
    second = one(peer.hear(peer.challenge(peer.dial())), "INVITE")
    outputs = peer.hear(peer.challenge(second, nonce="other"))
    assert shape(outputs) == ["ACK"]
    assert ended(outputs) == (401, False)
    assert peer.agent.refusal == "password"


def test_another_realm_than_the_first_gets_no_digest() -> None:
    peer = Peer()
    second = one(peer.hear(peer.challenge(peer.dial())), "INVITE")
    evil = 'WWW-Authenticate: Digest realm="evil.test", nonce="e"'
    outputs = peer.hear(peer.answer(second, 401, "x", evil))
    assert shape(outputs) == ["ACK"]
    assert ended(outputs) == (401, False)
    assert peer.agent.refusal == "realm"


def test_hanging_up_while_a_challenge_is_under_way_ends_the_call() -> None:
    peer = Peer()
    invite = peer.dial()
    assert ended(peer.hang_up()) == (487, True)
    assert shape(peer.hear(peer.challenge(invite))) == ["ACK"]
    assert forgotten(peer)


def test_hanging_up_behind_a_challenge_cancels_the_second_invite_not_the_first() -> None:
    peer = Peer()
    first = peer.dial()
    peer.hear(peer.answer(first, 100))
    second = one(peer.hear(peer.challenge(first)), "INVITE")
    assert shape(peer.hang_up()) == [], "nothing came back for the second one yet"
    cancel = one(peer.hear(peer.answer(second, 100)), "CANCEL")
    assert cancel.via == second.via
