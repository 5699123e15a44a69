"""The stand-in for Main UI in real Chromium, with a small page in the place of the widget's."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.openhab.host_page import CARD
from tests.e2e.openhab import STATE, OpenHab

# Counts how often it was loaded, sets its own height, and shows what it was given.
FRAME = """<!doctype html><title>Widget</title><body><script>
    parent.loads = (parent.loads ?? 0) + 1;
    frameElement.style.height = "222px";
</script>"""
PROPERTIES = {
    "websocketUrl": "wss://pbx.example/ws",
    "domain": "pbx.example",
    "phonebook": "620=Door",
    "password": "secret",
    "sipStateItem": STATE,
    "commandItem": "Phone_Command",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHab]:
    folder = tmp_path_factory.mktemp("html")
    (folder / "sipwidget").mkdir()
    (folder / "sipwidget/index.html").write_text(FRAME)
    with OpenHab(folder, properties=PROPERTIES) as openhab:
        yield openhab


@pytest.fixture
def page(chromium: Browser, server: OpenHab) -> Iterator[Page]:
    server.show(PROPERTIES)
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(5000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}page/overview")
    yield page
    context.close()
    assert errors == []


def given(page: Page) -> dict[str, object]:
    """The properties that the frame was handed."""
    found: dict[str, object] = json.loads(page.get_attribute("iframe", "data-config") or "{}")
    return found


def loads(page: Page, count: int) -> None:
    page.wait_for_function("count => window.loads === count", arg=count)


def resize(page: Page, width: int, height: int) -> None:
    """Afterwards the page has been told; before a picture it may not have been."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => innerWidth === width", arg=width)
    page.evaluate("() => new Promise(requestAnimationFrame)")


def test_the_config_becomes_attributes_with_defaults_and_expressions(page: Page) -> None:
    assert given(page) == {**given(page), **PROPERTIES, "dtmfDuration": "160"}
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", "/static/sipwidget/index.html")
    expect(frame).to_have_attribute("data-height", "auto")
    expect(frame).to_have_attribute("height", "80px")


def test_a_change_is_live_and_writes_the_height_as_vue_does(page: Page) -> None:
    """Vue writes all styles whenever a component is drawn again, the same ones included."""
    loads(page, 1)
    page.evaluate("config => mainui.configure(config)", {**PROPERTIES, "domain": "new.example"})
    assert given(page)["domain"] == "new.example"
    expect(page.locator("iframe")).to_have_css("height", "80px")
    page.evaluate("config => mainui.configure(config)", {**PROPERTIES, "iconSize": 100})
    expect(page.locator("iframe")).to_have_css("height", "116px")
    assert page.evaluate("window.loads") == 1


def test_the_card_has_its_title_and_looks_around_the_frame(page: Page, server: OpenHab) -> None:
    server.show({**PROPERTIES, "title": "Door", "noShadow": True}, CARD)
    page.reload()
    expect(page.locator(".webframe-card header")).to_have_text("Door")
    expect(page.locator(".webframe-card")).to_have_css("box-shadow", "none")
    expect(page.locator(".webframe-card > iframe")).to_have_attribute("title", "Door")
    assert given(page)["noShadow"] is True


def test_a_page_change_destroys_the_frame_and_is_told_before(page: Page) -> None:
    loads(page, 1)
    page.evaluate("""() => addEventListener("page:beforeout", () => {
        window.before = document.querySelectorAll("iframe").length; })""")
    page.evaluate("document.body.append(document.createElement('aside'))")
    page.click('[data-home="menu"]')
    page.click('[data-page="energy"]')
    expect(page.get_by_text("No phone here")).to_be_visible()
    assert page.url.endswith("/page/energy")
    assert page.evaluate("[window.before, document.querySelectorAll('iframe').length]") == [1, 0]
    page.go_back()
    loads(page, 2)
    assert page.locator("aside").count() == 1  # the document stays


def test_a_tab_change_destroys_the_frame(page: Page) -> None:
    loads(page, 1)
    page.evaluate("mainui.go('/page/tabs')")
    loads(page, 2)
    page.click('[data-tab="hall"]')
    assert page.locator("iframe").count() == 0
    page.click('[data-tab="door"]')
    loads(page, 3)


