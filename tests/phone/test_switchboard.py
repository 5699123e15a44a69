import re

import pytest

from sipwidget.phone.effects import Announce, ApplyAnswer, MakeAnswer, MakeOffer, ReleaseMedia
from sipwidget.phone.inputs import AnswerMade, Clicked, MediaFailed, MediaReduced, OfferMade
from sipwidget.phone.model import CallState
from sipwidget.sip.events import CallAccepted, CallEnded, CallProgress, IncomingCall
from sipwidget.sip.message import respond
from tests.phone.bench import (
    ANSWER,
    HOLD,
    OFFER,
    SECOND_CALL,
    VIDEO,
    announced,
    answered,
    answering,
    asked,
    calling,
    dialing,
    kinds,
    messages,
    ready,
    reinvite,
    ringing,
    sent,
    talking,
)

DOOR = "620@pbx.example"
STAGES = [dialing, calling, talking, ringing, answering, answered]


def click(bench, action):
    return bench.do(Clicked(action, call=bench.call.id))


# --- outgoing -------------------------------------------------------------------------------------


def test_dialing_opens_the_devices_and_says_so_before_anything_is_sent():
    bench = ready()
    assert bench.do(Clicked("dial", "620")) == [
        Announce(f"outgoing:{DOOR}"),
        MakeOffer(bench.call.id, video=False, local_video=False),
    ]
    assert bench.call.state is CallState.OUTGOING
    assert bench.call.party == "Door"


def test_the_offer_goes_out_in_one_invite_and_the_other_end_rings():
    bench = dialing()
    (invite,) = messages(bench.do(OfferMade(bench.call.id, OFFER)))
    assert (invite.method, str(invite.uri), invite.sdp) == ("INVITE", f"sip:{DOOR}", OFFER)
    assert bench.call.ringing
    assert bench.call.state is CallState.OUTGOING


def test_an_address_that_is_none_is_told_and_nothing_happens():
    bench = ready()
    assert bench.do(Clicked("dial", "two@of@these@:")) == []
    assert bench.codes == ["call-address"]
    assert bench.phone.model.calls == ()


def test_hanging_up_before_the_offer_is_there_sends_no_invite_ever():
    bench = dialing()
    call = bench.call.id
    assert click(bench, "hangup") == [ReleaseMedia(call), Announce(f"failed:{DOOR}")]
    assert bench.do(OfferMade(call, OFFER)) == []
    assert bench.do(MediaFailed(call, "insecure")) == []
    assert bench.codes == []
    assert bench.phone.model.calls == ()


def test_hanging_up_while_it_rings_cancels():
    bench = calling()
    call = bench.call.id
    effects = click(bench, "hangup")
    assert sent(effects) == ["CANCEL", "ACK"]
    assert [ReleaseMedia(call), Announce(f"failed:{DOOR}")] == effects[1:3]
    assert bench.codes == []  # nobody needs to be told what they did


def test_a_call_that_is_taken_becomes_red_and_its_answer_is_applied_once():
    bench = calling()
    effects = bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    call = bench.call.id
    assert effects[1:] == [
        Announce(f"outgoing-accepted:{DOOR}"),
        ApplyAnswer(call, ANSWER, provisional=False),
    ]
    assert sent(effects) == ["ACK"]
    assert bench.call.state is CallState.OUTGOING_ACCEPTED


@pytest.mark.parametrize(
    ("status", "code"),
    [(486, "call-busy"), (603, "call-declined"), (404, "call-not-found"), (500, "call-failed")],
)
def test_why_a_call_failed_is_told_for_some_seconds(status, code):
    bench = calling()
    effects = bench.peer_does(lambda peer: peer.reject(bench.caller(), status, 0))
    assert announced(effects) == [f"failed:{DOOR}"]
    assert bench.codes == [code]
    assert bench.phone.next_deadline() == 8.0
    bench.do(Clicked("dial", "620"))
    assert bench.codes == []


def test_a_challenge_that_our_password_does_not_satisfy_is_told_as_that():
    def deny(call_id):
        challenge = [("Proxy-Authenticate", 'Digest realm="pbx", nonce="n1", qop="auth"')]
        (invite,) = [m for m in messages(bench.effects) if m.cseq.method == "INVITE"][-1:]
        return bench.hear(str(respond(invite, 407, to_tag="proxy", headers=challenge)))

    bench = dialing(disable_register=True)
    bench.server.receive = lambda text, now: []  # no phone is there, only the proxy
    bench.do(OfferMade(bench.call.id, OFFER))
    assert sent(deny("first")) == ["ACK", "INVITE"]
    assert announced(deny("second")) == [f"failed:{DOOR}"]
    assert bench.codes == ["password-wrong"]


