"""What is kept of a page that goes, and where it is for another one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from inside_engine import House, account, leave
    from pyodide.code import run_js

    from sipwidget.browser.still import take
    from sipwidget.phone.inputs import Commanded, SocketOpened

Run = Callable[..., Any]


def test_it_is_for_a_frame_in_the_same_place_that_is_told_the_same(run: Run) -> None:
    async def inside(changes: dict[str, str]) -> dict[str, list[bool]]:
        house = House()
        page = house.framed(account())
        frame = page.frameElement
        still = take(js.window, house.faces[0], frame)
        found = {"": [still.is_for(frame)]}
        for name, change in changes.items():
            undo = run_js(change)(frame)
            found[name] = [still.is_for(frame)]
            undo()
            found[name].append(still.is_for(frame))
        leave(page)
        return found

    changes = {
        "another page": "f => { f.src = 'about:blank#1'; return () => f.src = 'about:blank'; }",
        "settings": """f => { const {config} = f.dataset; f.dataset.config = "{}";
            return () => f.dataset.config = config; }""",
        "a width": "f => { f.style.width = '10px'; return () => f.style.width = ''; }",
        "a height": "f => { f.style.height = '10px'; return () => f.style.height = ''; }",
        "a theme": """f => { const {classList} = f.ownerDocument.documentElement;
            classList.add("dark"); return () => classList.remove("dark"); }""",
        "an editor": """f => { f.parentElement.classList.add("layout-editor");
            return () => f.parentElement.classList.remove("layout-editor"); }""",
    }
    found = run(inside, changes)
    assert found.pop("") == [True]
    assert found == {name: [False, True] for name in changes}


def test_a_style_in_other_words_is_the_same_place(run: Run) -> None:
    async def inside() -> list[bool]:
        house = House()
        page = house.framed(account())
        frame = page.frameElement
        frame.setAttribute("style", "border:0;width:100%")
        still = take(js.window, house.faces[0], frame)
        found = [still.is_for(frame)]
        frame.style.height = "1px"
        frame.style.height = ""
        found += [still.is_for(frame), frame.getAttribute("style") == "border:0;width:100%"]
        leave(page)
        return found

    assert run(inside) == [True, True, False]


def test_the_height_that_the_widget_gave_its_frame_is_kept_and_not_compared(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.framed(account())
        frame = page.frameElement
        frame.dataset.height = "auto"
        frame.style.height = "123px"
        still = take(js.window, house.faces[0], frame)
        frame.style.height = "300px"
        found = [still.height, still.is_for(frame)]
        frame.dataset.height = "fixed"
        found += [take(js.window, house.faces[0], frame).height, still.is_for(frame)]
        leave(page)
        return found

    assert run(inside) == ["123px", True, "", False]


def test_nothing_is_kept_of_a_call_of_a_picture_or_of_a_page_with_more_than_a_widget(
    run: Run,
) -> None:
    async def inside() -> list[bool]:
        house = House()
        page = house.framed(account())
        [face], frame, found = house.faces, page.frameElement, []

        def keeps() -> None:
            found.append(take(js.window, face, frame) is not None)

        keeps()
        picture = page.document.createElement("img")
        page.document.querySelector("#sipwidget").append(picture)
        keeps()
        picture.remove()
        more = page.document.createElement("p")
        page.document.body.append(more)
        keeps()
        more.remove()
        keeps()
        house.ports[0].shell.put(SocketOpened(1))
        house.ports[0].shell.put(Commanded("dial:1"))
        keeps()
        leave(page)
        return found

    assert run(inside) == [True, False, False, True, False]


def test_it_is_true_as_long_as_the_phone_is_as_it_was(run: Run) -> None:
    async def inside() -> list[bool]:
        house = House()
        page = house.framed(account())
        still = take(js.window, house.faces[0], page.frameElement)
        found = [still.is_true()]
        house.ports[0].shell.put(SocketOpened(1))
        found.append(still.is_true())
        leave(page)
        return found

    assert run(inside) == [True, False]
