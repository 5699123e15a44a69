"""What belongs to a door: its picture while it rings (N18), and buttons that open it (N24)."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.camera import png
from tests.e2e.at_home import Home, boot
from tests.e2e.cameras import CameraServer
from tests.e2e.conftest import SOURCE_TYPES, is_tidied
from tests.e2e.openhab import ITEMS, OpenHab
from tests.e2e.peers import Callee
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer

LIGHT, IMAGE = "Hall_Light", "Door_Image"
BUTTONS = [
    {"label": "Light", "icon": "light", "item": LIGHT, "command": "ON", "when": "always"},
    {"label": "Gate", "icon": "gate", "item": LIGHT, "command": "OFF"},
    {"label": "Door", "icon": "door", "dtmf": "4#"},
]
NO_STATE = {"sipStateItem": "", "commandItem": ""}


@pytest.fixture(scope="module")
def openhab(site_folder: Path) -> Iterator[OpenHab]:
    """One for all tests here."""
    items = {**ITEMS, LIGHT: "Switch", IMAGE: "Image"}
    with OpenHab(site_folder, types=SOURCE_TYPES, items=items) as server:
        yield server


@pytest.fixture(scope="module")
def kept(chromium: Browser, openhab: OpenHab) -> Iterator[Phone]:
    """One booted page for all tests here."""
    phone = boot(chromium, openhab)
    yield phone
    phone.close()
    assert phone.complaints == []


@pytest.fixture
def home(kept: Phone, openhab: OpenHab, scripted: ScriptedServer) -> Iterator[Home]:
    """A phone at home that is not connected yet."""
    yield Home(openhab, kept, scripted)
    openhab.faults.status.clear()
    openhab.faults.hang.clear()
    is_tidied(kept)
    kept.reaches(connection="off", state="idle")
    kept.forget()
    kept.tolerant = True  # the browser writes an error for each answer that is one
    openhab.house.commands.clear()
    openhab.faults.seen.clear()


@pytest.fixture
def camera() -> Iterator[CameraServer]:
    with CameraServer() as server:
        yield server


def picture(home: Home) -> Locator:
    return home.phone.root.locator('.video-container [data-part="picture"] img')


def width(home: Home) -> int:
    """Of the picture that is shown; 0 where there is none."""
    return int(
        picture(home).evaluate_all("them => Math.max(0, ...them.map(it => it.naturalWidth))")
    )


# --- buttons --------------------------------------------------------------------------------------


def test_a_button_commands_its_item_without_a_call(home: Home) -> None:
    """N24: by Main UI's own source, and it says so."""
    home.connect(buttons=BUTTONS, **NO_STATE)
    expect(home.phone.button("button")).to_have_count(1)
    home.phone.colored("button", "orange")
    home.phone.tap("button", "Light")
    home.told("ON", item=LIGHT)
    assert home.openhab.sources(LIGHT) == {"org.openhab.ui"}
    home.phone.says("Light: done")
    expect(home.phone.button("button")).to_have_accessible_name("Light: done")
    home.phone.reaches(state="idle")
    assert home.phone.sent("INVITE") == []


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "no Item Hall_Light"), (403, "Sign in"), (500, "not tried again")],
)
def test_a_command_that_fails_is_told_and_not_repeated(home: Home, status: int, words: str) -> None:
    """N24"""
    home.openhab.faults.status[LIGHT] = status
    home.connect(buttons=BUTTONS, **NO_STATE)
    home.phone.tap("button", "Light")
    home.phone.says(words)
    home.openhab.faults.status.clear()
    home.phone.tap("button", "Light")  # by hand it goes out once more, and only then
    home.told("ON", item=LIGHT)
    assert len(home.openhab.seen(f"/rest/items/{LIGHT}")) == 2


def test_other_buttons_come_with_the_call(home: Home) -> None:
    """N24: tones are those of the call; hang-up is the last, in a row of its own."""
    home.connect(buttons=BUTTONS, dtmfMode="info", **NO_STATE)
    home.ring().cancel()
    home.phone.reaches(state="idle")
    home.talk()
    expect(home.phone.button("button")).to_have_count(3)
    home.phone.tap("button", "Gate")
    home.told("OFF", item=LIGHT)
    home.phone.tap("button", "Door")
    for tone in "4#":
        info = home.wire.request("INFO")
        assert info.body.split()[0] == f"Signal={tone}"
        home.wire.reply(info, 200)
    lowest = home.phone.button("button").last.bounding_box()
    hang_up = home.phone.button("hangup").bounding_box()
    assert lowest
    assert hang_up
    assert hang_up["y"] >= lowest["y"] + lowest["height"]


