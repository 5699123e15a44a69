"""Under a finger and for assistive tools: where the buttons are, and what they are called."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import MakeLine
from tests.e2e.peers import Callee, Caller
from tests.e2e.phone import Phone

SIZE = 80
# Which button is hit at a place of the widget, given in px from its left and from the top.
HIT = """(root, [x, y]) => {
    const {left} = root.getBoundingClientRect();
    const node = document.elementFromPoint(left + x, y);
    return node?.closest("[data-action]")?.dataset.action ?? "";
}"""


def test_hang_up_is_as_wide_as_the_widget(line: MakeLine) -> None:
    """A95, by mouse: at its left and at its right end."""
    alice = line(iconSize=SIZE)
    alice.phone.tap("call")
    Callee(alice.link).answer()
    alice.phone.reaches(state="outgoing-accepted")
    hang_up, width = alice.phone.button("hangup"), box(alice.phone.root)[2]
    top, height = box(hang_up)[1], box(hang_up)[3]
    assert height >= SIZE
    middle = local_top(hang_up) + height / 2
    assert top >= 0
    for x in (8, width / 2, width - 8):
        assert alice.phone.root.evaluate(HIT, [x, middle]) == "hangup"


def test_accept_and_decline_are_at_the_two_ends(line: MakeLine) -> None:
    """A95: at least as large as the icon, from the edges on; by mouse."""
    alice = line(iconSize=SIZE)
    caller = Caller(alice.link, alice.register)
    caller.ring()
    width = box(alice.phone.root)[2]
    for action, x in (("accept", 8), ("decline", width - 8)):
        button = alice.phone.button(action)
        assert min(box(button)[2:]) >= SIZE
        middle = local_top(button) + box(button)[3] / 2
        assert alice.phone.root.evaluate(HIT, [x, middle]) == action
    caller.cancel()
    alice.phone.reaches(state="idle")


def test_a_double_click_is_one_click(line: MakeLine) -> None:
    """CONTRACT.md: its second click does not hang up what its first has dialed."""
    alice = line()
    alice.phone.button("call").dblclick()
    callee = Callee(alice.link)
    callee.reply(180)
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")


def test_a_button_that_was_just_replaced_is_not_clicked(line: MakeLine) -> None:
    """CONTRACT.md: the red button comes where the green one was; a second tap does not hang up."""
    alice = line()
    caller = Caller(alice.link, alice.register)
    caller.ring()
    left, top, width, height = box(alice.phone.button("accept"))
    mouse = alice.phone.page.mouse
    mouse.click(left + width / 2, top + height / 2)
    mouse.click(left + width / 2, top + height / 2)
    assert caller.final().status == 200
    caller.acknowledge()
    alice.phone.reaches(state="incoming-accepted")


def test_every_state_has_a_name(line: MakeLine) -> None:
    """A6: the accessible name of the button tells the state, not its colour only."""
    alice = line()
    named(alice.phone, "call", "registered")
    alice.phone.tap("call")
    callee = Callee(alice.link)
    named(alice.phone, "hangup", "calling")
    callee.reply(180)
    named(alice.phone, "hangup", "ringing")
    callee.answer()
    named(alice.phone, "hangup", "connected")
    callee.request("BYE")
    alice.phone.reaches(state="idle")
    Caller(alice.link, alice.register).ring()
    named(alice.phone, "accept", "accept")
    named(alice.phone, "decline", "decline")


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_the_colours_come_from_properties(line: MakeLine, action: str) -> None:
    """CONTRACT.md: --sipwidget-green and its like."""
    alice = line()
    Caller(alice.link, alice.register).ring()
    name = {"accept": "--sipwidget-green", "decline": "--sipwidget-red"}[action]
    alice.phone.root.evaluate("(root, name) => root.style.setProperty(name, 'rgb(1, 2, 3)')", name)
    script = """node => [node, ...node.querySelectorAll("*")].some(each => {
        const style = getComputedStyle(each);
        return [style.color, style.backgroundColor, style.fill].includes("rgb(1, 2, 3)");
    })"""
    assert alice.phone.button(action).evaluate(script)
    alice.phone.tap("decline")
    alice.phone.reaches(state="idle")
    alice.phone.root.evaluate("(root, name) => root.style.removeProperty(name)", name)


def named(one: Phone, action: str, words: str) -> None:
    """Wait until the button's accessible name holds the words."""
    button = one.root.get_by_role("button", name=words).and_(one.button(action))
    expect(button).to_be_visible()


def box(where: Locator) -> tuple[float, float, float, float]:
    """Left, top, width and height on the page, in px."""
    found = where.bounding_box()
    assert found
    return found["x"], found["y"], found["width"], found["height"]


def local_top(where: Locator) -> float:
    """The distance from the top of its own frame."""
    return float(where.evaluate("node => node.getBoundingClientRect().top"))