# --- incoming -------------------------------------------------------------------------------------


def test_an_incoming_call_rings():
    bench = ready()
    effects = bench.peer_calls()
    assert sent(effects) == ["180 INVITE"]
    assert effects[1:] == [Announce(f"incoming:{DOOR}")]
    assert (bench.call.state, bench.call.party) == (CallState.INCOMING, "Door")
    assert isinstance(bench.server.events[-1], CallProgress)


def test_accepting_opens_the_devices_and_then_answers():
    bench = ringing()
    call = bench.call.id
    assert click(bench, "accept") == [MakeAnswer(call, OFFER, video=False, local_video=False)]
    assert bench.call.state is CallState.INCOMING_ACCEPTED
    assert click(bench, "accept") + click(bench, "decline") == []
    effects = bench.do(AnswerMade(call, ANSWER))
    assert sent(effects) == ["200 INVITE"]
    assert announced(effects) == [f"incoming-accepted:{DOOR}"]
    assert [e.answer for e in bench.server.events if isinstance(e, CallAccepted)] == [ANSWER]


def test_accepting_takes_down_what_was_told_of_an_earlier_call():
    bench = calling()
    bench.peer_does(lambda peer: peer.reject(bench.caller(), 486, 0))
    bench.peer_calls()
    assert bench.codes == ["call-busy"]
    click(bench, "accept")
    assert bench.codes == []


def test_declining_answers_as_configured():
    bench = ringing(decline_status=603)
    effects = click(bench, "decline")
    assert sent(effects) == ["603 INVITE"]
    assert announced(effects) == [f"failed:{DOOR}"]
    assert bench.phone.model.calls == ()


def test_a_caller_who_gives_up_ends_the_call_and_a_late_answer_finds_nothing():
    bench = answering()
    call = bench.call.id
    effects = bench.peer_does(lambda peer: peer.hang_up(bench.caller(), 0))
    assert sent(effects) == ["200 CANCEL", "487 INVITE"]
    assert announced(effects) == [f"failed:{DOOR}"]
    assert bench.do(AnswerMade(call, ANSWER)) == []


def test_hanging_up_while_the_devices_open_refuses_the_call():
    bench = answering()
    effects = click(bench, "hangup")
    assert sent(effects) == ["486 INVITE"]
    assert kinds(effects) == ["Transmit", "ReleaseMedia", "Announce"]


def test_a_hidden_caller_is_shown_nowhere_but_the_state_item_is_told():
    bench = ringing(hide_caller_id=True)
    assert bench.call.party == ""
    bench.hear(SECOND_CALL)
    shown = [*bench.phone.model.notices, *(call.party for call in bench.phone.model.calls)]
    assert not re.search("62|Door|Gate", repr(shown))
    assert announced(bench.effects)[-1] == f"incoming:{DOOR}"


def test_a_caller_who_is_to_be_hidden_from_now_on_is_so_in_the_call_that_is_there():
    """A22: also in what is said of its end."""
    bench = talking(call_waiting=True)
    bench.hear(SECOND_CALL)
    bench.configure(call_waiting=True, hide_caller_id=True)
    assert [call.party for call in bench.phone.model.calls] == ["", ""]
    bench.configure(call_waiting=True, hide_caller_id=True, max_call_seconds=1)
    bench.tick(bench.now + 60)
    assert not re.search("62|Door|Gate", repr(bench.phone.model.notices))


# --- the end --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [talking, answered])
def test_hanging_up_says_bye_and_the_call_is_over_at_once(stage):
    bench = stage()
    call = bench.call.id
    effects = click(bench, "hangup")
    assert sent(effects) == ["BYE"]
    assert effects[1:] == [ReleaseMedia(call), Announce(f"ended:{DOOR}")]
    assert bench.phone.model.calls == ()
    assert isinstance(bench.server.events[-1], CallEnded)


@pytest.mark.parametrize("stage", [talking, answered])
def test_a_bye_ends_the_call(stage):
    bench = stage()
    effects = bench.peer_does(lambda peer: peer.hang_up(bench.caller(), 0))
    assert sent(effects) == ["200 BYE"]
    assert kinds(effects) == ["Transmit", "ReleaseMedia", "Announce"]
    assert announced(effects) == [f"ended:{DOOR}"]


@pytest.mark.parametrize("stage", STAGES)
def test_after_the_end_another_call_can_be_made(stage):
    bench = stage()
    click(bench, "hangup")
    bench.do(Clicked("dial", "620"))
    bench.do(OfferMade(bench.call.id, OFFER))
    assert isinstance(bench.server.events[-1], IncomingCall)


