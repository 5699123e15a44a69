import pytest

from sipwidget.phone.effects import SendTones
from sipwidget.phone.inputs import Clicked, Commanded, OfferMade, TonesFailed
from sipwidget.sip.message import respond
from tests.phone.bench import (
    ANSWER,
    OFFER,
    Bench,
    answered,
    calling,
    dialing,
    messages,
    ready,
    ringing,
    talking,
)

EVENTS = "a=rtpmap:101 telephone-event/8000\r\n"
OUR_EVENTS = OFFER.replace("AVP 0", "AVP 0 101") + EVENTS
THEIR_EVENTS = ANSWER.replace("AVP 0", "AVP 0 101") + EVENTS


def with_events(**settings: object) -> Bench:
    """We talk with 620, and both want RTP events."""
    bench = dialing(dtmf_string="12#", **settings)
    bench.do(OfferMade(bench.call.id, OUR_EVENTS))
    bench.peer_does(lambda peer: peer.accept(bench.caller(), THEIR_EVENTS, 0))
    return bench


def press(bench: Bench, action: str = "dtmf", target: str = "") -> list[object]:
    return [*bench.do(Clicked(action, target, bench.call.id))]


def infos(bench: Bench) -> list[str]:
    """The tones that went out as INFO."""
    return [
        message.body.partition("\r\n")[0].removeprefix("Signal=")
        for message in messages(bench.effects)
        if message.cseq.method == "INFO"
    ]


def reply(bench: Bench, status: int) -> None:
    bench.hear(str(respond(messages(bench.effects)[-1], status)))


def quiet(bench: Bench) -> Bench:
    """The peer answers no more by itself, as `reply` does it."""
    bench.server.receive = lambda text, now: []
    return bench


def test_the_preset_string_goes_as_rtp_events_where_both_have_agreed_on_them() -> None:
    bench = with_events()
    assert press(bench) == [SendTones(bench.call.id, "12#", 160, 640)]


def test_duration_and_gap_are_settings() -> None:
    bench = with_events(dtmf_duration=200, dtmf_gap=500)
    assert press(bench) == [SendTones(bench.call.id, "12#", 200, 500)]


@pytest.mark.parametrize("stage", [talking, answered])
def test_without_the_agreement_each_tone_is_an_info_of_its_own(stage) -> None:
    bench = quiet(stage(dtmf_string="1#"))
    press(bench)
    (info,) = messages(bench.effects)[-1:]
    assert info.headers.get("Content-Type") == "application/dtmf-relay"
    assert info.body == "Signal=1\r\nDuration=160\r\n"
    reply(bench, 200)
    assert infos(bench) == ["1"]
    bench.tick(0.8)
    assert infos(bench) == ["1", "#"]
    reply(bench, 200)
    assert bench.codes == []


@pytest.mark.parametrize(("mode", "kind"), [("rtp", True), ("info", False)])
def test_a_setting_forces_either_way(mode: str, kind: bool) -> None:
    for bench in (talking(dtmf_string="5", dtmf_mode=mode), with_events(dtmf_mode=mode)):
        assert any(isinstance(each, SendTones) for each in press(bench)) is kind


def test_an_info_that_is_refused_is_told_and_ends_the_string() -> None:
    bench = quiet(talking(dtmf_string="12"))
    press(bench)
    reply(bench, 415)
    assert bench.codes == ["tones-refused"]
    bench.tick(5.0)
    assert infos(bench) == ["1"]


def test_a_peer_that_knows_no_such_call_ends_it() -> None:
    bench = quiet(talking(dtmf_string="12"))
    press(bench)
    reply(bench, 481)
    assert bench.phone.model.calls == ()


def test_a_missing_sender_is_told_and_info_is_tried_unless_events_are_forced() -> None:
    bench = quiet(with_events())
    bench.do(TonesFailed(bench.call.id, "12#"))
    assert (bench.codes, infos(bench)) == (["tones-by-info"], ["1"])
    bench = quiet(with_events(dtmf_mode="rtp"))
    bench.do(TonesFailed(bench.call.id, "12#"))
    assert (bench.codes, infos(bench)) == (["tones-impossible"], [])


def test_without_a_connection_no_tone_can_go_as_info() -> None:
    bench = talking(dtmf_string="12")
    bench.lose()
    press(bench)
    assert "tones-impossible" in bench.codes


def test_a_second_press_sends_the_string_again_after_the_first() -> None:
    bench = quiet(talking(dtmf_string="12"))
    press(bench)
    press(bench)
    for number in range(1, 4):
        reply(bench, 200)
        bench.tick(number * 0.8)
    assert infos(bench) == ["1", "2", "1", "2"]


@pytest.mark.parametrize("stage", [dialing, calling, ringing, ready])
def test_before_there_is_a_session_no_tone_is_sent(stage) -> None:
    bench = stage(dtmf_string="12")
    before = list(bench.effects)
    call = bench.phone.model.focus or ""
    assert bench.do(Clicked("dtmf", call=call), Commanded("dtmf:1")) == []
    assert bench.effects == before


def test_a_command_and_a_key_send_what_they_say_and_nonsense_is_told() -> None:
    bench = with_events()
    assert bench.do(Commanded("dtmf: 7a ")) == [SendTones(bench.call.id, "7A", 160, 640)]
    assert press(bench, "digit", "*") == [SendTones(bench.call.id, "*", 160, 640)]
    assert bench.do(Commanded("dtmf:open")) == []
    assert bench.codes == ["tones-invalid"]


def test_tones_work_in_early_media_by_either_way() -> None:
    bench = dialing(dtmf_string="1")
    bench.do(OfferMade(bench.call.id, OUR_EVENTS))
    quiet(bench)
    invite = messages(bench.effects)[-1]
    contact = [("Contact", "<sip:620@192.0.2.9>")]
    for tag, answer in (("a", THEIR_EVENTS), ("a", ANSWER)):
        early = respond(invite, 183, to_tag=tag, headers=contact, body=answer)
        bench.hear(str(early))
        assert bench.call.tones
        effects = bench.do(Clicked("digit", "3", bench.call.id))
        assert effects
    assert infos(bench) == ["3"]
    assert str(messages(bench.effects)[-1].uri) == "sip:620@192.0.2.9"
