"""A second call beside the first (A23, N12): it rings in, and one at a time is talked in."""

import pytest

from sipwidget.phone.effects import MakeAnswer, MakeOffer, SetHold, SetMuted
from sipwidget.phone.inputs import AnswerMade, Clicked, Commanded, OfferMade
from sipwidget.phone.model import CallState
from tests.phone.bench import (
    ANSWER,
    OFFER,
    Bench,
    announced,
    answered,
    answering,
    calling,
    dialing,
    kinds,
    ringing,
    sent,
    talking,
)

DOOR = "620@pbx.example"
HELD = f"{OFFER}a=sendonly\r\n"
STAGES = [dialing, calling, talking, ringing, answering, answered]


def waiting(stage=talking, **settings: object) -> Bench:
    """620 has called a second time."""
    bench = stage(call_waiting=True, **settings)
    bench.peer_does(lambda peer: peer.invite("sip:1001@pbx.example", OFFER, 0, "second"))
    return bench


def second(bench: Bench) -> str:
    """The id of the call that is not in focus."""
    (call,) = [each.id for each in bench.phone.model.calls if each.id != bench.phone.model.focus]
    return call


def told(bench: Bench, call: str) -> None:
    """The first call's peer learns that it is on hold."""
    bench.do(OfferMade(call, HELD))
    bench.peer_does(lambda peer: peer.answer_offer(bench.caller(), f"{ANSWER}a=recvonly\r\n", 0))


def both(**settings: object) -> tuple[Bench, str, str]:
    """We talk in the second call, and the first is on hold."""
    bench = waiting(**settings)
    one, other = bench.call.id, second(bench)
    bench.do(Clicked("accept", call=other))
    told(bench, one)
    bench.do(AnswerMade(other, ANSWER))
    return bench, one, other


def states(bench: Bench) -> list[tuple[str, bool]]:
    return [(each.id, each.on_hold) for each in bench.phone.model.calls]


@pytest.mark.parametrize("stage", STAGES)
def test_a_second_call_rings_and_leaves_the_first_its_focus_and_state(stage) -> None:
    bench = stage(call_waiting=True)
    before = bench.call
    effects = bench.peer_calls()
    assert (sent(effects), announced(effects)) == (["180 INVITE"], [f"incoming:{DOOR}"])
    assert bench.call == before
    assert bench.phone.model.calls[1].state is CallState.INCOMING


def test_accepting_it_holds_the_first_and_then_answers() -> None:
    bench = waiting()
    one, other = bench.call.id, second(bench)
    assert bench.do(Clicked("accept", call=other)) == [
        SetHold(one, True),
        MakeOffer(one, video=False, local_video=False),
        MakeAnswer(other, OFFER, video=False, local_video=False),
    ]
    assert states(bench) == [(other, False), (one, True)]
    told(bench, one)
    effects = bench.do(AnswerMade(other, ANSWER))
    assert (sent(effects), announced(effects)) == (["200 INVITE"], [f"incoming-accepted:{DOOR}"])


def test_declining_it_leaves_the_first_alone() -> None:
    bench = waiting()
    before = bench.call
    effects = bench.do(Clicked("decline", call=second(bench)))
    assert (sent(effects), announced(effects)) == (["486 INVITE"], [f"failed:{DOOR}"])
    assert bench.phone.model.calls == (before,)


def test_who_gives_up_waiting_is_gone() -> None:
    bench = waiting()
    before = bench.call
    effects = bench.peer_does(lambda peer: peer.hang_up("second", 0))
    assert announced(effects) == [f"failed:{DOOR}"]
    assert bench.phone.model.calls == (before,)


def test_swap_holds_the_one_and_takes_back_the_other() -> None:
    bench, one, other = both()
    assert bench.do(Clicked("swap", call=one)) == [
        SetHold(other, True),
        MakeOffer(other, video=False, local_video=False),
        SetHold(one, False),
        MakeOffer(one, video=False, local_video=False),
    ]
    assert states(bench) == [(one, False), (other, True)]
    assert bench.do(Clicked("swap", call=one)) == []


