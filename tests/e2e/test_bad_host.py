"""A host, a link or a browser that is wrong, or not to be trusted: told in words, and phoned on."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.conftest import MakeLine, MakePhone, scripted_account
from tests.e2e.frames import Frame
from tests.e2e.openhab import COMMAND, STATE, OpenHab
from tests.e2e.peers import Callee, Caller
from tests.e2e.phone import CONFIGURE, Phone
from tests.e2e.scripted import Link, ScriptedServer
from tools.serve import TYPES, StaticServer

LOCAL_KEY = "openhab.ui:sipConfig"
KEYS = (LOCAL_KEY, "sipwidget:device", "sipwidget:trusted", "sipwidget:instance")
LOCAL = {"username": "local", "password": "pw-local"}
WITH_ACCOUNT = f"localStorage.setItem({LOCAL_KEY!r}, {json.dumps(json.dumps(LOCAL))});"
REFUSED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Not allowed", "SecurityError"); },
});"""
FULL = """() => { Storage.prototype.setItem = () => {
    throw new DOMException("Full", "QuotaExceededError"); }; }"""
DEEP = "[" * 5_000 + "]" * 5_000
NO_JSON = ("{nope", '{"websocketUrl": "ws://a",}', "websocketUrl: ws://a/ws", DEEP)
NO_SETTINGS = ("[1, 2]", '"text"', "7", "true", '{"component": "oh-clock"}')
GARBAGE = ("{{no JSON", "[1, 2]", "7", "null", DEEP, json.dumps({"a": "x" * 70_000}))
# A page that looks like Main UI's editor in dark mode, and hands over settings that it may not.
STRANGER = """<!doctype html><html lang=en class="aurora dark"><meta charset=utf-8>
<link rel=icon href="data:,"><title>Stranger</title>
<body class="layout-editor"><div class="configure-layout-menu">menu</div>
<iframe id=widget title=Telephone allow="microphone; autoplay" data-height=auto
  style="width: 400px; height: 300px"
  data-config='{"username": "evil", "autoAnswer": "*"}' src="SRC"></iframe>"""
TRACES = """() => [Object.keys(window).filter(it => !/^\\d+$/.test(it)).sort(),
    document.documentElement.outerHTML]"""
MakeLinked = Callable[..., Phone]


@pytest.fixture(scope="module")
def openhab(site_folder: Path) -> Iterator[OpenHab]:
    """One for all tests here."""
    with OpenHab(site_folder, types=TYPES) as server:
        yield server


class Framed(Phone):
    """A phone in a page that somebody else has made."""

    @property
    def root(self) -> Locator:
        return self.page.frame_locator("#widget").locator("#sipwidget")


@pytest.fixture
def linked(chromium: Browser, openhab: OpenHab) -> Iterator[MakeLinked]:
    """`linked(init, **properties)`: openHAB's static page, opened by a link with these."""
    used: list[Phone] = []

    def make(init: str = "", **properties: object) -> Phone:
        used.append(Phone(chromium, f"{openhab.url}static/", init=init))
        used[-1].tolerant = True
        used[-1].open_alone(fragment(properties))
        return used[-1]

    openhab.house.commands.clear()
    openhab.faults.seen.clear()
    yield make
    for one in used:
        one.close()
    assert [text for one in used for text in one.complaints] == []


def fragment(properties: dict[str, object]) -> str:
    """What a link puts behind the page's name."""
    return f"#{quote(json.dumps(properties))}"


def follow(one: Phone, **properties: object) -> None:
    """Another link to the same page: it is not loaded again."""
    one.page.evaluate("hash => { location.hash = hash; }", fragment(properties))


def keep(one: Phone, key: str, text: str) -> None:
    """As another page of the same origin does."""
    one.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])


def registers_as(server: ScriptedServer, user: str) -> tuple[Link, Frame]:
    """Wait for a phone that registers as this one."""
    link = server.link(60)
    register = link.register()
    assert register.header("From").startswith(f"<sip:{user}>")
    return link, register


# --- settings that cannot be read -----------------------------------------------------------------


