"""Our end of the wire: the address that we give, and requests that carry it (RFC 7118 5.1)."""

from dataclasses import replace

import pytest

from sipwidget.sip.account import Account
from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.message import Request, Response
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.transaction import ClientTransaction, Sequence
from sipwidget.sip.uri import NameAddr, Uri
from tests.peer import ALICE, CHALLENGE, Peer, shape, tokens

BOB = Uri.parse("sip:bob@pbx.test")


class User:
    def receive_response(self, transaction: ClientTransaction, response: Response) -> None: ...


def endpoint(account: Account = ALICE) -> Endpoint:
    made = Endpoint(account, tokens(), Outbox())
    made.connected = True
    return made


def message(at: Endpoint, sequence: Sequence, body: str = "") -> Request:
    to = NameAddr("", BOB, {})
    return at.request("MESSAGE", BOB, sequence, "k", at.local.with_tag("us"), to, body=body)


def test_two_pages_of_one_account_have_different_contacts() -> None:
    one = Endpoint(ALICE, tokens("a"), Outbox())
    two = Endpoint(ALICE, tokens("b"), Outbox())
    assert one.contact.uri.host != two.contact.uri.host
    assert one.contact.uri.user == two.contact.uri.user == "alice"


@pytest.mark.parametrize(("secure", "name"), [(True, "WSS"), (False, "WS")])
def test_via_and_contact_name_the_transport(secure: bool, name: str) -> None:
    at = endpoint(replace(ALICE, secure=secure))
    assert at.via().startswith(f"SIP/2.0/{name} ")
    assert at.contact.uri.params == {"transport": name.lower()}


def test_each_request_has_a_branch_of_its_own() -> None:
    at = endpoint()
    assert len({at.via() for _ in range(9)}) == 9


def test_a_body_is_a_session_description() -> None:
    at = endpoint()
    assert message(at, Sequence(), "v=0").headers.get("Content-Type") == "application/sdp"
    assert "Content-Type" not in message(at, Sequence()).headers


@pytest.mark.parametrize(
    ("uri", "ours"),
    [
        ("sip:alice@pbx.test", True),
        ("sip:alice@1.2.3.4:5060;transport=ws", True),
        ("sip:%61lice@x", True),
        ("sip:alice@127.0.0.1:4711;transport=ws", True),
        ("sip:bob@pbx.test", False),
        ("sip:pbx.test", False),
        ("sip:Alice@pbx.test", False),
    ],
)
def test_a_request_is_ours_by_its_user_part(uri: str, ours: bool) -> None:
    at = endpoint()
    assert at.is_ours(Uri.parse(uri)) is ours


def test_an_account_with_a_hash_sign_is_found() -> None:
    assert endpoint(replace(ALICE, user="9901#1")).is_ours(Uri.parse("sip:9901%231@x"))


def test_nothing_is_sent_without_a_connection() -> None:
    at = endpoint()
    at.connected = False
    with pytest.raises(InvalidState):
        at.send(message(at, Sequence()), User(), Sequence())
    assert at.outbox.take() == []


def test_a_challenge_is_answered_by_the_next_number_and_a_fresh_branch() -> None:
    at, sequence = endpoint(), Sequence()
    first = at.send(message(at, sequence), User(), sequence)
    refusal = Peer().answer(first.request, 401, "s", f"WWW-Authenticate: {CHALLENGE.format('n')}")
    again = at.retry(first, refusal)
    assert again is not None
    assert again.request.cseq.number == 2
    assert again.request.via.branch != first.request.via.branch
    assert 'response="' in again.request.headers.get("Authorization", "")
    assert shape(at.outbox.take()) == ["MESSAGE", "MESSAGE"]
    third = at.send(message(at, sequence), User(), sequence)
    assert third.request.headers.get("Authorization"), "the next request need not be asked"


@pytest.mark.parametrize("status", [200, 403, 408, 503])
def test_another_response_is_no_reason_to_try_again(status: int) -> None:
    at = endpoint()
    first = at.send(message(at, Sequence()), User(), Sequence())
    assert at.retry(first, Peer().answer(first.request, status)) is None


def test_a_challenge_behind_a_lost_connection_is_left_alone() -> None:
    at = endpoint()
    first = at.send(message(at, Sequence()), User(), Sequence())
    at.connected = False
    header = f"WWW-Authenticate: {CHALLENGE.format('n')}"
    assert at.retry(first, Peer().answer(first.request, 401, "s", header)) is None


def test_chance_is_between_nought_and_one_and_moves() -> None:
    at = endpoint()
    rolls = [at.chance() for _ in range(99)]
    assert all(0 <= roll <= 1 for roll in rolls)
    assert len(set(rolls)) > 90
