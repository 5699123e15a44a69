"""Auto answer (A83, A84, N37): whom, when, and never beside another call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.auto_answer import allows
from sipwidget.phone.effects import Beep, MakeAnswer
from sipwidget.phone.inputs import AnswerMade, Clicked, Commanded, MediaFailed, MediaReduced
from sipwidget.phone.model import CallState
from sipwidget.sip.uri import Uri
from tests.phone.bench import (
    ANSWER,
    OFFER,
    SECOND_CALL,
    Bench,
    announced,
    asked,
    dialing,
    ready,
    sent,
    talking,
)

# --- whom -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("callers", "uri", "allowed"),
    [
        ("*", "sip:anybody@anywhere", True),
        ("*", "sip:pbx.example", True),
        ("620", "sip:620@pbx.example", True),
        ("620", "sip:620@elsewhere", True),
        ("620", "tel:620", True),
        ("**620", "sip:**620@fritz.box", True),
        ("620", "sip:6200@pbx.example", False),
        ("620", "sip:+620@pbx.example", False),
        ("620@pbx.example", "sip:620@pbx.example", True),
        ("620@PBX.example", "sip:620@pbx.EXAMPLE", True),
        ("sip:620@pbx.example", "sips:620@pbx.example:5061;transport=tcp", True),
        ("620@pbx.example", "sip:620@evil.example", False),
        ("620@pbx.example", "sip:620@pbx.example.evil", False),
        ("620@pbx.example", "sip:pbx.example", False),
        ("Door", "sip:door@pbx.example", False),
        ("Door@pbx", "sip:door@pbx", False),
        ("9901#1", "sip:9901%231@pbx", True),
        ("9901#1@pbx", "sip:9901%231@pbx", True),
        ("door", "sip:%64oor@pbx", True),
        ("620@[2001:db8::1]", "sip:620@[2001:DB8::1]", True),
        ("620@", "sip:620@pbx", False),
        ("not an address@pbx", "sip:620@pbx", False),
    ],
)
def test_an_entry_with_a_host_is_that_address_and_one_without_is_that_user(
    callers: str, uri: str, allowed: bool
) -> None:
    assert allows((callers,), Uri.parse(uri)) is allowed


users = st.text("abCD019*#+-_.", min_size=1, max_size=8).filter(lambda user: user != "*")
hosts = st.sampled_from(["pbx.example", "fritz.box", "1af019b2ba08", "192.0.2.1"])


@given(st.lists(st.tuples(users, hosts), max_size=4), users, hosts)
def test_of_a_list_each_entry_is_one_caller(
    known: list[tuple[str, str]], user: str, host: str
) -> None:
    uri = Uri.parse(f"sip:{user}@{host.upper()}")
    assert allows([f"{u}@{h}" for u, h in known], uri) is ((user, host) in known)
    assert allows([u for u, _ in known], uri) is any(user == u for u, _ in known)


@given(st.text(max_size=12), users, hosts)
def test_no_entry_makes_an_address_pass_for_another(entry: str, user: str, host: str) -> None:
    uri = Uri.parse(f"sip:{user}@{host}")
    if allows((entry,), uri):
        assert entry == "*" or user in entry or "%" in entry


# --- what happens ---------------------------------------------------------------------------------


def invite(*headers: str, sender: str = '"Gate" <sip:621@pbx.example>') -> str:
    text = SECOND_CALL.replace('"Gate" <sip:621@pbx.example>', sender)
    return text.replace("Contact:", "\r\n".join([*headers, "Contact:"]))


def test_an_allowed_caller_is_answered_and_both_states_are_told_in_order() -> None:
    bench = ready(auto_answer=("620",))
    effects = bench.peer_calls()
    assert sent(effects) == ["180 INVITE"]
    assert asked(effects) == MakeAnswer(bench.call.id, OFFER, video=False, local_video=False)
    assert (bench.call.state, bench.call.automatic) == (CallState.INCOMING_ACCEPTED, True)
    effects += bench.do(AnswerMade(bench.call.id, ANSWER))
    assert sent(effects) == ["180 INVITE", "200 INVITE"]
    assert effects.count(Beep(bench.call.id)) == 1
    door = "620@pbx.example"
    assert announced(effects) == [f"incoming:{door}", f"incoming-accepted:{door}"]


def test_a_call_is_answered_once_whatever_the_time_says() -> None:
    bench = ready(auto_answer=("*",))
    effects = bench.peer_calls()
    effects += bench.tick(0.0) + bench.tick(5.0)
    assert asked(effects)
    effects = bench.do(AnswerMade(bench.call.id, ANSWER)) + bench.tick(6.0)
    assert "200 INVITE" in sent(effects)
    assert bench.phone.next_deadline() != 5.0


def test_everybody_else_rings() -> None:
    bench = ready(auto_answer=("621", "620@elsewhere"))
    bench.peer_calls()
    assert (bench.call.state, bench.call.automatic) == (CallState.INCOMING, False)


def test_a_display_name_opens_nothing() -> None:
    bench = ready(auto_answer=("620", "Door"))
    bench.hear(invite(sender='"620" <sip:thief@evil.example>'))
    assert bench.call.state is CallState.INCOMING
    bench = ready(auto_answer=("620", "Door"))
    bench.hear(invite(sender='"Door sip:620@pbx.example" <sip:thief@evil.example>'))
    assert bench.call.state is CallState.INCOMING


def test_the_sign_goes_when_a_person_uses_a_button_of_the_call_and_not_by_a_command() -> None:
    bench = ready(auto_answer=("*",))
    bench.peer_calls()
    bench.do(AnswerMade(bench.call.id, ANSWER), Commanded("dtmf:1"), Clicked("cancel"))
    assert bench.call.automatic
    bench.do(Clicked("keypad", call=bench.call.id))
    assert not bench.call.automatic


def test_without_a_microphone_nothing_says_that_it_is_open() -> None:
    bench = ready(auto_answer=("*",))
    bench.peer_calls()
    effects = bench.do(MediaReduced(bench.call.id, "microphone-refused"))
    effects += bench.do(AnswerMade(bench.call.id, ANSWER))
    assert (sent(effects), bench.codes) == (["200 INVITE"], ["microphone-refused"])
    assert not bench.call.automatic
    assert Beep(bench.call.id) not in effects


def test_a_browser_that_gives_no_media_refuses_the_call_and_says_so() -> None:
    bench = ready(auto_answer=("*",))
    bench.peer_calls()
    effects = bench.do(MediaFailed(bench.call.id, "insecure"))
    assert sent(effects) == ["488 INVITE"]
    assert announced(effects) == ["failed:620@pbx.example"]
    assert bench.codes == ["insecure-context"]


# --- beside other calls ---------------------------------------------------------------------------


@pytest.mark.parametrize("busy", [dialing, talking])
def test_a_call_that_is_there_is_left_alone(busy) -> None:
    bench = busy(auto_answer=("*",))
    call = bench.call
    effects = bench.hear(invite())
    assert "200 INVITE" not in sent(effects)
    assert [each for each in effects if isinstance(each, MakeAnswer)] == []
    assert bench.call == call
    assert [each.id for each in bench.phone.model.calls] == [call.id]


def test_a_call_that_has_waited_beside_another_rings_on_when_that_is_over() -> None:
    bench = talking(auto_answer=("*",), call_waiting=True)
    bench.hear(invite())
    bench.do(Clicked("hangup", call=bench.call.id))
    bench.tick(5.0)
    assert bench.call.state is CallState.INCOMING


# --- answer-after ---------------------------------------------------------------------------------


def delayed(*headers: str, **settings: object) -> Bench:
    bench = ready(auto_answer=("621",), **settings)
    bench.hear(invite(*headers))
    return bench


def test_a_caller_may_have_it_ring_for_some_seconds_first() -> None:
    bench = delayed("Call-Info: <sip:pbx.example>;answer-after=5")
    assert bench.call.state is CallState.INCOMING
    assert bench.phone.next_deadline() == 5.0
    bench.tick(4.9)
    assert bench.call.state is CallState.INCOMING
    assert asked(bench.tick(5.0))
    assert (bench.call.state, bench.call.automatic) == (CallState.INCOMING_ACCEPTED, True)


def test_a_late_timer_answers_late() -> None:
    bench = delayed("Alert-Info: <sip:x>;info=alert-autoanswer;delay=5")
    assert asked(bench.tick(70.0))


def test_no_delay_is_at_once() -> None:
    bench = delayed("Alert-Info: Auto Answer")
    assert bench.call.state is CallState.INCOMING_ACCEPTED


def test_meanwhile_a_person_may_take_the_call_or_decline_it() -> None:
    bench = delayed("Call-Info: <sip:x>;answer-after=5")
    bench.do(Clicked("accept", call=bench.call.id), AnswerMade(bench.call.id, ANSWER))
    assert not [each for each in bench.tick(5.0) if isinstance(each, MakeAnswer)]
    assert not bench.call.automatic
    assert Beep(bench.call.id) not in bench.effects
    bench = delayed("Call-Info: <sip:x>;answer-after=5")
    assert sent(bench.do(Clicked("decline", call=bench.call.id))) == ["486 INVITE"]
    assert bench.tick(5.0) == []


def test_nobody_is_answered_because_of_a_header_alone() -> None:
    for headers in ["Call-Info: <sip:x>;answer-after=0", "Answer-Mode: Auto"]:
        bench = ready(auto_answer=("620",))
        bench.hear(invite(headers))
        assert bench.call.state is CallState.INCOMING
        assert [each for each in bench.tick(9.0) if isinstance(each, MakeAnswer)] == []


def test_who_asks_for_a_person_gets_one() -> None:
    bench = delayed("Answer-Mode: Manual")
    assert bench.call.state is CallState.INCOMING
