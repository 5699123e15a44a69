"""Who talks to whom, by which way, with which numbers (RFC 3261 section 12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.dialog import Dialog, contact_of, routes_of
from sipwidget.sip.endpoint import Endpoint
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import parse
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.transaction import Sequence
from tests.peer import ALICE, Peer, tokens

ENDPOINT = Endpoint(ALICE, tokens(), Outbox())
PEER = Peer()
CONTACT = "Contact: <sip:bob@192.0.2.9;transport=ws>"


def callee(*headers: str, number: int = 4) -> Dialog:
    return Dialog.from_request(PEER.invite(CONTACT, *headers, number=number), "us")


def caller(*headers: str) -> Dialog:
    invite = PEER.invite(sender="<sip:alice@pbx.test>;tag=us", to="<sip:bob@pbx.test>")
    return Dialog.from_response(invite, PEER.answer(invite, 200, "b", *headers), Sequence(4))


def test_a_callee_and_a_caller_name_the_same_dialog_from_their_own_ends() -> None:
    assert callee().id == ("k", "us", "b")
    assert caller(CONTACT).id == ("k", "us", "b")


def test_a_callee_takes_the_routes_as_they_come_and_a_caller_reversed() -> None:
    routes = ("Record-Route: <sip:p1;lr>", "Record-Route: <sip:p2;lr>")
    assert callee(*routes).route_set == ("<sip:p1;lr>", "<sip:p2;lr>")
    assert caller(CONTACT, *routes).route_set == ("<sip:p2;lr>", "<sip:p1;lr>")


def test_a_request_within_the_dialog() -> None:
    dialog = callee("Record-Route: <sip:p1;lr>, <sip:p2;lr;x=1>")
    bye = dialog.request(ENDPOINT, "BYE", [("Reason", "SIP;cause=200")])
    assert str(bye.uri) == "sip:bob@192.0.2.9;transport=ws"
    assert bye.headers.all("Route") == ["<sip:p1;lr>", "<sip:p2;lr;x=1>"]
    assert (bye.from_.tag, bye.to.tag, bye.call_id) == ("us", "b", "k")
    assert bye.cseq.number == 1
    assert bye.headers.get("Reason") == "SIP;cause=200"
    assert dialog.request(ENDPOINT, "BYE").cseq.number == 2


def test_a_strict_router_first_in_line_becomes_the_request_uri() -> None:
    dialog = callee("Record-Route: <sip:p1;x=1>, <sip:p2;lr>")
    bye = dialog.request(ENDPOINT, "BYE")
    assert str(bye.uri) == "sip:p1;x=1"
    assert bye.headers.all("Route") == ["<sip:p2;lr>", "<sip:bob@192.0.2.9;transport=ws>"]


def test_an_ack_has_its_invites_number_and_credentials() -> None:
    invite = PEER.invite("Authorization: Digest a", "Proxy-Authorization: Digest b", number=9)
    dialog = caller(CONTACT)
    ack = dialog.acknowledge(ENDPOINT, invite)
    assert (ack.method, ack.cseq.number) == ("ACK", 9)
    assert ack.headers.get("Authorization") == "Digest a"
    assert ack.headers.get("Proxy-Authorization") == "Digest b"
    assert dialog.sequence.number == 4, "the dialog's own numbers do not move"


@pytest.mark.parametrize("number", [0, 3, 4])
def test_a_number_that_is_not_higher_is_refused(number: int) -> None:
    dialog = callee()
    with pytest.raises(ProtocolError) as refused:
        dialog.receive(PEER.request("BYE", number=number))
    assert refused.value.status == 500
    dialog.receive(PEER.request("BYE", number=5))


def test_a_caller_takes_any_first_number() -> None:
    caller(CONTACT).receive(PEER.request("BYE", number=0))


def test_only_an_invite_moves_the_target() -> None:
    dialog = callee()
    dialog.receive(PEER.request("OPTIONS", "Contact: <sip:x@y>", number=5))
    assert dialog.target.host == "192.0.2.9"
    dialog.receive(PEER.invite("Contact: <sip:x@moved>", number=6))
    assert dialog.target.host == "moved"
    with pytest.raises(ProtocolError):
        dialog.receive(PEER.invite("Contact: *", number=7))


@pytest.mark.parametrize("contact", ["*", "<tel:1>", "<sip:a@x>, <sip:b@x>", "<", ""])
def test_a_contact_that_cannot_be_used_is_refused(contact: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        contact_of(PEER.request("INVITE", f"Contact: {contact}"))
    assert refused.value.status == 400


def test_headers_in_a_contact_do_not_reach_our_request_uri() -> None:
    contact = "Contact: <sip:a@x;p=1?Route=%3Csip:evil%3E>"
    assert str(contact_of(PEER.request("INVITE", contact))) == "sip:a@x;p=1"


@pytest.mark.parametrize("route", ["<sip:p;lr>, <broken", "<tel:1>", "<mailto:a@b>", "x"])
def test_a_route_that_cannot_be_used_is_refused(route: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        routes_of(PEER.invite(f"Record-Route: {route}"))
    assert refused.value.status == 400


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_whatever_passes_as_a_route_makes_a_request_that_can_be_read(route: str) -> None:
    try:
        dialog = callee(f"Record-Route: {route}")
    except ProtocolError:
        return
    for request in (dialog.request(ENDPOINT, "BYE"), dialog.acknowledge(ENDPOINT, PEER.invite())):
        assert str(parse(str(request))) == str(request)