def test_an_icon_of_openhab_is_shown_when_it_comes_and_a_drawing_until_then(home: Home) -> None:
    """N24"""
    button = {"item": LIGHT, "command": "ON", "when": "always"}
    labels = ("frontdoor", "missing")
    drawn = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M1 1h7v7H1Z'/></svg>"
    )
    home.phone.page.route(
        "**/icon/frontdoor?*", lambda it: it.fulfill(content_type="image/svg+xml", body=drawn)
    )
    named = [{"label": each, "icon": f"oh:{each}", **button} for each in labels]
    home.connect(buttons=named, **NO_STATE)
    icons = home.phone.button("button").locator("img")
    expect(icons).to_have_count(2)
    expect(icons.first).to_be_visible()
    expect(icons.last).to_be_hidden()
    expect(home.phone.button("button").last.locator("svg")).to_be_visible()
    home.phone.page.unroute_all()


# --- the picture ----------------------------------------------------------------------------------


def test_the_door_is_seen_while_it_rings_and_in_a_call_without_video(
    home: Home, camera: CameraServer
) -> None:
    """N18: from another origin; nobody asks the camera before."""
    home.connect(pictureUrl=f"{camera.url}/still", **NO_STATE)
    home.phone.reaches(state="idle")
    assert camera.camera.asked == []
    home.talk()
    first = width(home)
    home.phone.until(lambda: width(home) > first, "another picture")
    expect(picture(home)).to_be_visible()
    home.phone.tap("hangup")
    home.wire.reply(home.wire.request("BYE"), 200)
    home.phone.reaches(state="idle")
    expect(home.phone.root.locator(".video-container")).to_have_count(0)
    home.phone.tap("call")
    home.phone.until(lambda: width(home) > first, "the picture while dialing")
    Callee(home.wire).reply(486)
    home.phone.reaches(state="idle")


def test_a_stream_is_seen_and_let_go(home: Home, camera: CameraServer) -> None:
    """N18: MJPEG."""
    home.connect(pictureUrl=f"{camera.url}/rest/stream", **NO_STATE)
    call = home.ring()
    home.phone.until(lambda: width(home) == 7, "the stream")
    call.cancel()
    home.phone.reaches(state="idle")
    home.phone.until(lambda: camera.camera.streams == 0, "let go")
    assert len(camera.camera.asked) == 1


def test_the_picture_of_an_image_item(home: Home) -> None:
    """N18: it changes while it is shown."""
    home.openhab.update(address(5), IMAGE)
    home.connect(pictureItem=IMAGE, showVideoWhenIdle=True, **NO_STATE)
    home.phone.until(lambda: width(home) == 5, "the picture of the Item")
    home.openhab.update(address(6), IMAGE)
    home.phone.until(lambda: width(home) == 6, "its next picture")


def test_a_picture_that_does_not_come_leaves_the_poster_and_the_call(
    home: Home, camera: CameraServer
) -> None:
    """N18, A35: said once, without the address."""
    camera.camera.fails = set(range(100))
    home.connect(pictureUrl=f"{camera.url}/still?token=s3cret", **NO_STATE)
    home.talk()
    home.phone.says("picture of the door does not come. Check pictureUrl")
    container = home.phone.root.locator(".video-container")
    expect(container).to_be_visible()
    assert "gradient" in container.evaluate("it => getComputedStyle(it).backgroundImage")
    assert width(home) == 0
    warnings = [text for text in home.phone.console if text.startswith("sipwidget: ")]
    assert len(warnings) == 1
    assert "s3cret" not in warnings[0]
    home.phone.reaches(state="incoming-accepted")


def address(wide: int) -> str:
    """A picture as openHAB writes it."""
    return f"data:image/png;base64,{base64.b64encode(png(wide)).decode()}"
