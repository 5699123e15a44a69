"""The self-test on the bench: the browser's part is what a test says it is."""

import pytest

from sipwidget.phone.effects import MakeOffer, Probe, StopProbes
from sipwidget.phone.inputs import Clicked, OfferMade, Probed, SocketOpened
from sipwidget.phone.model import Connection, Sheet
from sipwidget.phone.self_test import PATIENCE
from tests.phone.bench import OFFER, Bench, announced, ready, refuse, silence

FINE = ("secure", "stun", "microphone", "camera", "sound")


def begun(registrar=None, **settings):
    """The sheet is open and the test has begun."""
    bench = ready(registrar, **settings) if registrar else ready(**settings)
    bench.do(Clicked("selftest"), Clicked("selftest-start"))
    return bench


def probes(effects):
    return [each.step for each in effects if isinstance(each, Probe)]


def wanted(bench):
    """The probe that the browser was asked for last."""
    return next(each for each in reversed(bench.effects) if isinstance(each, Probe))


def tell(bench, problem="", found=""):
    """The probe that is under way has come to this."""
    probe = wanted(bench)
    return bench.do(Probed(probe.run, probe.step, problem, found))


def outcomes(bench):
    return {name: str(each.outcome) for name, each in bench.phone.model.report.steps}


def code(bench, step):
    told = dict(bench.phone.model.report.steps)[step].told
    return told.code if told else ""


def through(bench):
    """All probes succeed, and the tone is heard."""
    while bench.phone.model.report.running and not bench.phone.model.report.asks:
        tell(bench)
    bench.do(Clicked("selftest-heard"))


def test_nothing_is_probed_before_it_is_started():
    bench = ready()
    bench.do(Clicked("selftest"))
    assert set(outcomes(bench).values()) == {"waiting"}
    assert probes(bench.effects) == []


def test_all_is_well_where_all_is_well():
    bench = begun(enable_video=True, stun_servers=("stun:s",), sip_state_item="S")
    through(bench)
    found = outcomes(bench)
    assert found.pop("call") == "waiting"
    assert set(found.values()) == {"passed"}
    assert probes(bench.effects) == list(FINE)
    assert not bench.phone.model.report.running


def test_what_is_not_wanted_is_left_out_and_says_why():
    bench = begun()
    through(bench)
    left = {step: code(bench, step) for step, it in outcomes(bench).items() if it == "skipped"}
    assert left == {"items": "test-no-item", "stun": "test-no-stun", "camera": "test-no-video"}
    assert probes(bench.effects) == ["secure", "microphone", "sound"]


def test_one_step_after_the_other():
    bench = begun()
    assert outcomes(bench)["secure"] == "running"
    assert outcomes(bench)["microphone"] == "waiting"
    tell(bench)
    assert outcomes(bench)["microphone"] == "running"
    tell(bench, found="Headset")
    assert code(bench, "microphone") == "test-found"


@pytest.mark.parametrize(
    ("step", "problem", "told"),
    [
        ("secure", "insecure", "insecure-context"),
        ("microphone", "microphone-refused", "microphone-refused"),
        ("camera", "camera-missing", "camera-missing"),
        ("stun", "silent", "test-stun-silent"),
        ("sound", "silent", "test-sound-impossible"),
    ],
)
def test_what_fails_says_what_to_do_and_the_rest_goes_on(step, problem, told):
    bench = begun(enable_video=True, stun_servers=("stun:s",))
    while bench.phone.model.report.running and not bench.phone.model.report.asks:
        tell(bench, problem if wanted(bench).step == step else "")
    bench.do(Clicked("selftest-heard"))
    assert (outcomes(bench)[step], code(bench, step)) == ("failed", told)
    assert list(outcomes(bench).values()).count("failed") == 1


def test_a_person_says_whether_the_tone_was_heard():
    bench = begun()
    for _ in range(3):
        tell(bench)
    assert bench.phone.model.report.asks
    bench.do(Clicked("selftest-unheard"))
    assert code(bench, "sound") == "test-sound-unheard"
    assert not bench.phone.model.report.asks


def test_nobody_can_answer_what_is_not_asked():
    bench = begun()
    bench.do(Clicked("selftest-heard"))
    assert outcomes(bench)["sound"] == "waiting"


def test_a_wrong_password_is_told():
    challenge = ("WWW-Authenticate", 'Digest realm="pbx.example", nonce="n1"')
    bench = begun(refuse(401, challenge))
    tell(bench)
    assert (outcomes(bench)["registration"], code(bench, "registration")) == (
        "failed",
        "password-wrong",
    )
    assert outcomes(bench)["microphone"] == "running"


def test_a_silent_registrar_is_waited_for_and_then_told():
    bench = begun(silence)
    tell(bench)
    assert outcomes(bench)["registration"] == "running"
    bench.tick(PATIENCE)
    assert code(bench, "registration") == "registration-unanswered"


def test_a_server_that_does_not_answer_fails_in_time_and_what_needs_it_is_left_out():
    bench = Bench()
    bench.configure()
    bench.do(Clicked("selftest"), Clicked("selftest-start"))
    tell(bench)
    assert outcomes(bench)["connection"] == "running"
    bench.tick(PATIENCE)
    assert outcomes(bench)["connection"] == "failed"
    assert outcomes(bench)["subprotocol"] == outcomes(bench)["registration"] == "skipped"


def test_a_server_that_answers_late_is_still_good():
    bench = Bench()
    bench.configure()
    bench.do(Clicked("selftest"), Clicked("selftest-start"))
    tell(bench)
    bench.do(SocketOpened(bench.socket))
    assert outcomes(bench)["registration"] == "passed"


def test_no_second_registration_and_no_second_socket():
    bench = ready()
    before = len(bench.effects)
    bench.do(Clicked("selftest"), Clicked("selftest-start"))
    through(bench)
    assert {type(each) for each in bench.effects[before:]} == {Probe}
    assert bench.phone.model.connection is Connection.REGISTERED


def test_closing_the_sheet_stops_it_and_forgets():
    bench = begun()
    assert bench.do(Clicked("cancel")) == [StopProbes()]
    late = tell(bench)
    assert late == []
    bench.do(Clicked("selftest"))
    assert set(outcomes(bench).values()) == {"waiting"}


def test_news_of_an_earlier_run_are_passed_over():
    bench = begun()
    old = wanted(bench)
    assert StopProbes() in bench.do(Clicked("selftest-start"))
    bench.do(Probed(old.run, old.step, "insecure"))
    assert outcomes(bench)["secure"] == "running"


def test_a_call_that_comes_in_wins():
    bench = begun()
    assert StopProbes() in bench.peer_calls()
    assert bench.phone.model.sheet is None
    assert bench.call.state == "incoming"


def test_the_echo_of_the_phonebook_is_offered():
    assert ready().phone.model.report is None
    bench = begun()
    assert bench.phone.model.report.target == ""


def test_the_test_call_waits_for_a_number_and_keeps_the_sheet():
    bench = begun()
    through(bench)
    assert announced(bench.do(Clicked("selftest-call", fields=(("echo", " "),)))) == []
    effects = bench.do(Clicked("selftest-call", fields=(("echo", "620"),)))
    assert [type(each) for each in effects if isinstance(each, MakeOffer)] == [MakeOffer]
    assert bench.phone.model.sheet is Sheet.SELF_TEST
    assert outcomes(bench)["call"] == "running"
    bench.do(OfferMade(bench.call.id, OFFER))
    assert bench.phone.model.sheet is Sheet.SELF_TEST
