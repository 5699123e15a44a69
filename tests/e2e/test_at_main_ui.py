"""The widget on a page of Main UI, as a person and the host meet it there."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from demo.openhab.components import PAGES
from demo.openhab.host_page import CARD
from tests.e2e.at_home import ITEMS, Home
from tests.e2e.conftest import scripted_account
from tests.e2e.main_ui import (
    EDITOR,
    ENERGY,
    TRACES,
    Visitor,
    certificate,
    installed,
    kept_page,
    registers_as,
    tidied,
    unregisters,
)
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer
from tools.serve import TYPES

# As it stands on somebody's page.
OH_SIPCLIENT = """
component: oh-sipclient
config:
  iconSize: 48
  websocketUrl: {url}
  domain: sip.test
  username: alice
  password: pw-alice
  enableTones: false
  phonebook: 620=Door,**621=Kitchen
  dtmfString: "#"
  hideCallerId: false
  enableVideo: false
  enableLocalVideo: false
  defaultVideoAspectRatio: 16/9
  disableRegister: false
  sipStateItem: Phone_State
  enableSIPDebug: false
"""
LOCAL_KEY = "openhab.ui:sipConfig"
SECRET = "pw-bob & more"
LOCAL = {"username": "bob", "password": SECRET, "ownSipAddress": "621"}
TRACKS = "document.querySelector('iframe').contentWindow.recorder.tracks"
MakeVisitor = Callable[..., Visitor]


@pytest.fixture(scope="module")
def html(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """openHAB's folder with the source as it stands."""
    return installed(tmp_path_factory.mktemp("html"), site_folder / "widget")


@pytest.fixture(scope="module")
def openhab(html: Path) -> Iterator[OpenHab]:
    """One for all tests here; its page `/page/overview` holds a widget without settings."""
    with OpenHab(html, types=TYPES, properties={}) as server:
        yield server


@pytest.fixture(scope="module")
def ui(chromium: Browser, openhab: OpenHab) -> Iterator[Visitor]:
    """One booted page for those tests that leave nothing behind in it."""
    with kept_page(chromium, openhab) as one:
        yield one


@pytest.fixture
def home(ui: Visitor, openhab: OpenHab, scripted: ScriptedServer) -> Iterator[Home]:
    """That page, with a phone that is not connected yet."""
    with tidied(ui):
        yield Home(openhab, ui, scripted)


@pytest.fixture
def visitor(chromium: Browser, openhab: OpenHab) -> Iterator[MakeVisitor]:
    """`visitor()`: a browser of its own, of this openHAB or another."""
    used: list[Visitor] = []

    def make(server: OpenHab = openhab, *, trusting: bool = False) -> Visitor:
        used.append(Visitor(chromium, server, trusting=trusting))
        return used[-1]

    yield make
    for one in used:
        one.close()
    openhab.show({})
    openhab.house.commands.clear()
    assert [text for one in used for text in one.complaints] == []


def entries(one: Visitor) -> list[tuple[str, str | None]]:
    """What a tap on the icon offers: names and numbers."""
    one.tap("call")
    offered = one.button("dial")
    expect(one.button("cancel")).to_be_visible()
    found = [
        (each.inner_text().strip(), each.get_attribute("data-target")) for each in offered.all()
    ]
    one.tap("cancel")
    expect(one.button("cancel")).to_have_count(0)
    return found


# --- one page, many browsers ----------------------------------------------------------------------


