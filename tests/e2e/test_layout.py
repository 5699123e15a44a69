"""Where things are in every state that the view can draw, in each frame of docs/looks.md."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tools import pictures

STATES = pictures.read_states()
PLACE = "name => { document.querySelector('main').className = name; }"
WRONG = Path(__file__).with_name("layout.js").read_text()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that wears one state after the other."""
    with chromium.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("name", STATES)
def test_buttons_are_large_enough_and_in_nobodys_way(page: Page, name: str) -> None:
    """N31, A95"""
    page.set_content(pictures.document(STATES[name], "light"))
    page.evaluate(pictures.WEAR, pictures.DOOR)
    for frame, size in pictures.FRAMES.items():
        if not size.shows(STATES[name]):
            continue
        page.set_viewport_size({"width": size.width, "height": size.height or 640})
        page.evaluate(PLACE, size.holder)
        assert page.evaluate(WRONG) == [], frame


@pytest.mark.parametrize(
    ("theme", "radius", "entry"), [("aurora", 8, 44), ("md", 4, 48), ("ios", 10, 44)]
)
def test_lists_and_corners_are_those_of_main_uis_theme(
    page: Page, theme: str, radius: int, entry: int
) -> None:
    """N22"""
    page.set_content(pictures.document(STATES["phonebook-search"], "light"))
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    field, choice = page.locator(".sipwidget-input"), page.locator("[data-action=dial]").first
    assert field.evaluate("it => getComputedStyle(it).borderRadius") == f"{radius}px"
    assert choice.evaluate("it => it.getBoundingClientRect().height") == entry


def test_what_is_pressed_shows_in_high_contrast_and_each_button_has_an_edge(page: Page) -> None:
    """The colours are then the person's, and ours are none."""
    page.emulate_media(forced_colors="active")
    page.set_content(pictures.document(STATES["muted"], "light"))
    fills = "nodes => nodes.map(it => getComputedStyle(it.querySelector('circle')).fill)"
    pressed = page.locator('[aria-pressed="true"]').evaluate_all(fills)
    others = page.locator('[aria-pressed="false"]').evaluate_all(fills)
    edges = page.locator(".sipwidget-disc").evaluate_all(
        "nodes => nodes.map(it => getComputedStyle(it).stroke)"
    )
    page.emulate_media(forced_colors="none")
    assert len(set(pressed)) == len(set(others)) == 1
    assert set(pressed) != set(others)
    assert "none" not in edges


def test_nothing_moves_for_whom_that_is_too_much(page: Page) -> None:
    moving = []
    for wish in ("reduce", "no-preference", "reduce"):
        page.emulate_media(reduced_motion=wish)
        page.set_content(pictures.document(STATES["incoming"], "light"))
        moving.append(page.evaluate("document.getAnimations().length"))
    assert moving == [0, 1, 0]
