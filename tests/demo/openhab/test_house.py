import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.openhab.house import NULL, Event, House, NoItemError, topic_filter


def house() -> tuple[House, list[Event]]:
    made = House({"Phone": "String", "Lock": "Switch"})
    events: list[Event] = []
    made.subscribe(events.append)
    return made, events


def test_commands_are_kept_in_order_with_their_source_and_time() -> None:
    made, _ = house()
    made.command("Phone", "dial:620", 1.5, "org.openhab.ui")
    made.command("Lock", "ON", 2.0)
    made.command("Phone", "hangup", 2.5)
    assert made.texts("Phone") == ["dial:620", "hangup"]
    assert [(one.source, one.when) for one in made.commands][:2] == [
        ("org.openhab.ui", 1.5),
        ("", 2.0),
    ]


def test_a_command_is_the_state_too_and_the_same_again_changes_nothing() -> None:
    made, events = house()
    assert made.state("Phone") == NULL
    made.command("Phone", "answer", 0)
    made.command("Phone", "answer", 1)
    assert made.state("Phone") == "answer"
    told = [event.topic.rsplit("/")[-1] for event in events]
    assert told == ["command", "stateupdated", "statechanged", "command", "stateupdated"]


def test_a_payload_is_json_in_a_string() -> None:
    made, events = house()
    made.command("Lock", "ON", 0)
    assert events[0].topic == "openhab/items/Lock/command"
    assert json.loads(events[0].payload) == {"type": "Switch", "value": "ON"}
    assert json.loads(events[2].payload)["oldValue"] == NULL


def test_an_update_is_no_command() -> None:
    made, events = house()
    made.update("Phone", "registered")
    assert made.texts("Phone") == []
    assert not [event for event in events if event.topic.endswith("/command")]


def test_an_item_that_is_not_there_is_told() -> None:
    made, events = house()
    with pytest.raises(NoItemError, match="Item Gone does not exist"):
        made.command("Gone", "x", 0)
    assert (len(made.commands), events) == (0, [])


def test_an_item_that_is_added_again_keeps_its_state() -> None:
    made, _ = house()
    made.update("Phone", "x")
    made.add("Phone")
    made.add("New", "Switch")
    assert (made.state("Phone"), made.state("New")) == ("x", NULL)


def test_who_has_ended_the_subscription_hears_no_more() -> None:
    made, _ = house()
    heard: list[Event] = []
    end = made.subscribe(heard.append)
    end()
    made.command("Phone", "x", 0)
    assert heard == []


@pytest.mark.parametrize(
    ("topics", "topic", "wanted"),
    [
        ("openhab/items/A/command", "openhab/items/A/command", True),
        ("openhab/items/A/command", "openhab/items/AB/command", False),
        ("openhab/items/A/command", "openhab/items/A/command/x", False),
        ("openhab/items/*/command", "openhab/items/B/command", True),
        ("a/b, openhab/items/A/*", "openhab/items/A/statechanged", True),
        ("", "whatever", True),
        ("*", "whatever", True),
    ],
)
def test_topics_are_lists_with_wildcards(topics: str, topic: str, wanted: bool) -> None:
    matches = topic_filter(topics)
    assert matches
    assert matches(topic) is wanted


@given(st.text())
def test_any_text_is_a_filter_or_none(topics: str) -> None:
    matches = topic_filter(topics)
    assert matches is None or matches("openhab/items/A/command") in (True, False)


def test_what_openhab_refuses_in_a_topic_is_none() -> None:
    assert topic_filter("openhab/items/A(/command") is None


def test_toggle_is_the_other_state_of_a_switch() -> None:
    house = House({"Light": "Switch", "Text": "String"})
    assert house.toggled("Light") == "ON"  # of one that nothing was said about
    house.update("Light", "ON")
    assert house.toggled("Light") == "OFF"
    assert house.toggled("Text") == "TOGGLE"
    with pytest.raises(NoItemError):
        house.toggled("Gone")
