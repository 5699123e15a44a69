"""A call whose socket was lost, and another is there (N3)."""

import pytest

from sipwidget.phone.effects import Effect
from sipwidget.phone.inputs import (
    Clicked,
    OfferMade,
)
from tests.phone.bench import (
    ANSWER,
    OFFER,
    Bench,
    announced,
    answered,
    kinds,
    messages,
    reply,
    sent,
    talking,
)

NEW_OFFER = OFFER.replace("4000", "4002")


def reconnected(bench: Bench) -> list[Effect]:
    """The socket is lost and there is another; what happens then."""
    bench.now += 60.0
    bench.lose()
    bench.tick(bench.now + 1.0)
    return bench.open()


@pytest.mark.parametrize("stage", [talking, answered])
def test_on_a_new_socket_the_peer_learns_of_it_by_a_re_invite(stage) -> None:
    """N3: its requests come that way from now on."""
    bench = stage()
    call = bench.call.id
    effects = reconnected(bench)
    assert kinds(effects).count("MakeOffer") == 1
    (invite,) = messages(bench.do(OfferMade(call, NEW_OFFER)))[:1]
    (register,) = messages(effects)
    assert invite.method == "INVITE"
    assert invite.contacts[0].uri == register.contacts[0].uri
    assert invite.to.tag
    reply(bench, 200, ANSWER)
    assert sent(bench.peer_does(lambda peer: peer.hang_up(bench.caller(), bench.now))) == [
        "200 BYE"
    ]
    assert bench.phone.model.calls == ()


@pytest.mark.parametrize("status", [488, 500, 603])
def test_a_peer_that_does_not_want_to_learn_of_it_keeps_its_call(status: int) -> None:
    bench = talking()
    reconnected(bench)
    bench.do(OfferMade(bench.call.id, NEW_OFFER))
    reply(bench, status)
    assert bench.phone.model.calls
    assert bench.codes == []


def test_a_call_that_is_hung_up_without_a_connection_says_so_on_the_next_one() -> None:
    bench = talking()
    bench.now = 60.0
    bench.lose()
    effects = bench.do(Clicked("hangup", call=bench.call.id))
    assert announced(effects) == ["ended:620@pbx.example"]
    bench.tick(bench.phone.next_deadline())
    effects = bench.open()
    assert sorted(sent(effects)) == ["BYE", "REGISTER"]
    assert "MakeOffer" not in kinds(effects)
