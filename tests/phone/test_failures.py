import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.failures import (
    call_failure,
    media_failure,
    registration_failure,
    socket_failure,
)
from sipwidget.phone.notices import Level
from sipwidget.sip.status import CONNECTION_LOST

STATUSES = st.integers(300, 699)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (486, "call-busy"),
        (603, "call-declined"),
        (404, "call-not-found"),
        (403, "call-forbidden"),
        (408, "call-no-answer"),
        (503, "call-failed"),
        (488, "call-refused-media"),
        (500, "call-failed"),
    ],
)
def test_the_reason_of_a_failed_call_has_its_own_words(status, code):
    assert call_failure(status, "Reason", "Door").code == code


@given(STATUSES, st.text(), st.text(), st.sampled_from(["", "password", "realm", "rounds"]))
def test_every_final_response_is_told_at_once_with_party_and_status(status, reason, party, refusal):
    told = call_failure(status, reason, party, refusal)
    assert told.level is Level.ALERT
    if not told.error:
        expected = {"party": party, "status": str(status), "reason": reason}
        assert dict(told.values) == expected


@pytest.mark.parametrize("status", [401, 407])
def test_a_refused_password_is_told_as_such_for_calls_and_registrations(status):
    assert call_failure(status, "", "Door", "password").code == "password-wrong"
    told = registration_failure(status, "", "password", retried=False)
    assert (told.code, told.error) == ("password-wrong", "refused")


def test_what_an_earlier_challenge_met_says_nothing_about_a_403():
    assert call_failure(403, "", "Door", "realm").code == "call-forbidden"
    told = registration_failure(403, "Forbidden", "realm", retried=False)
    assert (told.code, told.error) == ("registration-refused", "refused")


@pytest.mark.parametrize("refusal", ["challenge", "credentials", "rounds", ""])
def test_a_401_that_nobody_could_answer_is_a_refusal(refusal):
    told = registration_failure(401, "Unauthorized", refusal, retried=False)
    assert (told.code, dict(told.values)["status"]) == ("registration-refused", "401")


def test_a_registration_that_is_tried_again_says_so():
    assert registration_failure(500, "", "", retried=True).code == "registration-retry"
    told = registration_failure(408, "", "", retried=True)
    assert (told.code, told.error) == ("registration-unanswered", "socket")


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        ("insecure", "insecure"),
        ("microphone-refused", "microphone"),
        ("microphone-missing", "microphone"),
        ("microphone-busy", "microphone"),
        ("camera-refused", "camera"),
        ("camera-missing", "camera"),
        ("camera-busy", "camera"),
        ("unsupported", "unsupported"),
        ("codec", None),
        ("ice", None),
        ("something new", None),
    ],
)
def test_what_the_browser_did_not_give_is_told_at_once(problem, error):
    told = media_failure(problem)
    assert (told.level, told.error) == (Level.ALERT, error)


@pytest.mark.parametrize(
    ("problem", "error"),
    [("", "socket"), ("url", "config"), ("insecure", "insecure"), ("subprotocol", "socket")],
)
def test_a_missing_connection_names_the_address(problem, error):
    told = socket_failure(problem, "wss://pbx.example/ws")
    assert (told.error, dict(told.values)["url"]) == (error, "wss://pbx.example/ws")


def test_a_503_of_our_own_tells_of_the_connection_and_a_servers_tells_its_words():
    assert call_failure(503, CONNECTION_LOST, "Door").code == "call-network"
    assert call_failure(503, "Service Unavailable", "Door").code == "call-failed"
