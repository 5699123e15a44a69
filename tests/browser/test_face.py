"""One root in one page: what it shows of a phone, and what it tells that phone."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from inside import Bench
    from inside_engine import House, account, leave

    from sipwidget.browser.listeners import Listeners
    from sipwidget.phone.inputs import SocketOpened

Run = Callable[..., Any]


def test_what_is_done_in_a_face_names_it(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure(phonebook="620=Door, 621=Gate")
        bench.shell.put(SocketOpened(1))
        bench.root.querySelector('[data-action="call"]').click()
        return [str(bench.shell.model.sheet), bench.shell.model.sheet_view]

    assert run(inside) == ["phonebook", 1]


def test_until_its_page_has_said_who_we_are_a_face_shows_a_phone_on_its_way(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        before = bench.root.dataset.connection
        bench.configure(url="")
        return [before, bench.root.dataset.connection]

    assert run(inside) == ["connecting", "off"]


def test_a_page_beside_ours_has_its_own_marks_events_and_time(run: Run) -> None:
    async def inside() -> list[object]:
        house, heard = House(), []
        page = house.page({})
        listeners = Listeners(page)
        for name in ("sipwidget:ready", "sipwidget:state"):
            listeners.on(name, lambda event: heard.append((event.type, event.detail)))
        house.engine.attach(page)
        house.configure(house.faces[0], **account())
        house.ports[0].shell.put(SocketOpened(1))
        (_, ready), (_, state) = heard
        marks = [mark.name for mark in page.performance.getEntriesByType("mark")]
        leave(page)
        return [marks, state, 0 < ready.milliseconds < js.performance.now()]

    assert run(inside) == [
        ["sipwidget:python", "sipwidget:ready", "sipwidget:open"],
        "connected",
        True,
    ]


def test_a_tap_in_a_page_beside_ours_may_let_sound_be_heard(run: Run) -> None:
    async def inside() -> int:
        house = House()
        page = house.attached({})
        page.document.body.click()
        leave(page)
        return len(house.ports[0].asked("tapped"))

    assert run(inside) == 1


def test_a_face_that_is_closed_hears_and_draws_nothing_more(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({})
        face, root = house.faces[0], page.document.querySelector("#sipwidget")
        house.configure(face, **account())
        button = root.querySelector('[data-action="call"]')
        leave(page)
        before = root.outerHTML
        house.ports[0].shell.put(SocketOpened(1))
        button.click()
        return [root.outerHTML == before, house.ports[0].shell.model.notices]

    assert run(inside) == [True, []]
