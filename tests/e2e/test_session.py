"""Within a call and beside it: hold, late offers, and requests that nobody knows."""

from tests.e2e import frames, sessions
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.frames import Frame
from tests.e2e.peers import DOMAIN, HOST, Callee, Caller, contact


def test_being_held_and_resumed(line: MakeLine) -> None:
    """A96: sendonly is answered recvonly, inactive inactive, and the call resumes."""
    alice = line()
    callee = established(alice)
    steps = [("sendonly", "recvonly"), ("inactive", "inactive"), ("sendrecv", "sendrecv")]
    for version, (offered, answered) in enumerate(steps, start=2):
        final = callee.answered("INVITE", body=sessions.offer(offered, version=version))
        assert final.status == 200
        assert sessions.directions(final.body) == {"audio": answered}
        callee.request("ACK", number=callee.number)
        assert alice.phone.attribute("data-state") == "outgoing-accepted"
    alice.phone.colored("hangup", "red")


def test_requests_in_a_call(line: MakeLine) -> None:
    """A96: OPTIONS gets 200, what nobody knows 405 or 501, and the call stands."""
    alice = line()
    callee = established(alice)
    options = callee.answered("OPTIONS")
    assert options.status == 200
    assert "INVITE" in options.header("Allow")
    assert callee.answered("FROBNICATE").status in (405, 501)
    assert alice.phone.attribute("data-state") == "outgoing-accepted"
    callee.request("BYE")
    assert alice.link.response("BYE").status == 200
    alice.phone.reaches(state="idle")
    assert callee.answered("BYE").status == 481


def test_requests_outside_of_a_call(line: MakeLine) -> None:
    """A96: 200, 405 or 501; for another user 404; our user name is as good as our Contact's."""
    alice = line()
    ours = contact(alice.register)
    asterisk = "sip:alice@127.0.0.1:43210;transport=ws"
    assert outside(alice, "OPTIONS", ours).status == 200
    assert outside(alice, "OPTIONS", asterisk).status == 200
    assert outside(alice, "FROBNICATE", ours).status in (405, 501)
    assert outside(alice, "INVITE", "sip:nobody@elsewhere.invalid", sessions.offer()).status == 404
    assert outside(alice, "OPTIONS", "sip:nobody@elsewhere.invalid").status == 404
    assert outside(alice, "BYE", ours).status in (404, 481)
    assert alice.phone.attribute("data-state") == "idle"


def test_the_branches_of_bad_requests(line: MakeLine) -> None:
    """Issue 3: 416 for a scheme, 420 for what is required and unknown, 481 for a CANCEL."""
    alice = line()
    ours = contact(alice.register)
    assert outside(alice, "INVITE", "mailto:alice@sip.test", sessions.offer()).status == 416
    required = outside(alice, "INVITE", ours, sessions.offer(), ("Require", "frobnication"))
    assert (required.status, required.header("Unsupported")) == (420, "frobnication")
    assert outside(alice, "CANCEL", ours).status == 481
    assert alice.phone.attribute("data-state") == "idle"


def test_an_invite_without_a_description_is_answered_with_an_offer(line: MakeLine) -> None:
    """A97."""
    alice = line()
    caller = Caller(alice.link, alice.register, body="")
    caller.ring()
    alice.phone.reaches(state="incoming")
    alice.phone.tap("accept")
    final = caller.final()
    assert final.status == 200
    assert sessions.directions(final.body) == {"audio": "sendrecv"}
    caller.acknowledge(sessions.answer(final.body))
    alice.phone.reaches(state="incoming-accepted")
    alice.phone.tap("hangup")
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.phone.reaches(state="idle")


def test_a_late_offer_within_a_call(line: MakeLine) -> None:
    """RFC 3261, 14.2: a re-INVITE without SDP gets an offer, the ACK brings the answer."""
    alice = line()
    callee = established(alice)
    final = callee.answered("INVITE")
    assert sessions.directions(final.body) == {"audio": "sendrecv"}
    callee.request("ACK", number=callee.number, body=sessions.answer(final.body))
    assert callee.answered("OPTIONS").status == 200
    assert alice.phone.attribute("data-state") == "outgoing-accepted"


def test_a_bad_offer_within_a_call_leaves_it_as_it_was(line: MakeLine) -> None:
    """RFC 3261, 14.2: 488, and the session stands."""
    alice = line()
    callee = established(alice)
    final = callee.answered("INVITE", body=sessions.foreign_offer())
    assert final.status == 488
    callee.request("ACK", number=callee.number)
    assert callee.answered("OPTIONS").status == 200
    assert alice.phone.attribute("data-state") == "outgoing-accepted"


def established(alice: Line) -> Callee:
    """A call to the first entry that the other end has answered."""
    alice.phone.tap("call")
    callee = Callee(alice.link)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    return callee


def outside(
    alice: Line, method: str, target: str, body: str = "", *headers: tuple[str, str]
) -> Frame:
    """The final response to a request that belongs to no call."""
    call_id = frames.token()
    text = frames.write(
        f"{method} {target} SIP/2.0",
        [
            ("Via", f"SIP/2.0/WS {HOST};branch=z9hG4bK{frames.token()}"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:peer@{DOMAIN}>;tag=outside"),
            ("To", f"<sip:alice@{DOMAIN}>" + (";tag=unknown" if method == "BYE" else "")),
            ("Call-ID", call_id),
            ("CSeq", f"1 {method}"),
            ("Contact", f"<sip:peer@{HOST};transport=ws>"),
            *headers,
        ],
        body,
    )
    alice.link.send(text)
    return alice.link.until(
        lambda each: each.status >= 200 and each.header("Call-ID") == call_id,
        f"response to {method}",
    )
