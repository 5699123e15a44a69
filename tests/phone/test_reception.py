import pytest

from sipwidget.phone.notices import notice
from sipwidget.phone.reception import CALL_LIMIT, READING, call_limit
from sipwidget.phone.settings import Config
from tests.phone.bench import (
    OFFER,
    SECOND_CALL,
    announced,
    answered,
    answering,
    calling,
    dialing,
    ready,
    ringing,
    sent,
    talking,
)


def test_with_call_waiting_more_than_one_call_may_be_there() -> None:
    assert call_limit(Config()) == 1
    assert call_limit(Config(call_waiting=True)) == CALL_LIMIT


@pytest.mark.parametrize("stage", [dialing, talking])
def test_the_last_call_that_there_is_room_for_rings_and_the_next_finds_the_line_busy(stage) -> None:
    """N36"""
    bench = stage(call_waiting=True)
    for number in range(1, CALL_LIMIT):
        call = str(number)
        effects = bench.peer_does(
            lambda peer, call=call: peer.invite("sip:1001@pbx.example", OFFER, 0, call)
        )
        assert sent(effects) == ["180 INVITE"]
    assert len(bench.phone.model.calls) == CALL_LIMIT
    effects = bench.hear(SECOND_CALL)
    assert sent(effects)[-1] == "486 INVITE"
    assert (announced(effects), bench.codes) == ([], ["second-call"])


def test_the_setting_holds_for_the_next_call() -> None:
    bench = talking()
    bench.configure(call_waiting=True)
    assert sent(bench.peer_calls()) == ["180 INVITE"]
    bench.configure()
    assert sent(bench.hear(SECOND_CALL)) == ["486 INVITE"]
    assert len(bench.phone.model.calls) == 2


@pytest.mark.parametrize("stage", [dialing, calling, talking, ringing, answering, answered])
def test_a_second_call_is_refused_and_the_first_stays_as_it_is(stage) -> None:
    bench = stage()
    before = bench.phone.model.calls
    effects = bench.hear(SECOND_CALL)
    assert sent(effects)[-1] == "486 INVITE"
    assert announced(effects) == []
    assert bench.phone.model.calls == before
    (told,) = bench.phone.model.notices
    assert (told.code, dict(told.values)) == ("second-call", {"party": "Gate 621"})


# --- texts ----------------------------------------------------------------------------------------


def text(body: str, sender: str = '"Gate" <sip:621@pbx.example>') -> str:
    return (
        "MESSAGE sip:1001@pbx.example SIP/2.0\r\n"
        "Via: SIP/2.0/WSS other.invalid;branch=z9hG4bKtext\r\n"
        f"From: {sender};tag=text\r\nTo: <sip:1001@pbx.example>\r\n"
        f"Call-ID: text\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\n\r\n{body}"
    )


def test_a_text_is_shown_in_one_line_for_a_while_and_answered() -> None:
    """N12"""
    bench = ready()
    assert sent(bench.hear(text("The bins are\r\nout\u202e"))) == ["200 MESSAGE"]
    (told,) = bench.phone.model.notices
    assert told == notice("text-received", party="Gate 621", text="The bins are out")
    bench.hear(text("Come down"))
    assert [dict(each.values)["text"] for each in bench.phone.model.notices] == ["Come down"]
    bench.tick(READING)
    assert bench.codes == []


def test_a_text_in_a_call_leaves_the_call_alone_and_its_sender_may_be_hidden() -> None:
    bench = talking(hide_caller_id=True)
    call = bench.call
    bench.hear(text("Hello"))
    assert bench.call == call
    (told,) = bench.phone.model.notices
    assert told == notice("text-received", party="", text="Hello")


# --- the mailbox ----------------------------------------------------------------------------------


def mailbox(body: str) -> str:
    lines = text(body).replace("MESSAGE", "NOTIFY").replace("Content-Type: text/plain\r\n", "")
    return lines.replace("Call-ID", "Event: message-summary\r\nCall-ID")


def test_voice_messages_are_told_until_they_are_heard() -> None:
    """N12"""
    bench = ready()
    effects = bench.hear(mailbox("Messages-Waiting: yes\r\nVoice-Message: 2/8\r\n"))
    assert sent(effects) == ["200 NOTIFY"]
    assert bench.phone.model.notices == (notice("voice-messages", new=2),)
    bench.tick(500.0)
    assert bench.codes == ["voice-messages"]
    bench.hear(mailbox("Messages-Waiting: yes\r\n"))
    assert bench.codes == ["voice-message"]
    bench.hear(mailbox("Messages-Waiting: no\r\nVoice-Message: 0/10\r\n"))
    assert bench.codes == []


def test_another_account_has_another_mailbox() -> None:
    bench = ready()
    bench.hear(mailbox("Messages-Waiting: yes\r\n"))
    bench.configure(username="1002")
    assert bench.codes == []
