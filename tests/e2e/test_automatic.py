"""What a phone does by itself: it answers, it dials, it ends what nobody ends (A83 to A86, N28)."""

import re

from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Account, MakeLine, MakePhone, MakeRegistered, scripted_account
from tests.e2e.crossing import called, is_over, said
from tests.e2e.peers import Caller
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer
from tests.e2e.sound import flows

SIGN = '[data-part="automatic"]'


def told(one: Phone) -> list[str]:
    """What the state Item is told of calls."""
    return [text for text in one.states() if ":" in text]


# --- auto answer ----------------------------------------------------------------------------------


def test_everybody_else_rings_whatever_name_they_bear(line: MakeLine) -> None:
    """A83, N37: the address counts, not the display name, and not what a header asks for."""
    alice = line(autoAnswer="620, peer@sip.test")
    stranger = '"620" <sip:peer@elsewhere.test>'
    headers = {"Call-Info": "<sip:elsewhere.test>;answer-after=0", "Alert-Info": "Auto Answer"}
    caller = Caller(alice.link, alice.register, caller=stranger, headers=headers)
    caller.ring()
    alice.phone.reaches(state="incoming")
    assert [each.status for each in alice.link.everything() if each.about == "INVITE"] == [180]
    alice.phone.tap("decline")
    assert caller.final().status == 486


def test_a_caller_may_have_it_ring_first_and_a_person_may_be_quicker(line: MakeLine) -> None:
    alice = line(autoAnswer="*")
    after = "<sip:intercom.test>;answer-after={}"
    caller = Caller(alice.link, alice.register, headers={"Call-Info": after.format(60)})
    caller.ring()
    alice.phone.reaches(state="incoming")
    alice.phone.tap("decline")
    assert caller.final().status == 486
    caller = Caller(alice.link, alice.register, headers={"Call-Info": after.format(1)})
    caller.ring()
    assert caller.final().status == 200
    caller.acknowledge()
    expect(alice.phone.root.locator(SIGN)).to_be_visible()
    caller.request("BYE")
    alice.phone.reaches(state="idle")


def test_an_allowed_caller_is_answered_and_one_sees_it(line: MakeLine) -> None:
    """A83, A84: once, both states in order, a sign until a person is there; no second call."""
    alice = line(autoAnswer="620, peer@SIP.test")
    caller = Caller(alice.link, alice.register)
    final = caller.final()
    assert (final.status, sessions.directions(final.body)) == (200, {"audio": "sendrecv"})
    caller.acknowledge()
    alice.phone.reaches(state="incoming-accepted")
    assert told(alice.phone) == ["incoming:peer@sip.test", "incoming-accepted:peer@sip.test"]
    expect(alice.phone.root.locator(SIGN)).to_contain_text("microphone is on")
    assert Caller(alice.link, alice.register).final().status == 486
    assert caller.answered("OPTIONS").status == 200
    assert alice.phone.attribute("data-state") == "incoming-accepted"
    alice.phone.tap("mute")
    expect(alice.phone.root.locator(SIGN)).to_have_count(0)
    caller.request("BYE")
    is_over(alice, "ended", "peer")
    assert said(caller) == ["180 INVITE", "200 INVITE", "200 BYE"]


# --- do not disturb -------------------------------------------------------------------------------


def test_who_does_not_want_to_be_disturbed_is_not(registered: MakeRegistered) -> None:
    """N29: no 180, `declineStatus` at once, and the state Item learns of it."""
    alice, link = registered(autoAnswer="*", declineStatus=603)
    register = next(each for each in link.seen if each.method == "REGISTER")
    switch(alice, "true")
    expect(alice.button("call")).to_have_accessible_name(re.compile("do not disturb"))
    caller = Caller(link, register)
    assert caller.final().status == 603
    assert said(caller) == ["603 INVITE"]
    alice.until(lambda: told(alice)[-1:] == ["failed:peer@sip.test"], "the end")
    assert told(alice) == ["incoming:peer@sip.test", "failed:peer@sip.test"]
    switch(alice, "false")
    caller = Caller(link, register)
    assert caller.final().status == 200
    caller.acknowledge()
    caller.request("BYE")
    alice.reaches(state="idle")


def switch(alice: Phone, on: str) -> None:
    """Use the switch, and wait until it stands so."""
    alice.button("call").click(button="right")
    alice.tap("dnd")
    expect(alice.button("dnd")).to_have_attribute("aria-pressed", on)
    alice.tap("cancel")


# --- what nobody ends -----------------------------------------------------------------------------


def test_a_call_that_nobody_answers_or_hangs_up_ends(
    line: MakeLine, scripted: ScriptedServer
) -> None:
    """N28: the caller hears why, and so does the person; ours is taken back."""
    alice = line(ringSeconds=1)
    assert Caller(alice.link, alice.register).final().status == 480
    alice.phone.says("peer called, and nobody answered")
    is_over(alice, "failed", "peer")
    callee = called(alice)
    callee.reply(180)
    alice.link.reply(alice.link.request("CANCEL"), 200)
    callee.reply(487)
    alice.phone.says("Door did not answer")
    alice.phone.reaches(state="idle")
    alice.phone.configure(**scripted_account(scripted), maxCallSeconds=1)
    callee = called(alice)
    callee.answer()
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.phone.says("no call may last longer than 1 second")
    alice.phone.reaches(state="idle")
    assert told(alice.phone)[-3:] == [
        "outgoing:620@sip.test",
        "outgoing-accepted:620@sip.test",
        "ended:620@sip.test",
    ]


# --- auto dial ------------------------------------------------------------------------------------


def test_a_page_dials_once(new_phone: MakePhone, scripted: ScriptedServer) -> None:
    """A85: after the registration; not after a reconnect, and not for a new configuration."""
    alice = new_phone()
    properties = {**scripted_account(scripted), "autoDial": "620"}
    alice.open(properties)
    link = scripted.link(60)
    link.register()
    invite = link.request("INVITE")
    assert invite.target == "sip:620@sip.test"
    link.reply(invite, 486)
    alice.says("busy")
    link.close()
    link = scripted.link()
    link.register()
    alice.configure(**properties, autoAnswer="699")
    link.everything(2.0)  # longer than the wait before it dials
    alice.configure(**{**properties, "autoDial": "621"})
    link.everything(2.0)
    assert len(alice.sent("INVITE")) == 1
    assert told(alice) == ["outgoing:620@sip.test", "failed:620@sip.test"]


def test_two_who_dial_each_other_at_once_get_one_call(
    new_phone: MakePhone, account: Account
) -> None:
    """A86, on Kamailio: the devices of both open at the same moment."""
    names = ("alice", "bob")
    pair = [new_phone(), new_phone()]
    for one, name in zip(pair, names, strict=True):
        one.open(account(name))
    for one in pair:
        one.reaches(connection="registered", timeout=60_000)
        one.everywhere("() => recorder.hold()")
    for one, name, other in zip(pair, names, reversed(names), strict=True):
        one.configure(**account(name), autoDial=other, autoAnswer=other)
    for one in pair:
        one.reaches(state="outgoing")
    for one in pair:
        one.everywhere("() => recorder.release()")
    for one in pair:
        one.reaches(state=re.compile("-accepted"))
        flows(one)
    accepted = sorted(text for one in pair for text in told(one) if "-accepted:" in text)
    assert accepted in [
        [f"incoming-accepted:{one}@sip.test", f"outgoing-accepted:{other}@sip.test"]
        for one, other in (names, reversed(names))
    ]
    pair[0].tap("hangup")
    for one in pair:
        one.reaches(state="idle")
        one.released()
