"""Messages that nobody wrote by hand: round trips and damage."""

from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request, Response, parse, respond, salvage
from sipwidget.sip.uri import Uri
from tests.conformance.test_torture import FRAMES
from tests.sip.test_message import BODY, EXTRA, INVITE, LINE, text


@given(EXTRA, BODY, st.sampled_from(["sip:a@b", "sips:[::1]:5;lr", "tel:1", "sip:ä@b_c;x=%41"]))
def test_a_request_is_read_as_it_was_written(
    extra: list[tuple[str, str]], body: str, uri: str
) -> None:
    message = Request("INVITE", Uri.parse(uri), Headers([*INVITE.items(), *extra]), body)
    assert parse(str(message)) == message
    assert parse(str(message).encode()) == message


@given(EXTRA, BODY, st.integers(100, 699), LINE)
def test_a_response_is_read_as_it_was_written(
    extra: list[tuple[str, str]], body: str, status: int, reason: str
) -> None:
    message = Response(status, reason, Headers([*INVITE.items(), *extra]), body)
    assert parse(str(message)) == message


def read_all(data: str | bytes) -> None:
    """Everything that may be done with what came, as the user agent does it."""
    try:
        message = parse(data)
    except ProtocolError as error:
        salvaged = salvage(data)
        if salvaged:
            str(respond(salvaged, error.status, to_tag="t"))
        return
    _ = message.contacts, message.sdp, message.expires, message.max_forwards, repr(message)
    assert parse(str(message)) == message
    if isinstance(message, Request):
        parse(str(respond(message, 200, to_tag="t", body="x")))


@given(st.text() | st.binary())
def test_nothing_that_comes_raises_another_error(data: str | bytes) -> None:
    read_all(data)


@given(st.sampled_from(FRAMES), st.integers(0, 5000), st.integers(0, 30), st.binary(max_size=30))
def test_no_damage_to_a_message_raises_another_error(
    frame: bytes, place: int, length: int, damage: bytes
) -> None:
    place %= len(frame)
    damaged = frame[:place] + damage + frame[place + length :]
    read_all(damaged)
    read_all(damaged.decode(errors="replace"))


@given(
    st.lists(st.sampled_from(['"', "<", ">", ";", ",", ":", " ", "\r\n", "%", "\\", "@", "a", "="]))
)
def test_no_punctuation_in_a_header_raises_another_error(pieces: list[str]) -> None:
    junk = "".join(pieces)
    for name in INVITE:
        read_all(text(**{name.replace("-", "_"): INVITE[name] + junk}))
    read_all(text(more=f"Contact: {junk}\r\nc: multipart/mixed{junk}\r\n", body=junk))
