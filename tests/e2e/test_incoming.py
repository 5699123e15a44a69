"""Being called: who it is, what can be done, and what the caller gets as an answer."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.peers import Caller, Dialog, contact


def test_a_call_rings_and_is_accepted(line: MakeLine) -> None:
    """A16, A19: 180, two buttons and no other; 200 with SDP; one red button; BYE."""
    alice = line()
    caller = ringing(alice)
    alice.phone.colored("accept", "green")
    alice.phone.colored("decline", "red")
    assert alice.phone.button("call").count() == alice.phone.button("hangup").count() == 0
    alice.phone.tap("accept")
    final = caller.final()
    assert (final.status, sessions.directions(final.body)) == (200, {"audio": "sendrecv"})
    caller.acknowledge()
    alice.phone.reaches(state="incoming-accepted")
    alice.phone.colored("hangup", "red")
    assert alice.phone.button("accept").count() == alice.phone.button("decline").count() == 0
    alice.phone.tap("hangup")
    alice.link.reply(alice.link.request("BYE"), 200)
    alice.phone.reaches(state="idle")
    assert [text for text in alice.phone.states() if ":" in text][-3:] == [
        "incoming:peer@sip.test",
        "incoming-accepted:peer@sip.test",
        "ended:peer@sip.test",
    ]


@pytest.mark.parametrize(
    ("caller", "shown"),
    [
        ("<sip:620@sip.test>", ["Door"]),
        ('"Somebody" <sip:620@elsewhere.test>', ["Door"]),
        ('"Lobby 7" <sip:77@sip.test>', ["Lobby 7", "77"]),
        ("<sip:77@sip.test>", ["77"]),
        ("<sip:garage@other.test>", ["Garage"]),
        ("sip:77@sip.test", ["77"]),
        ("<sip:sip.test>", ["anonymous"]),
        ('"Anonymous" <sip:anonymous@anonymous.invalid>', ["nonymous"]),
        ("<sip:9901#1@1af019b2ba08>", ["9901#1"]),
        ("Türsprechstelle Süd <sip:9901#1@1af019b2ba08>", ["Türsprechstelle Süd", "9901#1"]),
        ("<sip:**622@fritz_box>", ["**622"]),
    ],
)
def test_the_caller_is_named(line: MakeLine, caller: str, shown: list[str]) -> None:
    """A17, A18, A68, A99: the phonebook's name, else name and number, else the number."""
    alice = line(phonebook="620=Door,garage@other.test=Garage")
    call = ringing(alice, caller=caller)
    for words in shown:
        expect(alice.phone.party).to_contain_text(words)
    assert "undefined" not in alice.phone.root.inner_text()
    if caller == "<sip:sip.test>":
        assert alice.phone.states()[-1] == "incoming:anonymous@sip.test"
    call.cancel()
    assert call.final().status == 487


@pytest.mark.parametrize(
    ("properties", "status"),
    [({}, 486), ({"declineStatus": 603}, 603), ({"declineStatus": "480"}, 480)],
)
def test_a_declined_caller_gets_the_status(
    line: MakeLine, properties: Mapping[str, object], status: int
) -> None:
    """A20."""
    alice = line(**properties)
    caller = ringing(alice)
    alice.phone.tap("decline")
    assert caller.final().status == status
    alice.phone.reaches(state="idle")
    expect(alice.phone.button("decline")).to_have_count(0)
    assert alice.phone.states()[-1] == "failed:peer@sip.test"


def test_a_caller_who_gives_up_is_gone(line: MakeLine) -> None:
    """A21: 200 to the CANCEL, 487 to the INVITE, exactly one `failed`."""
    alice = line()
    caller = ringing(alice)
    before = len(alice.phone.states())
    caller.cancel({"Reason": 'SIP;cause=200;text="Call completed elsewhere"'})
    assert caller.final().status == 487
    alice.phone.reaches(state="idle")
    expect(alice.phone.button("accept")).to_have_count(0)
    assert alice.phone.states()[before:] == ["failed:peer@sip.test"]
    assert alice.phone.answered("CANCEL") == [200]


