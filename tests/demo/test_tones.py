import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.tones import KEYS, OFFERED, EventReader, offered_tones, read_info, with_tones

STEP = 160  # ticks between the packets of an event, 20 ms at 8000 Hz
OFFER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 110 126\r\na=rtpmap:111 opus/48000/2\r\n"
    "a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n"
)


@dataclass(frozen=True)
class Packet:
    timestamp: int
    payload: bytes


def packet(key: str, timestamp: int, duration: int = STEP, *, end: bool = False) -> Packet:
    octets = bytes([KEYS.index(key), 0x8A if end else 0x0A]) + duration.to_bytes(2, "big")
    return Packet(timestamp % 2**32, octets)


def packets(key: str, timestamp: int, count: int) -> list[Packet]:
    """An event as it is sent: so many packets, and the last thrice with the end bit."""
    going = [packet(key, timestamp, STEP * (n + 1)) for n in range(count)]
    return going + [packet(key, timestamp, STEP * (count + 1), end=True)] * 3


def read(sent: list[Packet], source: int = 7) -> str:
    reader = EventReader()
    return "".join(reader.read(source, one.timestamp, one.payload) for one in sent)


def test_an_event_is_one_key_however_many_its_packets() -> None:
    assert read(packets("#", 1000, 8)) == "#"


def test_the_same_key_again_is_another_one() -> None:
    assert read(packets("1", 1000, 5) + packets("1", 5000, 5) + packets("#", 9000, 5)) == "11#"


@given(
    st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 30)), max_size=12),
    st.integers(0, 2**32 - 1),
    st.randoms(use_true_random=False),
)
def test_each_key_is_read_once_though_packets_are_lost_doubled_and_late(
    keys: list[tuple[str, int]], start: int, chance: random.Random
) -> None:
    sent: list[Packet] = []
    timestamp = start
    for key, count in keys:
        event = packets(key, timestamp, count)
        kept = sorted(chance.sample(range(len(event)), chance.randint(1, len(event))))
        sent += [event[n] for n in kept for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.5:  # of an earlier event, after a detour
            sent.append(chance.choice(sent))
        timestamp += STEP * (count + 2 + chance.randint(0, 400)) % 0xFFF0
    assert read(sent) == "".join(key for key, _ in keys)


def test_a_long_event_in_segments_is_one_key() -> None:
    """RFC 4733 section 2.5.1.3, as with a tone of two seconds at 48000 Hz."""
    first = [packet("5", 100, 48_000), packet("5", 100, 0xFFFF)]
    second = [packet("5", 100 + 0xFFFF, 30_000), packet("5", 100 + 0xFFFF, 30_465, end=True)]
    assert read(first + second) == "5"
    ended = [packet("5", 100, 0xFFFF), packet("5", 100, 0xFFFF, end=True)]
    assert read(ended + second) == "55"


def test_another_source_begins_anew() -> None:
    reader = EventReader()
    assert reader.read(1, 5000, packet("1", 0).payload) == "1"
    assert reader.read(2, 10, packet("2", 0).payload) == "2"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**32 - 1), st.binary(max_size=8))))
def test_any_payload_is_a_key_or_nothing(sent: list[tuple[int, int, bytes]]) -> None:
    reader = EventReader()
    for source, timestamp, payload in sent:
        key = reader.read(source, timestamp, payload)
        assert key == "" or (key in KEYS and len(key) == 1)


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("application/dtmf-relay", "Signal=#\r\nDuration=160\r\n", "#"),
        ("application/dtmf-relay", "signal = 5 \nDuration = 100", "5"),
        ("application/dtmf-relay", "Duration=160\r\nSignal=11", "#"),
        ("application/dtmf-relay", "Signal=d\r\n", "D"),
        ("application/dtmf", "*", "*"),
        ("application/dtmf", " 10\r\n", "*"),
        ("application/dtmf-relay", "Signal=\r\nDuration=160", ""),
        ("application/dtmf-relay", "Signal=16\r\n", ""),
        ("application/dtmf-relay", "", ""),
        ("application/dtmf", "12", ""),
        ("application/sdp", "#", ""),
    ],
)
def test_info_names_its_key(kind: str, body: str, key: str) -> None:
    assert read_info(kind, body) == key


@given(st.sampled_from(["application/dtmf-relay", "application/dtmf"]), st.text())
def test_any_body_is_a_key_or_nothing(kind: str, body: str) -> None:
    assert read_info(kind, body) in ("", *KEYS)


def test_the_offered_numbers_are_those_of_the_voice() -> None:
    assert offered_tones(OFFER) == {"110": 48_000, "126": 8000}
    assert offered_tones("v=0\r\nm=video 9 RTP/AVP 96\r\n") == offered_tones("nonsense") == {}


def test_a_description_gets_the_events_where_the_voice_is() -> None:
    bare = OFFER.replace(" 110 126\r\n", "\r\n").split("a=rtpmap:110")[0]
    told = with_tones(bare, OFFERED)
    assert offered_tones(bare) == {}
    assert offered_tones(told) == OFFERED
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 111 101\r\n" in told
    assert told.endswith("a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n")
    assert "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" in told
    assert with_tones(bare, {}) == bare
