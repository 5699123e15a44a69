from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Page

if TYPE_CHECKING:
    import js
    from inside import Inbox
    from pyodide.code import run_js

    from sipwidget.browser.call_log import CallLog
    from sipwidget.browser.storage import Storage
    from sipwidget.phone.call_record import Direction, Outcome, made
    from sipwidget.phone.inputs import CallsRead

Run = Callable[..., Any]


def test_what_is_kept_is_told_here_and_by_whoever_looks_later(run: Run) -> None:
    async def inside() -> list[object]:
        inbox, other = Inbox(), Inbox()
        storage = Storage(js.window)
        log = CallLog(inbox, storage)
        log.follow_calls("alice")
        log.keep_call(made(Direction.INCOMING, Outcome.MISSED, "Door", "620", 0))
        log.keep_call(made(Direction.OUTGOING, Outcome.ANSWERED, "Gate", "621", 5))
        told = [[each.party for each in read.records] for read in inbox.inputs]
        log.see_calls()
        log.follow_calls("bob")
        CallLog(other, Storage(js.window)).follow_calls("alice")
        js.window.localStorage.removeItem("sipwidget:history")
        return [
            told,
            [[each.seen for each in read.records] for read in inbox.inputs[3:]],
            [each.party for each in other.inputs[0].records],
        ]

    assert run(inside) == [
        [[], ["Door"], ["Gate", "Door"]],
        [[True, True], []],
        ["Gate", "Door"],
    ]


def test_another_window_s_call_is_told_and_so_is_one_of_a_widget_beside_it(run: Run) -> None:
    async def inside() -> list[int]:
        inbox, beside = Inbox(), Inbox()
        storage = Storage(js.window)
        log, other = CallLog(inbox, storage), CallLog(beside, storage)
        log.follow_calls("alice")
        other.follow_calls("alice")
        other.keep_call(made(Direction.INCOMING, Outcome.MISSED, "Door", "620"))
        told = [len(read.records) for read in inbox.inputs]
        js.window.localStorage.removeItem("sipwidget:history")
        run_js("dispatchEvent(new StorageEvent('storage', {key: 'sipwidget:history'}))")
        return [*told, len(inbox.inputs[-1].records)]

    assert run(inside) == [0, 1, 0]


def test_all_of_an_account_s_calls_can_be_forgotten_and_no_other_s(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        log = CallLog(inbox, Storage(js.window))
        for account in ("bob", "alice"):
            log.follow_calls(account)
            log.keep_call(made(Direction.INCOMING, Outcome.MISSED, "Door", "620"))
        log.forget_calls()
        kept = js.window.localStorage.getItem("sipwidget:history")
        js.window.localStorage.removeItem("sipwidget:history")
        return [len(inbox.inputs[-1].records), "bob" in kept, "alice" in kept]

    assert run(inside) == [0, True, False]


def test_without_an_account_nothing_is_kept(run: Run) -> None:
    async def inside() -> object:
        log = CallLog(Inbox(), Storage(js.window))
        log.keep_call(made(Direction.INCOMING, Outcome.MISSED, "Door", "620"))
        return not js.window.localStorage.getItem("sipwidget:history")

    assert run(inside)


def test_a_browser_that_keeps_nothing_has_a_history_until_the_page_is_left(run: Run) -> None:
    async def inside() -> list[int]:
        inbox = Inbox()
        log = CallLog(inbox, Storage(run_js("({localStorage: null, addEventListener() {}})")))
        log.follow_calls("alice")
        for _ in range(2):
            log.keep_call(made(Direction.INCOMING, Outcome.MISSED, "Door", "620"))
        return [len(read.records) for read in inbox.inputs]

    assert run(inside) == [0, 1, 2]


def test_the_time_is_that_of_the_clock_on_the_wall(
    chromium: Browser, boot: Callable[[Page], Run]
) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        log = CallLog(inbox, Storage(js.window))
        log.follow_calls("alice")
        log.keep_call(made(Direction.OUTGOING, Outcome.ANSWERED, "Door", "620", 30))
        read = await inbox.wait(CallsRead)
        read = await inbox.wait(CallsRead)
        return [read.records[0].at.isoformat(), read.today.isoformat()]

    context = chromium.new_context(timezone_id="Asia/Kolkata")
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-29T20:00:10Z")
    at, today = boot(page)(inside)
    context.close()
    assert (at, today) == ("2026-11-30T01:29:40+05:30", "2026-11-30")
