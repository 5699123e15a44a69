"""The commands of an Item: real streams from a scripted server, by a clock that the test moves."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.rest import GRANT, Rest, command, token

if TYPE_CHECKING:
    import asyncio
    import gc
    import weakref

    import js
    from inside import Inbox, until
    from inside_rest import stage
    from pyodide.code import run_js

    from sipwidget.browser.access import Access
    from sipwidget.browser.following import Following, Times
    from sipwidget.phone.inputs import ItemCommanded, ItemFollowed

Run = Callable[..., Any]
GET = "GET /rest/events?topics=openhab/items/Door/command"


@pytest.fixture
def rest(site: Any) -> Iterator[Rest]:
    site.rest = Rest()
    yield site.rest
    site.rest.over.set()
    site.rest = None


def followed(run: Run, losses: int, kept: str | None = None, stands: float = 0) -> list[Any]:
    """The statuses that are told, and the seconds to wait after each of so many losses.

    ``stands`` is for how many seconds each stream stands before it is lost.
    """

    async def inside(losses: int, kept: str | None, stands: float) -> list[object]:
        window, inbox = stage(), Inbox()
        access = Access(stage(kept), 4)  # which has a timer of its own
        following = Following("Door", access, inbox, window, Times())
        told, waits = [], []
        while len(waits) < losses:
            status = (await inbox.wait(ItemFollowed)).status
            told.append(status)
            if status == 200:
                window.clock.now += stands * 1000
            else:
                await until(lambda: window.waits().length == 1)
                waits.append(window.waits()[0] / 1000)
                window.ring()
        following.close()
        return [told, waits]

    return list(run(inside, losses, kept, stands))


def test_commands_are_told_in_order_while_the_stream_stands(run: Run, rest: Rest) -> None:
    alive = b'event: alive\ndata: {"type":"ALIVE","interval":10}\n\n'
    whole = command("dial:**620") + command("Türe")
    rest.streams = [
        [alive, whole[:50], whole[50:-40], whole[-40:], command("no", "Door2"), b"hold"]
    ]

    async def inside() -> list[object]:
        inbox = Inbox()
        following = Following("Door", Access(js.window, 4), inbox, js.window, Times())
        told = [await inbox.wait(ItemFollowed)]
        told += [await inbox.wait(ItemCommanded) for _ in range(2)]
        following.close()
        return told + inbox.inputs

    assert run(inside) == [
        "ItemFollowed(status=200)",
        "ItemCommanded(text='dial:**620')",
        "ItemCommanded(text='Türe')",
    ]
    assert rest.lines == [GET]
    assert rest.left.wait(4)
    assert rest.asked[0]["accept"] == "text/event-stream"


def test_a_name_that_is_none_is_asked_for_all_the_same(run: Run, rest: Rest) -> None:
    async def inside() -> None:
        window, inbox = stage(), Inbox()
        following = Following("a&b=\ud800 ü", Access(window, 4), inbox, window, Times())
        await inbox.wait(ItemFollowed)
        following.close()

    run(inside)
    assert rest.lines == ["GET /rest/events?topics=openhab/items/a%26b%3D%3F%20%C3%BC/command"]


def test_a_lost_stream_is_opened_anew_later_each_time(run: Run, rest: Rest) -> None:
    rest.streams = [[b": hello\n\n"]] * 8
    statuses, waits = followed(run, 8)
    assert statuses == [200, 0] * 8
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_the_wait_is_by_chance_a_quarter_shorter_or_longer(run: Run, rest: Rest) -> None:
    async def inside() -> list[float]:
        waits = []
        for chance in (0, 1):
            window, inbox = stage(), Inbox()
            window.Math = run_js(f"({{random: () => {chance}}})")
            following = Following("Door", Access(window, 4), inbox, window, Times(first=8))
            while (await inbox.wait(ItemFollowed)).status == 200:
                pass
            await until(lambda window=window: window.waits().length)
            waits.append(window.waits()[0])
            following.close()
        return waits

    rest.streams = [[], []]
    assert run(inside) == [6000, 10_000]


def test_after_a_stream_that_stood_the_first_wait_is_short_again(run: Run, rest: Rest) -> None:
    rest.streams = [[b": hello\n\n"]] * 3
    assert followed(run, 3, stands=10)[1] == [1, 1, 1]


def test_a_stream_that_stood_shortly_counts_as_a_failure(run: Run, rest: Rest) -> None:
    rest.streams = [[b": hello\n\n"]] * 3
    assert followed(run, 3, stands=9.9)[1] == [1, 2, 4]


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_refusal_is_told_and_tried_again(run: Run, rest: Rest, status: int) -> None:
    rest.statuses = [status, status]
    assert followed(run, 2) == [[status, status], [1, 2]]


def test_what_a_person_has_to_allow_is_asked_for_seldom(run: Run, rest: Rest) -> None:
    rest.statuses = [403, 401, 403]
    assert followed(run, 3) == [[403, 401, 403], [60, 60, 60]]


def test_a_page_instead_of_a_stream_is_no_openhab(run: Run, rest: Rest) -> None:
    rest.statuses = [200]
    assert followed(run, 1)[0] == [0]


def test_no_network_is_told_and_tried_again(run: Run, rest: Rest) -> None:
    async def inside() -> list[int]:
        window, inbox = stage(), Inbox()
        window.fetch = run_js("() => Promise.reject(new TypeError('no network'))")
        following = Following("Door", Access(window, 4), inbox, window, Times())
        first = await inbox.wait(ItemFollowed)
        await until(lambda: window.waits().length)
        window.ring()
        second = await inbox.wait(ItemFollowed)
        following.close()
        return [first.status, second.status]

    assert run(inside) == [0, 0]


def test_a_token_is_sent_where_it_is_asked_for(run: Run, rest: Rest) -> None:
    rest.anonymous = False
    rest.grants = [token("fresh1")]
    rest.streams = [[], []]
    assert followed(run, 2, "r1")[0] == [200, 0, 200, 0]
    assert rest.lines[:4] == [GET, f"{GRANT} r1", f"{GET} (fresh1)", f"{GET} (fresh1)"]


def test_a_stream_that_is_silent_for_half_a_minute_is_taken_for_dead(run: Run, rest: Rest) -> None:
    async def inside() -> list[object]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        told = [(await inbox.wait(ItemFollowed)).status]
        waits = list(window.waits())
        window.ring()
        told.append((await inbox.wait(ItemFollowed)).status)
        following.close()
        return [waits, told]

    assert run(inside) == [[30_000], [200, 0]]


def test_so_is_one_that_never_comes(run: Run, rest: Rest) -> None:
    rest.silent = {GET.removeprefix("GET ")}

    async def inside() -> list[object]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        await until(lambda: window.waits().length)
        waits = list(window.waits())
        window.ring()
        status = (await inbox.wait(ItemFollowed)).status
        following.close()
        return [waits, status]

    assert run(inside) == [[30_000], 0]


def test_each_sign_of_life_gives_the_stream_its_time_anew(run: Run, rest: Rest) -> None:
    rest.streams = [[command("one"), b"hold"]]

    async def inside() -> list[object]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        await inbox.wait(ItemCommanded)
        await until(lambda: window.waited.length == 3)
        waits = list(window.waits())
        following.close()
        return [list(window.waited), waits]

    assert run(inside) == [[30_000, 30_000, 30_000], [30_000]]


@pytest.mark.parametrize(
    "sign",
    [
        "window.dispatchEvent(new Event('online'))",
        "window.document.dispatchEvent(new Event('visibilitychange'))",
        "window.dispatchEvent(new StorageEvent('storage', {key: 'openhab.ui:refreshToken'}))",
    ],
)
def test_a_sign_that_it_may_go_now_ends_the_wait(run: Run, rest: Rest, sign: str) -> None:
    rest.statuses = [401]

    async def inside(sign: str) -> list[int]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        told = [(await inbox.wait(ItemFollowed)).status]
        run_js(f"window => {sign}")(window)
        told.append((await inbox.wait(ItemFollowed)).status)
        following.close()
        return told

    assert run(inside, sign) == [401, 200]


@pytest.mark.parametrize(
    "sign",
    [
        "window.dispatchEvent(new StorageEvent('storage', {key: 'openhab.ui:theme'}))",
        "(window.document.visibilityState = 'hidden',"
        " window.document.dispatchEvent(new Event('visibilitychange')))",
    ],
)
def test_any_other_sign_does_not(run: Run, rest: Rest, sign: str) -> None:
    rest.statuses = [500]

    async def inside(sign: str) -> list[object]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        await inbox.wait(ItemFollowed)
        run_js(f"window => {sign}")(window)
        await asyncio.sleep(0.1)
        following.close()
        return inbox.inputs

    assert run(inside, sign) == []


def test_a_sign_while_the_stream_stands_changes_nothing(run: Run, rest: Rest) -> None:
    rest.streams = [[command("one"), b"hold"]]

    async def inside() -> list[object]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        await inbox.wait(ItemCommanded)
        window.dispatchEvent(js.Event.new("online"))
        await asyncio.sleep(0.1)
        following.close()
        return inbox.inputs

    assert run(inside) == ["ItemFollowed(status=200)"]
    assert rest.lines == [GET]


def test_closing_while_a_command_is_told_tells_no_further(run: Run, rest: Rest) -> None:
    rest.streams = [[command("one") + command("two"), b"hold"]]

    async def inside() -> list[object]:
        window, told = stage(), []
        holder: list[Any] = []

        def inbox(message: object) -> None:
            told.append(message)
            if isinstance(message, ItemCommanded):
                holder[0].close()

        holder.append(Following("Door", Access(window, 4), inbox, window, Times()))
        await until(lambda: len(told) == 2)
        await asyncio.sleep(0.1)
        return [*told, list(window.waits())]

    assert run(inside) == ["ItemFollowed(status=200)", "ItemCommanded(text='one')", []]
    assert rest.left.wait(4)


@pytest.mark.parametrize("moment", ["at once", "opening", "standing", "waiting"])
def test_nothing_is_left_of_one_that_was_closed(run: Run, rest: Rest, moment: str) -> None:
    rest.statuses = [500] if moment == "waiting" else []
    rest.silent = {GET.removeprefix("GET ")} if moment == "opening" else set()

    async def inside(moment: str) -> list[object]:
        window, inbox = stage(), Inbox()
        following = Following("Door", Access(window, 4), inbox, window, Times())
        if moment in ("standing", "waiting"):
            await inbox.wait(ItemFollowed)
        if moment != "at once":
            await asyncio.sleep(0.05)
        following.close()
        following.close()
        signal = following._abort.signal.aborted if following._abort else True
        witness = weakref.ref(following._task)
        del following
        for sign in (window, window.document):
            sign.dispatchEvent(js.Event.new("online"))
            sign.dispatchEvent(js.Event.new("visibilitychange"))
        await asyncio.sleep(0.1)
        gc.collect()
        return [signal, witness() is None, list(window.waits()), inbox.inputs]

    assert run(inside, moment) == [True, True, [], []]
