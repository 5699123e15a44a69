"""The widget's looks on a page of Main UI: theme, contrast, language and height (N22)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.at_home import ITEMS, Home
from tests.e2e.conftest import scripted_account
from tests.e2e.main_ui import (
    CONTRASTS,
    CUT_OFF,
    Visitor,
    installed,
    kept_page,
    registers_as,
    tidied,
)
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer
from tools.serve import TYPES

ACCEPT = {"en": "Accept", "es": "Contestar", "fr": "Décrocher", "it": "Rispondi", "nl": "Opnemen"}
LOOKS = """root => {
    const {colorScheme, fontFamily, fontSize} = getComputedStyle(root);
    return [colorScheme, fontFamily, fontSize];
}"""


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


def looks(one: Visitor, scheme: str, font: str, size: str) -> None:
    """Wait until the widget has this colour scheme and font."""
    wanted = [scheme, font, size]
    one.until(lambda: one.root.evaluate(LOOKS) == wanted, f"{wanted}")


def test_the_theme_is_followed_live(ui: Visitor, home: Home) -> None:
    """N22: dark mode, theme and font, in a call; the frame is not loaded again."""
    ui.root.evaluate("() => { window.stayed = true; }")
    home.connect()
    caller = home.talk()
    font = ui.page.evaluate("getComputedStyle(document.querySelector('.card')).fontFamily")
    for theme, dark in (("md", "dark"), ("ios", "light"), ("aurora", "dark"), ("aurora", "light")):
        ui.choose("theme", theme)
        ui.choose("dark", dark)
        looks(ui, dark, font, "14px")
    style = "document.documentElement.style"
    ui.page.evaluate(f"""{style}.cssText = "--f7-font-family: monospace; --f7-font-size: 18px" """)
    looks(ui, "light", "monospace", "18px")
    ui.page.evaluate(f"{style}.cssText = ''")
    looks(ui, "light", font, "14px")
    assert ui.root.evaluate("() => window.stayed")
    ui.reaches(state="incoming-accepted")
    caller.request("BYE")
    ui.reaches(state="idle")


def test_all_can_be_read_in_light_and_dark(ui: Visitor, home: Home) -> None:
    """N22, WCAG 2.2: text 4.5:1, the glyphs of round icons 3:1, on whatever lies behind."""
    home.connect(phonebook="620=Door,621=Kitchen", dtmfString="#")
    readable(ui)
    ui.tap("call")
    expect(ui.button("dial")).to_have_count(2)
    readable(ui)
    ui.tap("dial", "621")
    readable(ui)
    Callee(home.wire).reply(486)
    ui.says("busy")
    readable(ui)
    ui.open_form()
    readable(ui)
    ui.tap("cancel")
    caller = home.ring()
    readable(ui)
    ui.tap("accept")
    caller.final()
    caller.acknowledge()
    ui.tap("keypad")
    expect(ui.button("digit")).to_have_count(12)
    readable(ui)
    caller.request("BYE")
    ui.reaches(state="idle")
    account = scripted_account(home.server)
    ui.configure(**{**account, "username": "bob"}, **ITEMS)
    link = home.server.link()
    readable(ui)  # registering
    link.reply(link.request("REGISTER"), 403)
    ui.reaches(connection="refused")
    readable(ui)
    ui.configure()
    ui.reaches(connection="off")
    readable(ui)


def readable(one: Visitor) -> None:
    """Nothing in sight has too little contrast, on the host's cards in all its themes."""
    for dark in ("light", "dark"):
        one.choose("dark", dark)
        expect(one.root).to_have_css("color-scheme", dark)
        texts, icons = one.root.evaluate(CONTRASTS)
        assert icons
        assert [each for each in texts if each[1] < 4.5] == [], dark
        assert [each for each in icons if each[1] < 3] == [], dark


def test_the_language_is_openhabs_unless_one_is_set(
    chromium: Browser, html: Path, scripted: ScriptedServer
) -> None:
    """N22, N30: `de_DE` from the REST API, though the browser speaks English."""
    with (
        OpenHab(html, types=TYPES, properties={}, locale="de_DE") as server,
        kept_page(chromium, server) as one,
    ):
        expect(one.root).to_have_attribute("lang", "de")
        account = scripted_account(scripted)
        one.configure(**account)
        link = registers_as(scripted, "alice")
        icon = one.button("call")
        expect(icon).to_have_accessible_name("Anrufen, verbunden und angemeldet")
        caller = Caller(link, link.seen[-1])
        caller.ring()
        expect(one.button("accept")).to_have_accessible_name("Annehmen")
        for language, accept in ACCEPT.items():
            one.configure(**account, language=language)
            expect(one.button("accept")).to_have_accessible_name(accept)
        one.configure(**account)
        expect(one.button("accept")).to_have_accessible_name("Annehmen")
        caller.cancel()
        one.reaches(state="idle")
        expect(one.root).to_have_attribute("lang", "de")


def test_the_frame_is_as_high_as_each_state_needs(ui: Visitor, home: Home) -> None:
    """Item 2 of the drop-in widget, as its YAML asks for it; at last as at first."""
    home.connect(phonebook="1=One,2=Two,3=Three,4=Four,5=Five")
    idle = fits(ui)
    assert idle == 80
    ui.tap("call")
    expect(ui.button("dial")).to_have_count(5)
    book = fits(ui)
    assert book > 5 * 44
    ui.tap("cancel")
    assert fits(ui) == idle
    ui.open_form()
    form = fits(ui)
    assert form > book
    ui.tap("cancel")
    assert fits(ui) == idle
    caller = home.ring()
    ringing = fits(ui)
    assert idle <= ringing < book
    ui.tap("accept")
    caller.final()
    caller.acknowledge()
    ui.tap("keypad")
    expect(ui.button("digit")).to_have_count(12)
    assert fits(ui) > 4 * 44 + idle
    caller.request("BYE")
    ui.reaches(state="idle")
    assert fits(ui) == idle
    account = scripted_account(home.server)
    ui.configure(**account, **ITEMS, height="210px")
    expect(ui.frame).to_have_css("height", "210px")
    ui.configure(**account, **ITEMS)
    ui.until(lambda: fits(ui) == idle, "the widget's height")


def fits(one: Visitor) -> int:
    """The frame's height once it stays; no button or word is cut off by it."""
    height = one.height()
    assert one.root.evaluate(CUT_OFF) <= 0
    return height
