"""Calls that are over, any number, and a long phonebook (N29); by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Line, MakeLine, MakePhone, scripted_account
from tests.e2e.peers import Callee, Caller
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer

MANY = ",".join(f"62{number}=Room {number}" for number in range(9)) + ",700=Müller"


def sheet(phone: Phone) -> Locator:
    return phone.root.locator('[role="dialog"]')


def opened(phone: Phone, action: str) -> Locator:
    """The sheet that this button of the account's leads to."""
    phone.button("call").click(button="right")
    phone.tap(action)
    return sheet(phone)


def misses(alice: Line, headers: dict[str, str] | None = None, caller: str = "") -> None:
    """Somebody calls and gives up."""
    call = Caller(alice.link, alice.register, caller=caller or "<sip:620@sip.test>")
    call.ring()
    call.cancel(headers)
    assert call.final().status == 487
    alice.phone.reaches(state="idle")


def dialed(alice: Line) -> str:
    """Where the next call of ours goes; it is refused."""
    callee = Callee(alice.link)
    callee.reply(486)
    alice.phone.reaches(state="idle")
    return callee.invite.target


def test_missed_calls_are_counted_below_the_icon_until_somebody_looks(line: MakeLine) -> None:
    alice = line()
    misses(alice)
    misses(alice, caller="<sip:77@sip.test>")
    chip = alice.phone.button("history")
    expect(chip).to_have_attribute("data-missed", "2")
    expect(chip).to_have_text("2 missed calls")
    expect(alice.phone.button("call")).to_have_attribute("aria-label", re.compile("2 missed calls"))
    chip.click()
    rows = sheet(alice.phone).locator('[data-action="dial"]')
    expect(rows).to_have_count(2)
    expect(rows.first).to_have_text(re.compile(r"77Missed, \d\d:\d\d"))
    alice.phone.tap("cancel")
    expect(alice.phone.button("history")).to_have_count(0)
    expect(alice.phone.button("call")).to_be_focused()


def test_a_call_that_was_answered_elsewhere_is_not_missed(line: MakeLine) -> None:
    """A21"""
    alice = line()
    misses(alice, {"Reason": 'SIP;cause=200;text="Call completed elsewhere"'})
    expect(alice.phone.button("history")).to_have_count(0)
    expect(opened(alice.phone, "history")).to_contain_text("Answered elsewhere")


def test_a_tap_in_the_history_calls_back(line: MakeLine) -> None:
    alice = line()
    misses(alice, caller='"Lobby" <sip:77@192.0.2.1>')
    opened(alice.phone, "history")
    alice.phone.tap("dial")
    assert dialed(alice) == "sip:77@sip.test"
    row = opened(alice.phone, "history").locator('[data-action="dial"]').first
    expect(row).to_have_text(re.compile("77Outgoing, no connection"))


def test_a_hidden_caller_is_not_in_the_history_by_name_nor_kept(line: MakeLine) -> None:
    """A22"""
    alice = line(hideCallerId=True)
    misses(alice, caller='"Mallory" <sip:4711@secret.test>')
    shown = opened(alice.phone, "history")
    expect(shown).to_contain_text("Private call")
    assert alice.phone.button("dial").count() == 0
    kept = alice.phone.page.evaluate("localStorage.getItem('sipwidget:history')")
    assert "incoming" in kept
    for word in ("Mallory", "4711", "secret"):
        assert word not in kept + shown.inner_html()


def test_the_history_is_cleared_by_a_second_tap(line: MakeLine) -> None:
    alice = line()
    misses(alice)
    shown = opened(alice.phone, "history")
    alice.phone.tap("clear-history")
    expect(alice.phone.button("clear-history")).to_have_text("Really delete all?")
    alice.phone.tap("clear-history")
    expect(shown).to_contain_text("No calls yet.")
    assert not alice.phone.page.evaluate("localStorage.getItem('sipwidget:history')")


def test_another_window_of_this_device_sees_what_was_missed(line: MakeLine) -> None:
    alice = line()
    key, kept = "sipwidget:history", "localStorage.getItem('sipwidget:history')"
    misses(alice)
    text = alice.phone.page.evaluate(kept)
    alice.phone.page.evaluate(f"localStorage.removeItem('{key}')")
    expect(alice.phone.button("history")).to_have_count(0)
    alice.phone.page.evaluate(f"text => localStorage.setItem('{key}', text)", text)
    expect(alice.phone.button("history")).to_have_attribute("data-missed", "1")


