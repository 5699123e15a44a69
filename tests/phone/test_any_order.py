"""Inputs in any order: nothing raises, and what is told of each call makes sense."""

import re

from hypothesis import event, given, settings
from hypothesis import strategies as st

from sipwidget.phone.effects import MakeAnswer, MakeOffer, ReleaseMedia
from sipwidget.phone.inputs import (
    AnswerMade,
    Clicked,
    Leaving,
    Measured,
    MediaFailed,
    MediaReduced,
    OfferMade,
)
from sipwidget.phone.quality import Sample
from sipwidget.sip.errors import InvalidState
from tests.phone.bench import ANSWER, HOLD, OFFER, SECOND_CALL, announced, ready, reinvite

WELL_FORMED = re.compile(
    r"(outgoing (failed|outgoing-accepted ended)|incoming (failed|incoming-accepted ended)) "
)
PEER = {
    "calls": lambda peer, call: peer.invite("sip:1001@pbx.example", OFFER, 0),
    "accepts": lambda peer, call: peer.accept(call, ANSWER, 0),
    "accepts with nothing": lambda peer, call: peer.accept(call, "", 0),
    "rejects": lambda peer, call: peer.reject(call, 486, 0),
    "hangs up": lambda peer, call: peer.hang_up(call, 0),
}
PERSON = ["call", "accept", "decline", "hangup", "dial"]
SHEETS = ["diagnostics", "selftest", "selftest-start", "selftest-call", "quality", "cancel"]
MEDIA = [
    lambda call: OfferMade(call, OFFER),
    lambda call: AnswerMade(call, ANSWER),
    lambda call: MediaFailed(call, "ice"),
    lambda call: MediaFailed(call, "codec", renegotiation=True),
    lambda call: MediaReduced(call, "camera-refused"),
    lambda call: Measured(call, Sample(received=1)),
    lambda call: Measured(call, Sample(received=9, sent=9)),
]
HAPPENINGS = st.one_of(
    st.sampled_from([("person", "dial"), ("peer", "calls")]),
    st.tuples(st.just("go on"), st.none()),
    st.tuples(st.just("peer"), st.sampled_from(sorted(PEER))),
    st.tuples(st.just("person"), st.sampled_from(PERSON)),
    st.tuples(st.just("person"), st.sampled_from(SHEETS)),
    st.tuples(st.just("media"), st.sampled_from(MEDIA)),
    st.tuples(st.just("frame"), st.just(SECOND_CALL) | st.text(max_size=40)),
    st.tuples(st.just("another session"), st.sampled_from([OFFER, HOLD, ""])),
    st.tuples(st.just("network"), st.sampled_from(["lost", "back"])),
    st.tuples(st.just("time"), st.sampled_from([0.5, 4.0, 40.0])),
    st.tuples(st.just("configured"), st.sampled_from(["s3cret", "other"])),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(HAPPENINGS, min_size=8, max_size=30))
def test_whatever_happens_each_call_is_told_once_from_its_beginning_to_its_one_end(happenings):
    bench, calls = ready(), [""]
    for kind, what in happenings:
        happen(bench, kind, what, calls)
        calls += [call.id for call in bench.phone.model.calls if call.id not in calls]
    bench.do(Leaving())
    assert bench.phone.model.calls == ()
    told = [text.partition(":")[0] + " " for text in announced(bench.effects) if ":" in text]
    assert WELL_FORMED.sub("", "".join(told)) == ""
    for text in set(told):
        event(text)
    released = [each.call for each in bench.effects if isinstance(each, ReleaseMedia)]
    assert sorted(released) == sorted(calls[1:])
    wanted = [each for each in bench.effects if isinstance(each, MakeOffer | MakeAnswer)]
    assert {each.call for each in wanted} <= set(released)


def happen(bench, kind, what, calls):
    focus = bench.phone.model.focus or ""
    match kind:
        case "go on":
            go_on(bench, focus)
        case "peer":
            peer_does(bench, PEER[what])
        case "person":
            bench.do(Clicked(what, "620", focus, (("echo", "620"),)))
        case "media":
            bench.do(what(focus))
            bench.do(what(calls[len(calls) // 2]))  # and for a call that may be long over
        case "frame":
            bench.hear(what)
        case "another session":
            negotiate(bench, what)
        case "network":
            bench.lose() if what == "lost" else bench.open()
        case "time":
            bench.tick(bench.now + what)
        case "configured":
            bench.configure(password=what)


def negotiate(bench, offer):
    """620 wants another session, if there is one."""
    if any(call.state.accepted for call in bench.phone.model.calls):
        bench.hear(reinvite(bench, len(bench.effects) + 10, offer))


def go_on(bench, call):
    """What brings a call on at whatever stage; the rest of it is too early or too late."""
    bench.do(Clicked("accept", call=call), OfferMade(call, OFFER), AnswerMade(call, ANSWER))
    peer_does(bench, PEER["accepts"])


def peer_does(bench, what):
    """620 does it to the last call that it knows of, if it can."""
    known = [each.call for each in bench.server.events if hasattr(each, "call")] or [""]
    try:
        outputs = what(bench.server.peer, known[-1])
    except InvalidState:
        return
    bench.hear(*bench.server.frames(outputs))
