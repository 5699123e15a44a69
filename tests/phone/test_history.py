"""What the history says of each call, and what a person does with it (N29)."""

import pytest

from sipwidget.phone.call_record import CallRecord, Direction, Outcome
from sipwidget.phone.device import Device
from sipwidget.phone.inputs import Clicked, Configured, Leaving, MediaFailed, OfferMade
from sipwidget.phone.model import Entry, Sheet
from tests.phone.bench import (
    CONFIG,
    OFFER,
    SECOND_CALL,
    Bench,
    answered,
    answering,
    calling,
    dialing,
    ready,
    ringing,
    talking,
)

IN, OUT = Direction.INCOMING, Direction.OUTGOING


def last(bench: Bench) -> CallRecord:
    return bench.log.records[0]


def cancelled(bench: Bench, reason: str = "") -> None:
    """620 gives up; the CANCEL may say why (RFC 3326)."""
    frames = bench.server.frames(bench.server.peer.hang_up(bench.caller(), bench.now))
    bench.hear(*(frame.replace("CSeq:", f"{reason}CSeq:", 1) for frame in frames))


def test_a_caller_who_gives_up_was_missed() -> None:
    bench = ringing()
    cancelled(bench)
    record = last(bench)
    assert (record.direction, record.outcome, record.seen) == (IN, Outcome.MISSED, False)
    assert (record.party, record.target, record.seconds) == ("Door", "620", 0)
    assert bench.phone.model.missed == 1


def test_a_call_that_was_answered_elsewhere_was_not_missed() -> None:
    """A21"""
    bench = ringing()
    cancelled(bench, 'Reason: SIP;cause=200;text="Call completed elsewhere"\r\n')
    assert last(bench).outcome is Outcome.ELSEWHERE
    assert bench.phone.model.missed == 0


def test_a_declined_call_was_not_missed() -> None:
    bench = ringing()
    bench.do(Clicked("decline", call=bench.call.id))
    assert last(bench).outcome is Outcome.DECLINED
    assert bench.phone.model.missed == 0


def test_a_page_that_is_left_while_it_rings_has_missed_the_call() -> None:
    bench = ringing()
    bench.do(Leaving())
    assert last(bench).outcome is Outcome.MISSED


def test_who_finds_us_busy_was_missed() -> None:
    bench = talking()
    bench.hear(SECOND_CALL)
    record = last(bench)
    assert (record.outcome, record.party, record.target) == (Outcome.MISSED, "Gate 621", "621")


def test_who_calls_while_we_dial_was_missed_once() -> None:
    bench = dialing()
    bench.hear(SECOND_CALL)
    assert [record.outcome for record in bench.log.records] == [Outcome.MISSED]


def test_who_was_not_to_disturb_was_missed() -> None:
    bench = ready()
    bench.do(Configured(CONFIG, device=Device(do_not_disturb=True)))
    bench.hear(SECOND_CALL)
    assert (last(bench).outcome, bench.phone.model.missed) == (Outcome.MISSED, 1)


def test_a_call_that_was_up_was_answered_and_lasted() -> None:
    bench = answered()
    bench.now += 65.5
    bench.peer_does(lambda peer: peer.hang_up(bench.caller(), bench.now))
    record = last(bench)
    assert (record.direction, record.outcome, record.seconds) == (IN, Outcome.ANSWERED, 65)
    assert record.at is not None
    assert record.at.isoformat() == "2026-11-29T11:58:55+01:00"


def test_a_call_of_ours_is_redialed_as_it_was_dialed() -> None:
    bench = talking()
    bench.do(Clicked("hangup", call=bench.call.id))
    record = last(bench)
    assert (record.direction, record.outcome) == (OUT, Outcome.ANSWERED)
    assert (record.party, record.target) == ("Door", "sip:620@pbx.example")


@pytest.mark.parametrize("began", [dialing, calling])
def test_a_call_of_ours_that_comes_to_nothing_has_failed(began) -> None:
    bench = began()
    bench.do(Clicked("hangup", call=bench.call.id))
    assert (last(bench).direction, last(bench).outcome) == (OUT, Outcome.FAILED)


def test_a_call_that_was_accepted_and_had_no_media_has_failed() -> None:
    bench = answering()
    bench.do(MediaFailed(bench.call.id, "codec"))
    assert (last(bench).direction, last(bench).outcome) == (IN, Outcome.FAILED)


def test_a_call_that_the_server_could_not_be_told_of_is_in_the_history_once() -> None:
    bench = dialing()
    call = bench.call.id
    bench.lose()
    bench.do(OfferMade(call, OFFER), OfferMade(call, OFFER))
    bench.tick(40.0)
    assert [record.outcome for record in bench.log.records] == [Outcome.FAILED]


# --- what a person does with it -------------------------------------------------------------------


def test_opening_the_history_shows_it_and_has_seen_what_was_missed() -> None:
    bench = ringing()
    cancelled(bench)
    bench.do(Clicked("history"))
    model = bench.phone.model
    assert (model.sheet, model.missed) == (Sheet.HISTORY, 0)
    assert model.history is not None
    assert [record.party for record in model.history.records] == ["Door"]
    assert str(model.history.today) == "2026-11-29"


def test_a_choice_from_the_history_dials_and_closes_it() -> None:
    bench = ringing()
    cancelled(bench)
    bench.do(Clicked("history"), Clicked("dial", "620"))
    assert (bench.call.party, bench.phone.model.sheet) == ("Door", None)


def test_it_is_cleared_by_the_second_tap_only() -> None:
    bench = ringing()
    cancelled(bench)
    bench.do(Clicked("history"), Clicked("clear-history"))
    assert bench.phone.model.history.clearing
    assert bench.log.records
    bench.do(Clicked("type", "x"))
    assert not bench.phone.model.history.clearing
    bench.do(Clicked("clear-history"), Clicked("clear-history", "yes"))
    assert (bench.log.records, bench.phone.model.history.records) == ((), ())


def test_the_history_is_that_of_the_account_and_server() -> None:
    bench = ready()
    bench.configure(username="1002")
    assert bench.log.accounts == [
        "1001@pbx.example wss://pbx.example/ws",
        "1002@pbx.example wss://pbx.example/ws",
    ]
    bench.configure(edit=True)
    assert bench.log.accounts[-1] == ""


def test_a_hidden_caller_is_in_the_history_without_a_word_of_who_it_was() -> None:
    """A22: neither is it offered to call back."""
    bench = ringing(hide_caller_id=True)
    cancelled(bench)
    assert (last(bench).party, last(bench).target, last(bench).outcome) == ("", "", Outcome.MISSED)


def test_callers_that_are_to_be_hidden_now_are_so_in_what_was_kept_before() -> None:
    """A22"""
    bench = talking()
    bench.do(Clicked("hangup", call=bench.call.id))
    bench.configure(hide_caller_id=True)
    bench.do(Clicked("history"))
    (record,) = bench.phone.model.history.records
    assert (record.party, record.target) == ("", "")
    bench.do(Clicked("number"))
    assert bench.phone.model.redial is None


def test_the_last_one_dialed_can_be_dialed_again() -> None:
    bench = talking()
    bench.do(Clicked("hangup", call=bench.call.id))
    bench.peer_calls()
    cancelled(bench)
    assert bench.phone.model.redial is None
    bench.do(Clicked("number"))
    assert bench.phone.model.redial == Entry("sip:620@pbx.example", "Door")
