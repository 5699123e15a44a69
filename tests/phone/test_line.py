from dataclasses import replace

import pytest

from sipwidget.phone.line import Line, Stage, answers, holds, offers_video, sends_video
from sipwidget.phone.model import Call, CallState
from tests.phone.bench import HOLD, OFFER, VIDEO

CALL = Call("c1", CallState.OUTGOING, "Door", "620@pbx.example")
EVENTS = f"{OFFER.replace('AVP 0', 'AVP 0 101')}a=rtpmap:101 telephone-event/8000\r\n"
UNUSED = EVENTS.replace("AVP 0 101", "AVP 0")


def test_a_description_that_cannot_be_read_neither_holds_nor_shows() -> None:
    assert [holds(text) for text in ("none", HOLD)] == [False, True]
    assert [offers_video(text) for text in ("none", OFFER + VIDEO)] == [False, True]


@pytest.mark.parametrize(
    ("ours", "theirs", "sent"),
    [
        ("sendrecv", "sendrecv", True),
        ("sendonly", "recvonly", True),
        ("sendrecv", "sendonly", False),
        ("recvonly", "sendrecv", False),
        ("inactive", "inactive", False),
    ],
)
def test_our_picture_is_sent_where_both_ends_say_so(ours: str, theirs: str, sent: bool) -> None:
    one, other = (f"{OFFER}{VIDEO}a={way}\r\n" for way in (ours, theirs))
    assert sends_video(one, other) is sent
    assert not sends_video(one, other.replace("4002", "0"))
    assert not sends_video("none", other)


def test_an_answer_has_what_was_offered() -> None:
    assert answers(HOLD, OFFER)
    assert not answers(OFFER + VIDEO, OFFER)
    assert not answers("none", OFFER)


@pytest.mark.parametrize(
    ("ours", "theirs", "agreed"),
    [
        (EVENTS, EVENTS, True),
        (EVENTS, OFFER, False),
        (OFFER, EVENTS, False),
        (EVENTS, UNUSED, False),
        (EVENTS, EVENTS.replace("m=audio 4000", "m=audio 0"), False),
        (EVENTS, EVENTS.replace("m=audio", "m=video"), False),
        (EVENTS, "none", False),
    ],
)
def test_tones_are_events_where_both_ends_have_them_in_a_stream(
    ours: str, theirs: str, agreed: bool
) -> None:
    assert Line(CALL, Stage.TALKING, ours=ours, theirs=theirs).agreed_on_events is agreed


@pytest.mark.parametrize(
    ("now", "seconds"), [(100.2, 0), (101.1, 0), (101.2, 1), (101.9, 1), (3700.2, 3600)]
)
def test_how_long_a_call_stands_is_counted_in_whole_seconds(now: float, seconds: int) -> None:
    line = Line(CALL, Stage.TALKING, since=100.2)
    line.update(now)
    assert line.call.seconds == seconds
    assert line.next_second() == 100.2 + seconds + 1


def test_before_it_stands_nothing_is_counted() -> None:
    line = Line(CALL, Stage.CALLING)
    line.update(5.0)
    assert (line.call.seconds, line.next_second()) == (None, None)


@pytest.mark.parametrize("stage", Stage)
def test_tones_need_a_session_be_it_an_early_one(stage: Stage) -> None:
    line = Line(CALL, stage)
    assert line.takes_tones is (stage is Stage.TALKING)
    assert replace(line, theirs=OFFER).takes_tones is (stage in (Stage.TALKING, Stage.CALLING))
