import pytest

from sipwidget.phone.effects import MakeOffer, SetCamera, SetHold, SetMuted
from sipwidget.phone.inputs import AnswerMade, Clicked, Commanded, MediaReduced, OfferMade
from sipwidget.phone.model import Sheet
from tests.phone.bench import (
    ANSWER,
    HOLD,
    OFFER,
    VIDEO,
    Bench,
    answered,
    answering,
    calling,
    dialing,
    kinds,
    messages,
    reinvite,
    ringing,
    sent,
    talking,
)

STANDING = [talking, answered]
OURS_HELD = f"{OFFER}a=sendonly\r\n"
TAKEN = f"{ANSWER}a=recvonly\r\n"


def click(bench: Bench, action: str) -> list[object]:
    return [*bench.do(Clicked(action, call=bench.call.id))]


@pytest.mark.parametrize("stage", STANDING)
def test_the_microphone_is_shut_and_opened_again(stage) -> None:
    bench = stage()
    for muted in (True, False):
        assert click(bench, "mute") == [SetMuted(bench.call.id, muted)]
        assert bench.call.muted is muted


@pytest.mark.parametrize("stage", [dialing, calling, ringing, answering])
@pytest.mark.parametrize("action", ["mute", "hold", "camera"])
def test_a_call_that_does_not_stand_yet_has_no_controls(stage, action: str) -> None:
    bench = stage()
    before = bench.phone.model
    assert click(bench, action) == []
    assert bench.phone.model == before


def test_push_to_talk_that_is_wanted_in_a_call_shuts_its_microphone_once() -> None:
    bench = talking()
    assert bench.configure(push_to_talk=True) == [SetMuted(bench.call.id, True)]
    assert bench.call.muted
    bench.do(Clicked("talk", "on", call=bench.call.id))
    assert bench.configure(push_to_talk=True, icon_size=80) == []
    assert not bench.call.muted


def test_with_push_to_talk_the_microphone_is_open_while_the_button_is_held_down() -> None:
    for bench in (dialing(push_to_talk=True), answering(push_to_talk=True)):
        call = bench.call.id
        assert SetMuted(call, True) in bench.effects
        assert bench.call.muted
    bench = talking(push_to_talk=True)
    call = bench.call.id
    for target, muted in (("on", False), ("off", True)):
        assert bench.do(Clicked("talk", target, call)) == [SetMuted(call, muted)]
        assert bench.do(Clicked("talk", target, call)) == []
    assert bench.phone.model.push_to_talk
    assert [each.muted for each in (bench.call, talking().call)] == [True, False]
    click(bench, "talk")
    assert not bench.call.muted


def test_a_command_switches_one_way_however_often_it_comes() -> None:
    bench = talking()
    call = bench.call.id
    for command, effect in [
        ("mute", SetMuted(call, True)),
        ("unmute", SetMuted(call, False)),
        ("hold", SetHold(call, True)),
        ("resume", SetHold(call, False)),
    ]:
        assert bench.do(Commanded(command))[0] == effect
        assert bench.do(Commanded(command)) == []
    assert bench.codes == []


def test_the_keypad_stays_open_meanwhile() -> None:
    bench = talking()
    click(bench, "keypad")
    click(bench, "mute")
    assert bench.phone.model.sheet is Sheet.KEYPAD


# --- hold -----------------------------------------------------------------------------------------


def held(stage=talking) -> Bench:
    """We have put 620 on hold, and it knows."""
    bench = stage()
    bench.hear(reinvite(bench, 2, "").replace("INVITE", "ACK"))  # to our 200, where there is one
    click(bench, "hold")
    bench.do(OfferMade(bench.call.id, OURS_HELD))
    bench.peer_does(lambda peer: peer.answer_offer(bench.caller(), TAKEN, 0))
    return bench


def test_hold_is_quiet_at_once_and_then_told_and_taken_back() -> None:
    bench = talking()
    call = bench.call.id
    for on_hold, offer, answer in ((True, OURS_HELD, TAKEN), (False, OFFER, ANSWER)):
        assert click(bench, "hold") == [
            SetHold(call, on_hold),
            MakeOffer(call, video=False, local_video=False),
        ]
        assert bench.call.on_hold is on_hold
        (invite,) = messages(bench.do(OfferMade(call, offer)))
        assert (invite.method, invite.sdp) == ("INVITE", offer)
        bench.peer_does(lambda peer, answer=answer: peer.answer_offer(bench.caller(), answer, 0))
        assert (bench.call.on_hold, bench.call.held) == (on_hold, False)


def test_who_has_called_us_is_put_on_hold_after_the_ack() -> None:
    assert held(answered).call.on_hold


def test_their_new_session_leaves_them_on_hold() -> None:
    bench = held()
    effects = bench.hear(reinvite(bench, 8, OFFER))
    assert kinds(effects) == ["MakeAnswer"]
    assert sent(bench.do(AnswerMade(bench.call.id, OURS_HELD))) == ["200 INVITE"]
    assert (bench.call.on_hold, bench.call.held) == (True, False)
    bench.hear(reinvite(bench, 8, "").replace("INVITE", "ACK"))
    assert kinds(click(bench, "hold")) == ["SetHold", "MakeOffer"]  # they are to know that, too


