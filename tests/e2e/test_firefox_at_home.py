"""Firefox on a page like Main UI's: what Chromium's tests say of a widget at home, holds there.

Python takes seconds to boot: one page is kept for all tests, and loaded anew where one leaves it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.at_home import ITEMS, AnyHome
from tests.e2e.conftest import require, scripted_account
from tests.e2e.firefox import Firefox, FirefoxPhone
from tests.e2e.firefox_at_home import FirefoxAtHome
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer
from tests.e2e.test_account import leaves_and_registers
from tests.e2e.test_connection import is_removal
from tools.serve import TYPES as SOURCE_TYPES

# With Chromium's tests, at the end: so one Firefox lives while these tests run, and no longer.
pytestmark = pytest.mark.usefixtures("chromium")

CALLER = "**620@fritz.box"
IDLE = 80  # CSS px: the icon and some air
OTHER_PAGE = "andere Seite"
CALL = [f"{state}:{CALLER}" for state in ("incoming", "incoming-accepted", "ended")]

CHOOSE = """(selector, value) => {
    const field = document.querySelector(selector);
    field.value = value;
    field.dispatchEvent(new Event("change", {bubbles: true}));
}"""
SIGN_IN = """async () => {
    const answer = await fetch("/home/sign-in", {method: "POST"});
    localStorage.setItem("openhab.ui:refreshToken", (await answer.json()).refreshToken);
}"""
# The theme, the colour scheme, and whether the rest is as it is around the frame.
LOOKS = """() => {
    const root = document.documentElement, around = getComputedStyle(frameElement.parentElement);
    const ours = getComputedStyle(document.querySelector("#sipwidget"));
    return [root.dataset.theme, ours.colorScheme, ...["color", "fontFamily", "fontSize"].map(
        name => ours[name] === around[name])];
}"""
# A pixel of the picture just within the frame, and one just beside it.
CORNERS = """async picture => {
    const image = Object.assign(new Image(), {src: `data:image/png;base64,${picture}`});
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const {left, top} = document.querySelector("iframe").getBoundingClientRect();
    return [4, -4].map(away => [...canvas.getImageData(left + away, top + 4, 1, 1).data]);
}"""
HEIGHTS = """() => new Promise(done => {
    const found = [], frame = document.querySelector("iframe");
    const look = left => {
        const page = frame.contentDocument;
        found.push([frame.clientHeight, Math.ceil(
            page.querySelector("main").getBoundingClientRect().height),
            page.documentElement.scrollHeight]);
        left ? requestAnimationFrame(() => look(left - 1)) : done(found);
    };
    look(10);
})"""
TWICE = """() => {
    const frame = document.querySelector("iframe");
    frame.after(frame.cloneNode());
}"""
DIAL = """() => document.querySelector("#sipwidget").dispatchEvent(
    new CustomEvent("sipwidget:command", {detail: "dial:620"}))"""
NOTE_WISHES = """() => {
    const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
    recorder.wishes = [];
    devices.getUserMedia = wanted => open(wanted, recorder.wishes.push(wanted.audio));
}"""


Home = AnyHome[FirefoxAtHome]


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """The one Firefox of these tests."""
    require("firefox-esr")
    with Firefox() as browser:
        yield browser


@pytest.fixture(scope="module")
def openhab(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHab]:
    """One for all tests here; it speaks German."""
    html = tmp_path_factory.mktemp("html")
    (html / "sipwidget").symlink_to(site_folder / "widget")
    with OpenHab(html, types=SOURCE_TYPES, locale="de_DE", properties={}) as server:
        yield server


@pytest.fixture(scope="module")
def kept(firefox: Firefox, openhab: OpenHab) -> FirefoxAtHome:
    """The one page of these tests."""
    return FirefoxAtHome(firefox, openhab.url)


@pytest.fixture
def home(
    firefox: Firefox, kept: FirefoxAtHome, openhab: OpenHab, scripted: ScriptedServer
) -> Iterator[Home]:
    """A phone at home that is not connected yet."""
    if kept.attribute("data-connection") is None:
        kept.load()
    kept.tab.evaluate("() => localStorage.clear()")
    openhab.house.commands.clear()
    openhab.faults.seen.clear()
    yield Home(openhab, kept, scripted)
    complaints = firefox.complaints.copy()
    openhab.fake.auth.implicit_user_role = True
    if not kept.tidied():
        kept.leave()
    firefox.complaints.clear()
    assert complaints == []


# --- as part of Main UI ---------------------------------------------------------------------------


def test_the_language_is_openhabs_and_the_theme_is_followed_live(home: Home) -> None:
    """N22: colours, fonts, and the page that shows through; Firefox itself is English."""
    fox = home.phone
    fox.until(lambda: fox.attribute("lang") == "de", "German")
    fox.evaluate("() => { window.stayed = true; }")
    for looks in ("md dark", "ios dark", "ios light", "aurora light"):
        theme, shade = looks.split()
        fox.tab.evaluate(CHOOSE, "[data-home=theme]", theme)
        fox.tab.evaluate(CHOOSE, "[data-home=dark]", shade)
        looks_like(fox, theme, shade)
        inside, outside = fox.tab.evaluate(CORNERS, fox.tab.picture())
        assert inside == outside
    assert fox.evaluate("() => window.stayed")


def test_the_frame_is_as_high_as_the_widget_and_does_not_grow(home: Home) -> None:
    """Item 2 of the drop-in widget, with a picture whose height is a matter of the width."""
    fox = home.phone
    home.connect(phonebook="1=One,2=Two,3=Three,4=Four")
    assert settled(fox) == IDLE
    fox.tap("call")
    fox.until(lambda: fox.has("cancel"), "a phonebook")
    assert settled(fox) > 4 * 44
    fox.tap("cancel")
    fox.until(lambda: not fox.has("cancel"), "no phonebook")
    assert settled(fox) == IDLE
    fox.configure(**scripted_account(home.server), enableVideo=True, showVideoWhenIdle=True)
    fox.until(lambda: settled(fox) > IDLE, "a picture")
    assert settled(fox) <= 0.7 * 640 + IDLE


# --- Items ----------------------------------------------------------------------------------------


def test_the_state_item_is_told_all_in_order(home: Home) -> None:
    """A58 to A67: of a call that comes in, of one that goes out, and of a lost connection."""
    home.connect()
    home.talk().request("BYE")
    home.phone.reaches(state="idle")
    home.phone.tap("call")
    callee = Callee(home.wire)
    callee.answer()
    home.phone.reaches(state="outgoing-accepted")
    home.phone.tap("hangup")
    home.wire.reply(home.wire.request("BYE"), 200)
    home.phone.reaches(state="idle")
    home.ring().cancel()
    home.phone.reaches(state="idle")
    home.wire.close()
    home.server.link().register()
    home.told(
        "connected",
        "registered",
        *CALL,
        "outgoing:620@sip.test",
        "outgoing-accepted:620@sip.test",
        "ended:620@sip.test",
        f"incoming:{CALLER}",
        f"failed:{CALLER}",
        "disconnected",
        "connected",
        "registered",
    )
    assert home.openhab.sources() == {"org.openhab.ui"}


def test_rules_answer_and_hang_up_also_by_a_stream_that_was_lost(home: Home) -> None:
    """N23; and the stream ends with the wish to be commanded."""
    followed(home)
    answered_by_a_rule(home)
    home.openhab.close_streams()
    home.phone.until(lambda: len(home.openhab.seen("/rest/events")) >= 2, "another stream")
    home.phone.until(lambda: home.openhab.streams == 1, "the event stream")
    home.openhab.say("hangup")
    home.wire.reply(home.wire.request("BYE"), 200)
    home.phone.reaches(state="idle")
    home.phone.configure()
    home.phone.until(lambda: home.openhab.streams == 0, "no stream")


def test_a_page_that_was_about_to_be_left_tells_and_follows_its_items_again(home: Home) -> None:
    """A61, N23: Firefox says goodbye too early where a download or a question keeps the page."""
    followed(home)
    home.phone.everywhere("() => dispatchEvent(new Event('beforeunload'))")
    home.phone.until(lambda: home.openhab.streams == 0, "no stream")
    home.link = home.server.link()
    home.register = home.link.register()
    home.told("connected", "registered", "disconnected", "connected", "registered")
    home.phone.until(lambda: home.openhab.streams == 1, "the event stream")
    answered_by_a_rule(home).request("BYE")
    home.phone.reaches(state="idle")


def test_where_a_login_is_wanted_the_token_of_main_ui_is_refreshed(home: Home) -> None:
    """A58, with implicit user role off: anonymous first, and never a stale token."""
    home.openhab.fake.auth.implicit_user_role = False
    home.phone.tab.evaluate(SIGN_IN)
    followed(home)
    home.told("connected", "registered")
    home.openhab.expire()
    answered_by_a_rule(home).request("BYE")
    home.phone.reaches(state="idle")
    home.told("connected", "registered", *CALL)
    asked = [one for one in home.openhab.faults.seen if one.path.startswith("/rest/")]
    refreshes = [at for at, one in enumerate(asked) if one.path == "/rest/auth/token"]
    assert len(refreshes) == 2
    assert all("grant_type=refresh_token" in asked[at].body for at in refreshes)
    # The state and the wish to be commanded are under way at once: either may be the first.
    first = asked[: refreshes[0]]
    assert first
    assert all("X-OPENHAB-TOKEN" not in one.headers for one in first)


# --- this device ----------------------------------------------------------------------------------


def test_the_local_account_is_used_at_once_and_after_a_reload(home: Home) -> None:
    """A50 to A52, A55, A56, A69: by the menu of the icon; masked, unless it is to be shown."""
    fox = home.phone
    home.connect()
    fox.open_menu("call")
    fox.fill(username="bob", password="pw-bob &ü", sipStateItem="Other_State")
    assert fox.field("password", "type") == "password"
    fox.tap("show")
    fox.until(lambda: fox.field("password", "type") == "text", "a password in clear")
    assert fox.field("password") == "pw-bob &ü"
    fox.tap("save")
    leaves_and_registers(home.server, home.wire, "bob")
    home.told("connected", "registered", item="Other_State")
    fox.load()
    home.connect()
    assert home.register is not None
    assert home.register.header("From").startswith("<sip:bob@sip.test>")
    fox.open_menu("call")
    assert (fox.field("password"), fox.field("password", "type")) == ("pw-bob &ü", "password")
    fox.tap("clear")
    leaves_and_registers(home.server, home.wire, "alice")
    assert "pw-bob" not in str(list(home.openhab.faults.seen))


def test_a_microphone_is_chosen_for_this_device(home: Home) -> None:
    """Firefox tells of its devices once it has given one of them to the page."""
    fox = home.phone
    home.connect()
    fox.everywhere(NOTE_WISHES)
    dial(home)
    fox.open_menu("call")
    ids = "() => [...document.querySelector('[name=microphone]').options].map(it => it.value)"
    fox.until(lambda: len(fox.evaluate(ids)) == 2, "a microphone")
    inherited, fake = fox.evaluate(ids)
    assert inherited == ""
    fox.evaluate(CHOOSE, "[name=microphone]", fake)
    fox.tap("save")
    fox.until(lambda: not fox.has("save"), "no form")
    dial(home)
    sound = dict.fromkeys(("echoCancellation", "noiseSuppression", "autoGainControl"), True)
    wishes = [each for found in fox.everywhere("() => recorder.wishes") for each in found]
    assert wishes == [sound, {"deviceId": {"exact": fake}, **sound}]


# --- several, and none ----------------------------------------------------------------------------


def test_of_two_widgets_with_one_account_one_registers_and_the_other_takes_over(
    home: Home,
) -> None:
    """A92: by Web Locks, which a frame gives back as it is removed. Each has its own engine."""
    fox = home.phone
    home.connect(dock=False)
    fox.tab.evaluate(TWICE)
    other = home.server.link(60)
    fox.reaches(connection="connected")
    named = "() => document.querySelector('[data-action=call]').ariaLabel"
    fox.until(lambda: OTHER_PAGE in fox.evaluate(named), OTHER_PAGE)  # once openHAB has said "de"
    fox.tab.evaluate("() => document.querySelector('iframe').remove()")
    assert is_removal(home.wire.request("REGISTER"))
    assert home.wire.gone.wait(5)
    other.register()
    fox.reaches(connection="registered")
    fox.leave()


def test_a_page_of_main_ui_that_is_left_says_goodbye(home: Home) -> None:
    """A45, A61, A66: Main UI destroys the frame, and with it an engine that is not in the dock."""
    home.connect(dock=False)
    home.talk()
    home.phone.go("energy")
    says_goodbye(home)


def test_in_the_dock_a_call_outlives_the_page_in_a_bar_and_is_in_the_next_page(home: Home) -> None:
    """N4, N5"""
    fox = home.phone
    home.connect()
    caller = home.talk()
    fox.go("energy")
    bar = "() => document.querySelector('#sipwidget-dock iframe').contentDocument"
    state = f"{bar}.querySelector('#sipwidget')?.dataset.state"
    fox.until(lambda: fox.tab.evaluate(state) == "incoming-accepted", "a bar")
    size = "() => { const it = document.querySelector('#sipwidget-dock').getBoundingClientRect();"
    width, height = fox.tab.evaluate(f"{size} return [it.width, it.height]; }}")
    assert width == 360
    assert 60 < height < 400
    fox.go("overview")
    fox.booted()
    fox.configure(**scripted_account(home.server), **ITEMS)
    fox.reaches(connection="registered", state="incoming-accepted")
    assert fox.tab.evaluate(state) is None
    caller.request("BYE")
    fox.reaches(state="idle")
    assert [each.method for each in home.wire.everything(0.3)].count("REGISTER") == 1


def test_main_ui_that_is_left_says_goodbye(home: Home) -> None:
    """The same where all of Main UI goes: Firefox asks its pages before it cuts their sockets."""
    home.connect()
    home.talk()
    home.phone.leave()
    says_goodbye(home)


# --- what the tests share -------------------------------------------------------------------------


def looks_like(fox: FirefoxPhone, theme: str, shade: str) -> None:
    """Wait until the widget looks like the page around it."""
    wanted = [theme, shade, True, True, True]
    fox.until(lambda: fox.evaluate(LOOKS) == wanted, shade, seen=lambda: fox.evaluate(LOOKS))


def settled(fox: FirefoxPhone) -> int:
    """The height of the frame, once it is the widget's, in each picture, with nothing to scroll."""
    seen: list[list[int]] = []

    def fits() -> bool:
        seen[:] = fox.tab.evaluate(HEIGHTS)
        return len({height for each in seen for height in each}) == 1

    fox.until(fits, "a frame of the widget's height", seen=lambda: seen)
    return seen[0][0]


def followed(home: Home) -> None:
    """Register, and wait until the command Item is followed."""
    home.connect()
    home.phone.until(lambda: home.openhab.streams == 1, "the event stream")


def answered_by_a_rule(home: Home) -> Caller:
    """A call that comes in, and that openHAB answers."""
    call = home.ring()
    home.openhab.say("answer")
    assert call.final().status == 200
    call.acknowledge()
    home.phone.reaches(state="incoming-accepted")
    return call


def dial(home: Home) -> None:
    """A call to somebody who is busy; no click comes as soon after another as a test's."""
    home.phone.evaluate(DIAL)
    Callee(home.wire).reply(486)
    home.phone.reaches(state="idle")


def says_goodbye(home: Home) -> None:
    """Wait for the last words of a phone in a call: to the peer, to the server, and to openHAB."""
    home.wire.request("BYE")
    assert is_removal(home.wire.request("REGISTER"))
    assert home.wire.gone.wait(5)
    told = home.openhab.commands
    home.phone.until(lambda: len(told()) == 6, "the last words", seen=told)
    assert told()[:4] == ["connected", "registered", *CALL[:2]]
    assert set(told()[4:]) == {CALL[2], "disconnected"}
