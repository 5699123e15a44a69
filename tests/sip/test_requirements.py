"""What a request must fulfil before anybody looks at it (RFC 3261 section 8.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.endpoint import ALLOW
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request
from sipwidget.sip.requirements import KNOWN_METHODS, check_request
from tests.peer import OFFER, SDP, Peer

PEER = Peer()


def refusal(request: Request) -> tuple[int, tuple[tuple[str, str], ...]]:
    with pytest.raises(ProtocolError) as refused:
        check_request(request, ALLOW)
    return refused.value.status, refused.value.headers


@pytest.mark.parametrize("method", sorted(KNOWN_METHODS - set(ALLOW)))
def test_a_known_method_that_we_lack_gets_405_with_allow(method: str) -> None:
    assert refusal(PEER.request(method)) == (405, (("Allow", ", ".join(ALLOW)),))


@pytest.mark.parametrize("method", ["FROB", "invite", "Bye"])
def test_an_unknown_method_gets_501(method: str) -> None:
    assert refusal(PEER.request(method)) == (501, ())


@pytest.mark.parametrize("uri", ["tel:112", "mailto:a@b", "http://x/"])
def test_an_address_that_is_no_sip_uri_gets_416(uri: str) -> None:
    assert refusal(PEER.request("OPTIONS", uri=uri)) == (416, ())


def test_what_is_required_and_lacking_gets_420_with_its_name() -> None:
    request = PEER.invite("Require: 100rel, timer", "Require: frob")
    assert refusal(request) == (420, (("Unsupported", "100rel, timer, frob"),))
    check_request(PEER.invite("Supported: 100rel, timer"), ALLOW)


@pytest.mark.parametrize(
    "headers", [("Content-Type: text/plain",), (), ("Content-Type: multipart/mixed;boundary=x",)]
)
def test_another_body_than_a_session_description_gets_415_with_accept(
    headers: tuple[str, ...],
) -> None:
    request = PEER.request("INVITE", *headers, body="hello")
    assert refusal(request) == (415, (("Accept", "application/sdp"),))


def test_a_packed_body_gets_415_with_accept_encoding() -> None:
    request = PEER.invite("Content-Encoding: gzip")
    assert refusal(request) == (415, (("Accept-Encoding", "identity"),))
    check_request(PEER.invite("Content-Encoding: identity"), ALLOW)


@pytest.mark.parametrize("accept", ["text/plain", "text/plain;q=1, audio/*", "", "application"])
def test_who_takes_no_session_description_gets_406(accept: str) -> None:
    assert refusal(PEER.invite(f"Accept: {accept}")) == (406, ())
    check_request(PEER.request("OPTIONS", f"Accept: {accept}"), ALLOW)


@pytest.mark.parametrize(
    "accept",
    ["application/sdp", "text/plain, Application / SDP;level=1", "application/*", "*/*;q=0.1"],
)
def test_who_takes_a_session_description_among_others_passes(accept: str) -> None:
    check_request(PEER.invite(f"Accept: {accept}", "Accept: text/plain"), ALLOW)


def test_a_body_that_may_be_passed_over_is() -> None:
    headers = ("Content-Type: text/plain", "Content-Disposition: render;handling = optional")
    check_request(PEER.request("INVITE", *headers, body="hello"), ALLOW)


@pytest.mark.parametrize("body", ["v=0\r\n", "m=audio\r\n", "hello"])
def test_a_description_without_media_gets_488(body: str) -> None:
    assert refusal(PEER.request("INVITE", *SDP, body=body)) == (488, ())


@pytest.mark.parametrize("method", ["INVITE", "OPTIONS", "BYE", "CANCEL", "ACK"])
def test_what_we_serve_passes(method: str) -> None:
    check_request(PEER.request(method, uri="sips:alice@x"), ALLOW)
    check_request(PEER.invite(body=OFFER), ALLOW)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), st.text())
def test_any_headers_pass_or_are_refused(value: str, body: str) -> None:
    request = PEER.invite()
    for name in ("Require", "Accept", "Content-Type", "Content-Disposition", "Content-Encoding"):
        request.headers.set(name, value)
    request.body = body
    try:
        check_request(request.copy(), ALLOW)
        status = 0
    except ProtocolError as error:
        status = error.status
    assert status in (0, 406, 415, 420, 488)
