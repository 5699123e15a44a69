"""What the next page shows before it has a face, its frame before that, and when neither does."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import json

    import js
    from inside import until
    from inside_engine import WIDGET, House, account, leave
    from pyodide.code import run_js
    from pyodide.ffi import create_proxy

    from sipwidget.browser import passage
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
            house.engine._passage.go_on()
            leave(before)
            meanwhile()
            count = len(house.faces)
            after = house.framed(document)
            found.append(len(house.faces) - count)
            house.engine._passage.go_on()
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
        house.engine._passage.go_on()
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
        house.engine._passage.go_on()
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
        house.engine._passage.go_on()
        found = [after.document.querySelector("#sipwidget").dataset.connection]
        leave(after)
        return found

    assert run(inside) == ["connected"]


# --- the frame, before it has a page --------------------------------------------------------------


def test_a_frame_shows_what_the_last_page_showed_until_its_own_is_painted(run: Run) -> None:
    """N5"""

    async def inside() -> list[object]:
        house = House()
        house.engine.watch(js.document)
        before = house.framed(account())
        house.ports[0].shell.put(SocketOpened(1))
        leave(before)
        page = house.page(account())
        style = page.frameElement.style
        found = [style.backgroundImage]
        await asyncio.sleep(0)
        found.append("svg" in style.backgroundImage)
        house.arrive(page)
        found += ["svg" in style.backgroundImage, len(house.faces)]
        await until(lambda: len(house.faces) == 2)
        found.append(page.frameElement.getAttribute("style"))
        leave(page)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == ["", True, True, 1, None]


def test_a_frame_shows_nothing_that_is_not_true_any_more(run: Run) -> None:
    async def inside() -> list[bool]:
        house, found = House(), []
        house.engine.watch(js.document)
        leave(house.framed(account()))
        page = house.page(account())
        other = house.page(account("621"))
        await asyncio.sleep(0)

        def shown() -> list[bool]:
            return ["svg" in each.frameElement.style.backgroundImage for each in (page, other)]

        found += shown()
        house.engine.look()
        found += shown()
        house.ports[0].shell.put(SocketOpened(1))
        house.engine.look()
        found += shown()
        house.arrive(page)
        found.append(len(house.faces) == 2)
        for each in (page, other):
            leave(each)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == [True, False, True, False, False, False, True]


def test_a_frame_whose_page_does_not_come_shows_nothing_after_a_while(run: Run) -> None:
    async def inside() -> list[str]:
        late, passage.LATE = passage.LATE, 0.05
        house = House()
        house.engine.watch(js.document)
        leave(house.framed(account()))
        page = house.page(account())
        await asyncio.sleep(0)
        style = page.frameElement.style
        found = [style.backgroundRepeat]
        passage.LATE = late
        await until(lambda: not style.backgroundImage)
        found.append(style.backgroundImage)
        leave(page)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == ["no-repeat", ""]


def test_what_is_done_in_a_page_with_a_poster_takes_that_down(run: Run) -> None:
    async def inside() -> list[str]:
        house = House()
        house.engine.watch(js.document)
        leave(house.framed(account(phonebook="1=One")))
        page = house.page(account(phonebook="1=One"))
        await asyncio.sleep(0)
        house.arrive(page)
        found = [page.frameElement.style.backgroundRepeat]
        page.document.querySelector("[data-action=call]").click()
        found.append(page.frameElement.style.backgroundImage)
        leave(page)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == ["no-repeat", ""]


def test_of_two_widgets_on_a_page_each_begins_with_its_own_still(run: Run) -> None:
    """A92"""

    async def inside() -> list[object]:
        house = House()
        house.engine.watch(js.document)
        settings = [account(), account("621", iconSize=90)]
        pages = [house.framed(each) for each in settings]
        house.ports[1].shell.put(SocketOpened(1))
        for each in pages:
            leave(each)
        pages = [house.page(each) for each in settings]
        await asyncio.sleep(0)
        found = [page.frameElement.style.backgroundRepeat for page in pages]
        for each in pages:
            house.arrive(each)
        roots = [page.document.querySelector("#sipwidget") for page in pages]
        found += [root.dataset.connection for root in roots]
        found.append(len(house.faces))
        await until(lambda: len(house.faces) == 4)
        for each in pages:
            leave(each)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == ["no-repeat", "no-repeat", "connecting", "connected", 2]


def test_a_page_that_is_attached_twice_while_it_waits_has_one_face(run: Run) -> None:
    async def inside() -> list[int]:
        house = House()
        leave(house.framed(account()))
        page = house.framed(account())
        house.engine.attach(page)
        found = [len(house.faces)]
        house.engine.attach(page)
        await asyncio.sleep(2 * passage.PAINTED)
        found.append(len(house.faces))
        leave(page)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == [2, 2]


def test_a_frame_that_is_put_elsewhere_has_one_poster_and_then_none(run: Run) -> None:
    async def inside() -> list[str]:
        house = House()
        house.engine.watch(js.document)
        leave(house.framed(account()))
        page = house.page(account())
        frame, found = page.frameElement, []
        await asyncio.sleep(0)
        js.document.body.prepend(frame)
        await asyncio.sleep(0)
        found.append(frame.style.backgroundRepeat)
        house.ports[0].shell.put(SocketOpened(1))
        house.engine.look()
        found.append(frame.style.cssText)
        frame.remove()
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == ["no-repeat", ""]


def test_an_engine_that_goes_leaves_nothing_at_pages_that_wait(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        house.engine.watch(js.document)
        leave(house.framed(account()))
        page = house.page(account())
        await asyncio.sleep(0)
        house.arrive(page)
        found = [page.frameElement.style.backgroundRepeat]
        house.engine._passage.close()
        found.append(page.frameElement.getAttribute("style"))
        page.document.querySelector("[data-action=call]").click()
        await asyncio.sleep(2 * passage.PAINTED)
        found.append(len(house.faces))
        leave(page)
        return found

    assert run(inside) == ["no-repeat", None, 1]


def test_a_still_that_cannot_be_drawn_is_shown_by_the_page_alone(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        house.engine.watch(js.document)
        broken = "() => { throw new URIError('as a test') }"
        house.engine._passage._hang.__self__._drawn = lambda _: run_js(broken)()
        leave(house.framed(account()))
        page = house.page(account())
        await asyncio.sleep(0)
        found = [page.frameElement.getAttribute("style")]
        house.arrive(page)
        found.append(len(house.faces))
        await until(lambda: len(house.faces) == 2)
        leave(page)
        house.engine.read()  # forgets what it has kept
        return found

    assert run(inside) == [None, 1]


def test_of_a_host_only_frames_that_stay_are_told(run: Run) -> None:
    """static/frames.js"""

    async def inside() -> list[str]:
        told: list[str] = []
        came = create_proxy(lambda frame: told.append(frame.title))
        frames = js.window.sipFrames(js.document, came)
        card = js.document.createElement("div")
        for name in ("inner", "second"):
            frame = js.document.createElement("iframe")
            frame.title = name
            card.append(frame, js.document.createElement("p"), "text")
        alone, brief = card.firstChild.cloneNode(), card.firstChild.cloneNode()
        alone.title, brief.title = "alone", "brief"
        js.document.body.append(card, alone, brief)
        brief.remove()
        last = js.document.createElement("p")
        js.document.body.append(last)
        last.append(alone)  # told once
        await asyncio.sleep(0)
        frames.disconnect()
        js.document.body.append(card)
        await asyncio.sleep(0)
        for node in (card, last):
            node.remove()
        came.destroy()
        return told

    assert run(inside) == ["inner", "second", "alone"]
