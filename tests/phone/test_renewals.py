import pytest

from sipwidget.phone.effects import ApplyAnswer, DropOffer, MakeOffer, RestartIce
from sipwidget.phone.inputs import (
    AnswerMade,
    Clicked,
    MediaFailed,
    MediaFlows,
    MediaInterrupted,
    MediaLost,
    NetworkChanged,
    OfferMade,
)
from sipwidget.phone.renewals import INTERRUPTION, PATIENCE
from sipwidget.sip.offering import UNANSWERED
from tests.phone.bench import (
    ANSWER,
    HOLD,
    OFFER,
    Bench,
    announced,
    answered,
    calling,
    kinds,
    messages,
    reinvite,
    reply,
    sent,
    talking,
)

NEW_OFFER = OFFER.replace("4000", "4002")


def lost(**settings: object) -> Bench:
    """In a call that 620 took the way has failed, and our new offer is out."""
    bench = talking(**settings)
    bench.do(MediaLost(bench.call.id), OfferMade(bench.call.id, NEW_OFFER))
    return bench


@pytest.mark.parametrize("stage", [talking, answered])
def test_a_way_that_has_failed_is_looked_for_anew_and_told(stage) -> None:
    bench = stage()
    call = bench.call.id
    assert bench.do(MediaLost(call)) == [MakeOffer(call, video=False, local_video=False)]
    assert bench.codes == ["media-lost"]
    (invite,) = messages(bench.do(OfferMade(call, NEW_OFFER)))[:1]
    assert (invite.method, invite.sdp) == ("INVITE", NEW_OFFER)
    assert bench.peer_does(lambda peer: peer.answer_offer(bench.caller(), HOLD, 0))[1:] == [
        ApplyAnswer(call, HOLD, provisional=False)
    ]
    assert bench.call.held
    bench.do(MediaFlows(call))
    assert bench.codes == []


def test_a_way_that_fails_a_second_time_ends_the_call_with_a_bye() -> None:
    bench = lost()
    reply(bench, 200, ANSWER)
    effects = bench.do(MediaLost(bench.call.id))
    assert sent(effects) == ["BYE"]
    assert announced(effects) == ["ended:620@pbx.example"]
    assert bench.codes == ["media-ice"]


def test_one_that_fails_again_after_it_had_come_back_is_looked_for_again() -> None:
    bench = lost()
    reply(bench, 200, ANSWER)
    bench.do(MediaFlows(bench.call.id))
    assert kinds(bench.do(MediaLost(bench.call.id))) == ["MakeOffer"]


def test_a_way_that_fails_before_the_answer_is_mended_after_it() -> None:
    bench = calling()
    assert bench.do(MediaLost(bench.call.id)) == []
    effects = bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    assert kinds(effects)[-2:] == ["ApplyAnswer", "MakeOffer"]
    assert bench.do(MediaLost(bench.call.id)) == []  # as told of a fork that took another branch
    assert sent(bench.do(OfferMade(bench.call.id, NEW_OFFER)))[0] == "INVITE"


def test_a_peer_that_refuses_the_new_offer_ends_a_call_that_has_no_way() -> None:
    bench = lost()
    effects = reply(bench, 488)
    assert kinds(effects)[1] == "DropOffer"
    assert sent(effects) == ["ACK", "BYE"]
    assert bench.codes == ["media-ice"]


def test_after_a_glare_the_offer_is_made_anew() -> None:
    bench = lost()
    call = bench.call.id
    assert reply(bench, 491)[1:] == [DropOffer(call)]
    effects = bench.hear(reinvite(bench, 8, NEW_OFFER))  # the peer was quicker
    assert kinds(effects) == ["MakeAnswer"]
    effects = bench.do(AnswerMade(call, ANSWER))
    bench.hear(reinvite(bench, 8, "").replace("INVITE", "ACK"))
    assert kinds([*effects, *bench.tick(5.0)]).count("MakeOffer") == 1


def test_while_our_offer_is_in_the_making_the_peers_gets_491() -> None:
    bench = talking()
    bench.do(MediaLost(bench.call.id))
    assert sent(bench.hear(reinvite(bench, 8, HOLD))) == ["491 INVITE"]
    assert sent(bench.do(OfferMade(bench.call.id, NEW_OFFER)))[0] == "INVITE"


def test_a_2xx_without_an_answer_ends_the_call() -> None:
    bench = lost()
    assert sent(reply(bench, 200)) == ["ACK", "BYE"]
    assert bench.codes == ["call-refused-media"]


def test_an_answer_that_cannot_be_applied_ends_the_call() -> None:
    bench = lost()
    reply(bench, 200, ANSWER)
    failed = MediaFailed(bench.call.id, "description", renegotiation=True)
    assert sent(bench.do(failed)) == ["BYE"]


