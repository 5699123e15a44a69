"""What has crashed other stacks, or been believed by them, in calls, floods and registrations."""

import pytest

from sipwidget.sip.events import (
    CallAccepted,
    CallEnded,
    CallProgress,
    Dropped,
    EarlyMedia,
    Registered,
    RegistrationFailed,
    Send,
    Unregistered,
)
from sipwidget.sip.limits import MAX_CALLS, MAX_TRANSACTIONS
from sipwidget.sip.message import Request
from tests.conformance.cases import message, options
from tests.conformance.crash import case, said
from tests.conformance.treatment import answers
from tests.peer import (
    CONTACT,
    SDP,
    Peer,
    Registrar,
    ended,
    event,
    forgotten,
    one,
    requests,
    shape,
    statuses,
)

# --- requests that nobody asked for ---------------------------------------------------------------


@case("CVE-2018-7284 / AST-2018-004", "CVE-2021-41157")
@pytest.mark.parametrize(("lines", "allowed"), [(0, (405, 489)), (400, (405, 489)), (5000, (400,))])
def test_cve_2018_7284_a_subscribe_is_refused_whatever_it_accepts(
    lines: int, allowed: tuple[int, ...]
) -> None:
    subscribe = message(
        "SUBSCRIBE sip:alice@x SIP/2.0", "Event: presence", *["Accept: a/b"] * lines
    )
    assert said(subscribe)[0] in allowed


@case("CVE-2021-37624")
@pytest.mark.parametrize("method", ["MESSAGE", "INFO", "NOTIFY", "REFER"])
def test_cve_2021_37624_what_comes_out_of_any_dialog_is_not_acted_on(method: str) -> None:
    lines = ("Refer-To: <sip:premium@x>", "Event: message-summary", "Content-Type: text/plain")
    outputs = Peer().hear(message(f"{method} sip:alice@x SIP/2.0", *lines, body="hello"))
    assert answers(outputs)[0].status in (403, 405, 481, 489)
    assert all(isinstance(output, (Send, Dropped)) for output in outputs)


@case("CVE-2026-57191 / GHSA-589g-qgf8-m6mx")
def test_cve_2026_57191_a_long_account_of_messages_is_refused_and_the_agent_goes_on() -> None:
    peer = Peer()
    body = "Messages-Waiting: yes\r\nMessage-Account: sip:" + "a" * 9000 + "@x\r\n"
    kind = "Content-Type: application/simple-message-summary"
    notify = message("NOTIFY sip:alice@x SIP/2.0", "Event: message-summary", kind, body=body)
    assert said(notify, peer)[0] in (405, 481, 489)
    assert said(options(), peer) == [200]


@case("CVE-2018-7286 / AST-2018-005")
def test_cve_2018_7286_calls_whose_connection_is_dropped_leave_nothing() -> None:
    peer = Peer(call_limit=MAX_CALLS)
    for number in range(MAX_CALLS):
        peer.hear(peer.invite(call_id=f"k{number}"))
    assert len([end for end in peer.close() if isinstance(end, CallEnded)]) == MAX_CALLS
    assert forgotten(peer)


@case("CVE-2020-28327 / AST-2020-001", "CVE-2021-41145")
def test_cve_2020_28327_a_flood_is_refused_beyond_a_bound() -> None:
    peer = Peer(call_limit=3)
    flood = [statuses(peer.hear(peer.invite(call_id=f"k{n}")))[0] for n in range(400)]
    assert flood[:3] == [180] * 3
    assert {*flood[3:]} == {486, 503}
    for number in range(400):
        assert said(
            options(Call_ID=f"o{number}", Via=f"SIP/2.0/WSS h;branch=z9hG4bK{number}"), peer
        )
    assert len(peer.agent._sessions) == 3
    assert len(peer.agent._endpoint.transactions) <= MAX_TRANSACTIONS


# --- calls and registrations ----------------------------------------------------------------------


@case("CVE-2021-41158")
def test_cve_2021_41158_no_credentials_for_a_callee_s_own_realm() -> None:
    peer = Registrar()
    again = one(peer.hear(peer.challenge(peer.register())), "REGISTER")
    peer.hear(peer.granted(again))
    foreign = 'WWW-Authenticate: Digest realm="callee", nonce="n"'
    assert not requests(peer.hear(peer.answer(peer.dial(), 401, "b", foreign)), "INVITE")
    peer.established(call="d")
    bye = one(peer.hang_up("d"), "BYE")
    assert not requests(peer.hear(peer.answer(bye, 401, "b", foreign)))


