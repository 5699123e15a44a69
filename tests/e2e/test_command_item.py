"""What rules may make the phone do by writing to an Item (N23, N37)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import sessions
from tests.e2e.at_home import Home, boot
from tests.e2e.conftest import SOURCE_TYPES, is_tidied
from tests.e2e.crossing import CONTACT
from tests.e2e.openhab import COMMAND, OpenHab
from tests.e2e.peers import Callee
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer


@pytest.fixture(scope="module")
def openhab(site_folder: Path) -> Iterator[OpenHab]:
    """One for all tests here."""
    with OpenHab(site_folder, types=SOURCE_TYPES) as server:
        yield server


@pytest.fixture(scope="module")
def kept(chromium: Browser, openhab: OpenHab) -> Iterator[Phone]:
    """One booted page for all tests here."""
    phone = boot(chromium, openhab)
    yield phone
    phone.close()
    assert phone.complaints == []


@pytest.fixture
def home(kept: Phone, openhab: OpenHab, scripted: ScriptedServer) -> Iterator[Home]:
    """A phone at home that is not connected yet."""
    yield Home(openhab, kept, scripted)
    openhab.faults.status.clear()
    is_tidied(kept)
    kept.reaches(connection="off", state="idle")
    kept.forget()
    kept.tolerant = True


def connect(home: Home, **properties: object) -> None:
    """Register, and wait until the Item is followed."""
    home.connect(**properties)
    home.phone.until(lambda: home.openhab.streams == 1, "the event stream")


def test_a_rule_answers_and_hangs_up(home: Home) -> None:
    connect(home)
    call = home.ring()
    home.openhab.say("answer")
    assert call.final().status == 200
    call.acknowledge()
    home.phone.reaches(state="incoming-accepted")
    home.openhab.say("hangup")
    home.wire.reply(home.wire.request("BYE"), 200)
    home.phone.reaches(state="idle")


def test_a_rule_sends_tones(home: Home) -> None:
    connect(home, dtmfMode="info")
    home.talk()
    home.openhab.say("dtmf:#")
    info = home.wire.request("INFO")
    assert "Signal=#" in info.body
    home.wire.reply(info, 200)


def test_a_rule_mutes_and_holds_however_often_it_says_so(home: Home) -> None:
    """N23"""
    connect(home, allowCommands="mute,unmute,hold,resume")
    home.talk()
    for text, action, pressed in [
        ("mute", "mute", "true"),
        ("mute", "mute", "true"),
        ("unmute", "mute", "false"),
        ("hold", "hold", "true"),
        ("hold", "hold", "true"),
    ]:
        home.openhab.say(text)
        expect(home.phone.button(action)).to_have_attribute("aria-pressed", pressed)
    offer = home.wire.request("INVITE")
    assert sessions.directions(offer.body) == {"audio": "sendonly"}
    answer = sessions.answer(offer.body, "recvonly", setup="passive")
    home.wire.reply(offer, 200, headers=CONTACT, body=answer)
    home.openhab.say("resume")
    offer = home.wire.request("INVITE")
    assert sessions.directions(offer.body) == {"audio": "sendrecv"}


def test_a_rule_that_may_dials_what_the_phonebook_holds(home: Home) -> None:
    connect(home, allowCommands="dial")
    home.openhab.say("dial:620")
    Callee(home.wire).reply(486)
    home.phone.says("busy")


@pytest.mark.parametrize(
    ("allowed", "text"), [("answer,hangup,dtmf", "dial:620"), ("dial", "dial:0900123")]
)
def test_what_a_rule_may_not_dial_a_person_may(home: Home, allowed: str, text: str) -> None:
    connect(home, allowCommands=allowed)
    home.openhab.say(text)
    target = text.partition(":")[2]
    asked = home.phone.root.locator(f'[data-action="dial"][data-target="{target}"]')
    expect(asked).to_be_visible()
    assert home.phone.sent("INVITE") == []
    asked.press("Enter")
    Callee(home.wire).reply(486)
    home.phone.reaches(state="idle")


@pytest.mark.parametrize("text", ["decline", "sing:aloud", "<img src=x onerror=alert(1)>"])
def test_what_is_not_obeyed_is_said_as_text(home: Home, text: str) -> None:
    connect(home)
    home.ring()
    home.openhab.say(text)
    home.phone.says("decline|sing|<img")
    home.phone.reaches(state="incoming")
    assert home.phone.root.locator("img").count() == 0


def test_a_state_that_nobody_commanded_commands_nothing(home: Home) -> None:
    connect(home)
    home.ring()
    home.openhab.update("answer", COMMAND)
    home.openhab.say("decline")
    home.phone.says("decline")
    home.phone.reaches(state="incoming")


def test_a_lost_stream_is_opened_again(home: Home) -> None:
    connect(home)
    home.openhab.close_streams()
    home.phone.until(lambda: len(home.openhab.seen("/rest/events")) >= 2, "another stream")
    home.phone.until(lambda: home.openhab.streams == 1, "the event stream")
    home.ring()
    home.openhab.say("answer")
    home.phone.reaches(state="incoming-accepted")


def test_the_stream_ends_when_no_item_is_named_any_more(home: Home) -> None:
    connect(home)
    home.phone.configure()
    home.phone.until(lambda: home.openhab.streams == 0, "no stream")


def test_with_a_login_the_commands_come_by_token(
    chromium: Browser, site_folder: Path, scripted: ScriptedServer
) -> None:
    with OpenHab(site_folder, types=SOURCE_TYPES, implicit_user_role=False) as server:
        phone = boot(chromium, server)
        try:
            server.sign_in(phone.page)
            phone.open({})
            home = Home(server, phone, scripted)
            connect(home)
            home.ring()
            server.say("answer")
            phone.reaches(state="incoming-accepted")
        finally:
            phone.close()


def test_without_a_login_the_person_is_told(
    chromium: Browser, site_folder: Path, scripted: ScriptedServer
) -> None:
    with OpenHab(site_folder, types=SOURCE_TYPES, implicit_user_role=False) as server:
        phone = boot(chromium, server)
        try:
            Home(server, phone, scripted).connect(sipStateItem="")
            phone.says("sign in|login")
            phone.reaches(connection="registered")
        finally:
            phone.close()