def test_who_holds_us_is_held_and_still_holds_when_we_are_back() -> None:
    """RFC 6337 section 5.3"""
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, HOLD))
    bench.do(AnswerMade(call, TAKEN))
    bench.hear(reinvite(bench, 8, "").replace("INVITE", "ACK"))
    for ours, theirs in ((OFFER + "a=inactive\r\n", ANSWER + "a=inactive\r\n"), (OFFER, HOLD)):
        click(bench, "hold")
        bench.do(OfferMade(call, ours))
        bench.peer_does(lambda peer, theirs=theirs: peer.answer_offer(bench.caller(), theirs, 0))
        assert bench.call.held
    assert not bench.call.on_hold


def test_who_is_switched_to_and_fro_ends_as_it_was_meant_last() -> None:
    bench = talking()
    call = bench.call.id
    click(bench, "hold")
    assert click(bench, "hold") == [SetHold(call, False)]  # the offer is in the making
    bench.do(OfferMade(call, OURS_HELD))
    effects = bench.peer_does(lambda peer: peer.answer_offer(bench.caller(), TAKEN, 0))
    assert kinds(effects)[-1] == "MakeOffer"
    (invite,) = messages(bench.do(OfferMade(call, OFFER)))
    assert invite.sdp == OFFER


def test_hold_after_the_peers_offer_follows_it() -> None:
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, OFFER))
    assert click(bench, "hold") == [SetHold(call, True)]
    assert kinds(bench.do(AnswerMade(call, ANSWER)))[-1] == "MakeOffer"


def test_after_a_glare_hold_is_told_anew() -> None:
    bench = talking()
    click(bench, "hold")
    bench.hear(reinvite(bench, 8, OFFER))
    bench.do(OfferMade(bench.call.id, OURS_HELD))
    bench.peer_does(lambda peer: peer.refuse_offer(bench.caller(), 491, 0))
    assert kinds(bench.tick(5.0)) == ["MakeOffer"]
    assert bench.call.on_hold


def test_while_the_connection_is_away_hold_is_quiet_at_once_and_told_when_it_is_back() -> None:
    """N3"""
    bench = talking()
    call = bench.call.id
    bench.lose()
    assert click(bench, "hold")[0] == SetHold(call, True)
    bench.do(OfferMade(call, OURS_HELD))
    bench.tick(5.0)
    assert MakeOffer(call, video=False, local_video=False) in bench.open()
    (invite,) = messages(bench.do(OfferMade(call, OURS_HELD)))
    assert (invite.method, invite.sdp, bench.call.on_hold) == ("INVITE", OURS_HELD, True)


def test_a_peer_that_refuses_to_be_held_hears_nothing_all_the_same() -> None:
    bench = talking()
    call = bench.call.id
    click(bench, "hold")
    bench.do(OfferMade(call, OURS_HELD))
    effects = bench.peer_does(lambda peer: peer.refuse_offer(bench.caller(), 488, 0))
    assert kinds(effects)[1:] == ["DropOffer"]
    assert (bench.call.on_hold, bench.codes) == (True, [])
    assert click(bench, "hold") == [SetHold(call, False)]  # it never knew


def test_a_peer_that_refuses_to_come_back_stays_on_hold_and_the_person_is_told() -> None:
    bench = held()
    call = bench.call.id
    click(bench, "hold")
    bench.do(OfferMade(call, OFFER))
    effects = bench.peer_does(lambda peer: peer.refuse_offer(bench.caller(), 488, 0))
    assert effects[-1] == SetHold(call, True)
    assert (bench.call.on_hold, bench.codes) == (True, ["resume-refused"])
    assert kinds(click(bench, "hold")) == ["SetHold", "MakeOffer"]


# --- the camera -----------------------------------------------------------------------------------


def in_video(answer: str = ANSWER + VIDEO) -> Bench:
    """A call with video, of which 620 says this."""
    bench = dialing(enable_video=True)
    bench.do(OfferMade(bench.call.id, OFFER + VIDEO))
    bench.peer_does(lambda peer: peer.accept(bench.caller(), answer, 0))
    return bench


def test_the_camera_is_switched_off_and_on_where_our_picture_is_sent() -> None:
    bench = in_video()
    assert bench.call.camera
    for on in (False, True):
        assert click(bench, "camera") == [SetCamera(bench.call.id, on)]
        assert bench.call.camera is on


@pytest.mark.parametrize("answer", [f"{VIDEO}a=sendonly\r\n", VIDEO.replace("4002", "0")])
def test_a_door_that_only_shows_itself_gets_no_picture_to_switch_off(answer: str) -> None:
    assert in_video(ANSWER + answer).call.camera is None


def test_a_camera_that_is_not_there_cannot_be_switched() -> None:
    bench = in_video()
    bench.do(MediaReduced(bench.call.id, "camera-lost"))
    assert bench.call.camera is None
    assert click(bench, "camera") == []
