"""What crossed the socket, call by call, bounded and masked."""

from dataclasses import fields

import pytest

from sipwidget.phone.trace import CALLS, CHARACTERS, MESSAGES, TITLE, Candidate, Record
from tests.phone.bench import OFFER, SECOND_CALL, calling, ready, talking
from tests.steps import steps

CANDIDATES = (
    "a=candidate:1 1 UDP 2122 192.0.2.1 4000 typ host\r\n"
    "a=candidate:1 2 UDP 2122 192.0.2.1 4001 typ host\r\n"
    "a=candidate:2 1 udp 1686 203.0.113.9 4000 typ srflx raddr 192.0.2.1 rport 4000\r\n"
)


def call(number, method="INVITE", more=""):
    return (
        f"{method} sip:620@pbx.example SIP/2.0\r\nFrom: <sip:1001@pbx.example>;tag=a\r\n"
        f'To: "Door" <sip:620@pbx.example>\r\nCall-ID: {number}\r\nCSeq: 1 {method}\r\n\r\n{more}'
    )


def shown(conversation):
    return [(each.sent, each.title, each.about) for each in conversation.messages]


def test_a_call_is_its_messages_in_order_with_times():
    bench = talking()
    bench.now = 3.0
    bench.peer_does(lambda peer: peer.hang_up(bench.caller(), 3.0))
    (one,) = bench.phone.record.calls
    assert (one.party, one.outgoing) == ("620@pbx.example", True)
    assert shown(one) == [
        (True, "INVITE", ""),
        (False, "180 Ringing", "INVITE"),
        (False, "200 OK", "INVITE"),
        (True, "ACK", ""),
        (False, "BYE", ""),
        (True, "200 OK", "BYE"),
    ]
    assert [each.at for each in one.messages] == [0.0] * 4 + [3.0] * 2
    numbers = [each.number for each in one.messages]
    assert numbers == sorted(set(numbers))


def test_the_registration_stands_apart_from_the_calls():
    record = ready().phone.record
    assert record.calls == ()
    assert shown(record.rest) == [(True, "REGISTER", ""), (False, "200 OK", "REGISTER")]


def test_a_caller_is_named_by_its_from():
    bench = ready()
    bench.hear(SECOND_CALL)
    (one,) = bench.phone.record.calls
    assert (one.call_id, one.party, one.outgoing) == ("other", "621@pbx.example", False)


def test_a_session_that_was_heard_of_too_late_is_no_call():
    record = Record()
    record.add(call(1, "BYE"), 0, sent=False)
    assert (record.calls, len(record.rest.messages)) == ((), 1)


@pytest.mark.parametrize("blank", ["", "\r\n", "\r\n\r\n"])
def test_signs_of_life_are_not_kept(blank):
    record = Record()
    record.add(blank, 0, sent=True)
    assert record.rest.messages == ()


def test_a_frame_that_nobody_has_looked_at_is_not_read_yet():
    record, long = Record(), call(1, more="a=ice-pwd:secret\r\n" * 500)
    assert steps(lambda: record.add(long, 0, sent=True)) < 1.1 * len(long)
    assert steps(record.file) > 1.1 * len(long)


def test_frames_that_nobody_looks_at_are_bounded_as_well():
    record = Record()
    for number in range(3 * MESSAGES):
        record.add(call(number), 0, sent=True)
        assert len(record._unread) < MESSAGES


def test_the_oldest_call_is_forgotten():
    record = Record()
    for number in range(CALLS + 2):
        record.add(call(number), 0, sent=True)
    assert [each.call_id for each in record.calls] == [str(it + 2) for it in range(CALLS)]


def test_of_a_long_call_the_last_messages_are_kept():
    record = Record()
    for number in range(MESSAGES + 5):
        record.add(call(1), number, sent=True)
        record.add(call(number, "OPTIONS"), number, sent=True)
    (one,) = record.calls
    for kept in (one, record.rest):
        assert [kept.messages[0].at, len(kept.messages)] == [5, MESSAGES]


def test_a_long_message_is_cut_and_says_so():
    record = Record()
    record.add(call(1, more="x" * CHARACTERS), 0, sent=True)
    record.add(call(2, more="y"), 0, sent=True)
    long, short = (each.messages[0].text for each in record.calls)
    assert len(long) == CHARACTERS
    assert (long[-1], short[-1]) == ("…", "y")


def test_secrets_are_masked_before_anybody_sees_them():
    record = Record()
    record.add(call(1, more='a=ice-pwd:SECRET\r\nresponse="SECRET"'), 0, sent=True)
    record.add("password=SECRET", 0, sent=False)
    kept = [each for one in (*record.calls, record.rest) for each in one.messages]
    assert len(kept) == 2
    for each in kept:
        assert "SECRET" not in "".join(str(getattr(each, it.name)) for it in fields(each))


def test_garbage_has_the_start_of_its_first_line_as_its_title():
    record = Record()
    record.add("<html>" + "x" * 200 + "\n<body>", 0, sent=False)
    (one,) = record.rest.messages
    assert one.title == ("<html>" + "x" * 200)[:TITLE]


def test_candidates_are_those_of_one_side_each_once():
    record = Record()
    record.add(call(1, more=OFFER + CANDIDATES), 0, sent=True)
    record.add(call(1, more=OFFER + CANDIDATES), 0, sent=True)
    (one,) = record.calls
    assert one.candidates(sent=False) == ()
    assert one.candidates(sent=True) == (
        Candidate("host", "udp", "192.0.2.1", "4000"),
        Candidate("srflx", "udp", "203.0.113.9", "4000"),
    )


def test_compact_forms_are_read():
    record = Record()
    record.add(
        "INVITE sip:a@b SIP/2.0\r\nf: <sip:621@b>\r\nt: <sip:a@b>\r\ni: 7\r\n\r\n",
        0,
        sent=False,
    )
    assert [(each.call_id, each.party) for each in record.calls] == [("7", "621@b")]


def test_ringing_calls_are_there_at_once():
    assert len(calling().phone.record.calls) == 1
