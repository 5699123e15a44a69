"""What the phone knows anyway, as verdicts."""

from dataclasses import replace

import pytest

from sipwidget.phone.live_checks import (
    Facts,
    address,
    connection,
    items,
    registration,
    subprotocol,
    too_late,
)
from sipwidget.phone.model import Connection
from sipwidget.phone.notices import alert
from tests.phone.bench import CONFIG, URL

GOOD = Facts(CONFIG, Connection.REGISTERED, (), registers=True, standby=False, url=URL)
OFF = replace(GOOD, connection=Connection.OFF)
CONNECTING = replace(GOOD, connection=Connection.CONNECTING)
CONNECTED = replace(GOOD, connection=Connection.CONNECTED)


def told(facts, *codes):
    return replace(facts, notices=tuple(alert(code) for code in codes))


def shown(verdict):
    return verdict and (str(verdict.outcome), verdict.told.code if verdict.told else "")


@pytest.mark.parametrize(
    ("check", "facts", "wanted"),
    [
        (address, GOOD, ("passed", "")),
        (address, replace(GOOD, config=replace(CONFIG, domain="")), ("failed", "config-missing")),
        (
            address,
            told(replace(GOOD, config=replace(CONFIG, websocket_urls=())), "config-url"),
            ("failed", "config-url"),
        ),
        (address, replace(GOOD, config=replace(CONFIG, edit=True)), ("skipped", "test-editing")),
        (connection, GOOD, ("passed", "")),
        (connection, CONNECTED, ("passed", "")),
        (connection, CONNECTING, None),
        (connection, OFF, ("skipped", "test-needs-settings")),
        (connection, told(CONNECTING, "socket-url"), ("failed", "socket-url")),
        (connection, told(CONNECTING, "socket-unreachable"), ("failed", "socket-unreachable")),
        (connection, told(CONNECTING, "server-silent"), ("failed", "server-silent")),
        (connection, told(CONNECTING, "socket-subprotocol"), ("passed", "")),
        (connection, told(CONNECTING, "call-busy"), None),
        (subprotocol, CONNECTED, ("passed", "")),
        (subprotocol, CONNECTING, ("skipped", "test-needs-server")),
        (subprotocol, told(CONNECTING, "socket-subprotocol"), ("failed", "socket-subprotocol")),
        (subprotocol, told(CONNECTED, "socket-garbage"), ("failed", "socket-garbage")),
        (registration, GOOD, ("passed", "test-registered")),
        (registration, CONNECTED, None),
        (registration, CONNECTING, ("skipped", "test-needs-server")),
        (registration, replace(CONNECTED, registers=False), ("skipped", "test-unregistered")),
        (registration, replace(CONNECTED, standby=True), ("skipped", "caption-standby")),
        (registration, told(CONNECTED, "password-wrong"), ("failed", "password-wrong")),
        (registration, told(CONNECTED, "registration-retry"), ("failed", "registration-retry")),
        (items, GOOD, ("skipped", "test-no-item")),
        (items, replace(GOOD, config=replace(CONFIG, sip_state_item="S")), ("passed", "")),
        (
            items,
            told(replace(GOOD, config=replace(CONFIG, command_item="C")), "commands-refused"),
            ("failed", "commands-refused"),
        ),
    ],
)
def test_what_is_known_is_a_verdict(check, facts, wanted):
    assert shown(check(facts)) == wanted


def test_the_registration_says_who_is_registered():
    assert dict(registration(GOOD).told.values) == {"address": "1001@pbx.example"}


def test_the_newest_of_several_words_counts():
    assert shown(connection(told(CONNECTING, "socket-url", "socket-unreachable")))[1] == (
        "socket-unreachable"
    )


def test_what_waits_for_ever_has_failed():
    late = replace(CONNECTING, url="wss://u:SECRET@pbx.example/ws")
    verdict = too_late("connection", late)
    assert shown(verdict) == ("failed", "socket-unreachable")
    assert "SECRET" not in repr(verdict)
    assert shown(too_late("registration", CONNECTED)) == ("failed", "registration-unanswered")
