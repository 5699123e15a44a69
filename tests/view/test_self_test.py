"""The sheet of the self-test."""

from dataclasses import replace

import pytest

from sipwidget.phone.verdicts import Result
from sipwidget.view.self_test import self_test
from sipwidget.view.words import speaker
from tests.view.states import REPORT, nodes
from tests.view.test_diagnostics import found, texts

SAY = speaker("en")


def actions(tree):
    return [it.attributes["data-action"] for it in nodes(tree) if "data-action" in it.attributes]


def test_each_step_has_a_mark_a_name_and_its_outcome_in_words():
    content, _ = self_test(REPORT, SAY)
    steps = found(content, class_="sipwidget-check")
    assert [each.attributes["data-outcome"] for each in steps] == [
        "passed",
        "failed",
        "passed",
        "skipped",
        "running",
        "waiting",
    ]
    assert texts(steps[0])[:3] == ["✓", "Secure page", "works"]
    assert len({texts(each)[0] for each in steps}) == len(Result)


def test_a_failure_says_what_to_do():
    content, _ = self_test(REPORT, SAY)
    (step,) = found(content, data_step="registration")
    assert "Check user name and password." in texts(step)[3]


def test_the_question_is_there_only_while_it_is_asked():
    for asks in (True, False):
        content, _ = self_test(replace(REPORT, asks=asks), SAY)
        assert ("selftest-heard" in actions(content)) is asks


def test_whom_to_call_is_typed_and_may_be_known():
    content, _ = self_test(REPORT, SAY)
    (field,) = found(content, name="echo")
    assert field.attributes["value"] == "9196"
    assert "selftest-call" in actions(content)


@pytest.mark.parametrize("running", [True, False])
def test_it_can_be_started_again_and_closed_at_any_time(running):
    _, buttons = self_test(replace(REPORT, running=running), SAY)
    assert actions(buttons) == ["cancel", "selftest-start"]
