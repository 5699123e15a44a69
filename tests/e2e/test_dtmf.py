"""Tones: told by those who heard them, a telephone with RTP events and one that takes INFO."""

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

import pytest
from playwright.sync_api import expect

from tests.e2e.baresip import Baresip, Event
from tests.e2e.conftest import USERS, Account, MakePhone, require
from tests.e2e.phone import Phone
from tests.e2e.plain_phone import PlainPhone
from tests.e2e.server import SipServer

MakeCaller = MakePhone


@pytest.fixture
def caller(phone: MakePhone, account: Account) -> MakeCaller:
    """`caller(**properties)`: a registered phone that calls `bob` with one tap."""

    def make(**properties: object) -> Phone:
        one = phone(**account("alice"), phonebook="bob=Bob", **properties)
        one.reaches(connection="registered")
        return one

    return make


@pytest.fixture
def bob(sip_server: SipServer) -> Iterator[Baresip]:
    """A telephone that tells which tones it hears."""
    require("baresip-core")
    with Baresip(sip_server, "bob", USERS["bob"], answer="auto") as one:
        yield one


def test_the_preset_tones_are_heard(caller: MakeCaller, bob: Baresip) -> None:
    """A29, A30, A31: RTP events, in order, each once, at the times that are the default."""
    alice = caller(dtmfString="1155*#AD")
    expect(alice.button("dtmf")).to_have_count(0)
    alice.tap("call")
    alice.reaches(state="outgoing-accepted")
    alice.colored("dtmf", "orange")
    alice.tap("dtmf")
    starts, ends = heard(bob, 8)
    assert tones(starts) == "1155*#AD"
    # 160 and 640 ms; on a busy machine some are heard late, or begin and end at once.
    assert median(gaps(starts)) > 0.6
    assert median(end.time - start.time for start, end in zip(starts, ends, strict=True)) > 0.03
    assert alice.sent("INFO") == []
    alice.tap("hangup")
    alice.reaches(state="idle")
    expect(alice.button("dtmf")).to_have_count(0)
    bob.until("CALL_CLOSED")
    assert [each.kind for each in bob.rest() if "DTMF" in each.kind] == []


def test_tones_by_info_are_heard(caller: MakeCaller, bob: Baresip) -> None:
    """A31: a setting forces INFO, and changes how long all takes."""
    alice = caller(dtmfString="70#", dtmfMode="info", dtmfDuration=100, dtmfGap=200)
    alice.tap("call")
    alice.reaches(state="outgoing-accepted")
    alice.tap("dtmf")
    starts, _ = heard(bob, 3)
    assert tones(starts) == "70#"
    assert median(gaps(starts)) > 0.2
    assert [each.body.split() for each in alice.sent("INFO")] == [
        [f"Signal={tone}", "Duration=100"] for tone in "70#"
    ]


def test_tones_in_a_call_that_came_in(caller: MakeCaller, bob: Baresip) -> None:
    """A29: the one who rings is the door; the page that embeds the widget sends its own."""
    alice = caller(dtmfString="9", dtmfGap=40)
    bob.command("dial", "sip:alice@sip.test")
    alice.reaches(state="incoming")
    expect(alice.button("dtmf")).to_have_count(0)
    alice.tap("accept")
    bob.until("CALL_ESTABLISHED")
    alice.tap("dtmf")
    assert tones(heard(bob, 1)[0]) == "9"
    alice.command("dtmf:42")
    assert tones(heard(bob, 2)[0]) == "42"


@pytest.mark.parametrize("mode", ["rtp", "info"])
def test_the_rest_of_the_tones_goes_with_the_call(
    caller: MakeCaller, bob: Baresip, mode: str
) -> None:
    """A30: nothing of it is heard in the next one."""
    alice = caller(dtmfString="123456789", dtmfMode=mode, dtmfGap=150)
    alice.tap("call")
    alice.tap("dtmf")
    assert tones(heard(bob, 2)[0]) == "12"
    alice.tap("hangup")
    bob.until("CALL_CLOSED")
    alice.reaches(state="idle")
    alice.tap("call")
    bob.until("CALL_ESTABLISHED")
    alice.reaches(state="outgoing-accepted")
    alice.command("dtmf:00")
    assert tones(heard(bob, 2)[0]) == "00"


