from dataclasses import replace
from datetime import date, datetime

import pytest

from sipwidget.phone.call_record import CallRecord, Direction, Outcome, made
from sipwidget.phone.model import History, Model
from sipwidget.view.buttons import icon
from sipwidget.view.element import to_html
from sipwidget.view.history import history, missed_calls, missed_chip
from sipwidget.view.words import speaker

SAY, SAGE = speaker("en"), speaker("de")
TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, 5)
DOOR = replace(made(Direction.INCOMING, Outcome.MISSED, "Door", "620"), at=NOON)


def row(record, say=SAY):
    """The one row of the list."""
    listed, _actions = history(History((record,), TODAY), say)
    return listed.children[0]


def actions(past):
    return [
        (each.attributes["data-action"], each.attributes.get("data-target"))
        for each in history(past, SAY)[1].children
    ]


def test_a_row_calls_again_and_its_name_says_all_that_it_shows():
    shown = row(replace(DOOR, seconds=185, outcome=Outcome.ANSWERED))
    assert (shown.tag, shown.attributes["data-action"]) == ("button", "dial")
    assert shown.attributes["data-target"] == "620"
    assert shown.attributes["aria-label"] == "Door: Incoming, 12:05, 3:05. Call"
    assert "Incoming, 12:05, 3:05" in to_html(shown)


def test_a_hidden_caller_is_not_named_and_not_called_back():
    """A22"""
    shown = row(DOOR.hidden)
    assert shown.tag == "div"
    assert "data-action" not in to_html(shown)
    assert "Private call" in to_html(shown)


@pytest.mark.parametrize(
    ("at", "english", "german"),
    [
        (NOON, "Missed, 12:05", "Verpasst, 12:05"),
        (datetime(2026, 2, 28, 9, 7), "Missed, yesterday 09:07", "Verpasst, gestern 09:07"),
        (datetime(2026, 1, 5, 0, 0), "Missed, 5 Jan 00:00", "Verpasst, 5. Jan. 00:00"),
        (datetime(2025, 12, 31, 23, 59), "Missed, 31 Dec 2025 23:59", "31. Dez. 2025 23:59"),
        (None, "Missed<", "Verpasst<"),
    ],
)
def test_the_day_is_left_out_today_and_the_year_this_year(at, english, german):
    assert english in to_html(row(replace(DOOR, at=at)))
    assert german in to_html(row(replace(DOOR, at=at), SAGE))


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, ""), (5, ", 0:05"), (600, ", 10:00"), (3785, ", 1:03:05")]
)
def test_a_talk_has_a_length(seconds, written):
    name = row(replace(DOOR, seconds=seconds)).attributes["aria-label"]
    assert name == f"Door: Missed, 12:05{written}. Call"


def test_each_outcome_has_words_and_a_shape_of_its_own():
    """N31: not by colour alone."""
    kinds = [(Direction.INCOMING, outcome) for outcome in Outcome]
    kinds += [(Direction.OUTGOING, Outcome.ANSWERED), (Direction.OUTGOING, Outcome.FAILED)]
    names = [f"record-{direction}-{outcome}" for direction, outcome in kinds]
    for say in (SAY, SAGE):
        assert len({say(name) for name in names} - set(names)) == len(names)
    assert len({to_html(icon(name)) for name in names}) == len(names)


def test_the_list_is_cleared_after_a_second_tap():
    past = History((DOOR,), TODAY)
    assert actions(past) == [("clear-history", None), ("cancel", None)]
    assert actions(replace(past, clearing=True)) == [("clear-history", "yes"), ("cancel", None)]


def test_an_empty_history_says_so_and_has_nothing_to_clear():
    assert actions(History()) == [("cancel", None)]
    assert "No calls yet." in to_html(history(History(), SAY)[0])


@pytest.mark.parametrize(
    ("missed", "words"), [(0, ""), (1, "1 missed call"), (2, "2 missed calls")]
)
def test_missed_calls_are_counted_in_words(missed, words):
    model = Model(missed=missed)
    assert missed_calls(model, SAY) == words
    chip = missed_chip(model, SAY)
    assert (chip is None) is (missed == 0)
    if chip:
        assert chip.children[0].attributes["data-missed"] == str(missed)
        assert chip.children[0].attributes["data-action"] == "history"


def test_who_edits_the_page_is_not_told_of_missed_calls():
    assert missed_chip(Model(missed=1, edit=True), SAY) is None


def test_a_record_without_a_drawing_would_be_seen_here():
    for outcome in Outcome:
        assert row(CallRecord(Direction.INCOMING, outcome, "Door", "620"))