def test_masonry_destroys_its_frames_when_it_gets_another_number_of_columns(page: Page) -> None:
    loads(page, 1)
    resize(page, 360, 640)
    page.evaluate("mainui.go('/page/masonry')")
    loads(page, 2)
    resize(page, 500, 640)
    resize(page, 640, 360)
    loads(page, 3)
    page.evaluate("mainui.go('/page/overview')")
    loads(page, 4)
    resize(page, 360, 640)
    loads(page, 4)


def test_a_page_may_hold_two_widgets(page: Page, server: OpenHab) -> None:
    server.show(PROPERTIES, others=[{**PROPERTIES, "domain": "other.example"}])
    page.reload()
    frames = page.locator("iframe")
    expect(frames).to_have_count(2)
    page.evaluate("config => mainui.configure(config, 1)", {**PROPERTIES, "domain": "new.example"})
    domains = [
        json.loads(each.get_attribute("data-config") or "")["domain"] for each in frames.all()
    ]
    assert domains == ["pbx.example", "new.example"]
    page.evaluate("mainui.go('/page/overview')")
    loads(page, 4)


def test_the_editor_is_seen_by_the_frame_until_its_run_mode(page: Page, server: OpenHab) -> None:
    page.click('[data-home="menu"]')
    page.check('[data-home="sign-in"]')
    page.keyboard.press("Escape")
    page.click('[data-home="edit"]')
    loads(page, 2)
    assert page.evaluate("location.pathname") == "/settings/pages/layout/overview"
    seen = "() => document.querySelector('iframe').closest('.layout-editor') !== null"
    assert page.evaluate(seen)
    menu = page.locator(".configure-layout-menu")
    assert menu.count() == 1
    page.check('[data-home="run"]')
    loads(page, 3)
    assert menu.count() == 0
    page.uncheck('[data-home="run"]')
    loads(page, 4)
    assert menu.count() == 1


def test_settings_are_saved_by_an_administrator_only(page: Page, server: OpenHab) -> None:
    page.goto(f"{server.url}settings/pages/layout/overview")
    loads(page, 1)
    page.click('[data-home="configure"]')
    password = page.locator("[name=password]")
    expect(password).to_have_attribute("type", "password")
    expect(password).to_have_value("secret")
    expect(page.locator("[name=dtmfString]")).to_be_hidden()
    page.check('[data-home="advanced"]')
    page.fill("[name=dtmfString]", "#")
    page.fill("[name=domain]", "")
    page.click('[data-home="save"]')  # a required one is missing
    assert "dtmfString" not in given(page)
    page.fill("[name=domain]", "saved.example")
    page.click('[data-home="save"]')
    expect(page.locator('[data-home="toast"]')).to_contain_text("401")
    page.evaluate("""async () => {
        const answer = await (await fetch("/home/sign-in", { method: "POST" })).json();
        localStorage.setItem("openhab.ui:refreshToken", answer.refreshToken);
    }""")
    page.click('[data-home="save"]')
    expect(page.locator('[data-home="toast"]')).to_have_text("Page updated")
    assert given(page)["dtmfString"] == "#"
    assert page.evaluate("window.loads") == 1
    page.goto(f"{server.url}page/overview")
    assert given(page)["domain"] == "saved.example"


def test_stale_tokens_are_refreshed(page: Page, server: OpenHab) -> None:
    server.sign_in(page)
    page.reload()
    loads(page, 1)
    for expire in (server.expire, server.revoke):
        expire()
        page.click('[data-switch="LivingRoom_Light"]')
        page.wait_for_function("() => mainui.rest('/items/LivingRoom_Light').then(it => it.ok)")
    assert server.commands("LivingRoom_Light") == ["ON", "OFF"]


def test_rules_speak_to_the_phone_and_the_phone_is_heard(page: Page, server: OpenHab) -> None:
    page.get_by_role("button", name="dtmf:#").click()
    expect(page.locator('.log [data-who="rule"]').last).to_contain_text("dtmf:#")
    assert server.commands("Phone_Command")[-1] == "dtmf:#"
    server.say("registered", STATE)
    expect(page.locator('.log [data-who="phone"]').last).to_contain_text("registered")


def test_the_theme_is_a_class_of_the_document(page: Page) -> None:
    root = page.locator("html")
    expect(root).to_have_class("aurora")
    page.click('[data-home="menu"]')
    page.select_option('[data-home="dark"]', "dark")
    page.select_option('[data-home="theme"]', "md")
    expect(root).to_have_class("with-panel dark md")
    assert page.evaluate("localStorage['openhab.ui:theme.dark']") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.reload()
    expect(root).to_have_class("aurora dark")
