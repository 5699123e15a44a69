"""The phone outlives the pages of Main UI: its calls go on, and can be seen and ended anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Account, MakePhone, require, scripted_account
from tests.e2e.devtools import Chromium
from tests.e2e.firefox import Firefox
from tests.e2e.main_ui import installed
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import Caller
from tests.e2e.phone import Phone
from tests.e2e.scripted import Link, ScriptedServer
from tests.e2e.window import BAR, EDITOR, ENERGY, MASONRY, OVERVIEW, TABS, VIEWS, Place, Window
from tools.serve import TYPES

# With the other tests in browsers, at the end.
pytestmark = pytest.mark.usefixtures("chromium")

in_both = pytest.mark.parametrize("browser", ["chromium", "firefox-esr"], indirect=True)
in_chromium = pytest.mark.parametrize("browser", ["chromium"], indirect=True)

CALLER = "<sip:**620@fritz.box>"
ROUNDS = 100
PAGE = "/static/sipwidget/index.html"
HAS_POSTER = f"() => document.querySelector('{VIEWS}')?.style.backgroundImage"


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Chromium | Firefox]:
    """Chromium as people have it, or Firefox."""
    kind = {"chromium": Chromium, "firefox-esr": Firefox}[request.param]
    require(request.param)
    with kind() as one:
        yield one


@pytest.fixture(scope="module")
def openhab(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHab]:
    """One for all tests here."""
    html = installed(tmp_path_factory.mktemp("html"), site_folder / "widget")
    with OpenHab(html, types=TYPES, properties={}) as server:
        yield server


@pytest.fixture
def window(browser: Chromium | Firefox, openhab: OpenHab) -> Iterator[Window]:
    """A tab with nothing in it yet."""
    browser.complaints.clear()
    one = Window(browser, openhab)
    yield one
    one.tab.close()
    # Firefox itself says so of a frame that goes while it is being loaded.
    assert [each for each in browser.complaints if "ServiceWorker intercepted" not in each] == []


def opened(window: Window, server: ScriptedServer, **more: object) -> Link:
    """The first page, with a phone that is registered at this server."""
    window.openhab.show({**scripted_account(server), **more})
    window.open()
    link = server.link(60)
    link.register()
    window.view.reaches(connection="registered", state="idle")
    return link


def rings(link: Link, *places: Place) -> Caller:
    """Somebody calls, and the phone rings at these places."""
    register = next(each for each in link.seen if each.method == "REGISTER")
    caller = Caller(link, register, caller=CALLER)
    caller.ring()
    for place in places:
        place.comes()
        place.reaches(state="incoming")
    return caller


# --- a call goes on wherever one goes -------------------------------------------------------------


@in_both
def test_a_call_goes_on_on_every_page_of_main_ui(
    window: Window, phone: MakePhone, account: Account
) -> None:
    """N4, N5, A49: its sound never ends; it is seen where a widget is, and in the bar elsewhere."""
    window.openhab.show({**account("alice"), "phonebook": "bob=Bob"})
    window.open()
    window.view.reaches(connection="registered")
    bob = phone(**account("bob"), phonebook="alice")
    bob.reaches(connection="registered")
    bob.tap("call")
    window.view.reaches(state="incoming")
    window.view.tap("accept")
    bob.reaches(state="outgoing-accepted")
    leaves_and_comes_back(window)
    meets_what_destroys_frames(window)
    meets_the_editor(window)
    window.tell("history.go(-2)")
    in_the_view(window)
    window.tell("history.forward()")
    in_the_bar(window)
    assert bob.attribute("data-state") == "outgoing-accepted"
    bar_is_for_the_next_call_too(window, bob)
    assert len(window.sent("REGISTER")) <= 2  # the first was asked for a password
    assert bob.answered("BYE") in ([200, 200], [200])


def in_the_bar(window: Window) -> None:
    """The call is in the bar, and is heard."""
    window.bar.comes()
    window.bar.reaches(state="incoming-accepted")
    window.bar.names("Bob")
    window.hears()


def in_the_view(window: Window) -> None:
    """The call is in the widget and nowhere else, and is heard."""
    window.view.reaches(state="incoming-accepted")
    window.view.names("Bob")
    window.bar.goes()
    window.hears()


def leaves_and_comes_back(window: Window) -> None:
    window.go(ENERGY)
    in_the_bar(window)
    window.go(OVERVIEW)
    in_the_view(window)


def meets_what_destroys_frames(window: Window) -> None:
    window.go(TABS)
    in_the_view(window)
    window.press('[data-tab="hall"]')
    in_the_bar(window)
    window.press('[data-tab="door"]')
    in_the_view(window)
    window.tab.resize(640, 360)
    window.go(MASONRY)
    in_the_view(window)
    window.tab.resize(360, 640)
    in_the_view(window)
    window.tab.resize(1000, 700)


def meets_the_editor(window: Window) -> None:
    window.go(EDITOR)
    window.view.reaches(edit="true", connection="off", state="idle")
    in_the_bar(window)
    window.go(ENERGY)
    in_the_bar(window)


def bar_is_for_the_next_call_too(window: Window, bob: Phone) -> None:
    """Hung up there, accepted there with sound, handed over to the widget."""
    window.bar.tap("hangup")
    bob.reaches(state="idle")
    window.bar.goes()
    bob.tap("call")
    window.bar.comes()
    window.bar.reaches(state="incoming")
    window.bar.tap("accept")
    in_the_bar(window)
    window.go(OVERVIEW)
    in_the_view(window)
    window.view.tap("hangup")
    bob.reaches(state="idle")
    window.view.reaches(state="idle", connection="registered")


@in_chromium
def test_a_call_goes_on_in_a_hidden_tab(
    window: Window, browser: Chromium, phone: MakePhone, account: Account
) -> None:
    """N4: in a tab that nobody looks at, with no widget on its page."""
    window.openhab.show({**account("alice"), "phonebook": "bob=Bob"})
    window.open()
    window.view.reaches(connection="registered")
    bob = phone(**account("bob"), phonebook="alice")
    bob.reaches(connection="registered")
    window.go(ENERGY)
    other = browser.tab()
    window.until(lambda: window.tab.evaluate("() => document.hidden"), "a hidden tab")
    bob.tap("call")
    window.bar.reaches(state="incoming")
    window.tab.show()
    window.bar.tap("accept")
    other.show()
    for _ in range(3):
        window.hears()
    assert window.tab.evaluate("() => document.hidden")
    other.close()
    bob.tap("hangup")
    window.bar.goes()


# --- the registration stays -----------------------------------------------------------------------


@in_both
def test_the_next_page_is_green_without_a_word_on_the_wire(
    window: Window, scripted: ScriptedServer
) -> None:
    """N5: the same socket, the same registration; nobody sees the dock, nor gets to it by Tab."""
    link = opened(window, scripted)
    spoken = len(link.everything(0.3))
    for path in (ENERGY, OVERVIEW, TABS, MASONRY):
        window.go(path)
    for path in (OVERVIEW, TABS):
        window.green_after(path)
    assert len(link.everything(0.3)) == spoken
    assert scripted.handshakes == 1
    window.go(ENERGY)
    assert not window.bar.is_seen()
    assert window.tab.evaluate(f"() => document.querySelector('{BAR}').closest('[inert]') !== null")


@in_both
def test_the_next_page_looks_as_the_last_one_did_before_it_is_loaded(
    window: Window, scripted: ScriptedServer, site_folder: Path
) -> None:
    """N5, and no longer than it is true: a call that comes meanwhile is in the bar alone."""
    (site_folder / "widget/index.html").touch()  # of an older one browsers do not ask the server
    link = opened(window, scripted)
    window.view.is_drawn()
    picture, hang = window.tab.picture, window.openhab.faults.hang
    window.until(lambda: picture() == picture(), "a page at rest")
    before = picture()
    hang.add(PAGE)
    window.go(OVERVIEW)
    window.until(lambda: not window.view.attribute("data-connection"), "a frame without a page")
    window.until(lambda: picture() == before, "the looks of the last page")
    assert not window.view.attribute("data-connection")
    caller = rings(link, window.bar)
    window.until(lambda: not window.tab.evaluate(HAS_POSTER), "no poster any more")
    hang.remove(PAGE)
    window.view.reaches(state="incoming")
    assert not window.tab.evaluate(HAS_POSTER)
    caller.cancel()
    window.view.reaches(state="idle")


@in_both
def test_a_call_that_nobody_takes_leaves_no_bar(window: Window, scripted: ScriptedServer) -> None:
    """N5: declined in the bar; given up by the caller; the bar lies over all while it rings."""
    link = opened(window, scripted)
    window.go(ENERGY)
    rings(link, window.bar).cancel()
    window.bar.reaches(state="idle")  # there it says for some seconds that a call was missed
    caller = rings(link, window.bar)
    layer = "() => Number(getComputedStyle(document.querySelector('#sipwidget-dock')).zIndex)"
    assert window.tab.evaluate(layer) == 13600
    window.bar.tap("decline")
    assert caller.final().status == 486
    window.bar.goes(3)
    assert window.tab.evaluate(layer) < 10000
    caller = rings(link, window.bar)
    window.bar.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    window.bar.reaches(state="incoming-accepted")
    assert window.tab.evaluate(layer) < 10000
    window.go(OVERVIEW)
    window.view.reaches(state="incoming-accepted")
    window.view.tap("hangup")
    link.reply(link.request("BYE"), 200)
    window.view.reaches(state="idle", connection="registered")


@in_both
def test_the_editor_starts_no_phone_and_ends_none(window: Window, scripted: ScriptedServer) -> None:
    """A49: nothing is there after it alone; a phone that is there hears and answers."""
    window.openhab.show(scripted_account(scripted))
    window.open(EDITOR)
    window.view.reaches(edit="true", connection="off")
    assert scripted.handshakes == 0
    window.go(OVERVIEW)
    link = scripted.link(60)
    link.register()
    window.view.reaches(connection="registered")
    window.go(EDITOR)
    window.view.reaches(edit="true", connection="off")
    caller = rings(link, window.bar)
    window.bar.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    assert caller.answered("OPTIONS").status == 200
    assert scripted.handshakes == 1


@in_chromium
def test_without_the_dock_all_is_in_the_frame(window: Window, scripted: ScriptedServer) -> None:
    """A45: `dock: false`; the next page registers anew."""
    link = opened(window, scripted, dock=False)
    assert window.tab.evaluate("() => document.querySelector('#sipwidget-dock')") is None
    window.go(ENERGY)
    assert link.request("REGISTER").header("Expires") == "0"
    assert link.gone.wait(10)
    window.go(OVERVIEW)
    scripted.link(60).register()
    window.view.reaches(connection="registered")


# --- several widgets ------------------------------------------------------------------------------


@in_chromium
def test_two_widgets_with_one_account_are_one_phone(
    window: Window, scripted: ScriptedServer
) -> None:
    """A92: one registration, one call in both; each has its own phonebook, and its own sheet."""
    mine = scripted_account(scripted)
    window.openhab.show(mine, others=[{**mine, "phonebook": "1=One,2=Two,3=Three"}])
    window.open()
    link = scripted.link(60)
    link.register()
    one, other = window.views(2)
    for each in (one, other):
        each.reaches(connection="registered")
    other.tap("call")
    window.until(lambda: other.count("dial") == 3, "a phonebook")
    assert one.count("dial") == 0
    other.tap("cancel")
    window.until(lambda: other.count("dial") == 0, "no phonebook")
    caller = rings(link, one, other)
    other.tap("accept")
    assert caller.final().status == 200
    caller.acknowledge()
    for each in (one, other):
        each.reaches(state="incoming-accepted")
    one.tap("hangup")
    link.reply(link.request("BYE"), 200)
    for each in (one, other):
        each.reaches(state="idle")
    assert scripted.handshakes == 1


@in_both
def test_two_accounts_on_a_page_are_two_phones(window: Window, scripted: ScriptedServer) -> None:
    """A92: a call of the one is none of the other, on a page without them neither."""
    mine = scripted_account(scripted)
    window.openhab.show(mine, others=[{**mine, "username": "bob"}])
    window.open()
    links = {}
    for _ in range(2):
        link = scripted.link(60)
        links["bob" if "sip:bob@" in link.register().header("From") else "alice"] = link
    alice, bob = window.views(2)
    for each in (alice, bob):
        each.reaches(connection="registered")
    caller = rings(links["bob"], bob)
    alice.reaches(state="idle")
    window.go(ENERGY)
    window.bar.comes()
    window.bar.reaches(state="incoming")
    window.go(OVERVIEW)
    bob.reaches(state="incoming")
    alice.reaches(state="idle", connection="registered")
    window.bar.goes()
    bob.tap("decline")
    assert caller.final().status == 486
    assert scripted.handshakes == 2


# --- nothing is left ------------------------------------------------------------------------------


@in_chromium
def test_pages_that_come_and_go_leave_nothing(window: Window, scripted: ScriptedServer) -> None:
    """After so many page changes there are as many documents and listeners as before."""
    opened(window, scripted)
    before = left_after(window, 10)
    after = left_after(window, ROUNDS)
    heap, listeners = after.pop("heap"), after["jsEventListeners"]
    assert heap < before.pop("heap") * 1.05
    assert after == before
    assert listeners < 100


def left_after(window: Window, rounds: int) -> dict[str, int]:
    """What lives on a page without a widget, once all is swept."""
    for _ in range(rounds // 2):
        window.green_after(TABS)
        window.green_after(OVERVIEW)
    window.view.is_drawn()  # of which the phone keeps a copy
    window.go(ENERGY)
    window.until(lambda: window.tab.evaluate("() => window.length") == 1, "no view")
    window.tab.call("Network.enable")
    window.tab.call("Network.setCacheDisabled", cacheDisabled=True)  # which had kept a poster
    # The host's document, the dock's, and those of their templates.
    window.until(lambda: window.tab.counts()["documents"] <= 4, "swept", seen=window.tab.counts)
    window.tab.call("Network.setCacheDisabled", cacheDisabled=False)
    return {**window.tab.counts(), "heap": window.tab.heap()}