@pytest.mark.parametrize("stage", [dialing, ringing, talking])
def test_a_click_on_the_button_of_another_call_does_nothing(stage):
    bench = stage()
    before = bench.phone.model
    for action in ("accept", "decline", "hangup"):
        assert bench.do(Clicked(action, call="another")) == []
    assert bench.phone.model == before


# --- how long it stands ---------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [talking, answered])
def test_a_call_counts_its_seconds_from_when_it_is_established(stage):
    bench = stage()
    assert bench.call.seconds == 0
    for seconds in (1, 2, 3):
        assert bench.phone.next_deadline() <= seconds
        bench.tick(float(seconds))
        assert bench.call.seconds == seconds


@pytest.mark.parametrize("stage", [dialing, calling, ringing, answering])
def test_before_that_it_has_none_and_wants_no_deadline_for_it(stage):
    bench = stage()
    bench.tick(0.5)
    assert bench.call.seconds is None
    assert bench.phone.next_deadline() is None or bench.phone.next_deadline() > 1.5


# --- media ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "wire", "told"),
    [
        (dialing, [], "failed"),
        (calling, ["CANCEL", "ACK"], "failed"),
        (talking, ["BYE"], "ended"),
        (answering, ["488 INVITE"], "failed"),
        (answered, ["BYE"], "ended"),
    ],
)
def test_media_that_fails_ends_the_call_in_words(stage, wire, told):
    bench = stage()
    effects = bench.do(MediaFailed(bench.call.id, "insecure"))
    assert sent(effects) == wire
    assert announced(effects) == [f"{told}:{DOOR}"]
    assert bench.codes == ["insecure-context"]
    assert bench.phone.model.error == "insecure"


@pytest.mark.parametrize("device", ["camera", "microphone"])
def test_a_call_goes_on_without_a_device_and_says_so(device):
    bench = dialing(enable_video=True, enable_local_video=True)
    assert asked(bench.effects) == MakeOffer(bench.call.id, video=True, local_video=True)
    assert bench.do(MediaReduced(bench.call.id, f"{device}-busy")) == []
    assert bench.codes == [f"{device}-busy"]
    assert bench.phone.model.error == device


def test_each_device_that_is_missing_is_told():
    bench = dialing(enable_video=True)
    bench.do(*[MediaReduced(bench.call.id, f"{kind}-missing") for kind in ("camera", "microphone")])
    assert bench.codes == ["camera-missing", "microphone-missing"]
    assert bench.phone.model.error == "microphone"


def test_video_belongs_to_a_call_where_both_want_it():
    bench = calling(enable_video=True)
    assert bench.call.video
    bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    assert not bench.call.video
    assert ringing(OFFER + VIDEO, enable_video=True).call.video
    assert not ringing(OFFER + VIDEO).call.video
    assert not ringing(enable_video=True).call.video


def test_the_camera_stays_shut_in_a_call_without_video():
    bench = answering(enable_video=True, enable_local_video=True)
    assert asked(bench.effects) == MakeAnswer(bench.call.id, OFFER, video=False, local_video=False)


@pytest.mark.parametrize("stage", [talking, answered])
def test_hold_is_answered_and_shown_and_taken_back(stage):
    bench = stage()
    for number, offer, held in ((8, HOLD, True), (9, OFFER, False)):
        effects = bench.hear(reinvite(bench, number, offer))
        assert asked(effects) == MakeAnswer(bench.call.id, offer, video=False, local_video=False)
        (response,) = messages(bench.do(AnswerMade(bench.call.id, ANSWER)))
        assert (response.status, response.sdp) == (200, ANSWER)
        assert bench.call.held is held
        bench.hear(reinvite(bench, number, "").replace("INVITE", "ACK"))


def test_a_change_that_the_media_refuses_leaves_the_call_as_it_was():
    bench = talking()
    before = bench.phone.model
    bench.hear(reinvite(bench, 8, HOLD))
    failed = MediaFailed(bench.call.id, "description", renegotiation=True)
    assert sent(bench.do(failed)) == ["488 INVITE"]
    assert bench.phone.model == before


def test_a_reinvite_without_an_offer_gets_ours_and_the_answer_tells_of_hold():
    bench = talking()
    effects = bench.hear(reinvite(bench, 8, ""))
    assert asked(effects) == MakeOffer(bench.call.id, video=False, local_video=False)
    assert sent(bench.do(OfferMade(bench.call.id, OFFER))) == ["200 INVITE"]
    effects = bench.hear(reinvite(bench, 8, HOLD).replace("INVITE", "ACK"))
    assert effects == [ApplyAnswer(bench.call.id, HOLD, provisional=False)]
    assert bench.call.held
