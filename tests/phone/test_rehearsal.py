"""What is rehearsed is what calls are made of, and nothing of it is left."""

from sipwidget.phone.effects import Transmit
from sipwidget.phone.inputs import Clicked, Tick
from sipwidget.phone.model import CallState, Model
from sipwidget.phone.rehearsal import CALLS, CONFIG, PAUSE, Wire, rehearse
from sipwidget.sip.keep_alive import PING
from tests.phone.bench import tokens


def states(models: list[Model]) -> list[str]:
    """Of the call in each, "" without one."""
    return [model.call.state if model.call else "" for model in models]


def test_calls_ring_are_answered_and_end() -> None:
    called_off = [CallState.INCOMING, "", ""]
    answered = [CallState.INCOMING, CallState.OUTGOING_ACCEPTED, "", ""]
    assert states(list(rehearse(tokens("one")))) == (called_off + answered) * (CALLS // 2)


def test_nothing_is_wrong_and_nothing_is_left() -> None:
    models = list(rehearse(tokens("one")))
    assert [told for model in models for told in model.notices] == []
    assert models[-1].calls == ()


def test_all_messages_of_a_call_cross_the_wire() -> None:
    wire = Wire(tokens("one"))
    wire.do(0, Clicked("dial", CONFIG.username))
    wire.do(1, Clicked("accept", call=wire.phones[1].model.focus or ""))
    wire.do(0, Clicked("hangup", call=wire.phones[0].model.focus or ""))
    (call,) = wire.phones[1].record.calls
    said = [(each.sent, each.title) for each in call.messages]
    assert said == [
        (False, "INVITE"),
        (True, "180 Ringing"),
        (True, "200 OK"),
        (False, "ACK"),
        (False, "BYE"),
        (True, "200 OK"),
    ]


def test_after_a_call_there_is_time_for_a_sign_of_life() -> None:
    wire = Wire(tokens("one"))
    wire.do(0, Clicked("dial", CONFIG.username))
    wire.do(0, Clicked("hangup", call=wire.phones[0].model.focus or ""))
    wire.now += PAUSE
    effects = list(wire.phones[0].handle(Tick(), wire.now))
    assert [each.text for each in effects if isinstance(each, Transmit)] == [PING]
