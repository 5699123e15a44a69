import pytest

from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.inputs import (
    AnswerMade,
    Clicked,
    Leaving,
    OfferMade,
    RingtoneFailed,
    SoundAllowed,
    SoundBlocked,
)
from sipwidget.phone.model import Call, CallState, Sound
from sipwidget.phone.sounds import Sounds, sound
from tests.phone.bench import (
    ANSWER,
    OFFER,
    SECOND_CALL,
    answered,
    answering,
    calling,
    dialing,
    ready,
    ringing,
)

INCOMING, OUTGOING = CallState.INCOMING, CallState.OUTGOING
TALKING = CallState.INCOMING_ACCEPTED


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], Sound.NONE),
        ([INCOMING], Sound.RING),
        ([INCOMING, INCOMING], Sound.RING),
        ([TALKING, INCOMING], Sound.WAITING),
        ([OUTGOING, INCOMING], Sound.WAITING),
        ([OUTGOING], Sound.RINGBACK),
        ([TALKING, OUTGOING], Sound.RINGBACK),
        ([TALKING], Sound.NONE),
        ([CallState.OUTGOING_ACCEPTED], Sound.NONE),
    ],
)
def test_what_is_heard_depends_on_the_calls(states, expected):
    """A24, A25, A26"""
    calls = [Call(str(number), state, "", "") for number, state in enumerate(states)]
    assert sound(calls, enabled=True) is expected
    assert sound(calls, enabled=False) is Sound.NONE


def heard(bench):
    return bench.phone.model.sound


def test_it_rings_until_the_call_is_accepted():
    """A25"""
    bench = ringing(enable_tones=True)
    assert heard(bench) is Sound.RING
    bench.do(Clicked("accept", call=bench.call.id))
    assert heard(bench) is Sound.NONE
    bench.do(AnswerMade(bench.call.id, ANSWER))
    assert heard(bench) is Sound.NONE


def test_it_rings_no_more_when_declined():
    """A20"""
    bench = ringing(enable_tones=True)
    bench.do(Clicked("decline", call=bench.call.id))
    assert heard(bench) is Sound.NONE


def test_it_rings_no_more_when_the_caller_gives_up():
    """A21"""
    bench = ringing(enable_tones=True)
    bench.peer_does(lambda peer: peer.hang_up(bench.caller(), 0))
    assert heard(bench) is Sound.NONE


def test_it_rings_no_more_when_the_page_is_left():
    """A25, A45"""
    bench = ringing(enable_tones=True)
    bench.do(Leaving())
    assert heard(bench) is Sound.NONE


def test_a_call_that_is_answered_by_itself_does_not_ring():
    """A25, A83"""
    bench = ringing(enable_tones=True, auto_answer=("620",))
    assert bench.call.state is TALKING
    assert heard(bench) is Sound.NONE


def test_a_second_call_is_heard_beside_the_first():
    """A25"""
    bench = answered(enable_tones=True, call_waiting=True)
    bench.hear(SECOND_CALL)
    assert heard(bench) is Sound.WAITING
    (second,) = [call for call in bench.phone.model.calls if call.state is INCOMING]
    bench.do(Clicked("decline", call=second.id))
    assert heard(bench) is Sound.NONE


def test_without_tones_nothing_is_heard():
    """A24"""
    for bench in (ringing(), dialing(), calling(), answering(), answered()):
        assert heard(bench) is Sound.NONE


def test_ringback_is_heard_from_dialing_until_the_call_is_taken():
    """A26"""
    bench = dialing(enable_tones=True)
    assert heard(bench) is Sound.RINGBACK
    bench.do(OfferMade(bench.call.id, OFFER))
    assert heard(bench) is Sound.RINGBACK
    bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    assert heard(bench) is Sound.NONE


@pytest.mark.parametrize("who", ["we", "they"])
def test_ringback_ends_with_the_call(who):
    """A26"""
    bench = calling(enable_tones=True)
    if who == "we":
        bench.do(Clicked("hangup", call=bench.call.id))
    else:
        bench.peer_does(lambda peer: peer.reject(bench.caller(), 486, 0))
    assert heard(bench) is Sound.NONE


def test_there_is_no_ringback_over_early_media():
    """A26, N17"""
    early = Call("c", OUTGOING, "", "", tones=True)
    assert sound([early], enabled=True) is Sound.NONE


def test_a_browser_that_blocks_sound_is_told_of_until_it_allows_it():
    """A27"""
    bench = ready(enable_tones=True)
    bench.do(SoundBlocked())
    assert bench.phone.model.sound_blocked
    bench.configure()
    assert not bench.phone.model.sound_blocked, "there are no tones to be blocked"
    bench.configure(enable_tones=True)
    assert bench.phone.model.sound_blocked
    bench.do(SoundAllowed())
    assert not bench.phone.model.sound_blocked


def test_a_phone_that_is_off_asks_for_no_tap():
    bench = ready(enable_tones=True)
    bench.do(SoundBlocked(), Leaving())
    assert not bench.phone.model.sound_blocked


def test_a_ring_tone_that_cannot_be_played_is_told_for_a_while():
    board = Board()
    Sounds(board).news(RingtoneFailed("https://u:p@oh/a.mp3"), 5.0)
    (told,) = board.notices
    assert (told.code, dict(told.values)) == ("ringtone-failed", {"found": "https://•••@oh/a.mp3"})
    assert board.next_deadline() == 5.0 + SOME_SECONDS
