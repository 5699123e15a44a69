"""What a person hears besides the call itself: the ring, the ringback, and nothing."""

import json
import struct
import wave
from collections.abc import Callable, Iterator
from html import escape
from math import pi, sin
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import HOST_PAGE, Line, MakeLine, MakePhone, scripted_account
from tests.e2e.crossing import called, ring, ringing
from tests.e2e.peers import Caller
from tests.e2e.phone import BOOT_MS
from tests.e2e.scripted import ScriptedServer
from tests.e2e.sound import is_silent, plays
from tests.e2e.test_links import fragment

BELL = 880
GERMAN = 425
FILES_PLAY = "() => recorder.files.some(each => !each.paused && each.currentTime > 0)"
SAY_WHEN_BLOCKED = """new MutationObserver(() => {
    if (document.querySelector('[data-action="sound"]'))
        console.info("blocked");
}).observe(document, {childList: true, subtree: true});"""
TONES: dict[str, object] = {"enableTones": True, "toneCountry": "DE"}


def accept(alice: Line, caller: Caller) -> None:
    alice.phone.tap("accept")
    caller.final()
    caller.acknowledge()


def decline(alice: Line, caller: Caller) -> None:
    alice.phone.tap("decline")
    caller.final()


def cancel(_: Line, caller: Caller) -> None:
    caller.cancel()
    caller.final()


@pytest.mark.parametrize("end", [accept, decline, cancel])
def test_it_rings_until_somebody_does_something(
    line: MakeLine, end: Callable[[Line, Caller], None]
) -> None:
    """A20, A21, A25: nothing is fetched for it."""
    alice = line(**TONES)
    alice.phone.page.mouse.click(430, 630)  # the page around the widget has been used
    before = len(alice.phone.requests)
    caller = ringing(alice)
    plays(alice.phone, BELL)
    end(alice, caller)
    is_silent(alice.phone)
    fetched = [each for each in alice.phone.requests[before:] if "/app-" not in each]
    assert fetched == []


def test_ringback_is_heard_until_the_other_end_answers(line: MakeLine) -> None:
    """A26"""
    alice = line(**TONES)
    callee = called(alice)
    ring(alice, callee)
    plays(alice.phone, GERMAN)
    callee.answer()
    is_silent(alice.phone)


def test_ringback_ends_when_early_media_comes(line: MakeLine) -> None:
    """A26, N17"""
    alice = line(**TONES)
    callee = called(alice)
    plays(alice.phone, GERMAN)
    callee.reply(183, body=sessions.answer(callee.invite.body))
    is_silent(alice.phone)
    alice.phone.tap("hangup")


def test_ringback_ends_when_the_call_is_refused(line: MakeLine) -> None:
    """A26"""
    alice = line(**TONES)
    callee = called(alice)
    ring(alice, callee)
    plays(alice.phone, GERMAN)
    callee.reply(486)
    is_silent(alice.phone)


EVER_PLAYED = "() => recorder.played.length"


def test_without_tones_nothing_is_ever_played(line: MakeLine) -> None:
    """A24"""
    alice = line()
    before = alice.phone.everywhere(EVER_PLAYED)
    decline(alice, ringing(alice))
    callee = called(alice)
    ring(alice, callee)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")
    alice.phone.tap("hangup")
    assert alice.phone.everywhere(EVER_PLAYED) == before


@pytest.fixture
def bell(site_folder: Path) -> Iterator[str]:
    """The address of a file with a second of 600 Hz."""
    path = site_folder / "bell.wav"
    samples = [int(20_000 * sin(2 * pi * 600 * n / 8000)) for n in range(8000)]
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    yield "/bell.wav"
    path.unlink()


def test_a_file_of_ones_own_rings_in_place_of_the_tone(line: MakeLine, bell: str) -> None:
    alice = line(**TONES, ringtoneUrl=bell)
    alice.phone.page.mouse.click(430, 630)
    caller = ringing(alice)
    alice.phone.until(lambda: any(alice.phone.everywhere(FILES_PLAY)), "the file to be played")
    decline(alice, caller)
    alice.phone.until(lambda: not any(alice.phone.everywhere(FILES_PLAY)), "silence")
    is_silent(alice.phone)


def test_a_file_that_is_not_there_is_told_of_and_the_tone_rings(line: MakeLine) -> None:
    alice = line(**TONES, ringtoneUrl="/no-such-bell.mp3")
    alice.phone.tolerant = True  # the browser itself writes that there is no such file
    alice.phone.page.mouse.click(430, 630)
    caller = ringing(alice)
    plays(alice.phone, BELL)
    alice.phone.says("no-such-bell.mp3 cannot be played")
    decline(alice, caller)
    is_silent(alice.phone)


def test_sound_that_the_browser_blocks_is_allowed_by_one_tap(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A27, A94, N19: what Playwright evaluates counts as a gesture, so nothing is asked before."""
    one = new_phone(init=SAY_WHEN_BLOCKED)
    with one.page.expect_console_message(lambda it: it.text == "blocked", timeout=BOOT_MS):
        one.open_alone(fragment(**scripted_account(scripted), **TONES))
    link = scripted.link(60)
    alice = Line(one, link, link.register())
    caller = Caller(link, alice.register)
    caller.ring()
    button = one.button("sound")
    expect(button).to_be_visible()
    is_silent(one)
    one.reaches(state="incoming")
    button.click()
    expect(button).to_have_count(0)
    plays(one, BELL)
    decline(alice, caller)
    is_silent(one)
    again = ringing(alice)
    plays(one, BELL)
    decline(alice, again)


@pytest.fixture
def host(site_folder: Path, scripted: ScriptedServer) -> Iterator[str]:
    """The name of a page that holds the widget without a script of its own."""
    config = json.dumps({**scripted_account(scripted), **TONES})
    frame = f'<iframe id="widget" data-config="{escape(config)}" src="widget/index.html"></iframe>'
    path = site_folder / "silent.html"
    path.write_text(f"{HOST_PAGE}<body style='margin: 0'>{frame}")
    yield path.name
    path.unlink()


def test_a_tap_on_the_page_around_the_widget_allows_sound_too(
    new_phone: MakePhone, scripted: ScriptedServer, host: str
) -> None:
    """A27: openHAB's page is tapped on sooner than the phone in it."""
    one = new_phone(init=SAY_WHEN_BLOCKED)
    with one.page.expect_console_message(lambda it: it.text == "blocked", timeout=BOOT_MS):
        one.page.goto(f"{one.url}{host}")
    button = one.page.frame_locator("#widget").locator('[data-action="sound"]')
    expect(button).to_be_visible()
    one.page.mouse.click(430, 630)
    expect(button).to_have_count(0)
    link = scripted.link(60)
    caller = Caller(link, link.register())
    caller.ring()
    plays(one, BELL)
    caller.cancel()
    caller.final()
    is_silent(one)
