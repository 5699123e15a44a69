"""Settings: what is wrong is said, what is meant is understood, and changes apply at once."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakeLine, MakePhone, scripted_account
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer

GOOD = {"websocketUrl": "ws://127.0.0.1:9/ws", "domain": "sip.test", "phonebook": "620"}


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({"websocketUrl": None}, "websocketUrl"),
        ({"websocketUrl": ""}, "websocketUrl"),
        ({"websocketUrl": "ftp://sip.test"}, "websocketUrl"),
        ({"websocketUrl": "not an address"}, "websocketUrl"),
        ({"websocketUrl": "ws://[::"}, "websocketUrl"),
        ({"domain": None}, "domain"),
        ({"domain": "sip test/"}, "domain"),
        ({"domain": ["sip.test"]}, "domain"),
    ],
)
def test_what_is_needed_and_wrong_is_named(
    phone: MakePhone, properties: Mapping[str, object], named: str
) -> None:
    """A72, A73: nothing to connect to, one message that names the property."""
    alice = phone(**{**GOOD, **properties})
    alice.tolerant = True
    alice.reaches(connection="off", error="config")
    alice.says(named)
    assert alice.sockets == []


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({"iconSize": "large"}, "iconSize"),
        ({"enableVideo": "perhaps"}, "enableVideo"),
        ({"declineStatus": 99}, "declineStatus"),
        ({"defaultVideoAspectRatio": "wide"}, "defaultVideoAspectRatio"),
        ({"frobnication": 7}, "frobnication"),
        ({"dtmfString": "12x"}, "dtmfString"),
    ],
)
def test_what_is_wrong_or_unknown_is_told_and_left_out(
    line: MakeLine, properties: Mapping[str, object], named: str
) -> None:
    """A89, A33: the rest works."""
    alice = line(**properties)
    alice.phone.says(named)
    assert [text for text in alice.phone.console if named in text]
    alice.phone.tolerant = True
    alice.phone.tap("call")
    Callee(alice.link).answer()
    alice.phone.reaches(state="outgoing-accepted")


def test_texts_are_read_as_what_they_mean(line: MakeLine) -> None:
    """A89: booleans and numbers as strings; a number where a text is expected."""
    alice = line(iconSize="90", disableRegister="false", phonebook=620, enableVideo="true")
    expect(alice.phone.button("call").locator("svg").first).to_have_css("width", "90px")
    alice.phone.tap("call")
    invite = alice.link.request("INVITE")
    assert invite.target == "sip:620@sip.test"
    assert "m=video" in invite.body
    alice.link.reply(invite, 486)
    alice.phone.reaches(state="idle")


def test_an_icon_has_the_size_that_is_set(line: MakeLine) -> None:
    """A71, A95: the icon takes the size, the button at least that height and all the width."""
    alice = line(iconSize=120)
    box = alice.phone.button("call").bounding_box()
    assert box
    assert box["height"] >= 120
    for action in ("accept", "decline"):
        assert alice.phone.button(action).count() == 0


def test_an_icon_too_large_for_the_frame_leaves_both_buttons_of_a_call_in_sight(
    line: MakeLine,
) -> None:
    """A16: the same page is shown on a wall tablet and on a telephone."""
    alice = line(iconSize=300)
    caller = Caller(alice.link, alice.register)
    caller.ring()
    accept, decline = (alice.phone.button(each) for each in ("accept", "decline"))
    expect(accept).to_be_in_viewport(ratio=1)
    expect(decline).to_be_in_viewport(ratio=1)
    alice.phone.tap("decline")
    caller.final()


def test_a_path_is_one_on_the_page_s_own_server(phone: MakePhone, site: str) -> None:
    """A72."""
    alice = phone(websocketUrl="/ws", domain="sip.test", phonebook="620")
    alice.until(lambda: alice.sockets, "an attempt to connect")
    assert alice.sockets[0].url == f"ws{site.removeprefix('http')}ws"


def test_an_attribute_that_is_no_json_is_told(phone: MakePhone) -> None:
    """Issue 3: said, and mended without a reload."""
    alice = phone(**GOOD)
    alice.tolerant = True
    alice.page.evaluate("document.querySelector('#widget').dataset.config = '{no json'")
    alice.reaches(error="config")
    alice.says("JSON")
    alice.configure(**GOOD)
    expect(alice.root).not_to_have_attribute("data-error", "config")


def test_a_block_of_openhab_is_read_as_it_is(phone: MakePhone, scripted: ScriptedServer) -> None:
    """A47: the whole component, with what Main UI itself reads in it."""
    config = {**scripted_account(scripted), "title": "Door", "noBorder": True}
    phone(component="oh-sipclient", config=config)
    assert "<sip:alice@sip.test>" in scripted.link().register().header("From")
