"""Which phone each face shows, and what is left when pages come and go."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gc
    import weakref

    import js
    from inside import until
    from inside_engine import House, account, leave

    from sipwidget.browser.listeners import Listeners
    from sipwidget.phone.inputs import Commanded, SocketOpened

Run = Callable[..., Any]


def test_faces_with_one_account_share_a_phone_and_others_have_another(run: Run) -> None:
    """A92"""

    async def inside() -> list[object]:
        house = House()
        page = house.attached({}, {}, {})
        one, two, three = house.faces
        house.configure(one, **account("620"))
        house.configure(two, **account("620", iconSize=90))
        house.configure(three, **account("621"))
        phones = [house.phone_of(each) for each in house.faces]
        leave(page)
        return [phones[0] is phones[1], phones[0] is phones[2], len(phones[0].asked("open"))]

    assert run(inside) == [True, False, 1]


def test_a_page_that_comes_later_shows_what_the_phone_has_reached(run: Run) -> None:
    """N5"""

    async def inside() -> list[object]:
        house = House()
        first = house.attached({})
        house.configure(house.faces[0], **account())
        house.ports[0].shell.put(SocketOpened(1))
        leave(first)
        second = house.attached({})
        house.configure(house.faces[1], **account())
        shown = second.document.querySelector("#sipwidget").dataset.connection
        marks = [mark.name for mark in second.performance.getEntriesByType("mark")]
        leave(second)
        return [shown, marks[-1], len(house.ports[0].asked("open"))]

    assert run(inside) == ["connected", "sipwidget:open", 1]


def test_the_only_face_takes_its_phone_along_to_another_account(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({})
        face = house.faces[0]
        house.configure(face, **account("620"))
        before = house.phone_of(face)
        house.configure(face, **account("621"))
        leave(page)
        return [len(house.ports), before.asked("open")[-1][2], len(before.asked("open"))]

    assert run(inside) == [1, "wss://a.test", 2]


def test_a_phone_whose_account_no_face_wants_any_more_leaves_when_its_calls_are_over(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({}, {})
        one, other = house.faces
        house.configure(one, **account("620"))
        house.configure(other, **account("621"))
        ports = house.phone_of(one)
        ports.shell.put(SocketOpened(1))
        ports.shell.hear(one, Commanded("dial:1"))
        house.configure(one, **account("621"))
        found = [str(ports.shell.model.connection), house.phone_of(one) is house.phone_of(other)]
        ports.shell.put(Commanded("hangup"))
        leave(page)
        return [*found, str(ports.shell.model.connection)]

    assert run(inside) == ["connected", True, "off"]


def test_one_of_two_faces_that_wants_another_account_leaves_the_phone_to_the_other(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({}, {})
        one, other = house.faces
        for face in (one, other):
            house.configure(face, **account("620"))
        shared = house.phone_of(one)
        house.configure(one, **account("621"))
        found = [house.phone_of(one) is shared, house.phone_of(other) is shared]
        leave(page)
        return [*found, shared.shell.account[2], len(shared.asked("close"))]

    assert run(inside) == [False, True, "620", 0]


def test_a_page_is_attached_once(run: Run) -> None:
    async def inside() -> int:
        house = House()
        page = house.attached({})
        house.engine.attach(page)
        leave(page)
        return len(house.faces)

    assert run(inside) == 1


def test_a_page_that_wants_its_own_engine_gets_it(run: Run) -> None:
    async def inside() -> list[object]:
        house, alone = House(), []
        page = house.attached({})
        page.sipAlone = lambda: alone.append(1)
        house.configure(house.faces[0], **account(dock=False))
        leave(page)
        return [alone, house.closed, house.ports[0].asked("open")]

    assert run(inside) == [[1], ["host", "theme"], []]


def test_a_phone_that_goes_to_an_engine_of_its_own_leaves_the_dock(run: Run) -> None:
    """Else it would be registered twice, or the page's own would wait for the dock's."""

    async def inside() -> list[object]:
        house = House()
        page = house.attached({})
        page.sipAlone = lambda: None
        house.configure(house.faces[0], **account())
        house.ports[0].shell.put(SocketOpened(1))
        house.configure(house.faces[0], **account(dock=False))
        leave(page)
        return [house.ports[0].shell.account, str(house.ports[0].shell.model.connection)]

    assert run(inside) == [None, "off"]


def test_what_the_device_keeps_is_read_anew_for_every_face(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached(account("620"), account("621"))
        house.engine.read()
        phones = [house.phone_of(each).shell.account for each in house.faces]
        leave(page)
        return [each[2] for each in phones]

    assert run(inside) == ["620", "621"]


def test_as_our_own_page_goes_each_phone_says_its_last_words_and_pages_are_let_go(
    run: Run,
) -> None:
    """A45"""

    async def inside() -> list[object]:
        house, heard = House(), []
        page = house.attached({})
        listeners = Listeners(page)
        listeners.on("sipwidget:state", lambda event: heard.append(event.detail))
        house.configure(house.faces[0], **account())
        house.ports[0].shell.put(SocketOpened(1))
        js.window.dispatchEvent(js.PageTransitionEvent.new("pagehide"))
        leave(page)
        return [heard, house.closed, len(house.ports[0].asked("close"))]

    assert run(inside) == [["connected", "disconnected"], ["host", "theme"], 1]


def test_pages_that_come_and_go_leave_nothing_behind(run: Run) -> None:
    """DESIGN.md section 4. Python need not even sweep: nothing keeps itself."""

    async def inside() -> list[object]:
        house, faces = House(), []
        gc.disable()
        try:
            for _ in range(60):
                page = house.attached({})
                house.configure(house.faces[-1], **account())
                faces.append(weakref.ref(house.faces.pop()))
                leave(page)
            house.ports[0].shell.put(SocketOpened(1))
            await until(lambda: not any(each() for each in faces))
        finally:
            gc.enable()
        return [len(house.ports), len(house.engine._pages)]

    assert run(inside) == [2, 0]
