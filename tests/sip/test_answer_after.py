"""What intercoms and exchanges send for an answer without a hand, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.answer_after import answer_after
from sipwidget.sip.headers import Headers
from sipwidget.sip.limits import MAX_ANSWER_AFTER


def after(*lines: str) -> int | None:
    return answer_after(Headers.parse("\n".join(lines)))


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Call-Info: <sip:pbx.example>;answer-after=0", 0),
        ("Call-Info: <sip:pbx.example>;answer-after=5", 5),
        ("Call-Info: <sip:pbx.example>; Answer-After = 5", 5),
        ("Call-Info: sip:pbx.example;answer-after=5", 5),
        ("Call-Info: ;answer-after=5", 5),
        ("Call-Info: answer-after=5", 5),
        (r"Call-Info: <sip:pbx.example>\;answer-after=5", 5),
        ('Call-Info: <sip:pbx.example>;answer-after="5"', 5),
        ("Call-Info: <http://x/a.png>;purpose=icon, <sip:x>;answer-after=5", 5),
        ("Alert-Info: <http://www.notused.example>;info=alert-autoanswer;delay=3", 3),
        ("Alert-Info: <sip:x>;delay=3;info=alert-autoanswer", 3),
        ("Alert-Info: info = alert-autoanswer; delay = 3", 3),
        ("Alert-Info: answer-after = 7", 7),
        ("Call-Info: <sip:x>;info=alert-autoanswer;delay=3", 3),
        ("Alert-Info: <http://www.notused.example>;info=alert-autoanswer", 0),
        ("Alert-Info: <http://x>;info=Auto Answer", 0),
        ("Alert-Info: Auto Answer", 0),
        ("Alert-Info: Ring Answer", 0),
        ("Alert-Info: <http://x>;info=alert-external;delay=3", 0),  # another ring tone, no answer
        ("Alert-Info: <urn:alert:source:internal>", 0),
        ("Alert-Info: <http://x/a;answer-after=5>", 0),  # a part of the URI
        ("Call-Info: <sip:x>;answer-after=soon", 0),
        ("Call-Info: <sip:x>;answer-after=-1", 0),
        ("Call-Info: <sip:x>;answer-after", 0),
        ("Subject: nothing", 0),
        ("Answer-Mode: Auto", 0),
        ("Answer-Mode: Manual", None),
        ("Answer-Mode: manual;require", None),
    ],
)
def test_each_form_is_read(line: str, seconds: int | None) -> None:
    assert after(line) == seconds


def test_the_first_delay_counts_and_a_value_that_says_none_is_passed_over() -> None:
    lines = ("Alert-Info: <sip:x>;info=alert-autoanswer;delay=9", "Call-Info: <sip:x>")
    assert after(*lines) == 9
    assert after(*lines, "Call-Info: <sip:x>;answer-after=2") == 2


def test_whoever_wants_a_person_gets_one_whatever_else_they_say() -> None:
    assert after("Call-Info: <sip:x>;answer-after=0", "Answer-Mode: Manual") is None


@given(st.integers(0, 10**30))
def test_a_delay_is_bounded(seconds: int) -> None:
    read = after(f"Call-Info: <sip:x>;answer-after={seconds}")
    assert read == min(seconds, MAX_ANSWER_AFTER)


VALUES = st.text('<>;="\\, \tanswer-fdly0159:', max_size=30) | st.text(max_size=20)


@given(st.sampled_from(["Call-Info", "Alert-Info", "Answer-Mode"]), st.lists(VALUES, max_size=4))
def test_any_header_says_a_delay_within_bounds_or_wants_a_person(
    name: str, values: list[str]
) -> None:
    headers = Headers.parse("\n".join(f"{name}: {value}" for value in values))
    read = answer_after(headers)
    assert read is None or 0 <= read <= MAX_ANSWER_AFTER


@given(
    st.integers(0, MAX_ANSWER_AFTER),
    st.sampled_from(["", "<sip:x>", "<http://a/b;c=d>", "sip:a", "a b"]),
    st.lists(st.sampled_from(["purpose=icon", "x", 'y="a;b"']), max_size=3),
    st.lists(st.sampled_from(["info=alert-autoanswer", "z=1"]), max_size=2),
)
def test_the_delay_is_found_among_other_parameters(
    seconds: int, uri: str, before: list[str], behind: list[str]
) -> None:
    value = ";".join([uri, *before, f"answer-after={seconds}", *behind])
    assert after(f"Call-Info: {value}") == seconds
