"""Keys in a real page; what they type there by themselves is seen end to end."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import keys

Run = Callable[..., Any]

LIST = """<div role=dialog tabindex=-1><input id=field data-change=type>
<div data-arrows><button id=a data-enter>A</button><button id=b>B</button></div>
<button hidden id=unseen>C</button><button id=cancel data-action=cancel>D</button></div>"""


@pytest.mark.parametrize(
    ("at", "pressed", "then"),
    [
        ("field", "ArrowDown", "a"),
        ("a", "ArrowDown", "b"),
        ("b", "ArrowDown", "b"),
        ("b", "ArrowUp", "a"),
        ("a", "ArrowUp", "field"),
        ("dialog", "ArrowDown", "a"),
        ("cancel", "Home", "a"),
        ("a", "End", "b"),
        ("field", "End", "field"),
        ("cancel", "Tab", "field"),
        ("field", "Shift+Tab", "cancel"),
        ("dialog", "Shift+Tab", "cancel"),
        ("a", "x", "field"),
        ("dialog", "6", "field"),
        ("a", "Backspace", "field"),
        ("a", "Ctrl+c", "a"),
        ("a", " ", "a"),
        ("a", "F5", "a"),
    ],
)
def test_keys_move_the_focus_within_the_sheet(run: Run, at: str, pressed: str, then: str) -> None:
    async def inside(html: str, at: str, pressed: str) -> list[object]:
        with keys(html) as (root, press, _clicked):
            dialog = root.querySelector("[role=dialog]")
            (dialog if at == "dialog" else root.querySelector(f"#{at}")).focus()
            press(pressed)
            active = js.document.activeElement
            return "dialog" if active == dialog else active.id

    assert run(inside, LIST, at, pressed) == then


def test_the_browser_moves_the_focus_where_the_sheet_goes_on(run: Run) -> None:
    async def inside(html: str) -> list[bool]:
        with keys(html) as (root, press, _clicked):
            moved = []
            for at, pressed in (("a", "Tab"), ("b", "Shift+Tab"), ("a", "ArrowLeft")):
                root.querySelector(f"#{at}").focus()
                moved.append(press(pressed))
            return moved

    assert run(inside, LIST) == [True, True, True]


def test_enter_in_the_field_takes_the_first_row_and_escape_cancels(run: Run) -> None:
    async def inside(html: str) -> list[object]:
        with keys(html) as (root, press, clicked):
            root.querySelector("#field").focus()
            by_itself = press("Enter")
            press("Escape")
            return [by_itself, *clicked]

    assert run(inside, LIST) == [False, "a", "cancel"]


def test_in_a_form_arrows_are_the_fields_own(run: Run) -> None:
    html = "<div role=dialog><select id=a></select><div data-arrows><button>B</button></div></div>"

    async def inside(html: str) -> bool:
        with keys(html) as (root, press, _clicked):
            root.querySelector("#a").focus()
            return press("ArrowDown")

    assert run(inside, html)


def test_outside_a_sheet_keys_are_the_page_s(run: Run) -> None:
    async def inside() -> list[bool]:
        with keys("<button id=a>A</button><input data-change=type>") as (root, press, _clicked):
            root.querySelector("#a").focus()
            return [press(key) for key in ("Tab", "ArrowDown", "x", "Enter", "Escape")]

    assert run(inside) == [True] * 5
