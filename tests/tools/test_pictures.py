import struct

from playwright.sync_api import Browser

from tools import pictures

TWO = {"yellow": "<p>one</p>", "green": '<p data-style="--icon-size: 96px">two</p>'}
SMALL = pictures.Frame(200, 100, 2, 0.5)


def test_the_style_sheets_are_those_of_the_page_in_its_order() -> None:
    index = (pictures.ROOT / "index.html").read_text()
    css = pictures.styles(index, pictures.ROOT)
    files = [*(pictures.ROOT / "static").glob("*.css")]
    assert len(css) == sum(len(file.read_text()) for file in files)
    assert css.startswith((pictures.ROOT / "static/widget.css").read_text())


def test_a_sheet_names_and_frames_each_state() -> None:
    text = pictures.sheet(TWO, SMALL, "dark")
    assert text.count("<iframe") == 2
    assert "<figcaption>yellow</figcaption>" in text
    assert "class=&quot;dark&quot;" in text


def test_a_photograph_is_as_large_as_its_states_side_by_side(chromium: Browser) -> None:
    png = pictures.photograph(chromium, TWO, SMALL, "light")
    width, height = struct.unpack(">II", png[16:24])
    assert width >= 2 * 100
    assert height >= 50
    webp = pictures.as_webp(chromium, png)
    assert webp[8:12] == b"WEBP"
    assert len(webp) < len(png)


def test_states_are_the_golden_files() -> None:
    assert set(pictures.read_states(["yellow", "incoming"])) == {"yellow", "incoming"}
    assert len(pictures.read_states()) > 30


def test_the_bar_shows_calls_only() -> None:
    states = pictures.read_states(["yellow", "incoming"])
    for name, frame in pictures.FRAMES.items():
        shown = [state for state, text in states.items() if frame.shows(text)]
        assert shown == (["incoming"] if name == "bar" else ["incoming", "yellow"])
