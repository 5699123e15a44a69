"""Which page of this device registers, decided by real Web Locks in one real page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import Inbox
    from pyodide.code import run_js

    from sipwidget.browser.election import Election
    from sipwidget.phone.inputs import Elected

Run = Callable[..., Any]


def test_the_first_is_elected_and_the_next_when_it_resigns(run: Run) -> None:
    async def inside() -> list[object]:
        inboxes = [Inbox() for _ in range(3)]
        phones = [Election(inbox, js.window) for inbox in inboxes]
        for phone in phones:
            phone.claim("one@pbx")
        await inboxes[0].wait(Elected)
        waiting = [len(inbox.inputs) for inbox in inboxes[1:]]
        phones[1].resign()  # before its turn has come
        phones[0].resign()
        elected = await inboxes[2].wait(Elected)
        phones[2].resign()
        return [waiting, elected.account, len(inboxes[1].inputs)]

    assert run(inside) == [[0, 0], "one@pbx", 0]


def test_accounts_are_elected_apart_and_another_claim_gives_up_the_former(run: Run) -> None:
    async def inside() -> list[str]:
        first, second = Inbox(), Inbox()
        one, other = Election(first, js.window), Election(second, js.window)
        one.claim("one@pbx")
        other.claim("other@pbx")
        found = [(await inbox.wait(Elected)).account for inbox in (first, second)]
        other.claim("one@pbx")
        one.claim("third@pbx")
        found.append((await second.wait(Elected)).account)
        one.resign()
        other.resign()
        return found

    assert run(inside) == ["one@pbx", "other@pbx", "one@pbx"]


def test_no_lock_is_left_by_those_who_resigned(run: Run) -> None:
    async def inside() -> int:
        inbox = Inbox()
        election = Election(inbox, js.window)
        election.claim("left@pbx")
        await inbox.wait(Elected)
        election.resign()
        election.resign()

        async def held() -> int:
            locks = await js.navigator.locks.query()
            return len([lock for lock in locks.held if "left@pbx" in lock.name])

        while await held():
            pass
        return await held()

    assert run(inside) == 0


@pytest.mark.parametrize(
    "navigator",
    [
        "{}",
        "{locks: {request: () => Promise.reject(new DOMException('', 'SecurityError'))}}",
    ],
)
def test_without_locks_each_page_is_elected(run: Run, navigator: str) -> None:
    async def inside(navigator: str) -> list[str]:
        window = run_js(f"({{AbortController, Object, Promise, navigator: {navigator}}})")
        inboxes = [Inbox(), Inbox()]
        for inbox in inboxes:
            Election(inbox, window).claim("one@pbx")
        return [(await inbox.wait(Elected)).account for inbox in inboxes]

    assert run(inside, navigator) == ["one@pbx", "one@pbx"]
