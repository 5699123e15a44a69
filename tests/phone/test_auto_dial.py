"""Auto dial (A85), and two phones that dial each other and answer by themselves (A86)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwidget.phone.effects import Announce, Effect, MakeOffer
from sipwidget.phone.inputs import (
    Clicked,
    Elected,
    Leaving,
    MediaFailed,
    OfferMade,
)
from sipwidget.phone.model import CallState
from tests.phone.bench import (
    ANSWER,
    OFFER,
    SECOND_CALL,
    Bench,
    announced,
    kinds,
    ready,
    refuse,
    sent,
    silence,
)
from tests.phone.two_phones import TwoPhones

DOOR = "620@pbx.example"


def dialed(bench: Bench) -> int:
    return kinds(bench.effects).count("MakeOffer")


# --- once -----------------------------------------------------------------------------------------


def test_a_second_after_the_registration_it_dials() -> None:
    bench = ready(auto_dial="620")
    assert bench.phone.next_deadline() == 1.0
    bench.tick(0.9)
    assert bench.phone.model.calls == ()
    effects = bench.tick(1.0)
    assert effects == [
        Announce(f"outgoing:{DOOR}"),
        MakeOffer(bench.call.id, video=False, local_video=False),
    ]
    assert sent(bench.do(OfferMade(bench.call.id, OFFER))) == ["INVITE"]
    assert (bench.call.party, bench.call.automatic) == ("Door", True)


def test_who_does_not_register_dials_as_soon_as_there_is_a_connection() -> None:
    bench = ready(auto_dial="620", disable_register=True)
    assert bench.call.state is CallState.OUTGOING


def test_it_dials_once_whatever_comes_later() -> None:
    bench = ready(auto_dial="620")
    bench.tick(1.0)
    bench.do(Clicked("hangup", call=bench.call.id))
    bench.tick(10.0)
    bench.lose()
    bench.tick(60.0)
    bench.open()
    bench.tick(70.0)
    bench.configure(auto_dial="621")
    bench.tick(80.0)
    bench.configure(auto_dial="620", password="other")
    bench.open()
    bench.tick(90.0)
    bench.do(Leaving())
    bench.configure(auto_dial="620")
    bench.open()
    bench.tick(100.0)
    assert dialed(bench) == 1


def test_a_call_that_failed_is_not_tried_again() -> None:
    bench = ready(auto_dial="620")
    bench.tick(1.0)
    bench.do(MediaFailed(bench.call.id, "insecure"))
    bench.tick(30.0)
    assert dialed(bench) == 1
    assert announced(bench.effects)[-1] == f"failed:{DOOR}"


def test_an_address_that_is_none_is_told_once() -> None:
    bench = ready(auto_dial="two@of@these@:")
    bench.tick(1.0)
    assert bench.codes == ["call-address"]
    bench.tick(10.0)
    assert bench.codes == []


# --- not before calls can come, and not into another call -----------------------------------------


@pytest.mark.parametrize("registrar", [silence, refuse(403)])
def test_who_is_not_registered_does_not_dial(registrar) -> None:
    bench = ready(registrar, auto_dial="620")
    bench.tick(4.0)
    assert dialed(bench) == 0


def test_a_connection_that_is_lost_first_is_waited_for() -> None:
    bench = ready(auto_dial="620")
    bench.lose()
    bench.tick(2.0)
    assert dialed(bench) == 0
    bench.open()
    bench.tick(2.9)
    assert dialed(bench) == 0
    bench.tick(3.0)
    assert dialed(bench) == 1


def test_a_phone_on_standby_dials_when_it_has_taken_over() -> None:
    bench = Bench()
    bench.alone = False
    bench.configure(auto_dial="620")
    bench.open()
    bench.tick(5.0)
    assert dialed(bench) == 0
    bench.do(Elected(bench.elections[0].account))
    bench.tick(6.0)
    assert dialed(bench) == 1


def test_a_consent_that_comes_later_is_the_beginning() -> None:
    bench = ready()
    bench.tick(5.0)
    bench.configure(auto_dial="620")
    bench.tick(6.0)
    assert dialed(bench) == 1


def test_a_call_that_came_right_after_the_registration_has_won() -> None:
    bench = ready(auto_dial="621")
    bench.peer_calls()
    bench.tick(1.0)
    assert bench.call.state is CallState.INCOMING
    bench.do(Clicked("decline", call=bench.call.id))
    bench.tick(10.0)
    assert dialed(bench) == 0


def test_nothing_is_dialed_in_edit_mode() -> None:
    bench = Bench()
    bench.configure(auto_dial="620", edit=True)
    bench.tick(5.0)
    assert bench.effects == []


# --- a call that meets ours -----------------------------------------------------------------------


def crossing(sender: str, **settings: object) -> tuple[Bench, list[Effect]]:
    """Our INVITE to 620 is out, nothing has come back, and this caller's INVITE comes."""
    bench = ready(auto_dial="620", **settings)
    bench.server.receive = lambda text, now: []
    bench.tick(1.0)
    bench.do(OfferMade(bench.call.id, OFFER))
    return bench, bench.hear(SECOND_CALL.replace("sip:621@pbx.example", sender))


