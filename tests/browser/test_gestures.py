"""Clicks that nobody meant, and buttons held down, as the painter hears them."""

from dataclasses import replace

import pytest

from sipwidget.browser.gestures import HELD, JUST_NOW, STILL
from tests.browser.painted import HELD_DOWN, IDLE, OPEN, RINGING, Page

SETTINGS = ("settings", "", "", ())
DIAL = ("call", "", "", ())


@pytest.fixture
def page():
    return Page()


# --- buttons that have just come ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pointer", "mouse", "after", "x", "heard"),
    [
        ("touch", None, 100, 50, False),
        ("touch", None, -20, 50, False),  # tapped before it was drawn, delivered afterwards
        ("touch", None, JUST_NOW + 1, 50, True),
        ("touch", None, 100, 150, True),  # nothing was there
        ("mouse", 52, 100, 50, False),
        ("mouse", 90, 100, 50, True),  # moved there on purpose
    ],
)
def test_a_button_that_has_just_replaced_another_is_not_clicked(
    page, pointer, mouse, after, x, heard
):
    page.draw(IDLE)
    if mouse is not None:
        page.button("call").dispatch("pointermove", clientX=mouse, clientY=50)
    page.draw(RINGING, now=5000)
    page.button("accept").click(time=5000 + after, detail=1, x=x, pointer=pointer)
    assert page.clicks == ([("accept", "", "c1", ())] if heard else [])


def test_a_button_that_stays_is_clicked_while_others_come(page):
    page.draw(IDLE)
    page.draw(OPEN, now=5000)
    page.draw(IDLE, now=5010)
    page.button("call").click(time=5020, detail=1, pointer="touch")
    assert page.clicks == [("call", "", "", ())]


def test_a_key_is_never_a_surprise(page):
    page.draw(IDLE)
    page.button("call").dispatch("pointermove", clientX=50, clientY=50)
    page.draw(RINGING, now=5000)
    page.button("accept").click(time=5010, detail=0)
    assert page.clicks == [("accept", "", "c1", ())]


def test_the_first_picture_over_the_static_icon_surprises_nobody(page):
    page.root.appendChild(page.document.createElement("button"))
    page.draw(IDLE, now=5000)
    page.button("call").click(time=5010, detail=1, pointer="touch")
    assert page.clicks == [("call", "", "", ())]


# --- buttons held down ----------------------------------------------------------------------------


class Finger:
    """A finger, or a mouse, on the call icon."""

    def __init__(self, page):
        self.page, self.icon, self.prevented = page, page.button("call"), []

    def down(self, button=0, primary=True):
        self.icon.dispatch("pointerdown", clientX=50, clientY=50, button=button, isPrimary=primary)

    def move(self, x):
        self.icon.dispatch("pointermove", clientX=x, clientY=50)

    def wait(self, milliseconds=HELD):
        self.page.document.defaultView.let_pass(milliseconds)

    def up(self, event="pointerup"):
        self.icon.dispatch(event)

    def ask_menu(self, node=None):
        where = node or self.icon
        where.dispatch("contextmenu", preventDefault=lambda: self.prevented.append(True))


@pytest.fixture
def finger(page):
    page.draw(IDLE)
    return Finger(page)


def test_the_icon_held_down_opens_the_settings(page, finger):
    finger.down()
    finger.wait(HELD - 1)
    assert page.clicks == []
    finger.wait()
    assert page.clicks == [SETTINGS]


def test_the_click_that_ends_it_dials_nobody_and_the_next_one_dials(page, finger):
    finger.down()
    finger.wait()
    finger.up()
    finger.icon.click(detail=1)
    finger.down()
    finger.up()
    finger.icon.click(detail=1)
    assert page.clicks == [SETTINGS, DIAL]


def test_a_key_that_follows_it_is_heard(page, finger):
    finger.down()
    finger.wait()
    finger.icon.click(detail=0)
    assert page.clicks == [SETTINGS, DIAL]


@pytest.mark.parametrize("event", ["pointerup", "pointercancel"])
def test_an_icon_that_was_let_go_is_not_held(page, finger, event):
    finger.down()
    finger.up(event)
    finger.wait()
    finger.icon.click(detail=1)
    assert page.clicks == [DIAL]


@pytest.mark.parametrize(("x", "heard"), [(50 + STILL, [SETTINGS]), (51 + STILL, [])])
def test_a_finger_that_moves_does_not_hold(page, finger, x, heard):
    finger.down()
    finger.move(x)
    finger.wait()
    assert page.clicks == heard


@pytest.mark.parametrize("how", [{"button": 2}, {"primary": False}])
def test_another_button_or_a_second_finger_does_not_hold(page, finger, how):
    finger.down(**how)
    finger.wait()
    assert page.clicks == []


def test_the_menu_of_the_icon_is_the_settings(page, finger):
    finger.ask_menu()
    assert page.clicks == [SETTINGS]
    assert finger.prevented == [True]


