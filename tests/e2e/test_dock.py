"""The dock on Main UI's pages: the phone outlives the page, and each page shows it at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from tests.e2e.conftest import scripted_account
from tests.e2e.main_ui import (
    EDITOR,
    ENERGY,
    OVERVIEW,
    Visitor,
    installed,
    registers_as,
    unregisters,
)
from tests.e2e.openhab import OpenHab
from tests.e2e.peers import Callee, Caller
from tests.e2e.scripted import ScriptedServer
from tools.serve import TYPES

DOCK = "#sipwidget-dock"
MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def openhab(site_folder: Path, tmp_path: Path) -> Iterator[OpenHab]:
    html = tmp_path / "html"
    html.mkdir()
    with OpenHab(installed(html, site_folder / "widget"), types=TYPES, properties={}) as server:
        yield server


@pytest.fixture
def visitor(chromium: Browser, openhab: OpenHab) -> Iterator[MakeVisitor]:
    """`visitor()`: a browser of its own at this openHAB."""
    used: list[Visitor] = []

    def make() -> Visitor:
        used.append(Visitor(chromium, openhab))
        return used[-1]

    yield make
    for one in used:
        one.close()
    assert [text for one in used for text in one.complaints] == []


def bar(one: Visitor) -> FrameLocator:
    """What the dock's own page shows."""
    return one.page.frame_locator(f"{DOCK} iframe")


def test_another_page_is_green_at_once_and_registers_nothing(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N5"""
    openhab.show(scripted_account(scripted))
    one = visitor()
    one.visit()
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    one.go(ENERGY, wait=False)
    one.go(OVERVIEW)
    one.reaches(connection="registered")
    assert len(one.addresses()) == 1
    assert [each.method for each in link.everything(0.3)] == ["REGISTER"]
    Caller(link, link.seen[-1]).ring()
    one.reaches(state="incoming")


def test_a_call_goes_on_over_a_change_of_page_in_a_bar_and_then_in_the_page(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N4"""
    openhab.show(scripted_account(scripted))
    one = visitor()
    one.visit()
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    dock = one.page.locator(DOCK)
    expect(dock).to_have_css("opacity", "0")
    one.tap("call")
    callee = Callee(link)
    callee.answer()
    one.reaches(state="outgoing-accepted")
    one.go(ENERGY, wait=False)
    shown = bar(one).locator("#sipwidget")
    expect(shown).to_have_attribute("data-state", "outgoing-accepted")
    expect(dock).to_have_css("opacity", "1")
    box = dock.bounding_box()
    assert box
    assert box["width"] == 360
    assert 100 < box["height"] < 400
    one.go(OVERVIEW)
    one.reaches(state="outgoing-accepted")
    expect(shown).to_have_count(0)
    expect(dock).to_have_css("opacity", "0")
    one.tap("hangup")
    link.reply(link.request("BYE"), 200)
    one.reaches(state="idle")


def test_a_call_that_comes_where_no_widget_is_can_be_taken_and_ended(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N5: accept, decline and hang-up are found by CONTRACT.md's words."""
    openhab.show(scripted_account(scripted))
    one = visitor()
    one.visit()
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    one.go(ENERGY, wait=False)
    caller = Caller(link, link.seen[-1])
    caller.ring()
    shown = bar(one).locator("#sipwidget")
    expect(shown).to_have_attribute("data-state", "incoming")
    expect(one.page.locator(DOCK)).to_have_css("z-index", "13600")
    shown.locator('[data-action="accept"]').click()
    assert caller.final().status == 200
    caller.acknowledge()
    expect(one.page.locator(DOCK)).to_have_css("z-index", "9999")
    expect(shown).to_have_attribute("data-state", "incoming-accepted")
    caller.request("BYE")
    expect(shown).to_have_count(0)
    one.page.goto("about:blank")
    unregisters(link)


def test_the_editor_leaves_the_phone_of_the_dock_alone(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A49: its frame starts no phone; the one that is there goes on with its calls."""
    openhab.show(scripted_account(scripted))
    one = visitor()
    one.visit()
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    one.tap("call")
    Callee(link).answer()
    one.reaches(state="outgoing-accepted")
    openhab.sign_in(one.page)
    one.go(EDITOR)
    one.reaches(edit="true", connection="off", state="idle")
    shown = bar(one).locator("#sipwidget")
    expect(shown).to_have_attribute("data-state", "outgoing-accepted")
    assert len(one.addresses()) == 1
    one.go(OVERVIEW)
    one.reaches(connection="registered", state="outgoing-accepted")


def test_a_reload_of_the_whole_page_gets_the_last_words_out(
    visitor: MakeVisitor, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """N4"""
    openhab.show(scripted_account(scripted))
    one = visitor()
    one.visit()
    link = registers_as(scripted, "alice")
    one.reaches(connection="registered")
    one.tap("call")
    Callee(link).answer()
    one.reaches(state="outgoing-accepted")
    one.page.reload()
    link.request("BYE")
    unregisters(link)
    registers_as(scripted, "alice")
    one.reaches(connection="registered", state="idle")
