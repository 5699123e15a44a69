"""The probes of the self-test in a real browser, and that nothing stays open."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import Inbox, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.devices import Wishes
    from sipwidget.browser.media import Media
    from sipwidget.browser.self_test import Probes
    from sipwidget.phone.inputs import Probed

Run = Callable[..., Any]


def test_what_is_there_passes_and_says_what_it_is(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, js.window)
        told = []
        for step in ("secure", "microphone", "camera", "sound"):
            media.probe(1, step)
            news = await inbox.wait(Probed)
            told.append([news.run, news.step, news.problem, bool(news.found)])
        return told

    assert run(inside) == [
        [1, "secure", "", False],
        [1, "microphone", "", True],
        [1, "camera", "", True],
        [1, "sound", "", False],
    ]


@pytest.mark.parametrize("stopped", [True, False])
def test_no_device_stays_open(run: Run, stopped: bool) -> None:
    async def inside(stopped: bool) -> list[object]:
        inbox, window = Inbox(), watched()
        probes = Probes(inbox, window)
        probes.start(1, "microphone", Wishes(), [])
        await asyncio.sleep(0)
        if stopped:
            probes.stop()
        await until(lambda: window.tracks.length)
        await until(lambda: all(track.readyState == "ended" for track in window.tracks))
        await until(lambda: stopped or inbox.inputs)
        return len(inbox.inputs)

    assert run(inside, stopped) == (not stopped)


def test_a_refused_microphone_is_told(run: Run) -> None:
    async def inside() -> str:
        inbox = Inbox()
        window = watched("throw new DOMException('no', 'NotAllowedError')")
        Probes(inbox, window).start(3, "microphone", Wishes(), [])
        return (await inbox.wait(Probed)).problem

    assert run(inside) == "microphone-refused"


def test_an_insecure_page_is_told(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        probes = Probes(inbox, run_js("({navigator: {}, isSecureContext: false})"))
        told = []
        for step in ("secure", "microphone", "sound"):
            probes.start(1, step, Wishes(), [])
            told.append((await inbox.wait(Probed)).problem)
        return told

    assert run(inside) == ["insecure", "insecure", "unsupported"]


def test_a_server_that_no_one_answers_at_is_told_and_the_connection_closed(run: Run) -> None:
    """Chromium asks no STUN server without a way out, so the candidates are ours alone."""

    async def inside() -> list[object]:
        inbox, window = Inbox(), watched()
        Probes(inbox, window).start(1, "stun", Wishes(), [{"urls": "stun:127.0.0.1:9"}])
        problem = (await inbox.wait(Probed, 12)).problem
        (peer,) = window.connections
        return [problem, peer.signalingState]

    assert run(inside) == ["silent", "closed"]


def test_what_is_no_server_is_told(run: Run) -> None:
    async def inside() -> str:
        inbox = Inbox()
        Probes(inbox, watched()).start(1, "stun", Wishes(), [{"urls": "nonsense"}])
        return (await inbox.wait(Probed)).problem

    assert run(inside) == "unsupported"


def test_an_answer_of_a_server_passes(run: Run) -> None:
    async def inside() -> list[str]:
        inbox = Inbox()
        window = run_js("""({
            Promise, Array, Object, Reflect,
            RTCPeerConnection: class extends EventTarget {
                createDataChannel() {}
                close() {}
                async setLocalDescription() {
                    for (const candidate of [
                        {type: "host", address: "192.0.2.1"},
                        {type: "srflx", address: "203.0.113.9"},
                        null,
                    ]) this.dispatchEvent(Object.assign(new Event("icecandidate"), {candidate}));
                }
            },
        })""")
        Probes(inbox, window).start(1, "stun", Wishes(), [])
        news = await inbox.wait(Probed)
        return [news.problem, news.found]

    assert run(inside) == ["", "srflx 203.0.113.9"]