def test_a_click_after_the_menu_dials(page, finger):
    finger.down(button=2)
    finger.ask_menu()
    finger.icon.click(detail=1)
    assert page.clicks == [SETTINGS, DIAL]


def test_a_browser_that_asks_for_the_menu_itself_when_it_is_held_asks_once(page, finger):
    finger.down()
    finger.ask_menu()
    finger.wait()
    finger.icon.click(detail=1)
    assert page.clicks == [SETTINGS]


def test_elsewhere_the_menu_is_the_browsers(page, finger):
    finger.ask_menu(page.root)
    assert (page.clicks, finger.prevented) == ([], [])


def test_a_locked_icon_is_a_button_like_others(page):
    page.draw(replace(IDLE, locked=True))
    finger = Finger(page)
    finger.down()
    finger.wait()
    finger.ask_menu()
    finger.icon.click(detail=1)
    assert (page.clicks, finger.prevented) == ([DIAL], [])


def test_an_icon_that_has_gone_meanwhile_is_not_held(page, finger):
    finger.down()
    page.draw(RINGING)
    finger.wait()
    assert page.clicks == []


def test_a_closed_painter_waits_for_nothing(page, finger):
    finger.down()
    page.painter.close()
    finger.wait()
    assert page.clicks == []
    assert page.document.defaultView.timers == {}


# --- buttons that are on while they are held down -------------------------------------------------

ON, OFF = ("talk", "on", "c1", ()), ("talk", "off", "c1", ())


class Talk:
    """The button of push-to-talk, and what presses it."""

    def __init__(self, page):
        self.page, self.window, self.prevented = page, page.document.defaultView, []
        page.draw(HELD_DOWN)
        self.button = page.button("talk")

    def down(self, button=0, primary=True):
        self.button.dispatch(
            "pointerdown", clientX=50, clientY=50, button=button, isPrimary=primary, pointerId=7
        )

    def key(self, name, key, node=None, **event):
        event |= {"key": key, "isComposing": False, "repeat": event.get("repeat", False)}
        where = node or (self.window if name == "keyup" else self.button)
        where.dispatch(name, preventDefault=lambda: self.prevented.append(name), **event)


@pytest.fixture
def talk(page):
    return Talk(page)


@pytest.mark.parametrize("end", ["pointerup", "pointercancel", "lostpointercapture", "blur"])
def test_it_is_on_until_the_pointer_is_gone_however_that_happens(page, talk, end):
    talk.down()
    assert (page.clicks, talk.button.captured) == ([ON], [7])
    talk.window.dispatch(end)
    talk.window.dispatch("lostpointercapture")
    assert page.clicks == [ON, OFF]


@pytest.mark.parametrize("key", [" ", "Enter"])
def test_a_key_holds_it_down_as_well_and_becomes_no_click(page, talk, key):
    talk.key("keydown", key)
    talk.key("keydown", key, repeat=True)
    assert page.clicks == [ON]
    talk.key("keyup", "Shift")
    talk.key("keyup", key)
    talk.key("keyup", key)
    assert page.clicks == [ON, OFF]
    assert {*talk.prevented} == {"keydown", "keyup"}
    assert talk.prevented.count("keyup") == 1


def test_it_is_off_when_the_focus_leaves_it_and_not_when_the_focus_comes(page, talk):
    talk.down()
    page.button("hangup").dispatch("focusout")
    assert page.clicks == [ON]
    talk.button.dispatch("focusout")
    assert page.clicks == [ON, OFF]


def test_the_click_that_ends_a_press_is_none(page, talk):
    talk.down()
    talk.window.dispatch("pointerup")
    talk.button.click(detail=1)
    assert page.clicks == [ON, OFF]


def test_an_assistive_tool_that_only_clicks_switches_it_over(page, talk):
    talk.button.click(detail=0)
    assert page.clicks == [("talk", "", "c1", ())]


@pytest.mark.parametrize("how", [{"button": 2}, {"primary": False}])
def test_another_button_or_a_second_finger_does_not_switch_it(page, talk, how):
    talk.down(**how)
    assert page.clicks == []


def test_a_finger_that_stays_gets_no_menu(page, talk):
    prevented = []
    for node in (talk.button, page.button("hangup")):
        node.dispatch("contextmenu", preventDefault=lambda: prevented.append(True))
    assert prevented == [True]


def test_other_keys_and_buttons_are_none_of_its_business(page, talk):
    talk.key("keydown", "Shift")
    talk.key("keydown", " ", page.button("hangup"))
    talk.key("keyup", " ")
    assert (page.clicks, talk.prevented) == ([], [])


def test_a_painter_that_closes_lets_it_go(page, talk):
    talk.down()
    page.painter.close()
    assert page.clicks == [ON, OFF]
    talk.down()
    assert talk.window.listeners == []