@case("CVE-2021-21375")
def test_cve_2021_21375_a_second_183_counts_when_the_first_could_not_be_used() -> None:
    peer = Peer()
    invited = peer.dial()
    peer.hear(peer.answer(invited, 183, "b", CONTACT, *SDP, body="m=\0"))
    assert event(peer.hear(peer.answer(invited, 183, "b", CONTACT, *SDP)), EarlyMedia).answer
    assert event(peer.hear(peer.answer(invited, 200, "b", CONTACT, *SDP)), CallAccepted).answer
    peer.hear(peer.answer(one(peer.hang_up(), "BYE"), 200))
    assert forgotten(peer)


@case("CVE-2021-31878")
def test_cve_2021_31878_a_re_invite_behind_our_bye_brings_nothing_back() -> None:
    peer = Peer()
    tag, call = peer.talk()
    bye = one(peer.hang_up(call), "BYE")
    outputs = peer.hear(peer.within("INVITE", tag, 5))
    assert statuses(outputs) == [481]
    assert all(isinstance(output, (Send, Dropped)) for output in outputs)
    peer.hear(peer.answer(bye, 200))
    assert forgotten(peer)


@case("CVE-2022-23608")
def test_cve_2022_23608_early_dialogs_are_told_apart_and_each_is_freed_once() -> None:
    peer = Peer()
    invited = peer.dial()
    for tag in ("a", "b", "a", "c", "b"):
        peer.hear(peer.answer(invited, 183, tag, CONTACT, *SDP))
    assert shape(peer.hear(peer.answer(invited, 200, "b", CONTACT, *SDP))) == ["ACK"]
    late = peer.hear(peer.answer(invited, 200, "a", CONTACT, *SDP))
    assert shape(late) == ["ACK", "BYE"]
    for bye in (*requests(late, "BYE"), one(peer.hang_up(), "BYE")):
        assert shape(peer.hear(peer.answer(bye, 200))) == []
    assert forgotten(peer)


@case("CVE-2023-28098")
@pytest.mark.parametrize(
    "rest",
    ["", " ", " realm", " realm=", ' realm="', ' realm="a", nonce', ' realm="a", nonce="', "\0"],
)
def test_cve_2023_28098_a_challenge_that_ends_early_fails_with_a_reason(rest: str) -> None:
    failed = event(Registrar().refusal(401, f"WWW-Authenticate: Digest{rest}"), RegistrationFailed)
    assert failed.status == 401
    assert failed.reason


@case("sngrep #541")
def test_sngrep_541_an_empty_warning_is_passed_over() -> None:
    peer = Peer()
    assert ended(peer.hear(peer.answer(peer.dial(), 488, "b", "Warning: "))) == (488, False)


@case("JsSIP #699")
def test_jssip_699_a_broken_contact_beside_ours_does_not_wedge_the_registration() -> None:
    peer = Registrar()
    register = peer.register()
    ours = register.headers.get("Contact", "")
    broken = peer.answer(register, 200, "r", f'Contact: "<sip:;;, {ours};expires=600')
    peer.hear(broken)
    beside = peer.answer(peer.register(), 200, "r", f"Contact: <sip:;;>;=, {ours};expires=600")
    assert event(peer.hear(beside), Registered).expires == 600
    unregister = one(peer.agent.unregister(peer.now), "REGISTER")
    assert Unregistered() in peer.hear(peer.answer(unregister, 200, "r"))


@case("SIP.js #996")
def test_sip_js_996_any_words_are_a_reason() -> None:
    peer = Peer()
    ringing = str(peer.answer(peer.dial(), 180)).replace("Ringing", 'It [rings] "<%', 1)
    assert event(peer.hear(ringing), CallProgress).reason == 'It [rings] "<%'


@case("doubango #27")
def test_doubango_27_a_folded_challenge_is_answered() -> None:
    peer = Registrar()
    challenge = str(peer.challenge(peer.register())).replace(", ", ",\r\n\t ")
    assert challenge.count("\r\n\t ") > 1
    again = one(peer.hear(challenge), "REGISTER")
    assert isinstance(again, Request)
    assert "Digest" in again.headers.get("Authorization", "")
