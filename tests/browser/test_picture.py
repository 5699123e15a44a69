"""The picture of the door, in a real browser, from a scripted camera."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.camera import Camera

if TYPE_CHECKING:
    import js
    from inside import until
    from inside_picture import Wall, gif, look_away

    from sipwidget.browser.picture import NoPictureError
    from sipwidget.phone.inputs import PictureFailed
    from sipwidget.phone.model import Picture

Run = Callable[..., Any]


@pytest.fixture
def camera(site: Any) -> Iterator[Camera]:
    site.rest = Camera()
    yield site.rest
    site.rest.over.set()
    site.rest = None


def streams_end(camera: Camera) -> bool:
    end = time.monotonic() + 4
    while camera.streams and time.monotonic() < end:
        time.sleep(0.02)
    return not camera.streams


# --- from an address ------------------------------------------------------------------------------


def test_a_still_is_loaded_anew_from_an_address_that_no_cache_knows(
    run: Run, camera: Camera
) -> None:
    async def inside() -> list[int]:
        wall, widths = Wall(still=0.01), [0]
        wall.show(Picture("/rest/still?size=2"))
        for _ in range(3):
            await until(lambda: wall.width > widths[-1])
            widths.append(wall.width)
        wall.close()
        return widths

    assert len(run(inside)) == 4
    assert all(path.startswith("/rest/still?size=2&_=") for path in camera.asked)
    assert len(set(camera.asked)) == len(camera.asked)


def test_the_next_one_is_asked_for_when_the_last_has_come(run: Run, camera: Camera) -> None:
    camera.delay = 0.05

    async def inside() -> None:
        wall = Wall(still=0.001)
        wall.show(Picture("/rest/still"))
        await until(lambda: wall.width > 3)
        wall.close()

    run(inside)
    assert camera.most == 1


def test_a_stream_is_left_alone_and_ends_when_it_is_not_shown_any_more(
    run: Run, camera: Camera
) -> None:
    async def inside() -> int:
        wall = Wall(still=0.001)
        wall.show(Picture("/rest/stream"))
        await until(lambda: wall.width)
        for _ in range(10):
            await js.fetch("/rest/other")
        wall.show(None)
        left = len(wall.place.childNodes)
        wall.close()
        return left

    assert run(inside) == 0
    assert len([path for path in camera.asked if "stream" in path]) == 1
    assert streams_end(camera)


def test_a_stream_is_opened_anew_now_and_then(run: Run, camera: Camera) -> None:
    async def inside() -> None:
        wall = Wall(still=0.01, stream=0.05)
        wall.show(Picture("/rest/stream"))
        await until(lambda: wall.width)
        first = wall.place.firstChild
        await until(lambda: wall.place.firstChild != first)
        wall.close()

    run(inside)
    assert len(camera.asked) > 1
    assert streams_end(camera)


def test_a_picture_that_fails_is_told_once_until_it_has_come_again(
    run: Run, camera: Camera
) -> None:
    camera.fails = {2, 3, 5}

    async def inside() -> list[object]:
        wall = Wall(failed=0.01, still=0.01)
        wall.show(Picture("/rest/still"))
        told: list[object] = [(await wall.inbox.wait(PictureFailed)).problem for _ in range(2)]
        await until(lambda: wall.width > 5)
        wall.close()
        return told + wall.inbox.inputs

    assert run(inside) == ["address", "address"]


def test_another_call_with_the_same_picture_tells_nothing_new(run: Run, camera: Camera) -> None:
    camera.fails = set(range(1, 100))

    async def inside() -> list[object]:
        wall = Wall(failed=0.01)
        wall.show(Picture("/rest/still"))
        told: list[object] = [(await wall.inbox.wait(PictureFailed)).problem]
        told.append(len(wall.place.childNodes))
        wall.show(None)
        wall.show(Picture("/rest/still"))
        for _ in range(10):
            await js.fetch("/rest/other")
        wall.close()
        return told + wall.inbox.inputs

    assert run(inside) == ["address", 0]


def test_one_that_never_comes_is_given_up(run: Run, camera: Camera) -> None:
    camera.delay = 0.5

    async def inside() -> str:
        wall = Wall(patience=0.05)
        wall.show(Picture("/rest/still"))
        failed = await wall.inbox.wait(PictureFailed)
        wall.close()
        return failed.problem

    assert run(inside) == "address"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/hosts", "about:blank", "http://["]
)
def test_nothing_but_addresses_of_pictures_is_asked(run: Run, address: str) -> None:
    async def inside(address: str) -> list[object]:
        wall = Wall()
        wall.show(Picture(address))
        failed = await wall.inbox.wait(PictureFailed)
        left = len(wall.place.childNodes)
        wall.close()
        return [failed.problem, left]

    assert run(inside, address) == ["address", 0]


def test_nobody_is_asked_while_the_page_is_hidden(run: Run, camera: Camera) -> None:
    async def inside() -> list[object]:
        wall = Wall(still=0.001)
        wall.show(Picture("/rest/still"))
        await until(lambda: wall.width)
        look_away(True)
        left: list[object] = [len(wall.place.childNodes)]
        before = await (await js.fetch("/rest/count")).text()
        after = [await (await js.fetch("/rest/count")).text() for _ in range(10)][-1]
        look_away(False)
        await until(lambda: wall.width)
        wall.close()
        return [*left, int(after) - int(before)]

    assert run(inside) == [0, 0]


def test_it_moves_with_the_place_where_it_is_wanted(run: Run, camera: Camera) -> None:
    """Another document may show the call now."""

    async def inside() -> list[int]:
        wall, other = Wall(), Wall()
        wall.show(Picture("/rest/still"))
        await until(lambda: wall.width)
        wall.show(Picture("/rest/still"), other.place)
        await until(lambda: other.width)
        left = len(wall.place.childNodes)
        wall.close()
        there = len(other.place.childNodes)
        other.close()
        return [left, there]

    assert run(inside) == [0, 0]


# --- from an Item ---------------------------------------------------------------------------------


def test_an_item_is_asked_again_and_its_picture_stays_while_it_is_the_same(run: Run) -> None:
    async def inside() -> list[object]:
        wall = Wall(item=0.001)
        wall.items = [gif(3)]
        wall.show(Picture(item="Door_Image"))
        await until(lambda: wall.width == 3)
        first, asked = wall.place.firstChild, len(wall.read)
        await until(lambda: len(wall.read) > asked + 3)
        same = wall.place.firstChild == first
        wall.items = [""]  # it has none any more
        await until(lambda: wall.width == 0)
        wall.items = [gif(3)]
        await until(lambda: wall.width == 3)
        wall.items = [gif(4)]
        await until(lambda: wall.width == 4)
        wall.close()
        return [same, *set(wall.read), *wall.inbox.inputs]

    assert run(inside) == [True, "Door_Image"]


@pytest.mark.parametrize("problem", ["refused", "missing", "silent", "kind", "large"])
def test_an_item_without_a_picture_says_why_and_is_asked_again(run: Run, problem: str) -> None:
    async def inside(problem: str) -> list[object]:
        wall = Wall(failed=0.001)
        wall.items = [NoPictureError(problem), NoPictureError(problem), gif(3)]
        wall.show(Picture(item="Door_Image"))
        failed = await wall.inbox.wait(PictureFailed)
        await until(lambda: wall.width == 3)
        wall.close()
        return [failed.problem, *wall.inbox.inputs]

    assert run(inside, problem) == [problem]


def test_an_item_whose_picture_is_none_fails(run: Run) -> None:
    async def inside() -> str:
        wall = Wall()
        wall.items = ["data:image/jpeg;base64,AAAA"]
        wall.show(Picture(item="Door_Image"))
        failed = await wall.inbox.wait(PictureFailed)
        wall.close()
        return failed.problem

    assert run(inside) == "kind"
