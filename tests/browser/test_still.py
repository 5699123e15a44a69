"""What the next page shows before it has a face, and when that is not what the last page showed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import json

    from inside import until
    from inside_engine import WIDGET, House, account, leave
    from pyodide.code import run_js

    from sipwidget.phone.inputs import Commanded, SocketClosed, SocketOpened

Run = Callable[..., Any]


def test_the_next_page_begins_with_what_the_last_one_showed_and_keeps_the_very_nodes(
    run: Run,
) -> None:
    """N5"""

    async def inside() -> list[object]:
        house = House()
        first = house.framed(account())
        house.ports[0].shell.put(SocketOpened(1))
        first.document.documentElement.dataset.theme = "md"
        leave(first)
        second = house.framed(account())
        root = second.document.querySelector("#sipwidget")
        button = root.querySelector("[data-action=call]")
        found = [root.dataset.connection, second.document.documentElement.dataset.theme]
        found.append(len(house.faces))
        await until(lambda: len(house.faces) == 2)
        house.ports[0].shell.put(SocketClosed(1, 1006, "", True))
        found += [button == root.querySelector("[data-action=call]"), root.dataset.connection]
        leave(second)
        return found

    assert run(inside) == ["connected", "md", 1, True, "connecting"]


def test_what_is_done_before_the_next_page_has_a_face_is_done(run: Run) -> None:
    async def inside(command: str) -> list[object]:
        settings = account(phonebook="1=One,2=Two")
        house = House()
        shell = house.framed(settings) and house.ports[0].shell
        shell.put(SocketOpened(1))
        leave(house.faces[-1].page)
        page = house.framed(settings)
        found = [len(house.faces)]
        page.document.querySelector("[data-action=call]").click()
        found += [len(house.faces), str(shell.model.sheet)]
        leave(page)
        page = house.framed(settings)  # a sheet was open: another face, at once
        found.append(len(house.faces))
        leave(page)
        page = house.framed(settings)
        found.append(len(house.faces))
        run_js(command)(page.document.querySelector("#sipwidget"), "dial:1")
        found += [len(house.faces), len(shell.model.calls)]
        leave(page)
        return found

    command = """(root, detail) =>
        root.dispatchEvent(new root.ownerDocument.defaultView.CustomEvent(
            "sipwidget:command", {detail}))"""
    assert run(inside, command) == [1, 2, "phonebook", 3, 3, 4, 1]


def test_a_page_begins_anew_where_the_phone_or_the_page_is_another(run: Run) -> None:
    async def inside() -> list[int]:
        house, found = House(), []

        def comes(document: dict[str, object], meanwhile: Callable[[], object]) -> None:
            before = house.framed(account())
            house.engine._go_on()
            leave(before)
            meanwhile()
            count = len(house.faces)
            after = house.framed(document)
            found.append(len(house.faces) - count)
            house.engine._go_on()
            leave(after)

        comes(account(), lambda: None)
        shell = house.ports[0].shell
        comes(account(), lambda: shell.put(SocketOpened(1)))
        comes(account(iconSize=90), lambda: None)
        comes(account(), house.engine.read)
        shell.put(Commanded("dial:1"))
        comes(account(), lambda: None)
        shell.put(Commanded("hangup"))
        comes(account(), lambda: house.page({}).frameElement.remove())
        return found

    assert run(inside) == [0, 1, 1, 1, 1, 0]


def test_a_page_that_goes_before_it_has_a_face_gets_none(run: Run) -> None:
    async def inside() -> list[int]:
        house = House()
        leave(house.framed(account()))
        leave(house.framed(account()))
        house.engine._go_on()
        leave(house.framed(account()))
        return [len(house.faces), len(house.engine._pages)]

    assert run(inside) == [2, 0]


def test_it_stays_while_settings_are_fetched(run: Run) -> None:
    async def inside() -> list[str]:
        house = House()
        before = house.framed(account())
        house.ports[0].shell.put(SocketOpened(1))
        leave(before)
        house._read = lambda *_: None
        after = house.framed(account())
        house.engine._go_on()
        root = after.document.querySelector("#sipwidget")
        found = [root.dataset.connection]
        house.configure(house.faces[1], **account("621"))
        found.append(root.dataset.connection)
        leave(after)
        return found

    assert run(inside) == ["connected", "connecting"]


def test_a_page_that_is_loaded_anew_before_it_has_a_face_is_drawn_from_the_start(run: Run) -> None:
    async def inside() -> list[str]:
        house = House()
        before = house.framed(account())
        house.ports[0].shell.put(SocketOpened(1))
        leave(before)
        after = house.framed(account())
        fresh = after.document.createElement("main")
        fresh.className = "sipwidget-page"
        fresh.innerHTML = WIDGET.format(json.dumps(account()))
        after.document.querySelector("main").replaceWith(fresh)
        house.engine._go_on()
        found = [after.document.querySelector("#sipwidget").dataset.connection]
        leave(after)
        return found

    assert run(inside) == ["connected"]
