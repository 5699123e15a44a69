"""The limits of the text layer hold, and leave room for what real peers send."""

import pytest

from sipwidget.sip import limits
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import parse, salvage

HEADERS = (
    "Via: SIP/2.0/WSS a.invalid;branch=z9hG4bK1\r\n"
    "From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
)


def invite(uri: str = "sip:b@x", more: str = "", body: str = "") -> str:
    return f"INVITE {uri} SIP/2.0\r\n{HEADERS}{more}\r\n{body}"


def refusal(text: str | bytes) -> int:
    with pytest.raises(ProtocolError) as refused:
        parse(text)
    return refused.value.status


def test_a_message_over_the_size_limit_gets_513() -> None:
    room = limits.MAX_MESSAGE_OCTETS - len(invite())
    assert parse(invite(body="x" * room))
    assert refusal(invite(body="x" * (room + 1))) == 513
    assert refusal(invite(body="x" * (room + 1)).encode()) == 513
    assert salvage(invite(body="x" * (room + 1)))


def test_octets_are_counted_and_not_characters() -> None:
    room = limits.MAX_MESSAGE_OCTETS - len(invite())
    assert refusal(invite(body="ä" * (room // 2 + 1))) == 513


def test_too_many_header_lines_get_400() -> None:
    room = limits.MAX_HEADERS - HEADERS.count("\n")
    assert parse(invite(more="Record-Route: <sip:p;lr>\r\n" * room))
    assert refusal(invite(more="Record-Route: <sip:p;lr>\r\n" * (room + 1))) == 400


def test_a_long_request_uri_gets_414() -> None:
    longest = "sip:" + "b" * (limits.MAX_URI_LENGTH - 4)
    assert parse(invite(longest))
    assert refusal(invite(longest + "b")) == 414


def test_parts_of_a_body_beyond_the_limit_are_not_looked_at() -> None:
    def sdp_behind(parts: int) -> str | None:
        body = (
            "--b\r\n\r\nx\r\n" * parts + "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--"
        )
        return parse(invite(more="Content-Type: multipart/mixed;boundary=b\r\n", body=body)).sdp

    assert sdp_behind(limits.MAX_BODY_PARTS - 1) == "v=0\r\n"
    assert sdp_behind(limits.MAX_BODY_PARTS + 1) is None
