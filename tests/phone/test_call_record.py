"""What a device keeps of calls: it comes back as it was, within bounds, and garbage does not."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone import call_record
from sipwidget.phone.call_record import (
    LONGEST_TEXT,
    MOST_ACCOUNTS,
    MOST_CHARACTERS,
    MOST_RECORDS,
    OUTCOMES,
    CallRecord,
    Direction,
    Outcome,
    made,
    restore,
    stamped,
    store,
)
from sipwidget.phone.config import LONGEST_DOCUMENT

NOON = datetime(2026, 11, 29, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
DOOR = stamped(made(Direction.INCOMING, Outcome.MISSED, "Door", "620"), NOON)
KEPT = store(None, "alice", (DOOR,))["alice"][0]

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(timezones=zones | st.just(UTC))
ends = st.sampled_from([(way, outcome) for way in Direction for outcome in OUTCOMES[way]])
records = st.builds(
    stamped,
    st.builds(
        lambda end, *rest: made(*end, *rest), ends, st.text(), st.text(), st.integers(0, 10**6)
    ),
    times.filter(lambda at: at.year > 2),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
broken = st.fixed_dictionaries(
    {name: st.just(value) | json_values for name, value in KEPT.items()}
) | st.dictionaries(st.sampled_from(sorted(KEPT)), json_values)
kept_things = json_values | st.dictionaries(
    st.sampled_from(["alice", "bob", "carol", "dave"]), json_values | st.lists(json_values | broken)
)


def through_json(kept: object) -> object:
    return json.loads(json.dumps(kept))


@given(kept_things, st.lists(records, max_size=12).map(tuple))
def test_what_was_kept_is_read_again_whatever_was_there_before(kept, newest_first):
    stored = through_json(store(kept, "alice", newest_first))
    assert restore(stored, "alice") == newest_first


@given(kept_things)
def test_of_garbage_only_whole_records_are_taken(kept):
    for record in restore(kept, "alice"):
        again = through_json(store({}, "alice", (record,)))
        assert restore(again, "alice") == (record,)


@given(kept_things, st.lists(records, max_size=4).map(tuple))
def test_other_accounts_keep_theirs(kept, newest_first):
    before = {name: restore(kept, name) for name in ("bob", "carol", "dave")}
    stored = store(store({}, "bob", before["bob"]), "alice", newest_first)
    assert restore(stored, "bob") == before["bob"]


def test_there_are_bounds():
    """N36: entries, accounts, characters, the length of each text."""
    most = [DOOR] * (MOST_RECORDS + 1)
    assert len(restore(store({}, "alice", most), "alice")) == MOST_RECORDS
    kept = {}
    for number in range(MOST_ACCOUNTS + 2):
        kept = store(kept, f"account {number}", [DOOR])
    assert list(kept) == ["account 4", "account 3", "account 2"]
    longest = made(Direction.OUTGOING, Outcome.FAILED, "ü" * 500, "ü" * LONGEST_TEXT)
    assert longest.party == "ü" * LONGEST_TEXT
    for name in ("a", "b", "c"):
        kept = store(kept, name, [stamped(longest, NOON)] * MOST_RECORDS)
        assert len(json.dumps(kept[name])) + len(json.dumps(name)) <= MOST_CHARACTERS
    assert 0 < len(kept["c"]) < MOST_RECORDS
    assert len(json.dumps(kept)) < LONGEST_DOCUMENT


def test_an_account_whose_name_alone_is_too_long_keeps_nothing():
    assert store({}, "x" * MOST_CHARACTERS, [DOOR]) == {}


def test_what_is_too_long_to_be_dialed_again_is_not_kept_in_part():
    record = made(Direction.OUTGOING, Outcome.FAILED, "Door", "6" * (LONGEST_TEXT + 1))
    assert (record.party, record.target) == ("Door", "")


def test_of_a_hidden_party_nothing_is_kept():
    """A22"""
    record = made(Direction.INCOMING, Outcome.MISSED, "", "4711@secret.test")
    assert (record.party, record.target) == ("", "")
    assert (DOOR.hidden.party, DOOR.hidden.target) == ("", "")


def test_a_call_is_dated_by_its_beginning_to_the_second():
    record = stamped(made(Direction.INCOMING, Outcome.ANSWERED, "Door", "620", 90), NOON)
    assert record.at is not None
    assert record.at.isoformat() == "2026-11-29T11:58:30+01:00"


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_missed_call_waits_to_be_seen(outcome):
    record = made(Direction.INCOMING, outcome, "Door", "620")
    assert record.seen is (outcome is not Outcome.MISSED)
    assert call_record.seen([record])[0].seen


def test_a_record_that_cannot_be_one_of_ours_is_garbage():
    assert restore({"alice": [KEPT | {"party": "x" * (LONGEST_TEXT + 1)}]}, "alice") == ()
    assert restore({"alice": [KEPT | {"seconds": -1}]}, "alice") == ()
    assert restore({"alice": [KEPT | {"direction": "outgoing"}]}, "alice") == ()
    assert restore({"alice": [KEPT]}, "alice") == (DOOR,)
    assert isinstance(DOOR, CallRecord)
