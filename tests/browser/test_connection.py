"""Two real RTCPeerConnections in one page, with the browser's fake devices."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import re

    import js
    from inside import Ends, Inbox, bytes_received, directions, lines, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.media import Media
    from sipwidget.phone.messages import MediaFailed, OfferMade

Run = Callable[..., Any]


def test_audio_flows_both_ways(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        for window in (ours, theirs):
            peer = window.connections[0]
            while not await bytes_received(peer, "audio"):
                await asyncio.sleep(0.05)
        await until(lambda: ours.audios[0].currentTime > 0)
        ends.release()
        return ends.inbox.inputs + ends.inbox_there.inputs

    assert run(inside) == []


def test_an_offer_holds_a_real_address_and_candidates(run: Run) -> None:
    """A34: and no video unless it is asked for."""

    async def inside() -> list[object]:
        ends = Ends(watched(), watched())
        sdp = await ends.offer()
        ends.release()
        return [lines(sdp, "m=video"), len(lines(sdp, "a=candidate:")) > 0, "0.0.0.0" in sdp]

    assert run(inside) == [[], True, False]


def test_a_peer_without_video_gives_an_audio_call(run: Run) -> None:
    """A40"""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        answer = await ends.answer(await ends.offer(video=True), video=False)
        ends.media.apply_answer("call", answer, False)
        await until(lambda: ours.connections[0].connectionState == "connected")
        kinds = sorted(track.kind for track in theirs.tracks)
        ends.release()
        return [directions(answer), kinds, ends.inbox.inputs]

    assert run(inside) == [["sendrecv", "inactive"], ["audio"], []]


def test_early_media_plays_and_its_answer_may_come_again(run: Run) -> None:
    """N17; a 200 after a 183 repeats the same description."""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        answer = await ends.answer(await ends.offer())
        ends.media.apply_answer("call", answer, True)
        while not await bytes_received(ours.connections[0], "audio"):
            await asyncio.sleep(0.05)
        early = ours.connections[0].signalingState
        for _ in range(2):
            ends.media.apply_answer("call", answer, True)
            ends.media.apply_answer("call", answer, False)
        await until(lambda: ours.connections[0].signalingState == "stable")
        await asyncio.sleep(0.1)
        ends.release()
        return [early, ends.inbox.inputs]

    assert run(inside) == ["have-remote-pranswer", []]


def test_another_branch_may_take_the_call_after_early_media(run: Run) -> None:
    """N10"""

    async def inside() -> list[object]:
        ours, early, final = watched(), watched(), watched()
        ends, others = Ends(ours, early), Ends(watched(), final)
        offer = await ends.offer()
        ends.media.apply_answer("call", await ends.answer(offer), True)
        await until(lambda: ours.connections[0].connectionState == "connected")
        ends.media.apply_answer("call", await others.answer(offer), False)
        while not await bytes_received(final.connections[0], "audio"):
            await asyncio.sleep(0.05)
        await until(lambda: ours.connections[0].connectionState == "connected")
        ends.release()
        others.release()
        return ends.inbox.inputs

    assert run(inside) == []


def test_hold_is_answered_and_the_call_resumes(run: Run) -> None:
    """A96; the devices are not opened again."""

    async def inside() -> list[object]:
        theirs = watched()
        ends = Ends(watched(), theirs)
        await ends.connect()
        answers = []
        for direction in ("sendonly", "inactive", "sendrecv"):
            offer = (await ends.offer()).replace("a=sendrecv", f"a={direction}")
            answer = await ends.answer(offer)
            answers += directions(answer)
            ends.media.apply_answer("call", answer.replace("a=recvonly", "a=sendrecv"), False)
        ends.release()
        return [*answers, len(theirs.tracks)]

    assert run(inside) == ["recvonly", "inactive", "sendrecv", 1]


def test_video_can_be_added_to_a_standing_call(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        await ends.connect(video=True)
        while not await bytes_received(theirs.connections[0], "video"):
            await asyncio.sleep(0.05)
        ends.release()
        return sorted(track.kind for track in theirs.tracks)

    assert run(inside) == ["audio", "video"]


def test_an_offer_without_a_common_codec_fails_with_codec(run: Run) -> None:
    async def inside() -> str:
        ends = Ends(watched(), watched())
        offer = await ends.offer()
        offer = re.sub("(m=audio .*SAVPF) .*", r"\1 107", offer)
        offer = re.sub("a=(rtpmap|fmtp|rtcp-fb):.*\r\n", "", offer) + "a=rtpmap:107 SPEEX/8000\r\n"
        ends.there.make_answer("call", offer, False, False)
        failed = await ends.inbox_there.wait(MediaFailed)
        ends.release()
        return failed.problem

    assert run(inside) == "codec"


def test_an_answer_that_refuses_the_audio_fails_with_codec(run: Run) -> None:
    async def inside() -> str:
        ends = Ends(watched(), watched())
        answer = await ends.answer(await ends.offer())
        refusal = re.sub("m=audio [0-9]+", "m=audio 0", answer).replace("a=group:BUNDLE 0\r\n", "")
        ends.media.apply_answer("call", refusal, False)
        failed = await ends.inbox.wait(MediaFailed)
        ends.release()
        return failed.problem

    assert run(inside) == "codec"


def test_gathering_that_never_completes_delays_an_offer_by_one_second(run: Run) -> None:
    """N16: the TURN server does not answer."""

    async def inside() -> float:
        inbox = Inbox()
        server = run_js("({urls: 'turn:127.0.0.1:9', username: 'x', credential: 'x'})")
        media = Media(inbox, watched(), [server])
        start = js.performance.now()
        media.make_offer("call", False, False)
        await inbox.wait(OfferMade)
        media.release("call")
        return (js.performance.now() - start) / 1000

    assert 0 < run(inside) < 1.6


def test_a_failed_connection_is_told_and_the_next_offer_restarts_ice(run: Run) -> None:
    """N16"""

    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect()
        peer = ours.connections[0]
        before = lines(peer.localDescription.sdp, "a=ice-ufrag")
        run_js("""peer => {
            for (const name of ["connectionState", "iceConnectionState"])
                Object.defineProperty(peer, name, {value: "failed"});
            peer.dispatchEvent(new Event("connectionstatechange"));
        }""")(peer)
        failed = await ends.inbox.wait(MediaFailed)
        after = lines(await ends.offer(), "a=ice-ufrag")
        ends.release()
        return [failed.problem, before != after]

    assert run(inside) == ["ice", True]