def test_settings_that_are_no_json_are_named_and_mended_live(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """Bad input of issue 5: in words, in the console, and gone with the next good ones."""
    one = phone()
    one.tolerant = True
    for text in (*NO_JSON, *NO_SETTINGS):
        one.page.evaluate(CONFIGURE, "{}")
        expect(one.messages.filter(has_text="data-config")).to_have_count(0)
        one.console.clear()
        one.page.evaluate(CONFIGURE, text)
        one.reaches(connection="off", error="config")
        one.says("data-config")
        one.until(lambda: any("data-config" in line for line in one.console), "a line")
    one.configure(**scripted_account(scripted))
    registers_as(scripted, "alice@sip.test")
    one.reaches(connection="registered")
    assert one.words() == []
    assert one.attribute("data-error") is None


def test_settings_that_break_in_a_call_do_not_end_it(line: MakeLine) -> None:
    """Bad input of issue 5; when they are mended before its end nothing has happened."""
    alice = line()
    one = alice.phone
    one.tolerant = True
    caller = Caller(alice.link, alice.register)
    caller.ring()
    one.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    good = one.page.locator("#widget").get_attribute("data-config")
    one.page.evaluate(CONFIGURE, "{nope")
    one.says("data-config")
    one.reaches(state="incoming-accepted", connection="registered")
    assert caller.answered("OPTIONS").status == 200
    one.page.evaluate(CONFIGURE, good)
    expect(one.messages.filter(has_text="data-config")).to_have_count(0)
    caller.request("BYE")
    one.reaches(state="idle", connection="registered")
    assert len(one.sent("REGISTER")) == 1


# --- a page of another origin ---------------------------------------------------------------------


@pytest.fixture(params=["same site", "another site"])
def stranger(
    request: pytest.FixtureRequest, site_folder: Path, site: str, scripted: ScriptedServer
) -> Iterator[str]:
    """The address of a page of another origin, where Main UI's editor would be, with the widget.

    On another site the browser lets the widget keep nothing, neither in localStorage nor elsewhere.
    """
    place = site_folder / "settings/pages/stranger.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    link = fragment({**scripted_account(scripted), "autoAnswer": "*"})
    place.write_text(STRANGER.replace("SRC", f"{site}widget/index.html{link}"))
    with StaticServer(site_folder) as other:
        same = request.param == "same site"
        origin = other.url if same else site.replace("localhost", "127.0.0.1")
        yield f"{origin}settings/pages/stranger.html"
    place.unlink()


def test_a_page_of_another_origin_holds_a_phone_and_learns_and_changes_nothing(
    chromium: Browser, stranger: str, scripted: ScriptedServer
) -> None:
    """Bad input of issue 5: settings come by the link alone, and act as those of a link."""
    one = Framed(chromium, stranger, init=f"try {{ {WITH_ACCOUNT} }} catch {{}}")
    one.page.goto(stranger)
    before = one.page.evaluate(TRACES)
    link, register = registers_as(scripted, "alice@sip.test")
    one.reaches(connection="registered")
    assert one.attribute("data-edit") is None
    assert one.button("settings").count() == 0
    assert one.root.evaluate("it => getComputedStyle(it).colorScheme") == "light dark"
    caller = Caller(link, register)
    caller.ring()
    one.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    assert one.media().tracks == 1
    caller.request("BYE")
    one.reaches(state="idle")
    one.tap("consent")
    expect(one.button("consent")).to_have_count(0)
    if "127.0.0.1" in stranger:  # where no account was kept, one is typed
        one.button("call").click(button="right")
        one.root.locator('[name="username"]').fill("local")
        one.tap("save")
        one.says("until the page is reloaded")
    registers_as(scripted, "local@sip.test")
    one.reaches(connection="registered")
    assert one.page.evaluate(TRACES) == before
    assert one.page.evaluate("document.querySelector('#widget').contentDocument") is None
    one.close()
    assert one.complaints == []


# --- a link ---------------------------------------------------------------------------------------


def test_a_link_does_nothing_by_itself_before_a_consent(
    linked: MakeLinked, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N37: no answer, no call, no Item, no local account; and no request to openHAB."""
    light = {"label": "Light", "item": "FrontDoor_Lock", "command": "ON", "when": "always"}
    one = linked(
        WITH_ACCOUNT,
        **scripted_account(scripted),
        autoAnswer="*",
        autoDial="699",
        sipStateItem=STATE,
        commandItem=COMMAND,
        buttons=[light],
    )
    link, register = registers_as(scripted, "alice@sip.test")
    one.reaches(connection="registered")
    one.says("link")
    caller = Caller(link, register)
    caller.ring()
    one.reaches(state="incoming")
    openhab.say("answer")
    link.everything(1.5)  # longer than autoDial and autoAnswer wait
    one.reaches(state="incoming")
    caller.cancel()
    one.reaches(state="idle")
    assert one.sent("INVITE") == []
    assert one.root.get_by_role("button", name="Light").count() == 0
    assert openhab.seen("/rest/") == []
    assert openhab.commands() == openhab.commands("FrontDoor_Lock") == []
    assert openhab.streams == 0


def test_one_consent_is_for_one_server_and_domain(
    linked: MakeLinked, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N37: there the link's settings act from then on, elsewhere they ask again."""
    account = {**scripted_account(scripted), "sipStateItem": STATE, "commandItem": COMMAND}
    one = linked(WITH_ACCOUNT, **account)
    registers_as(scripted, "alice@sip.test")
    one.reaches(connection="registered")
    one.tap("consent")
    link, register = registers_as(scripted, "local@sip.test")
    one.reaches(connection="registered")
    expect(one.button("consent")).to_have_count(0)
    one.until(lambda: openhab.commands()[-1:] == ["registered"], "the state")
    one.until(lambda: openhab.streams == 1, "the event stream")
    caller = Caller(link, register)
    caller.ring()
    openhab.say("answer")
    assert caller.final().status == 200
    caller.acknowledge()
    caller.request("BYE")
    one.reaches(state="idle")
    one.until(lambda: openhab.commands()[-1:] == ["ended:peer@sip.test"], "the end of the call")

    for other in ({"domain": "other.test"}, {"websocketUrl": f"{scripted.url}/other"}):
        before = len(openhab.commands())
        follow(one, **{**account, **other})
        registers_as(scripted, f"alice@{other.get('domain', 'sip.test')}")
        one.reaches(connection="registered")
        expect(one.button("consent")).to_be_visible()
        one.until(lambda: openhab.streams == 0, "no event stream")
        assert set(openhab.commands()[before:]) <= {"disconnected"}
    follow(one, **account)
    registers_as(scripted, "local@sip.test")
    expect(one.button("consent")).to_have_count(0)


# --- what the browser keeps -----------------------------------------------------------------------


def test_a_browser_that_refuses_to_keep_anything_phones_on(
    linked: MakeLinked, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """Bad input of issue 5: a consent and an account count until the page is left."""
    account = {**scripted_account(scripted), "sipStateItem": STATE}
    one = linked(REFUSED, **account)
    link, _ = registers_as(scripted, "alice@sip.test")
    one.reaches(connection="registered")
    one.tap("consent")
    expect(one.button("consent")).to_have_count(0)
    one.until(lambda: openhab.commands() == ["registered"], "the state")
    one.tap("call")
    Callee(link).answer()
    one.reaches(state="outgoing-accepted")
    one.tap("hangup")
    link.reply(link.request("BYE"), 200)
    one.reaches(state="idle")
    one.until(lambda: openhab.commands()[-1:] == ["ended:620@sip.test"], "the state")
    one.button("call").click(button="right")
    one.root.locator('[name="username"]').fill("local")
    one.tap("save")
    registers_as(scripted, "local@sip.test")
    one.says("until the page is reloaded")
    assert any("until the page is reloaded" in line for line in one.console)


def test_a_browser_that_is_full_is_told_of(line: MakeLine, scripted: ScriptedServer) -> None:
    """The same, found out only when something is to be kept."""
    one = line(dock=False).phone
    one.tolerant = True
    one.root.evaluate(FULL)
    one.button("call").click(button="right")
    one.root.locator('[name="username"]').fill("local")
    one.tap("save")
    registers_as(scripted, "local@sip.test")
    one.says("until the page is reloaded")
    one.root.evaluate("() => location.reload()")  # also gives setItem back
    registers_as(scripted, "alice@sip.test")
    one.reaches(connection="registered")


def test_garbage_in_the_account_is_told_and_the_widgets_is_used(line: MakeLine) -> None:
    """Bad input of issue 5: whatever it is, and without a new registration."""
    alice = line()
    one = alice.phone
    one.tolerant = True
    for key in KEYS[:2]:
        for text in GARBAGE:
            one.console.clear()
            keep(one, key, text)
            one.says("cannot be read")
            one.until(lambda: any("cannot be read" in line for line in one.console), "a line")
            keep(one, key, "{}")
            expect(one.messages.filter(has_text="cannot be read")).to_have_count(0)
    keep(one, LOCAL_KEY, '{"username": {"a": 1}, "password": ["x"], "ownSipAddress": true}')
    caller = Caller(alice.link, alice.register)
    caller.ring()
    caller.cancel()
    one.reaches(state="idle", connection="registered")
    assert len(one.sent("REGISTER")) == 1
    one.page.evaluate("localStorage.clear()")


def test_garbage_in_all_that_is_kept_is_replaced_by_what_is_right(
    linked: MakeLinked, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """Bad input of issue 5: from the first moment on."""
    texts = ("{{no JSON", "7", '[["a"], 7, null, {"b": [1]}]', '{"uuid": 1}')
    kept = zip(KEYS, texts, strict=True)
    init = "".join(f"localStorage.setItem({key!r}, {json.dumps(text)});" for key, text in kept)
    one = linked(init, **scripted_account(scripted), sipStateItem=STATE)
    _, register = registers_as(scripted, "alice@sip.test")
    assert re.search(r"\+sip\.instance=\"<urn:uuid:[0-9a-f-]{36}>\"", register.header("Contact"))
    one.reaches(connection="registered")
    one.says("cannot be read")
    assert any("cannot be read" in line for line in one.console)
    one.tap("consent")
    one.until(lambda: openhab.commands()[-1:] == ["registered"], "the state")
    agreed = json.loads(one.page.evaluate("localStorage['sipwidget:trusted']"))
    assert agreed == [[scripted.url, "sip.test"]]