def test_who_rings_cannot_be_swapped_to() -> None:
    bench = waiting()
    assert bench.do(Clicked("swap", call=second(bench))) == []


@pytest.mark.parametrize("how", ["we", "they"])
def test_when_the_first_ends_the_other_waits_on_hold_until_it_is_taken_back(how: str) -> None:
    bench, one, other = both()
    effects = (
        bench.do(Clicked("hangup", call=other))
        if how == "we"
        else bench.peer_does(lambda peer: peer.hang_up("second", 0))
    )
    assert announced(effects) == [f"ended:{DOOR}"]
    assert "SetHold" not in kinds(effects)
    assert states(bench) == [(one, True)]
    assert bench.do(Clicked("hold", call=one))[0] == SetHold(one, False)


def test_when_the_first_ends_before_it_is_answered_the_second_rings_as_any() -> None:
    bench = waiting()
    other = second(bench)
    bench.do(Clicked("hangup", call=bench.call.id))
    assert (bench.call.id, bench.call.state) == (other, CallState.INCOMING)


def test_a_call_that_is_dialed_meanwhile_goes_on_behind_and_is_held_when_it_is_taken() -> None:
    bench = waiting(calling)
    one, other = bench.call.id, second(bench)
    assert bench.do(Clicked("accept", call=other))[0] == SetHold(one, True)
    assert (bench.call.id, bench.phone.model.calls[1].state) == (other, CallState.OUTGOING)
    effects = bench.peer_does(lambda peer: peer.accept(first_asked(bench), ANSWER, 0))
    assert MakeOffer(one, video=False, local_video=False) in effects
    assert states(bench) == [(other, False), (one, True)]


def first_asked(bench: Bench) -> str:
    """The peer's name for the call that we have made."""
    return next(each.call for each in bench.server.events if type(each).__name__ == "IncomingCall")


def test_one_whose_devices_open_is_answered_and_held() -> None:
    bench = waiting(answering)
    one, other = bench.call.id, second(bench)
    bench.do(Clicked("accept", call=other))
    effects = bench.do(AnswerMade(one, HELD))  # the media knew of it in time
    assert kinds(effects) == ["Transmit", "Announce"]
    late = waiting(answering)
    one, other = late.call.id, second(late)
    late.do(Clicked("accept", call=other))
    assert kinds(late.do(AnswerMade(one, ANSWER)))[-1] == "MakeOffer"


def test_of_two_that_ring_either_can_be_accepted() -> None:
    bench = waiting(ringing)
    one, other = bench.call.id, second(bench)
    assert kinds(bench.do(Clicked("accept", call=other))) == ["MakeAnswer"]
    assert states(bench) == [(other, False), (one, False)]
    assert bench.phone.model.calls[1].state is CallState.INCOMING


def test_a_call_that_answers_itself_never_disturbs_another() -> None:
    """A84"""
    bench = waiting(auto_answer=("*",))
    before = states(bench)
    bench.tick(60.0)
    assert states(bench) == before


@pytest.mark.parametrize(("command", "word"), [("answer", "MakeAnswer"), ("decline", "Transmit")])
def test_a_command_to_answer_is_about_the_one_that_rings(command: str, word: str) -> None:
    bench = waiting()
    assert word in kinds(bench.do(Commanded(command)))


def test_other_commands_are_about_the_call_in_focus() -> None:
    bench, one, other = both()
    assert bench.do(Commanded("mute")) == [SetMuted(other, True)]
    assert announced(bench.do(Commanded("hangup"))) == [f"ended:{DOOR}"]
    assert bench.call.id == one


def test_a_call_that_waits_has_no_other_buttons() -> None:
    bench, one, _other = both()
    before = bench.phone.model
    for action in ("hold", "mute", "camera", "talk"):
        assert bench.do(Clicked(action, call=one)) == []
    assert bench.phone.model == before
