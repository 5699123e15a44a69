"""Messages that nobody wrote by hand: round trips, other spellings, and damage."""

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


FOLD = st.sampled_from([" ", "", "\t", "  ", "\r\n ", " \r\n\t", "\n "])
SHORT = {"Via": "v", "From": "f", "To": "t", "Call-ID": "i", "Content-Type": "c", "Subject": "s"}


@st.composite
def rewritten(draw: st.DrawFn, lines: list[tuple[str, str]]) -> str:
    """The same headers by other rules of the grammar: case, compact names, blanks, folds."""
    written = []
    for name, value in lines:
        spelt = draw(st.sampled_from([name, name.upper(), name.lower(), SHORT.get(name, name)]))
        blanks = draw(st.sampled_from(["", " ", "\t "]))
        value = "".join(draw(FOLD) or " " if char == " " else char for char in value)
        written.append(f"{spelt}{blanks}:{draw(FOLD)}{value}{draw(FOLD.filter(str.isspace))}\r\n")
    return "".join(written)


@given(st.data(), st.sampled_from(["\r\n", "\n"]), st.sampled_from(["", "\r\n", "\r\n\r\n"]))
def test_however_it_is_written_a_message_means_the_same(
    data: st.DataObject, end: str, before: str
) -> None:
    lines = [*INVITE.items(), ("Subject", "a b"), ("Content-Type", "application/sdp")]
    head = data.draw(rewritten(lines))
    odd = parse(f"{before}INVITE sip:b@x SIP/2.0\r\n{head}\r\nv=0".replace("\r\n", end))
    plain = Request("INVITE", Uri.parse("sip:b@x"), Headers(lines), "v=0")
    assert (odd.via, odd.from_, odd.to, odd.cseq) == (plain.via, plain.from_, plain.to, plain.cseq)
    assert (odd.call_id, odd.sdp) == (plain.call_id, plain.sdp)
    assert odd.headers.get("Subject", "").split() == ["a", "b"]
    assert parse(str(odd)) == odd
