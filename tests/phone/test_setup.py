import pytest

from sipwidget.phone.effects import Announce, ApplyAnswer, Beep, MakeOffer
from sipwidget.phone.inputs import AnswerMade, Clicked, OfferMade
from sipwidget.sip.message import respond
from tests.phone.bench import (
    ANSWER,
    OFFER,
    SECOND_CALL,
    VIDEO,
    announced,
    calling,
    kinds,
    messages,
    ready,
    ringing,
    sent,
)

DOOR = "620@pbx.example"


def click(bench, action):
    return bench.do(Clicked(action, call=bench.call.id))


def test_early_media_is_applied_and_a_200_without_sdp_keeps_it():
    bench = calling()
    (invite,) = messages(bench.effects)[-1:]
    contact = [("Contact", "<sip:620@192.0.2.9>")]
    early = respond(invite, 183, to_tag="fork", headers=contact, body=ANSWER)
    assert bench.hear(str(early)) == [ApplyAnswer(bench.call.id, ANSWER, provisional=True)]
    effects = bench.hear(str(respond(invite, 200, to_tag="fork", headers=contact)))
    assert effects[1:] == [
        Announce(f"outgoing-accepted:{DOOR}"),
        ApplyAnswer(bench.call.id, ANSWER, provisional=False),
    ]


def test_early_media_of_a_second_fork_does_not_take_the_first_ones_place():
    bench = calling()
    (invite,) = messages(bench.effects)[-1:]
    first, second = (respond(invite, 183, to_tag=tag, body=ANSWER) for tag in ("one", "two"))
    assert kinds(bench.hear(str(first), str(second))) == ["ApplyAnswer"]
    assert bench.call.ringing  # as a 180 has said before


@pytest.mark.parametrize("answer", ["", ANSWER + VIDEO, "no description"])
def test_a_200_whose_sdp_cannot_be_an_answer_ends_the_call_and_says_why(answer):
    bench = calling()
    effects = bench.peer_does(lambda peer: peer.accept(bench.caller(), answer, 0))
    assert sent(effects) == ["ACK", "BYE"]
    assert announced(effects) == [f"failed:{DOOR}"]
    assert bench.codes == ["call-refused-media"]


def test_a_call_without_an_offer_gets_ours_and_its_ack_brings_the_answer():
    bench = ready()
    bench.hear(SECOND_CALL.partition("Content-Type")[0] + "Content-Length: 0\r\n\r\n")
    call = bench.call.id
    assert click(bench, "accept") == [MakeOffer(call, video=False, local_video=False)]
    (response,) = messages(bench.do(OfferMade(call, OFFER)))
    assert (response.status, response.sdp) == (200, OFFER)
    ack = SECOND_CALL.replace("INVITE", "ACK").replace("kother", "kack")
    ack = ack.replace("To: <sip:1001@pbx.example>", f"To: {response.to}")
    assert bench.hear(ack) == [ApplyAnswer(call, OFFER, provisional=False)]


def test_an_ack_without_the_answer_ends_the_call():
    bench = ready()
    bodiless = SECOND_CALL.partition("Content-Type")[0] + "Content-Length: 0\r\n\r\n"
    bench.hear(bodiless)
    click(bench, "accept")
    (response,) = messages(bench.do(OfferMade(bench.call.id, OFFER)))
    ack = bodiless.replace("INVITE", "ACK").replace("kother", "kack")
    effects = bench.hear(ack.replace("To: <sip:1001@pbx.example>", f"To: {response.to}"))
    assert sent(effects) == ["BYE"]
    assert announced(effects) == ["ended:621@pbx.example"]
    assert bench.codes == ["call-refused-media"]


@pytest.mark.parametrize("push_to_talk", [False, True])
def test_a_microphone_that_was_opened_by_itself_beeps_and_one_that_stays_shut_does_not(
    push_to_talk,
):
    bench = ringing(auto_answer=("*",), push_to_talk=push_to_talk)
    effects = bench.do(AnswerMade(bench.call.id, ANSWER))
    assert (Beep(bench.call.id) in effects) is not push_to_talk