def test_a_number_is_typed_by_keyboard_and_keys_dialed_and_dialed_again(line: MakeLine) -> None:
    alice = line()
    shown = opened(alice.phone, "number")
    keyboard = alice.phone.page.keyboard
    keyboard.type("**62")
    expect(shown.locator('[name="number"]')).to_be_focused()
    shown.locator('[data-action="digit"][data-target="2"]').click(click_count=2)
    expect(shown.locator('[name="number"]')).to_have_value("**6222")
    shown.locator('[data-action="backspace"]').click()
    alice.phone.tap("dial")
    assert dialed(alice) == "sip:**622@sip.test"
    shown = opened(alice.phone, "number")
    expect(alice.phone.button("dial")).to_have_text("Redial **622")
    keyboard.type("x")
    keyboard.press("Backspace")
    keyboard.press("Enter")
    assert dialed(alice) == "sip:**622@sip.test"


def test_a_pasted_address_is_dialed_by_enter_and_what_is_none_is_said(line: MakeLine) -> None:
    """A15"""
    alice = line()
    field = opened(alice.phone, "number").locator('[name="number"]')
    field.fill("sip:")
    field.press("Enter")
    alice.phone.says("cannot be called")
    expect(field).to_have_value("sip:")
    field.fill(" sip:door@other.test:5070 ")
    field.press("Enter")
    assert dialed(alice) == "sip:door@other.test:5070"


def test_somebody_is_found_in_a_long_phonebook_and_called_by_keyboard(line: MakeLine) -> None:
    """Issue 6: case and accents do not matter."""
    alice = line(phonebook=MANY)
    alice.phone.tap("call")
    expect(alice.phone.button("dial")).to_have_count(10)
    keyboard = alice.phone.page.keyboard
    keyboard.type("MULL")
    expect(alice.phone.button("dial")).to_have_text(["Müller"])
    keyboard.press("Enter")
    assert dialed(alice) == "sip:700@sip.test"


def test_arrows_move_in_the_phonebook_enter_calls_and_escape_goes_back(line: MakeLine) -> None:
    alice = line(phonebook=MANY)
    keyboard = alice.phone.page.keyboard
    alice.phone.tap("call")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    expect(alice.phone.button("dial").nth(1)).to_be_focused()
    keyboard.press("Escape")
    expect(alice.phone.button("call")).to_be_focused()
    alice.phone.tap("call")
    for key in ("End", "ArrowUp", "Enter"):
        keyboard.press(key)
    assert dialed(alice) == "sip:628@sip.test"


@pytest.mark.parametrize("entries", [2, 8])
def test_a_short_phonebook_is_as_it_was(line: MakeLine, entries: int) -> None:
    """A8"""
    alice = line(phonebook=",".join(MANY.split(",")[:entries]))
    alice.phone.tap("call")
    expect(alice.phone.button("dial")).to_have_count(entries)
    expect(alice.phone.button("dial").first).to_be_focused()
    assert sheet(alice.phone).locator("input").count() == 0
    alice.phone.tap("cancel")


def test_quiet_is_switched_on_in_a_sheet_and_who_calls_then_was_missed(line: MakeLine) -> None:
    alice = line()
    opened(alice.phone, "number")
    alice.phone.tap("dnd")
    expect(alice.phone.button("dnd")).to_have_attribute("aria-pressed", "true")
    alice.phone.tap("cancel")
    call = Caller(alice.link, alice.register, caller="<sip:620@sip.test>")
    assert call.final().status == 486
    expect(alice.phone.button("history")).to_have_attribute("data-missed", "1")
    opened(alice.phone, "history")
    alice.phone.tap("dnd")
    expect(alice.phone.button("dnd")).to_have_attribute("aria-pressed", "false")
    alice.phone.tap("cancel")


def test_what_was_missed_is_still_there_after_a_reload(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    phone = new_phone()
    phone.open(scripted_account(scripted))
    link = scripted.link(60)
    register = link.register()
    phone.reaches(connection="registered")
    misses(Line(phone, link, register))
    expect(phone.button("history")).to_have_attribute("data-missed", "1")
    phone.open(scripted_account(scripted))
    scripted.link(60).register()
    expect(phone.button("history")).to_have_attribute("data-missed", "1")
    phone.button("history").click()
    expect(sheet(phone)).to_contain_text("Door")
