"""Whole messages: what devices send, and what must never be believed.

Those of RFC 4475 and RFC 5118 are in `tests/conformance/test_torture.py`.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import CSeq, Headers
from sipwidget.sip.message import Request, Response, parse, respond, salvage
from sipwidget.sip.uri import NameAddr, Uri
from tests.conformance.load import load, vectors

INVITE = {
    "Via": "SIP/2.0/WSS a.invalid;branch=z9hG4bK1",
    "From": '"A" <sip:a@x>;tag=1',
    "To": "<sip:b@x>",
    "Call-ID": "c@x",
    "CSeq": "1 INVITE",
}
LINE = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"))
EXTRA = st.lists(st.tuples(st.sampled_from(["Subject", "X-A", "Route", "m", "Date"]), LINE))
BODY = st.text()


def text(
    start: str = "INVITE sip:b@x SIP/2.0", body: str = "", more: str = "", **changes: str | None
) -> str:
    """An INVITE with some headers changed, or left out (None)."""
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{n}: {v}\r\n" for n, v in (INVITE | changed).items() if v is not None]
    return f"{start}\r\n{''.join(lines)}{more}\r\n{body}"


def request(**changes: str | None) -> Request:
    message = parse(text(**changes))
    assert isinstance(message, Request)
    return message


def refusal(data: str | bytes) -> int:
    with pytest.raises(ProtocolError) as refused:
        parse(data)
    return refused.value.status


@pytest.mark.parametrize("example", load("rfc3261_sec24.json") + load("rfc7118_examples.json"))
def test_the_rfcs_own_examples_are_read_and_written(example: dict[str, Any]) -> None:
    message = parse(example["wire"])
    assert parse(str(message)) == message
    assert all(contact.uri.is_sip for contact in message.contacts)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (text(Via="SIP/2.0/UDP 192.0.2.15;;,;,,"), 400),  # badinv01
        (text(To='"Mr. J. User <sip:j.user@example.com>'), 400),  # quotbal
        (text(more="Content-Length: -999\r\n"), 400),  # ncl
        (text(more="Content-Length: 2\r\nl: 1\r\n", body="ab"), 400),  # mcl01
        (text(CSeq="36893488147419103232 INVITE"), 400),  # scalar02
        (text("INVITE sip:u@e?Route=%3Csip:x%3E SIP/2.0"), 400),  # escruri
        (text(Call_ID=None, From=None, To=None), 400),  # insuf
        (text(more="CSeq: 59 INVITE\r\n"), 400),  # multi01
        (text(more="Max-Forwards: 1\r\nMax-Forwards: 5\r\n"), 400),
        (text("INVITE sip:2001:db8::10 SIP/2.0"), 400),  # RFC 5118 section 4.2
        (text(more="Content-Length: 4294967328\r\n"), 400),
        (text(more="Content-Length: 3\r\n", body="ab"), 400),
        (text(more="Content-Length: 0x0\r\n"), 400),
        (text(more="Content-Length:\r\n"), 400),
        (text(From="/"), 400),
        (text(From='"\\" <sip:a@b>'), 400),
        (text(CSeq="abcdefg"), 400),
        (text("INVITE sip:b@x SIP/3.0"), 505),
        (text("INVITE sip:b@x HTTP/1.1"), 400),
        (text()[:-2], 400),
    ],
)
def test_what_makes_a_request_unusable_is_refused_with_an_answer(data: str, status: int) -> None:
    assert refusal(data) == status
    salvaged = salvage(data)
    assert salvaged is not None
    answer = respond(salvaged, status, to_tag="t")
    assert answer.headers.get("CSeq")
    assert answer.headers.all("Via") == Headers.parse(data.replace("\r\n", "\n")).all("Via")


@pytest.mark.parametrize(
    "start",
    [
        "SIP/2.0 4294967301 better not break",
        "SIP/2.0 099 x",
        "SIP/2.0 700 x",
        "SIP/2.0 20",
        "SIP/2.0",
        "SIP/7.0 200 OK",
    ],
)
def test_responses_with_a_bad_status_line_are_refused_and_never_answered(start: str) -> None:
    assert refusal(text(start)) in (400, 505)
    assert salvage(text(start)) is None


@pytest.mark.parametrize("name", ["Via", "From", "To", "Call_ID", "CSeq"])
@pytest.mark.parametrize("value", [None, ""])
def test_the_mandatory_headers_are_demanded(name: str, value: str | None) -> None:
    assert refusal(text(**{name: value})) == 400


@pytest.mark.parametrize(
    "line",
    ["Via: x", "Contact: ;;;;", "Expires: soon", "Date: never", "Alert-Info:", "a line", ":"],
)
def test_malformed_headers_that_are_not_needed_are_ignored(line: str) -> None:
    message = parse(text(more=f"{line}\r\n"))
    assert (message.contacts, message.expires) == ([], None)


def test_any_reason_phrase_is_read() -> None:
    words = "= 2**3 * 5**2 но сто [девяносто девять]"
    for start, reason in [(f"200 {words}", words), ("100 ", ""), ("100", "")]:
        message = parse(text(f"SIP/2.0 {start}"))
        assert isinstance(message, Response)
        assert message.reason == reason


@pytest.mark.parametrize(
    "data",
    [
        text().replace("\r\n", "\n"),
        "\r\n\r\n" + text(),
        text().encode(),
        text("INVITE sip:b@x sip/2.0"),
    ],
)
def test_line_ends_blank_lines_and_binary_frames_do_not_matter(data: str | bytes) -> None:
    assert parse(data) == request()


def test_octets_behind_the_body_are_dropped() -> None:
    assert parse(text(more="Content-Length: 3\r\n", body="äbc")).body == "äb"
    assert parse(text(more="Content-Length: 1\r\n", body="äbc")).body == "\udcc3"


def test_without_content_length_the_body_is_the_rest() -> None:
    assert parse(text(body="a\r\n\r\nb")).body == "a\r\n\r\nb"


def test_octets_that_are_not_utf_8_come_out_as_they_went_in() -> None:
    frame = (
        text(more="Subject: #\r\n", body="#")
        .replace("#", "\udcff")
        .encode(errors="surrogateescape")
    )
    message = parse(frame)
    assert str(message).encode(errors="surrogateescape").endswith(b"Content-Length: 1\r\n\r\n\xff")
    assert parse(str(message)) == message


def test_text_that_cannot_be_utf_8_is_refused() -> None:
    assert refusal(text(more="Subject: \ud800\r\n")) == 400
    assert salvage(text(more="Subject: \ud800\r\n")) is None


@pytest.mark.parametrize(("body", "length"), vectors("content_length_of"))
def test_content_length_counts_octets_and_comes_last(body: str, length: int) -> None:
    headers = Headers([("Content-Length", "77"), *INVITE.items()])
    lines, _, rest = str(Response(200, "OK", headers, body)).partition("\r\n\r\n")
    assert lines.count("Content-Length") == 1
    assert lines.endswith(f"\r\nContent-Length: {length}")
    assert rest == body


def test_values_are_read_when_asked_for() -> None:
    message = parse(
        text(more='m: *\r\nContact: "x, y" <sip:a@b>, sip:c@d;q=1\r\nExpires: 99999999999\r\n')
    )
    assert [str(contact.uri) for contact in message.contacts] == ["sip:a@b", "sip:c@d"]
    assert message.expires == 2**32 - 1
    assert message.max_forwards is None
    assert message.via.host == "a.invalid"
    assert message.from_ == NameAddr("A", Uri.parse("sip:a@x"), {"tag": "1"})
    assert message.call_id == "c@x"
    assert (message.content_type, message.sdp) == ("", None)


@pytest.mark.parametrize(
    ("content_type", "body", "sdp"),
    [
        ("application/sdp", "v=0\r\n", "v=0\r\n"),
        ("Application/SDP ; charset=utf-8", "v=0\r\n", "v=0\r\n"),
        ("application\r\n /\tsdp", "v=0\r\n", "v=0\r\n"),
        ("application/sdp", "", None),
        ("text/plain", "v=0\r\n", None),
        ("multipart/mixed", "--b\r\nc: application/sdp\r\n\r\nv=0\r\n--b--", None),
        ("multipart/mixed;boundary=b", "--b\r\nc: application/sdp\r\n\r\nv=0\r\n--b--", "v=0\r\n"),
        ('multipart/mixed;boundary="b c"', "--b c\nC: application/sdp\n\nv=0\n--b c--", "v=0\r\n"),
        (
            "multipart/mixed;boundary=b",
            "pre\r\n--b\r\n\r\nx\r\n--b\r\nc: application/sdp\r\n\r\nv=0\r\n",
            "v=0\r\n",
        ),
        ("multipart/mixed;boundary=b", "v=0", None),
        ("multipart/mixed;boundary=", "--\r\nc: application/sdp\r\n\r\nv=0\r\n", None),
        ('multipart/mixed;boundary="', "--\r\nc: application/sdp\r\n\r\nv=0\r\n", None),
    ],
)
def test_the_session_description_is_found(content_type: str, body: str, sdp: str | None) -> None:
    assert parse(text(more=f"c: {content_type}\r\n", body=body)).sdp == sdp


def test_a_response_copies_what_tells_whose_it_is() -> None:
    asked = request(Record_Route="<sip:p;lr>", Timestamp="54", Max_Forwards="70")
    response = respond(asked, 486, to_tag="t", headers=[("Retry-After", "5")])
    assert (response.status, response.reason, response.body) == (486, "Busy Here", "")
    assert response.headers.items() == [
        *((name, value) for name, value in INVITE.items() if name in ("Via", "From")),
        ("To", "<sip:b@x>;tag=t"),
        ("Call-ID", "c@x"),
        ("CSeq", "1 INVITE"),
        ("Retry-After", "5"),
    ]


def test_a_response_may_have_a_body_and_words_of_its_own() -> None:
    response = respond(request(), 200, "Fine", body="v=0\r\n")
    assert (response.reason, response.content_type, response.sdp) == (
        "Fine",
        "application/sdp",
        "v=0\r\n",
    )


def test_a_tag_is_added_only_where_there_is_none() -> None:
    assert respond(request(To="<sip:b@x>;tag=o"), 200, to_tag="t").to.tag == "o"
    assert respond(request(To="sip:b@x"), 200, to_tag="t").to.tag == "t"
    assert respond(request(), 200).to.tag is None


def test_trying_has_the_timestamp_and_no_tag() -> None:
    response = respond(request(Timestamp="54"), 100, to_tag="t")
    assert response.headers.get("Timestamp") == "54"
    assert response.to.tag is None


def test_all_vias_go_back_in_their_order() -> None:
    asked = request(Via="SIP/2.0/WSS a, SIP/2.0/UDP b", v="SIP/2.0/TCP c", VIA="SIP/2.0/TCP c")
    assert [via.host for via in respond(asked, 200).vias] == ["a", "b", "c", "c"]


def test_of_what_must_be_there_once_a_refusal_has_the_first() -> None:
    salvaged = salvage(text(more="CSeq: 2 BYE\r\nf: sip:x@y\r\nTo: sip:x@y\r\nCall-ID: z\r\n"))
    assert salvaged is not None
    answer = parse(str(respond(salvaged, 400, to_tag="t")))
    assert (answer.cseq, answer.call_id, answer.to.tag) == (CSeq(1, "INVITE"), "c@x", "t")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "\r\n\r\n",
        "x",
        text("ACK sip:b@x SIP/3.0", CSeq="1 ACK"),
        text("SIP/2.0 999 x"),
        text("a@b c"),
        text(Via=None),
        text(Via="x"),
        text(CSeq=None),
        text(CSeq=""),
    ],
)
def test_what_cannot_be_answered_is_not_salvaged(data: str) -> None:
    assert refusal(data) == 400 or data.startswith("ACK")
    assert salvage(data) is None


def test_a_copy_has_headers_of_its_own() -> None:
    original = request()
    assert original.cseq.number == 1
    copy = original.copy()
    assert copy == original
    copy.headers.set("CSeq", "2 INVITE")
    assert (copy.cseq.number, original.cseq.number) == (2, 1)
    assert copy != original


# --- Retry-After ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("18", 18.0),
        ("18000;duration=3600", 3600.0),
        ("120 (I'm in a meeting)", 120.0),
        ("99999999999999999999999", 3600.0),
        ("0", None),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read(text: str, seconds: float | None) -> None:
    response = Response(503, "Busy", Headers([("Retry-After", text)]))
    assert response.retry_after == seconds


@given(st.text())
def test_any_retry_after_is_bounded(text: str) -> None:
    if not set(text) & set("\r\n"):
        response = Response(503, "Busy", Headers([("Retry-After", text)]))
        assert 0 < (response.retry_after or 1) <= 3600
