"""Whose settings a phone has that is shown in several places."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inside_engine import House, account, leave

    from sipwidget.phone.inputs import Clicked, Commanded, SocketOpened

Run = Callable[..., Any]


def test_without_a_call_the_settings_are_those_of_the_face_that_was_shown_or_used_last(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({}, {})
        one, other = house.faces
        house.configure(one, **account(phonebook="620=Door, 621=Gate"))
        house.configure(other, **account(phonebook="1=One, 2=Two"))
        phone = house.phone_of(one).shell
        phone.put(SocketOpened(1))

        def offered() -> list[str]:
            return [each.target for each in phone.model.entries]

        found = [offered()]
        page.document.querySelector('[data-action="call"]').click()
        found.append(offered())
        roots = page.document.querySelectorAll("#sipwidget")
        found.append([root.querySelectorAll("[role=dialog]").length for root in roots])
        leave(page)
        return found

    assert run(inside) == [["1", "2"], ["620", "621"], [1, 0]]


def test_a_call_is_as_the_face_is_set_where_it_was_dialed_until_it_is_over(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({}, {})
        one, other = house.faces
        house.configure(one, **account(enableVideo=True))
        house.configure(other, **account(enableVideo=False))
        phone = house.phone_of(one).shell
        phone.put(SocketOpened(1))
        phone.hear(one, Commanded("dial:620"))
        call, found = phone.model.call.id, [phone.model.call.video]
        phone.hear(other, Clicked("mute", call=call, view=other.number))
        house.configure(other, **account(enableVideo=False, iconSize=90))
        found.append(phone.model.appearance.video)
        phone.put(Clicked("hangup", call=call))
        found.append(phone.model.appearance.video)
        leave(page)
        return found

    assert run(inside) == [True, True, False]


def test_a_phone_goes_on_as_it_was_set_when_its_last_page_goes(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({})
        house.configure(house.faces[0], **account(phonebook="620=Door"))
        ports = house.phone_of(house.faces[0])
        ports.shell.put(SocketOpened(1))
        leave(page)
        entries = [each.target for each in ports.shell.model.entries]
        return [entries, str(ports.shell.model.connection), len(ports.asked("close"))]

    assert run(inside) == [["620"], "connected", 0]


def test_a_page_that_comes_back_with_the_same_settings_tells_the_phone_nothing(run: Run) -> None:
    async def inside() -> list[object]:
        house, used = House(), []
        for _ in range(3):
            page = house.attached({})
            house.configure(house.faces[-1], **account())
            used.append(len(house.phone_of(house.faces[-1]).asked("use")))
            leave(page)
        return used

    assert len(set(run(inside))) == 1


def test_a_phone_that_has_ended_everything_is_told_anew(run: Run) -> None:
    async def inside() -> list[object]:
        house = House()
        page = house.attached({})
        face = house.faces[0]
        house.configure(face, **account())
        ports = house.phone_of(face)
        ports.shell.leave()
        found = [str(ports.shell.model.connection)]
        house.configure(face, **account())
        found.append(str(ports.shell.model.connection))
        leave(page)
        return [*found, len(ports.asked("open"))]

    assert run(inside) == ["off", "connecting", 2]