def test_the_call_of_who_comes_first_in_the_order_of_addresses_stays() -> None:
    bench, effects = crossing("sip:620@pbx.example")
    assert sent(effects) == ["180 INVITE", "486 INVITE"]
    assert (bench.call.state, bench.codes) == (CallState.OUTGOING, [])


def test_the_call_of_who_comes_last_gives_way_and_what_others_see_counts() -> None:
    bench, effects = crossing("sip:620@pbx.example", own_address="701")
    assert bench.call.state is CallState.INCOMING
    assert announced(effects) == [f"failed:{DOOR}", f"incoming:{DOOR}"]


def test_anybody_else_is_told_that_we_are_busy() -> None:
    bench, effects = crossing("sip:621@pbx.example", own_address="701")
    assert sent(effects) == ["180 INVITE", "486 INVITE"]
    assert (bench.call.state, bench.codes) == (CallState.OUTGOING, ["second-call"])


def test_a_call_of_which_nothing_was_sent_always_gives_way() -> None:
    bench = ready(auto_dial="620")
    bench.tick(1.0)
    call = bench.call.id
    effects = bench.peer_calls()
    assert announced(effects) == [f"failed:{DOOR}", f"incoming:{DOOR}"]
    assert bench.do(OfferMade(call, OFFER)) == []


def test_a_call_that_a_person_has_dialed_does_not_give_way() -> None:
    bench = ready()
    bench.do(Clicked("dial", "620"))
    assert sent(bench.peer_calls()) == ["180 INVITE", "486 INVITE"]
    assert bench.call.state is CallState.OUTGOING


def test_a_call_that_is_up_does_not_give_way() -> None:
    bench = ready(auto_dial="620")
    bench.tick(1.0)
    bench.do(OfferMade(bench.call.id, OFFER))
    bench.peer_does(lambda peer: peer.accept(bench.caller(), ANSWER, 0))
    call = bench.call.id
    assert sent(bench.hear(SECOND_CALL.replace("621", "620"))) == ["486 INVITE"]
    assert bench.call.id == call


# --- two phones that do the same ------------------------------------------------------------------


def both() -> TwoPhones:
    """Each is to dial the other and to answer it."""
    pair = TwoPhones()
    pair.start(0, username="left", auto_dial="right", auto_answer=("right",))
    pair.start(1, username="right", auto_dial="left", auto_answer=("left",))
    pair.settle()
    return pair


def assert_one_call(pair: TwoPhones) -> None:
    """They talk: one of them has dialed, the other has answered, and that is all there is."""
    states = [[call.state for call in pair.calls(place)] for place in (0, 1)]
    out, back = [CallState.OUTGOING_ACCEPTED], [CallState.INCOMING_ACCEPTED]
    assert states in ([out, back], [back, out])
    ends = [text.partition(":")[0] for place in (0, 1) for text in pair.told(place)]
    assert ends.count("outgoing-accepted") == ends.count("incoming-accepted") == 1
    assert "ended" not in ends


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_is_loaded_first_dials_and_the_other_answers(first: int) -> None:
    pair = both()
    pair.tick(1.0, first)
    pair.settle()
    pair.tick(1.0, 1 - first)
    pair.settle()
    assert_one_call(pair)
    assert pair.calls(first)[0].state is CallState.OUTGOING_ACCEPTED
    assert pair.told(1 - first)[0].startswith("incoming:")  # it has never dialed


@given(st.data())
@settings(max_examples=60)
def test_when_both_dial_at_once_there_is_one_call_in_whatever_order_things_come(data) -> None:
    pair = both()
    for place in data.draw(st.permutations([0, 1])):
        pair.tick(1.0, place)
    while pair.waiting:
        pair.arrive(data.draw(st.sampled_from(sorted(pair.waiting))))
    pair.tick(40.0)
    pair.settle()
    assert_one_call(pair)


def test_when_both_invites_are_out_the_address_decides() -> None:
    pair = both()
    pair.tick(1.0)
    for way in [(0, "media"), (1, "media")]:
        pair.arrive(way)
    pair.settle()
    assert_one_call(pair)
    assert pair.calls(0)[0].state is CallState.OUTGOING_ACCEPTED  # "left" comes before "right"
