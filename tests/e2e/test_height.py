"""A frame with `data-height="auto"`: as high as the widget needs, in each of its states."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Account, Line, MakeLine, MakePhone
from tests.e2e.peers import Callee, Caller
from tests.e2e.phone import Phone

WIDTHS = (300, 390, 800)
MEASURE = """() => {
    const frame = document.querySelector("#widget");
    const page = frame.contentDocument;
    return {
        frame: frame.clientHeight,
        needed: page.querySelector("main").getBoundingClientRect().height,
        overflow: page.documentElement.scrollHeight - frame.clientHeight,
        style: frame.style.height,
    };
}"""
AUTO = """([width, on]) => {
    const frame = document.querySelector("#widget");
    frame.style.width = `${width}px`;
    if (on)
        frame.dataset.height = "auto";
    else
        delete frame.dataset.height;
}"""
SEEN = """() => new Promise(done => {
    const heights = [], frame = document.querySelector("#widget");
    const look = left => {
        heights.push(frame.style.height);
        left ? requestAnimationFrame(() => look(left - 1)) : done(heights);
    };
    look(20);
})"""


@pytest.fixture
def alice(line: MakeLine) -> Iterator[Line]:
    """A registered phone whose frame asks for its height, and is as it was afterwards."""
    made = line()
    yield made
    restore(made.phone)


def restore(one: Phone) -> None:
    one.page.evaluate(AUTO, [400, False])
    one.until(lambda: one.page.evaluate(MEASURE)["style"] == "500px", "the frame's own height")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_state_has_its_own_height_and_no_more(alice: Line, width: int) -> None:
    """Item 2 of the drop-in widget: nothing is cut off, nothing is left over."""
    one = alice.phone
    one.page.evaluate(AUTO, [width, True])
    idle = settled(one)
    assert idle == 80  # the icon's 64 px and some air
    one.configure(**{**properties(alice), "phonebook": "1=One,2=Two,3=Three,4=Four"})
    one.reaches(connection="registered")
    one.tap("call")
    expect(one.button("dial")).to_have_count(4)
    book = settled(one)
    assert book > 5 * 44
    expect(one.button("call")).to_be_hidden()
    one.tap("cancel")
    expect(one.button("dial")).to_have_count(0)
    assert settled(one) == idle
    one.tap("call")
    one.tap("dial", "2")
    callee = Callee(alice.link)
    callee.answer()
    one.reaches(state="outgoing-accepted")
    talk = settled(one)
    assert idle < talk < book
    one.tap("keypad")
    expect(one.button("digit")).to_have_count(12)
    assert settled(one) > talk + 4 * 44
    callee.request("BYE")
    one.reaches(state="idle")


def test_a_ringing_call_has_its_buttons_in_sight(alice: Line) -> None:
    """A95, with no room but what the widget asks for."""
    one = alice.phone
    one.page.evaluate(AUTO, [300, True])
    caller = Caller(alice.link, alice.register)
    caller.ring()
    height = settled(one)
    for action in ("accept", "decline"):
        box = one.button(action).bounding_box()
        frame = one.page.locator("#widget").bounding_box()
        assert box
        assert frame
        assert box["height"] >= 64
        assert box["y"] - frame["y"] + box["height"] <= height
    caller.cancel()
    one.reaches(state="idle")


def test_the_height_goes_with_the_attribute(alice: Line) -> None:
    one = alice.phone
    main = one.page.frame_locator("#widget").locator("main")
    for on, name, height in (
        (True, "sipwidget-flow", "80px"),
        (False, "sipwidget-page", "500px"),
        (True, "sipwidget-flow", "80px"),
    ):
        one.page.evaluate(AUTO, [400, on])
        expect(main).to_have_class(name)
        one.until(lambda wanted=height: one.page.evaluate(MEASURE)["style"] == wanted, height)


def test_a_picture_is_limited_by_the_hosts_window(phone: MakePhone, account: Account) -> None:
    """It takes the width, but leaves room for the buttons; and it does not grow with itself."""
    one = phone(**account("alice"), enableVideo=True, showVideoWhenIdle=True)
    one.reaches(connection="registered")
    window = one.page.evaluate("innerHeight")
    picture = one.root.locator(".video-container")
    for width, wanted in ((300, 225), (800, 0.7 * window)):
        one.page.evaluate(AUTO, [width, True])
        settled(one)
        box = picture.bounding_box()
        assert box
        assert box["height"] == pytest.approx(wanted, abs=1)
    before = one.page.viewport_size
    assert before
    one.page.set_viewport_size({**before, "height": 400})
    one.until(lambda: (picture.bounding_box() or {})["height"] < 281, "a smaller picture")
    assert settled(one) < 400
    one.page.set_viewport_size(before)
    restore(one)


def properties(line: Line) -> dict[str, object]:
    """The properties that the phone has at this moment."""
    return dict(
        line.phone.page.evaluate("JSON.parse(document.querySelector('#widget').dataset.config)")
    )


def settled(one: Phone) -> float:
    """The height of the frame, once it is what the widget needs; and then it stays."""

    def fits() -> bool:
        found = one.page.evaluate(MEASURE)
        return 0 <= found["frame"] - found["needed"] < 1 and found["overflow"] <= 0

    one.until(fits, "a frame of the widget's height")
    seen = one.page.evaluate(SEEN)
    assert set(seen) == {seen[-1]}
    return float(seen[-1].removesuffix("px"))
