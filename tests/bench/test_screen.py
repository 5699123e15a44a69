import base64

import pytest
from playwright.sync_api import Browser

from bench.screen import COUNT, Picture, seen

GREEN, RED = "4cd964", "ff0000"


def shown(*pictures: tuple[float, set[str]]) -> list[Picture]:
    return [Picture(time, frozenset(colours)) for time, colours in pictures]


def test_a_thing_is_seen_when_it_has_come_to_stay() -> None:
    pictures = shown((1, {GREEN}), (2, {RED}), (3, {GREEN, RED}), (4, {GREEN, RED, "000000"}))
    assert seen(pictures, GREEN, RED) == 3
    assert seen(pictures, RED) == 2
    assert seen(pictures, GREEN) == 3


@pytest.mark.parametrize("pictures", [shown(), shown((1, {GREEN}), (2, {RED}))])
def test_what_is_not_there_at_the_end_is_not_seen(pictures: list[Picture]) -> None:
    with pytest.raises(RuntimeError, match="4cd964"):
        seen(pictures, GREEN)


def test_pixels_of_a_colour_are_counted_in_a_picture(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(
        "<style>body { margin: 0 } p { margin: 0; width: 10px; height: 20px }</style>"
        "<p style='background: #4cd964'><p style='background: #4cd965'>"
    )
    picture = base64.b64encode(page.screenshot()).decode()
    assert page.evaluate(COUNT, [picture, [GREEN, RED, "4cd965"]]) == [200, 0, 200]
    page.close()
