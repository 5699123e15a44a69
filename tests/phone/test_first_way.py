"""The way that a call needs at first: where it does not come, another one is looked for (N16)."""

import pytest

from sipwidget.phone.inputs import AnswerMade, MediaFlows, MediaLost, OfferMade
from sipwidget.phone.renewals import FIRST, PATIENCE, YIELD
from tests.phone.bench import ANSWER, OFFER, Bench, answering, calling, kinds, reinvite, reply, sent

NEW_OFFER = OFFER.replace("4000", "4002")


def taken() -> Bench:
    """620 has taken our call; nothing is heard of the media yet."""
    bench = calling()
    bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    return bench


def took() -> Bench:
    """The same the other way round."""
    bench = answering()
    bench.do(AnswerMade(bench.call.id, ANSWER))
    return bench


@pytest.mark.parametrize(("stage", "seconds"), [(taken, FIRST), (took, FIRST + YIELD)])
def test_a_call_without_a_way_is_told_and_offered_anew(stage, seconds: float) -> None:
    """The caller first: who was called gives way."""
    bench = stage()
    assert "MakeOffer" not in kinds(bench.tick(seconds - 0.1))
    assert bench.codes == []
    assert kinds(bench.tick(seconds))[-2:] == ["RestartIce", "MakeOffer"]
    assert bench.codes == ["media-silent"]
    assert sent(bench.do(OfferMade(bench.call.id, NEW_OFFER)))[0] == "INVITE"
    reply(bench, 200, ANSWER)
    bench.do(MediaFlows(bench.call.id))
    bench.tick(seconds + PATIENCE)
    assert bench.codes == []
    assert bench.phone.model.calls


@pytest.mark.parametrize("stage", [taken, took])
def test_one_that_comes_in_time_is_not_spoken_of(stage) -> None:
    bench = stage()
    bench.tick(FIRST - 1)
    bench.do(MediaFlows(bench.call.id))
    assert "MakeOffer" not in kinds(bench.tick(FIRST + YIELD))
    assert bench.codes == []


def test_an_offer_of_theirs_brings_another_way_which_has_its_time() -> None:
    """As where a server keeps it for seconds: ours would undo what theirs has begun."""
    bench = took()
    bench.tick(FIRST + YIELD - 1)
    bench.hear(reinvite(bench, 8, NEW_OFFER))
    bench.do(AnswerMade(bench.call.id, ANSWER))
    bench.hear(reinvite(bench, 8, "").replace("INVITE", "ACK"))
    assert "MakeOffer" not in kinds(bench.tick(FIRST + YIELD - 1.1 + FIRST))
    assert "MakeOffer" in kinds(bench.tick(FIRST + YIELD - 1 + FIRST))


def test_that_of_the_early_media_is_enough() -> None:
    bench = calling()
    bench.do(MediaFlows(bench.call.id))
    bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    assert "MakeOffer" not in kinds(bench.tick(FIRST))


def test_one_that_does_not_come_by_the_new_offer_either_ends_the_call_in_words() -> None:
    bench = taken()
    bench.tick(FIRST)
    bench.do(OfferMade(bench.call.id, NEW_OFFER))
    reply(bench, 200, ANSWER)
    bench.tick(FIRST + PATIENCE - 1)
    assert bench.phone.model.calls
    assert "BYE" in sent(bench.tick(FIRST + PATIENCE))
    assert bench.codes == ["media-ice"]


def test_one_that_the_browser_gives_up_sooner_is_looked_for_once() -> None:
    bench = taken()
    assert kinds(bench.do(MediaLost(bench.call.id))) == ["MakeOffer"]
    bench.do(OfferMade(bench.call.id, NEW_OFFER))
    reply(bench, 200, ANSWER)
    assert "MakeOffer" not in kinds(bench.tick(FIRST))
