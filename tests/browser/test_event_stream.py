import json
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.browser.event_stream import MAX_LENGTH, EventStream, StreamEvent, item_command
from tests.steps import steps

LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)
EVENTS = st.lists(
    st.builds(
        lambda name, lines: StreamEvent(name, "\n".join(lines)),
        LINES.filter(bool),
        st.lists(LINES, min_size=1, max_size=3),
    ),
    max_size=4,
)


def received(octets: bytes, *cuts: int) -> list[StreamEvent]:
    """The events of these bytes, cut at these places."""
    stream = EventStream()
    places = [0, *sorted(cuts), len(octets)]
    parts = [octets[start:end] for start, end in pairwise(places)]
    return [event for part in parts for event in stream.receive(part)]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("data: a\n\n", [("message", "a")]),
        ("event: alive\ndata: {}\n\n", [("alive", "{}")]),
        ("data:a\ndata: b\ndata\n\n", [("message", "a\nb\n")]),
        ("data:  two spaces\n\n", [("message", " two spaces")]),
        ("\ufeffdata: a\n\n", [("message", "a")]),
        (": a comment\nid: 1\nretry: 5\nnonsense\ndata: a\n\n", [("message", "a")]),
        ("data\n\n", [("message", "")]),
        ("event: x\n\ndata: a\n\n", [("message", "a")]),
        ("data: a\r\rdata: b\r\n\r\n", [("message", "a"), ("message", "b")]),
        ("\n\n", []),
        ("data: never ended\n", []),
        ("Data: a\n data: b\n\n", []),
    ],
)
def test_a_stream_is_read_as_the_standard_says(text: str, events: list[tuple[str, str]]) -> None:
    assert received(text.encode()) == [StreamEvent(*event) for event in events]


@given(EVENTS, st.sampled_from(["\n", "\r\n", "\r"]), st.lists(st.integers(0, 200), max_size=5))
def test_what_was_written_is_read_wherever_it_is_cut(
    events: list[StreamEvent], end: str, cuts: list[int]
) -> None:
    lines = []
    for event in events:
        lines += [f"event: {event.name}", *(f"data: {each}" for each in event.data.split("\n")), ""]
    octets = "".join(line + end for line in lines).encode()
    assert received(octets, *(min(cut, len(octets)) for cut in cuts)) == events


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=5))
def test_no_bytes_raise_and_no_cut_matters(octets: bytes, cuts: list[int]) -> None:
    assert received(octets, *(min(cut, len(octets)) for cut in cuts)) == received(octets)


def test_an_event_is_told_as_soon_as_its_last_line_has_ended() -> None:
    stream = EventStream()
    assert stream.receive(b"data: a\r\n\r") == [StreamEvent("message", "a")]
    assert stream.receive(b"\ndata: b\r\r") == [StreamEvent("message", "b")]


@pytest.mark.parametrize(
    "long",
    [
        "data: " + MAX_LENGTH * "x",
        ": " + MAX_LENGTH * "x",
        "data: a" + "\ndata: b" * (MAX_LENGTH // 2),
        "data: a" + "\ndata" * MAX_LENGTH,
    ],
)
def test_an_event_with_too_much_in_it_is_lost_and_the_next_is_not(long: str) -> None:
    octets = f"{long}\ndata: lost, too\n\ndata: heard\n\n".encode()
    assert received(octets) == [StreamEvent("message", "heard")]
    assert received(octets, 5, 70_000) == [StreamEvent("message", "heard")]


def test_a_line_and_an_event_at_the_limit_are_heard() -> None:
    line = (MAX_LENGTH - len("data:")) * "x"
    assert received(f"data:{line}\n\n".encode()) == [StreamEvent("message", line)]


def test_what_never_ends_is_not_kept() -> None:
    stream, octets = EventStream(), b"x" * 10_000
    tracemalloc.start()
    for _ in range(100):
        stream.receive(octets)
    kept, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 4 * MAX_LENGTH


@pytest.mark.parametrize("text", ["x", "data: x\n", "\n", "data: x\n\n", "\r"])
def test_twice_the_bytes_cost_twice_the_steps(text: str) -> None:
    def read(times: int) -> None:
        stream = EventStream()
        for _ in range(times):
            stream.receive(text.encode())

    assert steps(lambda: read(1000)) < 2.2 * steps(lambda: read(500))


def said(**changes: object) -> StreamEvent:
    payload = json.dumps({"type": "String", "value": "dial:620"})
    event = {"topic": "openhab/items/Door/command", "payload": payload, "type": "ItemCommandEvent"}
    return StreamEvent("message", json.dumps(event | changes))


def test_a_command_to_the_item_is_its_text() -> None:
    assert item_command(said(), "Door") == "dial:620"


@pytest.mark.parametrize(
    "event",
    [
        said(topic="openhab/items/Door2/command"),
        said(topic="openhab/items/Door/state"),
        said(topic=None),
        said(type="ItemStateChangedEvent"),
        said(payload="no JSON"),
        said(payload={"value": "dial:620"}),
        said(payload='{"value": 5}'),
        said(payload="[]"),
        StreamEvent("alive", said().data),
        StreamEvent("message", "no JSON"),
        StreamEvent("message", '["ItemCommandEvent"]'),
        StreamEvent("message", "[" * 60_000),
        StreamEvent("message", ""),
    ],
)
def test_anything_else_is_no_command(event: StreamEvent) -> None:
    assert item_command(event, "Door") is None


@given(st.recursive(st.none() | st.text(), st.lists) | st.dictionaries(st.text(), st.text()))
def test_no_json_raises(value: object) -> None:
    assert item_command(StreamEvent("message", json.dumps(value)), "Door") is None
