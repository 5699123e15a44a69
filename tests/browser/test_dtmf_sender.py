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
    from sipwidget.phone.inputs import TonesFailed

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
                heard.push([event.tone, performance.now()]);
            };
            return heard;
        }""")(ours.connections[0])
        ends.media.send_tones("call", "12", 100, 200)
        await until(lambda: heard.length)
        ends.media.send_tones("call", "A#", 100, 200)
        await until(lambda: [tone for tone, _ in heard.to_py()][-2:] == ["#", ""])
        ends.release()
        return [heard.to_py(), ends.inbox.news]

    heard, news = run(inside)
    starts = [(tone, at) for tone, at in heard if tone]
    assert [tone for tone, _ in starts] == ["1", "2", "A", "#"]
    gaps = [later - earlier for (_, earlier), (_, later) in itertools.pairwise(starts)]
    assert all(gap > 280 for gap in gaps), gaps
    assert news == []


def test_what_follows_a_comma_waits_for_its_pause_and_keeps_its_gaps(run: Run) -> None:
    async def inside() -> list[object]:
        sender = run_js("""({
            toneBuffer: "", inserted: [],
            insertDTMF(tones) { this.inserted.push([tones, performance.now()]) },
        })""")
        left = await DtmfSender(lambda: sender).send("1,23", 40, 60)
        return [left, sender.inserted.to_py()]

    left, inserted = run(inside)
    assert left == ""
    assert [tones for tones, _ in inserted] == ["1", "2", "3"]
    (_, first), (_, second), (_, third) = inserted
    assert second - first > 2090
    assert third - second > 90


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


def test_tones_wait_until_the_way_to_the_peer_stands(run: Run) -> None:
    """A30: until then the browser takes none."""

    async def inside() -> list[bool]:
        ours = watched()
        ends = Ends(ours, watched())
        answer = await ends.answer(await ends.offer())
        ends.there.release("call")  # it has answered and is gone
        ends.media.apply_answer("call", answer, False)
        await until(lambda: ours.connections[0].signalingState == "stable")
        await asyncio.sleep(0.1)  # until the media knows of it, too
        ends.media.send_tones("call", "1", 40, 30)
        await asyncio.sleep(0.3)  # they would fail at once
        failed = [isinstance(each, TonesFailed) for each in ends.inbox.news]
        ends.release()
        return failed

    assert not any(run(inside))


def test_before_an_answer_there_is_no_way_to_send_tones(run: Run) -> None:
    """A32"""

    async def inside() -> str:
        ends = Ends(watched(), watched())
        await ends.offer()
        ends.media.send_tones("call", "12", 160, 640)
        failed = await ends.inbox.wait(TonesFailed)
        ends.release()
        return failed.tones

    assert run(inside) == "12"


def test_without_a_microphone_there_is_no_way_to_send_tones(run: Run) -> None:
    """A32"""

    async def inside() -> str:
        ours = watched("if (wanted.audio) throw new DOMException('', 'NotFoundError')")
        ends = Ends(ours, watched())
        await ends.connect()
        await until(lambda: ours.connections[0].connectionState == "connected")
        ends.media.send_tones("call", "12", 160, 640)
        failed = await ends.inbox.wait(TonesFailed)
        ends.release()
        return failed.tones

    assert run(inside) == "12"


def test_where_rtp_events_were_not_agreed_on_no_tone_is_sent(run: Run) -> None:
    """A32"""

    async def inside() -> str:
        ours = watched()
        ends = Ends(ours, watched())
        answer = (await ends.answer(await ends.offer())).splitlines(keepends=True)
        without = [line for line in answer if "telephone-event" not in line]
        ends.media.apply_answer("call", "".join(without), False)
        await until(lambda: ours.connections[0].connectionState == "connected")
        ends.media.send_tones("call", "12", 160, 640)
        failed = await ends.inbox.wait(TonesFailed)
        ends.release()
        return failed.tones

    assert run(inside) == "12"


def test_what_is_no_tone_is_not_sent(run: Run) -> None:
    """A32"""

    async def inside() -> str:
        ends = Ends(watched(), watched())
        await ends.connect()
        await until(lambda: ends.media._calls["call"].connection._peer.dtmf())
        ends.media.send_tones("call", "x", 160, 640)
        failed = await ends.inbox.wait(TonesFailed)
        ends.release()
        return failed.tones

    assert run(inside) == "x"


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
        await dtmf.send("2", 9000, 1)
        return [sender.inserted.to_py(), js.performance.now() - start]

    inserted, waited = run(inside)
    assert inserted == [["91", 40, 30], ["2", 6000, 30]]
    assert waited > 60


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
