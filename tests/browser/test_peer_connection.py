"""One connection: what it needs of the browser, and what it takes over from another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import directions, lines, until, watched, without_video
    from pyodide.code import run_js
    from pyodide.ffi import JsException

    from sipwidget.browser.peer_connection import MediaError, PeerConnection, new_settings

Run = Callable[..., Any]


def test_a_new_connection_goes_on_in_the_session_of_the_former(run: Run) -> None:
    """RFC 3264 section 8: the same m= lines, the same o= line, a higher version."""

    async def inside() -> list[object]:
        window = watched()
        settings = await new_settings(window, ())
        ways = [lambda track: None, lambda state: None]
        former = PeerConnection(settings, *ways)
        former.receive("video")
        former.receive("audio", "video")
        offers = [await former.make_offer(), await former.make_offer()]
        new = PeerConnection(settings, *ways, former)
        offers += [await new.make_offer(), await new.make_offer()]
        await until(lambda: window.connections[0].connectionState == "closed")
        new.close()
        return [
            [lines(sdp, "o=")[0].split()[:2] for sdp in offers],
            [int(lines(sdp, "o=")[0].split()[2]) for sdp in offers],
            [[line.split()[0] for line in lines(sdp, "m=")] for sdp in offers],
            [directions(sdp) for sdp in offers],
            [lines(sdp, "a=fingerprint")[0] for sdp in offers],
        ]

    origins, versions, media, ways, fingerprints = run(inside)
    assert origins == [origins[0]] * 4
    assert versions[0] <= versions[1] < versions[2] <= versions[3]
    assert media == [["m=video", "m=audio"]] * 4
    assert ways == [["recvonly", "recvonly"]] * 4
    assert fingerprints == [fingerprints[0]] * 4


def test_a_refused_line_is_offered_again_by_the_connection_that_follows(run: Run) -> None:
    """RFC 3264 section 8: there are never fewer m= lines than before."""

    async def inside() -> list[object]:
        window = watched()
        settings = await new_settings(window, ())
        ways = [lambda track: None, lambda state: None]
        former, there = PeerConnection(settings, *ways), PeerConnection(settings, *ways)
        former.receive("audio", "video")
        await there.take_offer(await former.make_offer())
        await former.take_answer(without_video(await there.make_answer()), False)
        left = window.connections[0].getTransceivers().length
        new = PeerConnection(settings, *ways, former)
        offer = await new.make_offer()
        for peer in (new, there):
            peer.close()
        return [left, [line.split()[0] for line in lines(offer, "m=")], directions(offer)]

    assert run(inside) == [1, ["m=audio", "m=video"], ["recvonly", "recvonly"]]


def test_a_connection_that_cannot_take_over_is_closed_and_the_former_stays(run: Run) -> None:
    async def inside() -> list[str]:
        window = watched()
        settings = await new_settings(window, ())
        ways = [lambda track: None, lambda state: None]
        former = PeerConnection(settings, *ways)
        former.receive("audio")
        await former.make_offer()
        window.RTCPeerConnection.prototype.addTransceiver = run_js(
            "() => { throw new Error('no') }"
        )
        try:
            PeerConnection(settings, *ways, former)
        except JsException as error:
            states = [error.message, *(each.signalingState for each in window.connections)]
        former.close()
        return states

    assert run(inside) == ["no", "have-local-offer", "closed"]


@pytest.mark.parametrize(
    ("change", "server"),
    [
        ("delete window.RTCPeerConnection", "stun:192.0.2.1"),
        ("window.RTCPeerConnection = {}", "stun:192.0.2.1"),
        ("0", "nonsense:x"),
    ],
)
def test_what_the_browser_cannot_do_is_unsupported(run: Run, change: str, server: str) -> None:
    async def inside(change: str, server: str) -> str:
        window = watched()
        run_js(f"window => {{ {change} }}")(window)
        try:
            settings = await new_settings(window, [run_js(f"({{urls: '{server}'}})")])
            PeerConnection(settings, lambda track: None, lambda state: None)
        except MediaError as error:
            return error.problem
        return ""

    assert run(inside, change, server) == "unsupported"


def test_one_that_looks_for_candidates_is_closed_when_it_has_them_all(run: Run) -> None:
    """N7: Chromium may keep one for good that is closed as that changes."""

    async def inside() -> list[str]:
        window = watched()
        found: list[str] = []
        peer = PeerConnection(
            await new_settings(window, ()), lambda track: None, lambda state: None
        )
        peer.receive("audio")
        await peer.make_offer()
        (inner,) = window.connections
        found.append(inner.iceGatheringState)
        shut = inner.close.bind(inner)
        inner.close = lambda: found.append(inner.iceGatheringState) or shut()
        peer.close()
        peer.close()
        await until(lambda: inner.signalingState == "closed")
        return found

    assert run(inside) == ["gathering", "complete"]


def test_one_that_is_about_to_close_sends_nothing_more(run: Run) -> None:
    """The losing end of a fork; the track itself goes on, in the connection that has won."""

    async def inside() -> list[object]:
        window = watched()
        (track,) = (
            await window.navigator.mediaDevices.getUserMedia(js.JSON.parse('{"audio": true}'))
        ).getTracks()
        peer = PeerConnection(
            await new_settings(window, ()), lambda track: None, lambda state: None
        )
        peer.send(track, window.MediaStream.new())
        await peer.make_offer()
        (inner,) = window.connections
        peer.close()
        (sender,) = inner.getSenders()
        await until(lambda: not sender.track)
        found = [inner.signalingState, track.readyState]
        await until(lambda: inner.signalingState == "closed")
        track.stop()
        return found

    assert run(inside) == ["have-local-offer", "live"]


def test_one_that_was_never_described_is_closed_at_once(run: Run) -> None:
    async def inside() -> str:
        window = watched()
        peer = PeerConnection(
            await new_settings(window, ()), lambda track: None, lambda state: None
        )
        peer.receive("audio")
        peer.close()
        return window.connections[0].signalingState

    assert run(inside) == "closed"


def test_a_closed_connection_is_heard_of_no_more(run: Run) -> None:
    async def inside() -> list[str]:
        window = watched()
        states: list[str] = []
        peer = PeerConnection(await new_settings(window, ()), lambda track: None, states.append)
        event = js.Event.new("connectionstatechange")
        window.connections[0].dispatchEvent(event)
        peer.close()
        window.connections[0].dispatchEvent(event)
        return states

    assert run(inside) == ["new"]
