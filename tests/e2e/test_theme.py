"""The widget in a page that looks like openHAB's Main UI: its dark mode, fonts and colours."""

import base64
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import BOOTED, MakePhone
from tests.e2e.phone import BOOT_MS, Phone

# What Main UI's page says of its looks; "" takes all of it away.
DRESS = """theme => {
    const dark = theme.includes("dark");
    const root = document.documentElement;
    root.className = theme;
    root.style = theme && `--f7-card-bg-color: ${dark ? "#1c1c1d" : "#fff"};
        --f7-theme-color: #e64a19`;
    document.body.style = theme && `font: 15px/1.5 Inter, sans-serif;
        color: ${dark ? "rgb(250, 250, 250)" : "rgb(33, 33, 33)"};
        background: ${dark ? "rgb(18, 18, 18)" : "rgb(243, 244, 246)"}`;
}"""
LOOKS = """root => {
    const {color, colorScheme, fontFamily, fontSize} = getComputedStyle(root);
    return [color, colorScheme, fontFamily, fontSize];
}"""
CORNER = """async picture => {
    const bitmap = await createImageBitmap(await (await fetch(picture)).blob());
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    return [...canvas.getImageData(0, 0, 1, 1).data];
}"""
LIGHT = ["rgb(33, 33, 33)", "light", "Inter, sans-serif", "15px"]
DARK = ["rgb(250, 250, 250)", "dark", "Inter, sans-serif", "15px"]


@pytest.fixture
def one(phone: MakePhone) -> Iterator[Phone]:
    """A widget in a page that is as plain as before, afterwards."""
    made = phone()
    yield made
    made.page.evaluate(DRESS, "")
    made.page.emulate_media(color_scheme="light")
    looks_like(made, ["rgb(28, 28, 30)", "light dark"])


def test_dark_mode_fonts_and_colours_follow_without_a_reload(one: Phone) -> None:
    """N22: in the widget's page nothing is loaded again."""
    one.root.evaluate("() => { window.stayed = true; }")
    for theme, looks in (
        ("aurora", LIGHT),
        ("aurora dark", DARK),
        ("md dark", DARK),
        ("md", LIGHT),
    ):
        one.page.evaluate(DRESS, theme)
        looks_like(one, looks)
    assert one.root.evaluate("() => window.stayed")


@pytest.mark.parametrize(("theme", "prefers"), [("ios", "dark"), ("ios dark", "light")])
def test_main_ui_decides_and_its_page_shows_through(one: Phone, theme: str, prefers: str) -> None:
    """N22: whatever the browser prefers. With another colour scheme a frame is opaque."""
    one.page.emulate_media(color_scheme=prefers)
    one.page.evaluate(DRESS, theme)
    looks_like(one, DARK if "dark" in theme else LIGHT)
    corner = one.page.evaluate(CORNER, shown(one))
    assert corner[:3] == ([18, 18, 18] if "dark" in theme else [243, 244, 246])


def test_what_the_host_lacks_or_says_wrongly_disturbs_nobody(one: Phone) -> None:
    """N25: no exception reaches the host, whose page the fixture watches."""
    one.page.evaluate("document.documentElement.className = 'md dark'")
    looks_like(one, ["rgb(0, 0, 0)", "dark"])
    one.page.evaluate("""() => {
        const root = document.documentElement;
        root.style.setProperty("--f7-card-bg-color", "}; not { a: colour");
        root.removeAttribute("class");
    }""")
    looks_like(one, ["rgb(28, 28, 30)", "light dark"])


def test_a_frame_that_is_taken_away_leaves_nothing_with_the_host(new_phone: MakePhone) -> None:
    """N25: no global, no node, no memory, and nothing that raises when the host changes later.

    A listener that is left would keep the frame's document, and with it all of Python. Where the
    engine is in the dock, test_engine.py tells of the same.
    """
    one = new_phone()
    one.tolerant = True  # Main UI's page is asked for openHAB's language, and there is none
    one.open({"dock": False})
    one.page.wait_for_function(BOOTED, timeout=BOOT_MS)
    page, names = one.page, "() => Object.keys(window)"
    frame = page.evaluate_handle("document.querySelector('#widget')")
    before = set(page.evaluate(names))
    page.evaluate(DRESS, "aurora")
    looks_like(one, LIGHT)
    frame.evaluate("frame => { frame.dataset.height = 'auto'; }")
    one.until(lambda: frame.evaluate("frame => frame.style.height") != "500px", "another height")
    frame.evaluate("frame => { frame.remove(); }")
    assert set(page.evaluate(names)) <= before
    assert page.locator("body > *").count() == 0
    browser = one.context.new_cdp_session(page)

    def is_alone() -> bool:
        browser.send("HeapProfiler.collectGarbage")
        return bool(browser.send("Memory.getDOMCounters")["documents"] == 1)

    one.until(is_alone, "only the host's document")
    for theme in ("aurora dark", "md", ""):
        page.evaluate(DRESS, theme)
        page.wait_for_timeout(50)
    assert frame.evaluate("frame => frame.style.height") == "500px"


def looks_like(one: Phone, wanted: list[str]) -> None:
    """Wait until the root has this colour, colour scheme, fonts and font size, or some of them."""

    def found() -> bool:
        return list(one.root.evaluate(LOOKS))[: len(wanted)] == wanted

    one.until(found, f"{wanted}")


def shown(one: Phone) -> str:
    """A picture of the frame, as an address."""
    picture = base64.b64encode(one.page.locator("#widget").screenshot()).decode()
    return f"data:image/png;base64,{picture}"
