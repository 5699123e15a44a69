"""What waits in a mailbox (RFC 3842)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message_summary import MessageSummary

EXAMPLE = """Messages-Waiting: yes\r
Message-Account: sip:alice@vmail.example.com\r
Voice-Message: 4/8 (1/2)\r
Fax-Message: 7/0\r
\r
To: alice@atlanta.example.com\r
Subject: carpool tomorrow?\r
"""


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (EXAMPLE, MessageSummary(True, 4)),
        ("Messages-Waiting: no\r\n", MessageSummary(False)),
        ("messages-waiting:YES", MessageSummary(True)),
        ("Messages-Waiting : yes\nVoice-Message:0/1", MessageSummary(True, 0)),
        ("Messages-Waiting: yes\r\nX-Voice-Message: 3/0\r\n", MessageSummary(True)),
        ("Messages-Waiting: yes\r\nVoice-Message: 99999999999/0\r\n", MessageSummary(True)),
    ],
)
def test_a_summary_is_read(text: str, summary: MessageSummary) -> None:
    assert MessageSummary.parse(text) == summary


@given(st.text() | st.text("Mesagin-Wt: yo\r\n"))
def test_what_does_not_say_whether_something_waits_is_no_summary(text: str) -> None:
    if "messages-waiting" not in text.lower():
        with pytest.raises(ProtocolError) as refused:
            MessageSummary.parse(text)
        assert refused.value.status == 400


@given(st.booleans(), st.integers(0, 9_999_999_999), st.integers(0, 99))
def test_any_number_of_new_messages_is_read(waiting: bool, new: int, old: int) -> None:
    text = f"Messages-Waiting: {'yes' if waiting else 'no'}\r\nVoice-Message: {new}/{old}\r\n"
    assert MessageSummary.parse(text) == MessageSummary(waiting, new)
