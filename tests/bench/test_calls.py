import pytest

from bench import calls
from bench.caller import Call
from tests.e2e import frames


def stamps(*statuses: int) -> list[tuple[str, str, float]]:
    """An INVITE at 10 ms, and an answer each 5 ms later."""
    text = Call("kitchen", "sip.test").invite()
    invite = frames.read(text)
    assert invite is not None
    sent = [
        ("sent", frames.response(invite, status), 15.0 + 5 * place)
        for place, status in enumerate(statuses)
    ]
    return [("received", "\r\n", 1.0), ("received", text, 10.0), *sent]


def test_the_time_is_that_from_the_invite_to_the_answer_of_the_status() -> None:
    assert calls.between(stamps(100, 180, 200), 180) == 10
    assert calls.between(stamps(100, 180, 200), 200) == 15


def test_the_200_to_a_cancel_is_no_answer() -> None:
    invite, ringing, answer = (each for each in stamps(180, 200) if "SIP/2.0" in each[1])
    to_cancel = (answer[0], answer[1].replace("1 INVITE", "1 CANCEL"), answer[2])
    with pytest.raises(RuntimeError, match="the page has sent no 200"):
        calls.between([invite, ringing, to_cancel], 200)


def test_of_another_call_nothing_counts() -> None:
    with pytest.raises(RuntimeError, match="sent no 180"):
        calls.between([*stamps(), stamps(180)[-1]], 180)