def test_a_page_of_oh_sipclient_is_one_phone_on_two_browsers(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A47, N21: one line is changed; what the form saves is on the other browser, too."""
    config = yaml.safe_load(OH_SIPCLIENT.format(url=scripted.url))["config"]
    openhab.show(config)
    one, other = visitor(), visitor()
    one.visit(wait=False)
    other.visit(wait=False)
    lines = [(link, link.register()) for link in (scripted.link(60), scripted.link(60))]
    for each in (one, other):
        each.reaches(connection="registered")
        assert each.words() == []
        assert entries(each) == [("Door", "620"), ("Kitchen", "**621")]
        box = each.button("call").locator("svg").bounding_box()
        assert box
        assert (box["width"], box["height"]) == (48, 48)
    for link, register in lines:
        assert "<sip:alice@sip.test>" in register.header("From")
        caller = Caller(link, register, caller="<sip:**621@sip.test>")
        caller.ring()
        rings = next(each for each in (one, other) if each.attribute("data-state") == "incoming")
        expect(rings.party).to_have_text("Kitchen")
        rings.tap("accept")
        assert "m=video" not in caller.final().body
        caller.acknowledge()
        expect(rings.button("dtmf")).to_have_attribute("data-color", "orange")
        caller.request("BYE")
        rings.reaches(state="idle")

    openhab.sign_in(one.page)
    one.visit(EDITOR, wait=False)
    one.page.click('[data-home="configure"]')
    one.page.fill("[name=phonebook]", "622=Hall, 623=Gate")
    one.page.click('[data-home="save"]')
    expect(one.page.locator('[data-home="toast"]')).to_have_text("Page updated")
    one.page.click('[data-home="edit"]')
    other.page.reload()
    for each in (one, other):
        each.drawn()
        scripted.link(60).register()
    for each in (one, other):
        each.reaches(connection="registered")
        assert entries(each) == [("Hall", "622"), ("Gate", "623")]


def test_a_change_is_live_and_ends_no_call(ui: Visitor, home: Home) -> None:
    """A47, N21: looks, phonebook and video at once, another account after the call."""
    ui.root.evaluate("() => { window.stayed = true; }")
    home.connect()
    caller = home.talk()
    now = {**scripted_account(home.server), **ITEMS}
    for name, value in (("phonebook", "1=One,2=Two"), ("iconSize", 90), ("enableVideo", True)):
        now[name] = value
        ui.configure(**now)
    ui.until(lambda: ui.width("hangup") == 90, "a larger icon")
    ui.reaches(state="incoming-accepted")
    ui.configure(**{**now, "username": "bob"})
    assert caller.answered("OPTIONS").status == 200
    ui.reaches(state="incoming-accepted", connection="registered")
    assert ui.media().tracks == 1
    assert home.wire.everything(0.3)[-1].method != "REGISTER"
    caller.request("BYE")
    ui.reaches(state="idle")
    unregisters(home.wire)
    registers_as(home.server, "bob")
    ui.reaches(connection="registered")
    assert entries(ui) == [("One", "1"), ("Two", "2")]
    assert ui.root.evaluate("() => window.stayed")
    home.told(
        "connected",
        "registered",
        "incoming:**620@fritz.box",
        "incoming-accepted:**620@fritz.box",
        "ended:**620@fritz.box",
        "disconnected",
        "connected",
        "registered",
    )


def test_the_card_has_what_oh_sipclient_card_has(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A91: title, footer and frame are the host's, and no matter of the phone."""
    frame = {"title": "Front door", "footer": "Ring twice", "noBorder": True, "noShadow": True}
    account = scripted_account(scripted)
    openhab.show({**account, **frame, "outline": True}, CARD, suffix="_card")
    one = visitor()
    one.visit("/page/overview_card")
    link = registers_as(scripted, "alice")
    card = one.page.locator(".webframe-card")
    expect(card.locator("header")).to_have_text("Front door")
    expect(card.locator("footer")).to_have_text("Ring twice")
    expect(card).to_have_class(re.compile("outline.*noBorder.*noShadow"))
    expect(card).to_have_css("box-shadow", "none")
    expect(one.frame).to_have_css("border-top-width", "0px")
    one.reaches(connection="registered")
    assert one.words() == []
    one.configure(**account, title="Back door")
    expect(card.locator("header")).to_have_text("Back door")
    expect(card).not_to_have_class(re.compile("outline|noBorder|noShadow"))
    one.tap("call")
    Callee(link).reply(486)
    one.reaches(state="idle")
    assert len(one.addresses()) == 1


# --- the editor, and this device ------------------------------------------------------------------


def test_the_editor_has_the_button_and_no_phone_until_it_runs(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A48, A49, A50, N25: what is saved there is used on the page, and stays in this browser."""
    saved = {**scripted_account(scripted), **ITEMS}
    openhab.show(saved)
    openhab.faults.seen.clear()
    one = visitor()
    one.visit(EDITOR)
    one.reaches(edit="true", connection="off")
    button = one.root.get_by_role("button", name="Local SIP Account Settings")
    box, around = button.bounding_box(), one.frame.bounding_box()
    assert box
    assert around
    assert box["y"] - around["y"] < 20
    assert around["x"] + around["width"] - box["x"] - box["width"] < 20
    button.click()
    one.save(**LOCAL)
    one.configure(**saved, iconSize=70)
    one.until(lambda: one.width("call") == 70, "a larger icon")
    assert scripted.handshakes == 0
    assert openhab.seen("/rest/items") == openhab.seen("/rest/events") == []

    one.page.check('[data-home="run"]')
    one.drawn()
    link = registers_as(scripted, "bob")
    one.reaches(connection="registered")
    assert one.attribute("data-edit") is None
    expect(button).to_have_count(0)
    one.page.uncheck('[data-home="run"]')
    unregisters(link)
    one.page.click('[data-home="edit"]')
    one.drawn()
    link = registers_as(scripted, "bob")
    one.reaches(connection="registered")
    expect(button).to_have_count(0)
    one.until(lambda: openhab.commands()[-1:] == ["registered"], "the state")

    caller = Caller(link, link.seen[-1])
    caller.ring()
    caller.cancel()
    one.reaches(state="idle")
    kept = json.loads(one.page.evaluate(f"localStorage['{LOCAL_KEY}']"))
    assert {name: text for name, text in kept.items() if text} == LOCAL
    nowhere(one, SECRET)
    page = json.dumps(openhab.fake.components.get(PAGES, "overview"))
    assert json.loads(page)["slots"]["default"][0]["config"] == saved
    asked = [each.text for each in one.asked if "/rest/items" not in each.url]
    assert [text for text in asked if "bob" in text] == []


def nowhere(one: Visitor, secret: str) -> None:
    """The secret is in no document, request, message, or event, nor under any other key."""
    documents = [each.content() for each in one.page.frames]
    elsewhere = json.loads(
        one.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    )
    del elsewhere[LOCAL_KEY]
    asked = [each.text for each in one.asked]
    server = [f"{each.path} {each.headers} {each.body}" for each in one.openhab.faults.seen]
    wire = [str(each.frame) for each in one.wire]
    for place in (documents, elsewhere, asked, server, wire, one.console, one.states()):
        assert secret not in str(place)
        assert json.dumps(secret)[1:-1] not in str(place)


# --- how long a frame lives -----------------------------------------------------------------------


def test_a_page_that_is_left_is_quiet_and_comes_back_anew(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A45, A61, A100a: a whole session, with a call in it that the page change ends."""
    openhab.show({**scripted_account(scripted), **ITEMS, "enableVideo": True, "dock": False})
    one = visitor()
    one.visit()
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    one.tap("call")
    callee = Callee(link)
    callee.answer()
    one.reaches(state="outgoing-accepted")
    tracks = one.page.evaluate_handle(TRACKS)
    assert tracks.evaluate("them => them.map(it => it.readyState)") == ["live", "live"]
    one.go(ENERGY, wait=False)
    assert one.page.locator("iframe").count() == 0
    link.request("BYE")
    unregisters(link)
    assert link.gone.wait(10)
    ended = ["ended", "ended"]
    one.until(lambda: tracks.evaluate("them => them.map(it => it.readyState)") == ended, "silence")
    last = {"ended:620@sip.test", "disconnected"}
    one.until(lambda: last <= set(openhab.commands()), str(last))
    openhab.house.commands.clear()
    one.go("/page/overview")
    registers_as(scripted, "alice")
    one.reaches(connection="registered", state="idle")
    one.until(lambda: openhab.commands() == ["connected", "registered"], "the states")
    assert one.strangers() == {scripted.url.removesuffix("/ws")}


# --- a quiet guest --------------------------------------------------------------------------------


def test_the_host_is_as_if_there_were_no_phone(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N25: no global, element, style sheet or attribute of the host's is another, nor an error.

    All that there is of ours is the dock.
    """
    openhab.show(scripted_account(scripted))
    one = visitor()
    one.page.route("**/sipwidget/index.html", lambda route: route.fulfill(body="empty"))
    one.visit(wait=False)
    before = one.page.evaluate(TRACES)
    one.page.unroute_all()
    one.go("/page/overview")
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    caller = Caller(link, link.seen[-1])
    caller.ring()
    one.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    caller.request("BYE")
    one.reaches(state="idle")
    assert one.page.evaluate(TRACES) == before
    one.go(ENERGY, wait=False)
    names = one.page.evaluate("Object.keys(window).filter(it => !/^\\d+$/.test(it)).sort()")
    assert names == before["names"]
    one.choose("dark", "dark")
    one.choose("theme", "md")
    assert [text for text in one.console if "sipwidget" in text.lower()] == []


# --- the way to the SIP server --------------------------------------------------------------------


def test_a_path_is_one_on_the_pages_server(ui: Visitor, home: Home) -> None:
    """A72, on http."""
    home.openhab.sip = home.server.url
    home.connect(websocketUrl="/sip")
    assert ui.addresses() == [f"{home.openhab.origin.replace('http', 'ws')}/sip"]
    home.ring().cancel()
    ui.reaches(state="idle")


def test_on_https_a_path_is_secure_and_ws_is_refused_in_words(
    visitor: MakeVisitor, html: Path, tmp_path: Path, scripted: ScriptedServer
) -> None:
    """A72, A93; the page's own policy and the browser's agree."""
    properties = {**scripted_account(scripted), "websocketUrl": "/sip"}
    tls = certificate(tmp_path)
    with OpenHab(html, types=TYPES, properties=properties, tls=tls) as server:
        server.sip = scripted.url
        one = visitor(server, trusting=True)
        one.tolerant = True  # the browser's own errors: of a worker from such a host, of ws://
        one.visit()
        registers_as(scripted, "alice")
        one.reaches(connection="registered")
        assert one.addresses() == [f"{server.origin.replace('http', 'ws')}/sip"]
        one.configure(**{**properties, "websocketUrl": "ws://sip.test:8088/ws"})
        one.reaches(error="insecure")
        one.says("wss")
        assert any("wss" in text for text in one.console)
        one.reaches(connection=re.compile("off|connecting"))
        one.tap("call")
        one.reaches(state="idle")
