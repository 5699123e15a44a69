"""When the dock shows a call itself, and where."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import until
    from inside_engine import House, account, leave, quiet
    from pyodide.code import run_js

    from sipwidget.browser.call_bar import CallBar
    from sipwidget.browser.face import Face
    from sipwidget.phone.inputs import Commanded, SocketOpened

Run = Callable[..., Any]
MAKE = """() => {
    const dock = document.body.appendChild(document.createElement("div"));
    const main = document.body.appendChild(document.createElement("main"));
    main.className = "sipwidget-call-bar";
    Object.assign(dock, {id: "sipwidget-dock", inert: true, ariaHidden: "true"});
    Object.assign(dock.style, {position: "fixed", opacity: "0", height: "1px", zIndex: "0"});
    return dock;
}"""


def test_a_call_without_a_page_is_shown_until_a_page_shows_it(run: Run) -> None:
    """N4, N5"""

    async def inside(make: str) -> list[object]:
        dock, house = run_js(make)(), House()

        def new_face(root: Any) -> Face:
            face = Face(100, js.window, js.window, root)
            face.start(quiet(), None)
            return face

        bar = CallBar(js.window, dock, new_face)
        page = house.attached({})
        house.configure(house.faces[0], **account(iconSize=200))
        phone = house.ports[0].shell
        phone.painted = lambda: bar.follow(phone)
        phone.put(SocketOpened(1))
        leave(page)
        found = [[dock.style.opacity, dock.inert]]
        phone.put(Commanded("dial:620"))
        main = js.document.querySelector("main.sipwidget-call-bar")
        await until(lambda: main.firstChild)
        shown = main.firstChild.dataset.state, main.firstChild.style.getPropertyValue("--icon-size")
        found.append([*shown, dock.style.opacity, dock.inert, dock.style.zIndex])
        page = house.attached({})
        house.configure(house.faces[1], **account())
        found.append([main.childElementCount, dock.style.opacity, dock.inert])
        leave(page)
        await asyncio.sleep(0.1)
        found.append([main.childElementCount])  # a page may follow
        await until(lambda: main.firstChild)
        main.querySelector('[data-action="hangup"]').click()
        found.append([main.childElementCount, dock.style.opacity])
        main.remove()
        dock.remove()
        return found

    assert run(inside, MAKE) == [
        ["0", True],
        ["outgoing", "", "1", False, "9999"],
        [0, "0", True],
        [0],
        [0, "0"],
    ]
