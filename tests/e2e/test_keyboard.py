"""N31: all by keyboard. A person walks through the states and is never lost; axe-core looks on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import findings
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.peers import Callee, Caller
from tests.e2e.phone import Phone

FOCUSED = """root => {
    const node = root.ownerDocument.activeElement;
    return root.contains(node) ? node.dataset.action ?? node.name ?? node.role ?? "?" : "";
}"""

PAINT = "color => { document.documentElement.style.background = color; }"


@pytest.fixture
def alice(line: MakeLine) -> Iterator[Line]:
    made = line(phonebook="620=Door,621=Kitchen", dtmfString="#")
    made.phone.button("call").focus()
    yield made
    made.phone.page.emulate_media(color_scheme="light")


def test_every_state_can_be_reached_and_left_by_keyboard(alice: Line) -> None:
    one = alice.phone
    is_clean(one)
    press(one, "Enter")
    expect(one.button("dial")).to_have_count(2)
    assert focused(one) == "dial"
    is_clean(one)
    stays_inside(one)
    press(one, "Escape")
    expect(one.button("dial")).to_have_count(0)
    assert focused(one) == "call"

    press(one, "Enter")
    press(one, "Enter")
    one.reaches(state="outgoing")
    is_clean(one)
    go(one, "hangup")
    callee = Callee(alice.link)
    callee.answer()
    one.reaches(state="outgoing-accepted")
    assert focused(one) == "hangup"
    is_clean(one)
    go(one, "keypad")
    press(one, "Enter")
    expect(one.button("digit")).to_have_count(12)
    is_clean(one)
    go(one, "digit")
    press(one, "Escape")
    expect(one.button("digit")).to_have_count(0)
    assert focused(one) != ""
    go(one, "hangup")
    press(one, "Enter")
    one.reaches(state="idle")
    assert focused(one) == "call"


def test_a_call_is_answered_and_declined_by_keyboard(alice: Line) -> None:
    one = alice.phone
    first = Caller(alice.link, alice.register)
    first.ring()
    one.reaches(state="incoming")
    assert focused(one) == "accept"
    is_clean(one)
    press(one, "Enter")
    first.final()
    first.acknowledge()
    one.reaches(state="incoming-accepted")
    assert focused(one) != ""
    first.request("BYE")
    one.reaches(state="idle")
    second = Caller(alice.link, alice.register)
    second.ring()
    one.reaches(state="incoming")
    go(one, "decline")
    press(one, "Enter")
    assert second.final().status == 486
    one.reaches(state="idle")
    assert focused(one) == "call"


def test_the_form_keeps_the_keyboard_until_it_is_closed(alice: Line) -> None:
    one = alice.phone
    one.button("call").click(button="right")
    expect(one.button("save")).to_be_visible()
    is_clean(one)
    stays_inside(one)
    go(one, "sipStateItem")
    press(one, "Escape")
    expect(one.button("save")).to_have_count(0)
    assert focused(one) == "call"


def press(one: Phone, key: str) -> None:
    one.page.keyboard.press(key)


def focused(one: Phone) -> str:
    """What has the focus in the widget: an action, or a field's name; "" when nothing has."""
    return str(one.root.evaluate(FOCUSED))


def go(one: Phone, wanted: str) -> None:
    """Press Tab until that has the focus; it never leaves the widget on the way."""
    for _ in range(30):
        if focused(one) == wanted:
            return
        press(one, "Tab")
        if focused(one) == "":  # beyond the last place is the host's page
            press(one, "Shift+Tab")
            for _ in range(30):
                press(one, "Shift+Tab")
                if focused(one) == wanted:
                    return
    raise AssertionError(f"no way to {wanted}")


def stays_inside(one: Phone) -> None:
    """Round and round in a sheet, both ways."""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(25):
            press(one, key)
            assert one.root.locator("[role=dialog] :focus, [role=dialog]:focus").count() == 1


def is_clean(one: Phone) -> None:
    """axe-core finds nothing, in light and in dark."""
    frame = one.page.frames[1]
    for scheme, canvas in (("dark", "#121212"), ("light", "")):
        one.page.emulate_media(color_scheme=scheme)
        frame.evaluate(PAINT, canvas)  # the browser's own canvas is unknown to it
        assert findings(frame) == []
