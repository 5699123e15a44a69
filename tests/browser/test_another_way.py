"""Another way to the peer, asked for where the browser has not given the first one up (N16)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import re

    from inside import Ends, hears, lines, until, watched

    from sipwidget.phone.inputs import MediaFlows

Run = Callable[..., Any]


def test_where_none_has_ever_stood_another_connection_looks_for_it(run: Run) -> None:
    """The peer was told of somebody else, as by a relay that is lost while it rings."""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        first = await ends.offer()
        answer = re.sub("a=ice-pwd:.*", "a=ice-pwd:" + 24 * "x", await ends.answer(first))
        ends.media.apply_answer("call", answer, False)
        await until(lambda: ends.media._calls["call"].connection.established)
        ends.media.restart_ice("call")
        anew = await ends.offer()
        ends.media.apply_answer("call", await ends.answer(anew), False)
        await hears(ours.connections[1])
        await hears(theirs.connections[0])
        await until(lambda: ours.connections[0].connectionState == "closed")
        ends.release()
        same = [lines(first, each) == lines(anew, each) for each in ("a=fing", "a=ice-ufrag")]
        return [*same, len(ours.tracks), ends.inbox.news]

    assert run(inside) == [True, False, 1, []]


def test_where_it_stands_but_has_no_keys_they_are_agreed_on_anew(run: Run) -> None:
    """A peer that is in the midst of agreeing begins anew for another fingerprint only."""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        first = await ends.offer()
        answer = await ends.answer(first.replace("a=setup:actpass", "a=setup:active"))
        both_wait = answer.replace("a=setup:passive", "a=setup:active")
        ends.media.apply_answer("call", both_wait, False)
        await until(lambda: ours.connections[0].iceConnectionState == "connected")
        before = str(ours.connections[0].connectionState)
        ends.media.restart_ice("call")
        anew = await ends.offer()
        ends.media.apply_answer("call", await ends.answer(anew), False)
        await hears(ours.connections[1])
        await hears(theirs.connections[0])
        ends.release()
        return [before, both_wait != answer, lines(first, "a=fing") == lines(anew, "a=fing")]

    assert run(inside) == ["connecting", True, False]


@pytest.mark.parametrize("established", [True, False])
def test_else_the_connection_does_it_itself(run: Run, established: bool) -> None:
    async def inside(established: bool) -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        first = await ends.offer()
        if established:
            ends.media.apply_answer("call", await ends.answer(first), False)
            await ends.inbox.wait(MediaFlows)
        ends.media.restart_ice("call")
        anew = await ends.offer()
        ends.release()
        return [len(ours.connections), lines(first, "a=ice-ufrag") == lines(anew, "a=ice-ufrag")]

    assert run(inside, established) == [1, False]
