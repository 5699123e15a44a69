"""Tones: each is played once, in order, with its gap; between two ends, and at its bounds."""

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import Ends, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.dtmf_sender import DtmfSender
    from sipwidget.phone.messages import TonesFailed

Run = Callable[..., Any]


def test_two_taps_play_all_tones_once_and_with_full_gaps(run: Run) -> None:
    """A30"""

    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect()
        await until(lambda: ours.connections[0].connectionState == "connected")
        heard = run_js("""peer => {
            const heard = [];
            peer.getSenders()[0].dtmf.ontonechange = event => {
                if (event.tone) heard.push([event.tone, performance.now()]);
            };
            return heard;
        }""")(ours.connections[0])
        ends.media.send_tones("call", "12", 100, 200)
        await until(lambda: heard.length)
        ends.media.send_tones("call", "A#", 100, 200)
        await until(lambda: heard.length == 4)
        await asyncio.sleep(0.4)
        ends.release()
        return [heard.to_py(), ends.inbox.news]

    heard, news = run(inside)
    assert [tone for tone, _ in heard] == ["1", "2", "A", "#"]
    times = [at for _, at in heard]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(gap > 280 for gap in gaps), gaps
    assert min(gaps) < 450, gaps  # Chromium's own pace would be 500
    assert news == []


def test_tones_are_sent_into_early_media(run: Run) -> None:
    """N13"""

    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        ends.media.apply_answer("call", await ends.answer(await ends.offer()), True)
        peer = ours.connections[0]
        await until(lambda: peer.connectionState == "connected")
        heard = run_js("""peer => new Promise(resolve => {
            peer.getSenders()[0].dtmf.ontonechange = event => resolve(event.tone);
        })""")(peer)
        ends.media.send_tones("call", "1", 40, 30)
        tone = await asyncio.wait_for(heard, 4)
        ends.release()
        return [tone, ends.inbox.news]

    assert run(inside) == ["1", []]


def test_without_a_way_to_send_tones_it_is_told(run: Run) -> None:
    """A32: no answer yet, no microphone, RTP events not agreed on, no tone at all."""

    async def inside() -> list[object]:
        failed = []

        async def fails(ends: Ends, tones: str) -> None:
            ends.media.send_tones("call", tones, 160, 640)
            failed.append((await ends.inbox.wait(TonesFailed)).tones)
            ends.release()

        ends = Ends(watched(), watched())
        await ends.offer()
        await fails(ends, "1")

        deaf = watched("if (wanted.audio) throw new DOMException('', 'NotFoundError')")
        ends = Ends(deaf, watched())
        await ends.connect()
        await until(lambda: deaf.connections[0].connectionState == "connected")
        await fails(ends, "2")

        ours = watched()
        ends = Ends(ours, watched())
        answer = await ends.answer(await ends.offer())
        without = "".join(
            line for line in answer.splitlines(keepends=True) if "telephone-event" not in line
        )
        ends.media.apply_answer("call", without, False)
        await until(lambda: ours.connections[0].connectionState == "connected")
        await fails(ends, "3")

        ends = Ends(watched(), watched())
        await ends.connect()
        await until(lambda: ends.media._calls["call"].connection._peer.dtmf())
        await fails(ends, "x")
        return failed

    assert run(inside) == ["1", "2", "3", "x"]


def test_what_a_late_browser_still_has_to_play_is_not_lost(run: Run) -> None:
    """insertDTMF replaces what waits; and its bounds are known."""

    async def inside() -> list[object]:
        sender = run_js("""({
            toneBuffer: "9", inserted: [],
            insertDTMF(...all) { this.inserted.push(all) },
        })""")
        dtmf = DtmfSender(lambda: sender)
        await dtmf.send("1", 1, 1)
        sender.toneBuffer = ""
        start = js.performance.now()
        await dtmf.send("2", 9000, 50)
        return [sender.inserted.to_py(), js.performance.now() - start]

    inserted, waited = run(inside)
    assert inserted == [["91", 40, 30], ["2", 6000, 30]]
    assert 60 < waited < 400


def test_what_could_not_be_sent_is_given_back(run: Run) -> None:
    async def inside() -> list[str]:
        sender = run_js("({toneBuffer: '', insertDTMF() {}})")
        ways = [sender, sender, None]
        stops = DtmfSender(lambda: ways.pop(0))
        return [
            await stops.send("1234", 40, 30),
            await DtmfSender(lambda: None).send("12", 40, 30),
            await DtmfSender(lambda: sender).send("12", 40, 30),
        ]

    assert run(inside) == ["34", "12", ""]
