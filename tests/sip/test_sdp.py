"""Session descriptions: the examples of the RFCs, browser-shaped texts, and hostile ones."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip import sdp
from sipwidget.sip.errors import ProtocolError
from tests.conformance.load import load


def text(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in ("v=0", "o=- 17 2 IN IP4 127.0.0.1", "s=-", *lines))


OFFER_3264 = text(  # the shape of RFC 3264 section 10.1
    "c=IN IP4 host.anywhere.com",
    "m=audio 49170 RTP/AVP 0",
    "m=video 51372 RTP/AVP 31",
    "m=video 53000 RTP/AVP 32",
)
BROWSER = (
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 110 126",
    "c=IN IP4 0.0.0.0",
    "a=rtcp:9 IN IP4 0.0.0.0",
    "a=mid:0",
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "a=rtpmap:110 telephone-event/48000",
    "a=rtpmap:126 telephone-event/8000",
)
MDNS = "a=candidate:1 1 udp 2113937151 5d21.local 50001 typ host generation 0"
TCP = "a=candidate:1 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active"
HOST = "a=candidate:2 1 udp 2122260223 192.0.2.7 50002 typ host generation 0"
SECOND = "a=candidate:3 1 udp 2122260222 192.0.2.8 50003 typ host generation 0"


def test_the_fields_of_a_browser_s_offer() -> None:
    description = sdp.parse(text("a=group:BUNDLE 0", *BROWSER))
    assert (description.origin_user, description.session_id) == ("-", "17")
    assert (description.session_version, description.session_name) == ("2", "-")
    assert description.attributes == (("group", "BUNDLE 0"),)
    (media,) = description.media
    assert (media.kind, media.port, media.protocol) == ("audio", 9, "UDP/TLS/RTP/SAVPF")
    assert media.formats == ("111", "0", "110", "126")
    assert media.connection == "0.0.0.0"
    assert sdp.attribute(media.attributes, "mid") == "0"
    assert sdp.attribute(media.attributes, "rtcp-mux") == ""
    assert sdp.attribute(media.attributes, "setup") is None


def test_what_the_session_says_holds_for_media_that_say_nothing() -> None:
    description = sdp.parse(
        text(
            "c=IN IP4 224.2.17.12/127",
            "a=recvonly",
            "m=audio 49170/2 RTP/AVP 0",
            "m=video 51372 RTP/AVP 99",
            "c=IN IP6 2001:db8::2",
            "a=sendonly",
        )
    )
    audio, video = description.media
    assert (audio.port, audio.connection, audio.direction) == (49170, "224.2.17.12", "recvonly")
    assert (video.port, video.connection, video.direction) == (51372, "2001:db8::2", "sendonly")


def test_only_a_whole_word_is_a_direction() -> None:
    lines = ("m=audio 4000 RTP/AVP 0", "a=sendonlyish", "a=inactive ", "a=sendonly")
    assert sdp.parse(text(*lines)).media[0].direction == "inactive"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_line_end_and_missing_or_unknown_lines_are_read(end: str) -> None:
    description = sdp.parse(f"x=?{end}m=audio 4000 RTP/AVP 0 8{end}nonsense{end}a=sendonly")
    assert description.session_id == ""
    assert description.media[0].formats == ("0", "8")
    assert description.media[0].direction == "sendonly"


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "<html>no</html>",
        text(),
        text("m="),
        text("m=audio"),
        text("m=audio 4000"),
        text("m=audio 99999 RTP/AVP 0"),
        text("m=audio \u0664 RTP/AVP 0"),
        text("m=audio 4000 RTP/AVP"),
        text("m=audio 4000 RTP/AVP 128"),
        text("m=audio 4000 UDP/TLS/RTP/SAVPF 0 4294967296"),
        text("m=audio 4000 RTP/AVP pcmu"),
        text("m=audio 4000 RTP/AVP 0", "a=fmtp:0 a\0b"),
        text("m=audio 4000 RTP/AVP 0") + "\0",
        text(f"m={'a' * (sdp.MAX_WORD + 1)} 4000 RTP/AVP 0"),
        text(f"m=audio 4000 {'a' * (sdp.MAX_WORD + 1)} 0"),
        text(f"c=IN IP4 {'1' * (sdp.MAX_WORD + 1)}", "m=audio 4000 RTP/AVP 0"),
        text("m=audio 4000 RTP/AVP 0", f"c=IN IP4 {'1' * (sdp.MAX_WORD + 1)}"),
        text(*["m=audio 0 RTP/AVP 0"] * (sdp.MAX_MEDIA + 1)),
        text("m=audio 0 RTP/AVP 0", *["a=x"] * sdp.MAX_SDP_LINES),
    ],
)
def test_what_no_call_can_be_made_of_is_answered_488(broken: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        sdp.parse(broken)
    assert caught.value.status == 488


@pytest.mark.parametrize(
    "line",
    [
        "audio 0 RTP/AVP",
        "audio 0 RTP/AVP x",
        "audio 9 rtp/avp 0 127",
        "image 9 udptl t38",
        "application 9 UDP/DTLS/SCTP webrtc-datachannel",
        f"x 9 {'a' * sdp.MAX_WORD} y",
    ],
)
def test_other_formats_are_read_where_they_may_stand(line: str) -> None:
    (media,) = sdp.parse(text(f"m={line}")).media
    assert media.formats == tuple(line.split()[3:])


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        (("m=audio 4000 RTP/AVP 0",), False),
        (("m=audio 4000 RTP/AVP 0", "a=sendonly"), True),
        (("m=audio 4000 RTP/AVP 0", "a=inactive"), True),
        (("m=audio 4000 RTP/AVP 0", "a=recvonly"), False),
        (("c=IN IP4 0.0.0.0", "m=audio 4000 RTP/AVP 0"), True),
        (("c=IN IP4 0.0.0.0", "m=audio 9 RTP/AVP 0"), False),
        (("a=sendonly", "m=audio 4000 RTP/AVP 0", "m=audio 0 RTP/AVP 0", "a=sendrecv"), True),
        (("m=audio 4000 RTP/AVP 0", "a=sendonly", "m=audio 4002 RTP/AVP 0"), False),
        (("m=audio 4000 RTP/AVP 0", "m=video 4002 RTP/AVP 31", "a=inactive"), False),
        (("m=audio 4000 RTP/AVP 0", "a=inactive", "m=video 4002 RTP/AVP 31"), True),
        (("m=audio 0 RTP/AVP 0", "m=video 4002 RTP/AVP 31", "a=inactive"), True),
        (("m=audio 0 RTP/AVP 0", "a=inactive"), False),
    ],
)
def test_hold_is_when_no_active_audio_wants_to_hear_us(lines: tuple[str, ...], held: bool) -> None:
    assert sdp.held(sdp.parse(text(*lines))) is held


@pytest.mark.parametrize(
    ("line", "direction", "flows"),
    [
        ("m=video 9 RTP/AVP 31", "a=sendrecv", True),
        ("m=VIDEO 9 RTP/AVP 31", "a=sendonly", True),
        ("m=video 9 RTP/AVP 31", "a=inactive", False),
        ("m=video 0 RTP/AVP 31", "a=sendrecv", False),
        ("m=audio 9 RTP/AVP 0", "a=sendrecv", False),
    ],
)
def test_video_needs_a_port_and_a_direction(line: str, direction: str, flows: bool) -> None:
    assert sdp.has_video(sdp.parse(text(line, direction))) is flows


def test_telephone_events_are_those_of_the_m_line() -> None:
    (media,) = sdp.parse(text(*BROWSER, "a=rtpmap:99 telephone-event/16000", "a=rtpmap")).media
    assert sdp.telephone_events(media) == {"110": 48000, "126": 8000}
    (plain,) = sdp.parse(text("m=audio 9 RTP/AVP 0", "a=rtpmap:0 PCMU/8000")).media
    assert sdp.telephone_events(plain) == {}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (("m=audio 1 RTP/AVP 0", "m=video 0 RTP/AVP 31", "m=video 2 RTP/AVP 32"), None),
        (("m=audio 1 RTP/AVP 0",), "3 m= lines were offered, 1 answered"),
        (("m=audio 1 RTP/AVP 0", "m=audio 0 RTP/AVP 0", "m=video 2 RTP/AVP 32"), "m= line 2"),
    ],
)
def test_an_answer_has_the_m_lines_of_its_offer(answer: tuple[str, ...], problem: str) -> None:
    found = sdp.answer_fits(sdp.parse(OFFER_3264), sdp.parse(text(*answer)))
    assert found is None if problem is None else found is not None and found.startswith(problem)


def test_an_answer_cannot_open_what_was_offered_closed() -> None:
    offer, answer = text("m=video 0 RTP/AVP 31"), text("m=video 7 RTP/AVP 31")
    assert sdp.answer_fits(sdp.parse(offer), sdp.parse(answer)) is not None


def test_candidates_are_noticed() -> None:
    assert sdp.has_candidates(text(*BROWSER, MDNS))
    assert not sdp.has_candidates(text(*BROWSER, "a=x-candidate:1"))


@pytest.mark.parametrize("candidates", [(), (MDNS,), (MDNS, TCP)])
def test_without_a_candidate_to_name_the_address_is_the_loopback(candidates: list[str]) -> None:
    written = sdp.with_real_address(text(*BROWSER, *candidates))
    assert "0.0.0.0" not in written
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 111" in written
    assert "\r\nc=IN IP4 127.0.0.1\r\na=rtcp:9 IN IP4 127.0.0.1\r\n" in written


def test_the_first_host_candidate_gives_address_and_port() -> None:
    written = sdp.with_real_address(text(*BROWSER, MDNS, TCP, HOST, SECOND))
    assert "\r\nm=audio 50002 UDP/TLS/RTP/SAVPF 111" in written
    assert "\r\nc=IN IP4 192.0.2.7\r\na=rtcp:50002 IN IP4 192.0.2.7\r\n" in written


def test_a_bundled_section_takes_the_candidate_of_the_first() -> None:
    video = ("m=video 9 UDP/TLS/RTP/SAVPF 96", "c=IN IP4 0.0.0.0")
    written = sdp.with_real_address(text(*BROWSER, HOST, *video))
    assert written.endswith("\r\nm=video 50002 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 192.0.2.7\r\n")


def test_the_session_s_address_counts_for_a_section_without_one() -> None:
    written = sdp.with_real_address(text("c=IN IP4 0.0.0.0", "m=audio 9 RTP/AVP 0", HOST))
    assert "\r\nc=IN IP4 192.0.2.7\r\nm=audio 50002 RTP/AVP 0\r\n" in written


def test_a_refused_stream_stays_refused_and_a_real_address_stays() -> None:
    refused = text("m=video 0 RTP/AVP 31", "c=IN IP4 0.0.0.0", HOST)
    assert "m=video 0 " in sdp.with_real_address(refused)
    real = text("c=IN IP4 198.51.100.1", "m=audio 9 RTP/AVP 0", HOST)
    assert sdp.with_real_address(real) == real


def test_line_ends_stay_as_they_are() -> None:
    assert sdp.with_real_address("m=audio 9 X\nc=IN IP4 0.0.0.0\n").count("\r") == 0


LINES = st.one_of(
    st.sampled_from([*BROWSER, MDNS, TCP, HOST, SECOND, "c=IN IP4 0.0.0.0", "a=sendonly", "m="]),
    st.text(max_size=20),
    st.from_regex(r"\A[acmo]=[ -~]{0,20}\Z"),
)
TEXTS = st.builds("".join, st.lists(st.builds("{}{}".format, LINES, st.sampled_from("\r\n"))))


@given(st.one_of(st.text(), TEXTS))
def test_reading_raises_nothing_but_protocol_errors(hostile: str) -> None:
    try:
        description = sdp.parse(hostile)
    except ProtocolError:
        return
    assert sdp.held(description) in (True, False)
    assert sdp.has_video(description) in (True, False)
    assert all(sdp.telephone_events(m).keys() <= set(m.formats) for m in description.media)
    assert sdp.answer_fits(description, description) is None


@given(TEXTS)
def test_writing_the_address_twice_is_writing_it_once(lines: str) -> None:
    written = sdp.with_real_address(lines)
    assert sdp.with_real_address(written) == written
    assert "\nc=IN IP4 0.0.0.0\r" not in written
    assert len(re.split("\r\n|\r|\n", written)) == len(re.split("\r\n|\r|\n", lines))


def vectors(op: str) -> list[Any]:
    return [pytest.param(v, id=v["id"]) for v in load("sdp.json") if v["op"] == op]


@pytest.mark.parametrize("vector", vectors("parse_sdp"))
def test_shared_vectors(vector: Any) -> None:
    description, expect = sdp.parse(vector["input"]), vector["expect"]
    assert expect.get("remote_hold", sdp.held(description)) == sdp.held(description)
    assert expect.get("session_name", description.session_name) == description.session_name
    assert len(expect["media"]) == len(description.media)
    for wanted, media in zip(expect["media"], description.media, strict=True):
        assert wanted["kind"] == media.kind
        assert wanted["port"] == media.port
        assert wanted["proto"] == media.protocol
        assert wanted["fmts"] == list(media.formats)
        assert wanted["direction"] == media.direction
        assert wanted.get("connection", media.connection) == media.connection
        assert wanted.get("telephone_event", {}) == sdp.telephone_events(media)


@pytest.mark.parametrize("vector", vectors("offer_answer_check"))
def test_shared_offers_and_answers(vector: Any) -> None:
    offer, answer = (sdp.parse(vector["input"][key]) for key in ("offer", "answer"))
    assert (sdp.answer_fits(offer, answer) is None) == vector["expect"]["valid"]
