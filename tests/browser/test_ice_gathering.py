"""Candidates: there is always one, and waiting for more takes a second at most."""

import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import asyncio
    import itertools

    from inside import Ends, Inbox, lines, watched
    from pyodide.code import run_js

    from sipwidget.browser.ice_gathering import GATHER_SECONDS, QUIET_SECONDS, IceGathering
    from sipwidget.browser.media import Media
    from sipwidget.phone.inputs import OfferMade

Run = Callable[..., Any]


@pytest.fixture
def silent() -> Iterator[str]:
    """Where a STUN server would be, and somebody takes the questions and says nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{bound.getsockname()[1]}"


@pytest.mark.parametrize("kind", ["stun", "turn"])
def test_a_server_that_does_not_answer_delays_an_offer_by_one_second(
    run: Run, silent: str, kind: str
) -> None:
    """N16"""

    async def inside(url: str) -> list[object]:
        inbox = Inbox()
        server = run_js("url => ({urls: url, username: 'x', credential: 'x'})")(url)
        window = watched()
        media = Media(inbox, window, [server])
        media.make_offer("call", False, False)
        sdp = (await inbox.wait(OfferMade)).sdp
        state = window.connections[0].iceGatheringState
        (server,) = window.connections[0].getConfiguration().iceServers
        media.release("call")
        return [state, list(server.urls), len(lines(sdp, "a=candidate:")) > 0]

    state, urls, has_candidates = run(inside, f"{kind}:{silent}")
    assert state == "gathering"  # Chromium goes on for some ten seconds
    assert urls == [f"{kind}:{silent}"]
    assert has_candidates


def test_no_server_is_asked_by_default(run: Run) -> None:
    """N16"""

    async def inside() -> int:
        window = watched()
        ends = Ends(window, watched())
        await ends.offer()
        servers = window.connections[0].getConfiguration().iceServers.length
        ends.release()
        return int(servers)

    assert run(inside) == 0


def test_the_first_candidate_may_take_longer(run: Run) -> None:
    """What has none is answered without ICE, which a browser refuses."""

    async def inside() -> bool:
        peer = run_js("""Object.assign(new EventTarget, {
            iceGatheringState: "gathering", localDescription: {sdp: ""},
        })""")
        run_js("""peer => setTimeout(() => {
            peer.localDescription.sdp = "a=candidate:1";
            peer.dispatchEvent(new Event("icecandidate"));
        }, 1200)""")(peer)
        gathering = IceGathering(peer, with_servers=True)
        async with asyncio.timeout(4):
            return await gathering.wait()

    assert run(inside)


def test_nothing_is_waited_for_when_gathering_is_complete(run: Run) -> None:
    async def inside() -> bool:
        peer = run_js("""Object.assign(new EventTarget, {
            iceGatheringState: "complete", localDescription: {sdp: "a=candidate:1"},
        })""")
        gathering = IceGathering(peer, with_servers=True)
        async with asyncio.timeout(0.5):
            return await gathering.wait()

    assert run(inside)


def test_without_servers_candidates_that_no_peer_can_use_are_not_waited_for(run: Run) -> None:
    """Chromium's own, over TCP, come a tenth of a second after the others."""

    async def inside() -> list[bool]:
        peer = run_js("""Object.assign(new EventTarget, {
            iceGatheringState: "gathering", localDescription: {sdp: "a=candidate:1"},
        })""")
        gathering = IceGathering(peer, with_servers=False)
        async with asyncio.timeout(GATHER_SECONDS):
            found = await gathering.wait()
        last = []
        for gathering._heard in (1.5, 1.99):
            last.append(gathering._limit(1.0, True, False))
        return [found, last == [1.5 + QUIET_SECONDS, 1.0 + GATHER_SECONDS]]

    assert run(inside) == [True, True]


def test_where_gathering_ends_without_a_candidate_none_is_waited_for(run: Run) -> None:
    async def inside() -> bool:
        peer = run_js("""Object.assign(new EventTarget, {
            iceGatheringState: "complete", localDescription: {sdp: ""},
        })""")
        gathering = IceGathering(peer, with_servers=True)
        async with asyncio.timeout(3):
            return await gathering.wait()

    assert not run(inside)


def test_the_end_of_the_gathering_before_an_ice_restart_is_none_of_this_one(run: Run) -> None:
    async def inside() -> bool:
        peer = run_js("""Object.assign(new EventTarget, {
            iceGatheringState: "complete", localDescription: {sdp: ""},
        })""")
        gathering = IceGathering(peer, with_servers=True)
        run_js("""peer => setTimeout(() => {
            peer.localDescription.sdp = "a=candidate:1";
            peer.dispatchEvent(new Event("icecandidate"));
        })""")(peer)
        return await gathering.wait()

    assert run(inside)


def test_where_time_is_up_before_the_loop_is_asked_for_it_the_waiting_ends(run: Run) -> None:
    """Pyodide's loop refuses a time that has passed: now and then a call got no INVITE out."""

    async def inside() -> bool:
        peer = run_js("""Object.assign(new EventTarget, {
            iceGatheringState: "gathering", localDescription: {sdp: "a=candidate:1"},
        })""")
        loop = asyncio.get_running_loop()
        calls = itertools.count(loop.time() / QUIET_SECONDS)
        loop.time = lambda: next(calls) * QUIET_SECONDS * 0.4
        try:
            return await IceGathering(peer, with_servers=False).wait()
        finally:
            del loop.time

    assert run(inside)


@pytest.mark.parametrize("ends", [True, False])
def test_the_end_of_gathering_is_waited_for_a_second_at_most(run: Run, ends: bool) -> None:
    async def inside(ends: bool) -> bool:
        peer = run_js("Object.assign(new EventTarget, {iceGatheringState: 'gathering'})")
        if ends:
            run_js("""peer => setTimeout(() => {
                peer.iceGatheringState = "complete";
                peer.dispatchEvent(new Event("icegatheringstatechange"));
            }, 20)""")(peer)
        start = asyncio.get_running_loop().time()
        await IceGathering(peer, with_servers=True).over()
        return asyncio.get_running_loop().time() - start < GATHER_SECONDS

    assert run(inside, ends) is ends