def test_a_phone_without_events_gets_info(caller: MakeCaller, sip_server: SipServer) -> None:
    """A31: chosen from what was negotiated."""
    require("sip-tester")
    alice = caller(dtmfString="1#A", dtmfGap=100)
    with PlainPhone(sip_server, "info", user="bob") as door:
        alice.tap("call")
        alice.tap("dtmf")
        alice.until(lambda: len(alice.received(200, "INFO")) == 3, "three answers")
        bodies = [each.partition("\n\n")[2].split() for each in door.received("INFO")]
        assert bodies == [[f"Signal={tone}", "Duration=160"] for tone in "1#A"]
        assert all("application/dtmf-relay" in each for each in door.received("INFO"))
        alice.tap("hangup")
        assert door.succeeded()
    alice.reaches(state="idle")


def test_refused_tones_are_told(caller: MakeCaller, sip_server: SipServer) -> None:
    """A32: once, and the call goes on without the rest."""
    require("sip-tester")
    alice = caller(dtmfString="123", dtmfGap=40)
    with PlainPhone(sip_server, "info", user="bob", status="415 Unsupported Media Type") as door:
        alice.tap("call")
        alice.tap("dtmf")
        alice.says("tones.*415")
        assert alice.attribute("data-state") == "outgoing-accepted"
        alice.tap("hangup")
        assert door.succeeded()
        assert len(door.received("INFO")) == 1
    alice.reaches(state="idle")


def test_events_that_were_not_agreed_on_are_told(caller: MakeCaller, sip_server: SipServer) -> None:
    """A32: where a setting forces them."""
    require("sip-tester")
    alice = caller(dtmfString="1", dtmfMode="rtp")
    with PlainPhone(sip_server, "info", user="bob") as door:
        alice.tap("call")
        alice.tap("dtmf")
        alice.says("tones could not be sent")
        alice.tap("hangup")
        assert door.succeeded()
        assert door.received("INFO") == []
    alice.reaches(state="idle")


def test_the_keypad_works_before_the_answer(caller: MakeCaller, sip_server: SipServer) -> None:
    """N13: a menu that speaks before anybody answers wants a choice."""
    require("baresip-core")
    alice = caller(dtmfString="1")
    with Baresip(sip_server, "bob", USERS["bob"], answer="early") as bob:
        alice.tap("call")
        alice.tap("keypad")
        alice.until(lambda: alice.traffic().sent.get("audio", 0) > 10, "sound that goes out")
        alice.tap("digit", "5")
        assert tones(heard(bob, 1)[0]) == "5"
        assert alice.attribute("data-state") == "outgoing"
        expect(alice.button("dtmf")).to_have_count(0)
        alice.tap("hangup")
        bob.until("CALL_CLOSED")
    alice.reaches(state="idle")


def test_without_a_string_there_is_no_button(caller: MakeCaller, bob: Baresip) -> None:
    """A29, A33: nor with one that holds more than tones, which is told before any call."""
    alice = caller(dtmfString="12x")
    alice.says("dtmfString")
    assert alice.attribute("data-error") == "config"
    alice.tap("call")
    alice.reaches(state="outgoing-accepted")
    expect(alice.button("dtmf")).to_have_count(0)


def heard(bob: Baresip, count: int) -> tuple[Sequence[Event], Sequence[Event]]:
    """The starts and the ends of the next tones."""
    pairs = [(bob.until("CALL_DTMF_START"), bob.until("CALL_DTMF_END")) for _ in range(count)]
    return [start for start, _ in pairs], [end for _, end in pairs]


def tones(events: Sequence[Event]) -> str:
    """What was heard, in one word."""
    return "".join(each.text for each in events)


def gaps(events: Sequence[Event]) -> list[float]:
    """Seconds from each to the next."""
    return [after.time - before.time for before, after in itertools.pairwise(events)]