def test_a_peer_that_knows_no_such_call_any_more_ends_it_in_words() -> None:
    bench = lost()
    assert sent(reply(bench, 481)) == ["ACK", "BYE"]
    assert bench.phone.model.calls == ()
    assert bench.codes == ["media-ice"]


def test_a_peer_that_does_not_answer_may_have_moved_and_is_asked_again() -> None:
    """N3: both ends may have lost the way, and the server does not know yet where the peer is."""
    bench = lost()
    call = bench.call.id
    assert reply(bench, 408)[1:] == [DropOffer(call)]
    assert "MakeOffer" in kinds(bench.tick(UNANSWERED))
    assert sent(bench.do(OfferMade(call, NEW_OFFER)))[0] == "INVITE"
    bench.do(MediaFlows(call))
    assert bench.phone.model.calls != ()


def test_a_peer_that_never_answers_is_given_up_in_words() -> None:
    bench = lost()
    call = bench.call.id
    while bench.phone.model.calls:
        reply(bench, 408)
        bench.tick(bench.now + UNANSWERED)
        bench.do(OfferMade(call, NEW_OFFER))
    assert PATIENCE <= bench.now <= PATIENCE + 2 * UNANSWERED
    assert bench.codes == ["media-ice"]


def test_a_peer_that_does_not_answer_though_it_is_heard_ends_the_call() -> None:
    """RFC 3261 section 12.2.1.2"""
    bench = talking()
    bench.do(Clicked("hold", call=bench.call.id))
    bench.do(OfferMade(bench.call.id, NEW_OFFER))
    assert sent(reply(bench, 408)) == ["ACK", "BYE"]
    assert bench.codes == ["media-ice"]


def test_an_interruption_makes_us_ask_the_server_for_a_sign_of_life() -> None:
    """N3: the network may be another one, which takes the socket as well."""
    bench = talking()
    bench.tick(20.0)
    assert kinds(bench.do(MediaInterrupted(bench.call.id))) == ["Transmit"]
    bench.server.receive = lambda text, now: []
    bench.do(MediaInterrupted(bench.call.id))
    assert bench.phone.next_deadline() <= 22.0


def test_a_peer_that_hangs_up_while_another_way_is_looked_for_needs_no_words() -> None:
    bench = lost()
    bench.peer_does(lambda peer: peer.hang_up(bench.caller(), bench.now))
    assert bench.phone.model.calls == ()
    assert bench.codes == []


@pytest.mark.parametrize("answer", [AnswerMade, MediaFailed])
def test_a_way_that_fails_while_the_peers_offer_is_answered_is_mended_after_it(answer) -> None:
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, NEW_OFFER))
    assert bench.do(MediaLost(call)) == []
    news = (
        AnswerMade(call, ANSWER)
        if answer is AnswerMade
        else MediaFailed(call, "description", renegotiation=True)
    )
    assert kinds(bench.do(news))[-1] == "MakeOffer"


@pytest.mark.parametrize("at", ["before", "after"])
def test_where_the_connection_is_lost_as_well_the_offer_waits_for_it(at: str) -> None:
    """N3: a changed network takes the socket and the way at once."""
    bench = talking()
    call = bench.call.id
    if at == "before":
        bench.lose()
    bench.do(MediaLost(call), OfferMade(call, NEW_OFFER))
    if at == "after":
        bench.lose()
    assert bench.phone.model.calls
    bench.tick(5.0)
    effects = bench.open()
    assert "MakeOffer" in kinds(effects)
    again = bench.do(OfferMade(call, NEW_OFFER))
    assert sent(again)[0] == "INVITE"
    assert announced(again) == []


def test_an_offer_that_is_taken_back_too_late_for_the_media_is_followed_by_ours() -> None:
    """RFC 3261 section 14.1: without it the two ends would differ."""
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, HOLD))
    cancel = (
        reinvite(bench, 8, "").replace("INVITE sip", "CANCEL sip").replace("8 INVITE", "8 CANCEL")
    )
    assert sent(bench.hear(cancel)) == ["200 CANCEL", "487 INVITE"]
    assert kinds(bench.do(AnswerMade(call, ANSWER))) == ["MakeOffer"]


def test_a_way_that_fails_while_they_wait_for_our_offer_is_mended_after_their_answer() -> None:
    """A PBX that notices a new network asks for our offer, as ours is about to go out."""
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, ""))
    assert bench.do(MediaLost(call)) == []
    assert sent(bench.do(OfferMade(call, NEW_OFFER))) == ["200 INVITE"]
    effects = bench.hear(reinvite(bench, 8, ANSWER).replace("INVITE", "ACK"))
    assert kinds(effects) == ["ApplyAnswer", "MakeOffer"]
    assert sent(bench.do(OfferMade(call, NEW_OFFER)))[0] == "INVITE"