def test_a_hidden_caller_is_shown_nowhere(line: MakeLine) -> None:
    """A22, A80: not in words, not to assistive tools, not in the title; the state Item knows."""
    alice = line(hideCallerId=True)
    caller = ringing(alice, caller='"Mallory" <sip:4711@secret.test>')
    hidden = ("Mallory", "4711", "secret")

    def told() -> str:
        title = alice.phone.page.title()
        return f"{title} {alice.phone.root.evaluate('node => node.outerHTML')}"

    assert not [word for word in hidden if word in told()]
    alice.phone.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    alice.phone.reaches(state="incoming-accepted")
    assert not [word for word in hidden if word in told()]
    caller.request("BYE")
    alice.phone.reaches(state="idle")
    assert not [word for word in hidden if word in told()]
    assert "incoming:4711@secret.test" in alice.phone.states()


def test_a_second_caller_is_told_busy(line: MakeLine) -> None:
    """A23: the first call keeps its button and its state, ringing as well as established."""
    alice = line()
    first = ringing(alice)
    assert Caller(alice.link, alice.register, caller="<sip:2@sip.test>").final().status == 486
    alice.phone.reaches(state="incoming")
    alice.phone.tap("accept")
    assert first.final().status == 200
    first.acknowledge()
    alice.phone.reaches(state="incoming-accepted")
    assert Caller(alice.link, alice.register, caller="<sip:3@sip.test>").final().status == 486
    assert alice.phone.attribute("data-state") == "incoming-accepted"
    expect(alice.phone.party).to_contain_text("peer")
    assert first.answered("OPTIONS").status == 200
    alice.phone.colored("hangup", "red")


def test_a_call_that_ends_while_it_is_accepted(line: MakeLine) -> None:
    """A21, A10: the caller gives up while the devices are opened; nothing stays open."""
    alice = line()
    caller = ringing(alice)
    alice.phone.everywhere("() => recorder.hold()")
    alice.phone.tap("accept")
    caller.cancel()
    assert caller.final().status == 487
    alice.phone.reaches(state="idle")
    alice.phone.everywhere("() => recorder.release()")
    alice.phone.released()


def test_words_from_the_network_are_only_words(line: MakeLine) -> None:
    """N36: a display name that is markup is shown as it came and fetches nothing."""
    alice = line()
    name = "<img src=./evil.png onerror=alert(1)>"
    caller = ringing(alice, caller=f'"{name}" <sip:77@sip.test>')
    expect(alice.phone.party).to_contain_text(name)
    assert alice.phone.root.locator("img").count() == 0
    caller.cancel()
    alice.phone.reaches(state="idle")
    alice.phone.tap("call")
    alice.link.reply(alice.link.request("INVITE"), 599, reason=f"{name}<b>")
    alice.phone.says("img src")
    assert alice.phone.root.locator("img, b").count() == 0
    assert [url for url in alice.phone.requests if "evil" in url] == []


def test_a_text_is_shown_and_is_only_text(line: MakeLine) -> None:
    """N12, N36: a MESSAGE gets 200 (RFC 3428)."""
    alice = line()
    target, sender = contact(alice.register), "<sip:620@sip.test>;tag=text"
    door = Dialog(alice.link, "text", target, sender, "<sip:alice@sip.test>")
    plain = {"Content-Type": "text/plain"}
    door.request("MESSAGE", body="The <b>bins</b> are out", headers=plain)
    assert alice.link.response("MESSAGE").status == 200
    alice.phone.says("Door writes: The <b>bins</b> are out")


def ringing(alice: Line, *, caller: str = "<sip:peer@sip.test>") -> Caller:
    """A call from that address that rings at the phone."""
    call = Caller(alice.link, alice.register, caller=caller)
    call.ring()
    alice.phone.reaches(state="incoming")
    return call
