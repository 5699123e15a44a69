"""The sheet for whoever looks for a fault."""

import pytest

from sipwidget.phone.diagnostics import facts
from sipwidget.phone.effects import Download
from sipwidget.phone.inputs import Clicked, Measured
from sipwidget.phone.model import Sheet
from sipwidget.phone.notices import notice
from sipwidget.phone.quality import Mark, Sample
from sipwidget.phone.settings import Config, TurnServer
from tests.phone.bench import ready, refuse, talking

CHALLENGE = ("WWW-Authenticate", 'Digest realm="pbx.example", nonce="n1", qop="auth"')


def after_a_call(**settings):
    """A call was made, measured, and is over; the sheet is open."""
    bench = talking(**settings)
    for received in (50, 200):
        bench.do(Measured(bench.call.id, Sample(received=received)))
    bench.do(Clicked("hangup", call=bench.call.id), Clicked("diagnostics"))
    return bench


def downloaded(bench):
    (file,) = [each for each in bench.do(Clicked("download")) if isinstance(each, Download)]
    return file.text


def test_only_the_open_sheet_has_findings():
    bench = talking()
    assert bench.phone.model.findings is None
    bench.do(Clicked("diagnostics"))
    assert bench.phone.model.findings is None  # nothing lies over a call
    bench.do(Clicked("hangup", call=bench.call.id), Clicked("diagnostics"))
    assert bench.phone.model.sheet is Sheet.DIAGNOSTICS
    assert len(bench.phone.model.findings.calls) == 1
    bench.do(Clicked("cancel"))
    assert bench.phone.model.findings is None


def test_a_call_that_comes_in_goes_before_the_sheet():
    bench = ready()
    bench.do(Clicked("diagnostics"))
    bench.peer_calls()
    assert bench.phone.model.sheet is None


def test_the_last_figures_stay_with_the_messages_of_their_call():
    (found,) = after_a_call().phone.model.findings.calls
    assert found.figures.mark is Mark.GOOD
    assert found.conversation.messages[0].title == "INVITE"


def test_the_newest_call_comes_first():
    bench = after_a_call()
    bench.hear(
        "INVITE sip:1001@pbx.example SIP/2.0\r\nVia: SIP/2.0/WSS o.invalid;branch=z9hG4bKo\r\n"
        "From: <sip:621@pbx.example>;tag=o\r\nTo: <sip:1001@pbx.example>\r\nCall-ID: o\r\n"
        "CSeq: 1 INVITE\r\nContact: <sip:o.invalid>\r\n\r\n"
    )
    bench.do(Clicked("decline", call=bench.call.id), Clicked("diagnostics"))
    parties = [each.conversation.party for each in bench.phone.model.findings.calls]
    assert parties == ["621@pbx.example", "620@pbx.example"]


def test_what_is_shown_is_what_is_downloaded():
    bench = after_a_call()
    assert "620@pbx.example" in downloaded(bench)
    bench.do(Clicked("mask-numbers"))
    assert bench.phone.model.findings.masked
    text = downloaded(bench)
    assert not [each for each in ("620", "1001", "pbx.example", "Door", "192.0.2") if each in text]
    assert "Call to user-" in text
    bench.do(Clicked("mask-numbers"))
    assert "620@pbx.example" in downloaded(bench)


def test_where_callers_are_not_to_be_seen_they_are_hidden_whatever_a_person_wants():
    """A22"""
    bench = after_a_call(hide_caller_id=True)
    for _ in range(2):
        bench.do(Clicked("mask-numbers"))
        assert "620" not in downloaded(bench)
        assert not bench.phone.model.findings.optional


@pytest.mark.parametrize("masked", [True, False])
def test_the_file_never_holds_a_password_or_a_digest(masked):
    bench = ready(refuse(401, CHALLENGE), hide_caller_id=masked)
    bench.do(Clicked("diagnostics"))
    text = downloaded(bench)
    assert text.count('response="***"') == 1
    assert "s3cret" not in text


def test_facts_tell_settings_and_no_secrets():
    config = Config(
        websocket_urls=("wss://user:SECRET@pbx.example/ws",),
        domain="pbx.example",
        username="1001",
        password="SECRET",
        turn_servers=(TurnServer("turn:t.example", "u", "SECRET"),),
        dtmf_string="SECRET",
    )
    told = dict(facts(config, "registered", (notice("call-busy", party="Door"),)))
    assert "SECRET" not in repr(told)
    assert told["address"] == "sip:1001@pbx.example"
    assert told["ICE servers"] == "turn:t.example"
    assert told["told"] == "call-busy Door"