def test_their_request_for_our_offer_that_is_taken_back_drops_it_and_ours_follows() -> None:
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, ""))
    bench.lose()
    assert kinds(bench.do(OfferMade(call, NEW_OFFER))) == ["DropOffer", "MakeOffer"]


def test_an_offer_in_our_200_that_the_connection_takes_along_is_made_anew() -> None:
    bench = talking()
    call = bench.call.id
    bench.hear(reinvite(bench, 8, ""))
    bench.do(OfferMade(call, NEW_OFFER))
    assert DropOffer(call) in bench.lose()
    bench.tick(5.0)
    assert "MakeOffer" in kinds(bench.open())


def test_an_answer_that_cannot_be_applied_ends_the_call_also_when_their_next_offer_is_here() -> (
    None
):
    bench = lost()
    call = bench.call.id
    reply(bench, 200, ANSWER)
    bench.hear(reinvite(bench, 8, HOLD))
    failed = MediaFailed(call, "description", renegotiation=True, applying=True)
    assert "BYE" in sent(bench.do(failed))


def test_what_the_media_makes_too_late_is_passed_over() -> None:
    bench = talking()
    call = bench.call.id
    assert bench.do(OfferMade(call, NEW_OFFER), AnswerMade(call, ANSWER)) == []
    bench.hear(reinvite(bench, 8, HOLD))
    assert bench.do(OfferMade(call, NEW_OFFER)) == []
    assert sent(bench.do(AnswerMade(call, ANSWER))) == ["200 INVITE"]


def test_a_second_loss_while_our_offer_waits_for_its_turn_changes_nothing() -> None:
    bench = lost()
    reply(bench, 491)
    assert bench.do(MediaLost(bench.call.id)) == []
    assert "MakeOffer" in kinds(bench.tick(5.0))


def test_a_way_that_stays_interrupted_for_three_seconds_is_mended() -> None:
    """N3"""
    bench = talking()
    call = bench.call.id
    assert kinds(bench.do(MediaInterrupted(call))) == ["Transmit"]  # asks for a sign of life
    assert "MakeOffer" not in kinds(bench.tick(INTERRUPTION - 0.1))
    assert "MakeOffer" in kinds(bench.tick(INTERRUPTION))
    assert bench.codes == ["media-lost"]
    assert sent(bench.do(OfferMade(call, NEW_OFFER)))[0] == "INVITE"
    reply(bench, 200, ANSWER)
    bench.do(MediaInterrupted(call))
    bench.tick(2 * INTERRUPTION)
    assert bench.phone.model.calls, "the new way has more time"
    bench.do(MediaFlows(call))
    assert bench.codes == []


def test_an_interruption_that_passes_is_none() -> None:
    bench = talking()
    bench.do(MediaInterrupted(bench.call.id))
    bench.tick(1.0)
    bench.do(MediaFlows(bench.call.id))
    assert "MakeOffer" not in kinds(bench.tick(INTERRUPTION))
    assert bench.codes == []


def test_early_media_that_is_interrupted_is_mended_once_the_call_is_taken() -> None:
    bench = calling()
    bench.do(MediaInterrupted(bench.call.id))
    bench.tick(INTERRUPTION)
    effects = bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, bench.now))
    assert kinds(effects)[-2:] == ["ApplyAnswer", "MakeOffer"]


@pytest.mark.parametrize("stage", [talking, answered])
def test_in_another_network_another_way_is_looked_for_at_once(stage) -> None:
    bench = stage()
    call = bench.call.id
    effects = bench.do(NetworkChanged())
    assert [each for each in effects if isinstance(each, RestartIce | MakeOffer)] == [
        RestartIce(call),
        MakeOffer(call, video=False, local_video=False),
    ]
    assert sent(bench.do(OfferMade(call, NEW_OFFER)))[0] == "INVITE"
    reply(bench, 200, ANSWER)
    for at in range(10, 100, 10):
        bench.tick(float(at))
    assert bench.phone.model.calls, "a way that never broke does not tell that it is back"
    assert bench.codes == []


def test_before_a_call_stands_another_network_changes_nothing_about_it() -> None:
    effects = calling().do(NetworkChanged())
    assert not [each for each in effects if isinstance(each, RestartIce | MakeOffer)]


def test_a_way_that_does_not_come_back_ends_the_call() -> None:
    bench = lost()
    reply(bench, 200, ANSWER)
    bench.tick(29.0)
    assert bench.phone.model.calls
    assert "BYE" in sent(bench.tick(30.0))
    assert bench.codes == ["media-ice"]


def test_one_that_comes_back_in_time_does_not() -> None:
    bench = lost()
    reply(bench, 200, ANSWER)
    bench.do(MediaFlows(bench.call.id))
    bench.tick(60.0)
    assert bench.phone.model.calls
