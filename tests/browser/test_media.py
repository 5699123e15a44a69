"""Media between two real RTCPeerConnections of one page, with the browser's fake devices."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import asyncio
    import gc
    import re
    import weakref

    import js
    from inside import Ends, Inbox, bytes_received, directions, lines, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.media import Media
    from sipwidget.phone.messages import MediaFailed, MediaReduced, OfferMade

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


def test_video_is_shown_in_the_nodes_of_a_view_also_when_it_comes_later(run: Run) -> None:
    async def inside() -> list[object]:
        ends = Ends(watched(), watched())
        ends.media.make_offer("call", True, True)
        remote, local = (js.document.createElement("video") for _ in range(2))
        remote.autoplay = local.autoplay = True
        ends.media.show("call", remote, local)
        offer = (await ends.inbox.wait(OfferMade)).sdp
        ends.media.apply_answer("call", await ends.answer(offer, True), False)
        await until(lambda: remote.videoWidth and local.videoWidth)
        ends.media.show("call", remote, local)
        playing = [remote.muted, local.muted, bool(remote.srcObject)]
        ends.media.hide(remote, local)
        ends.release()
        return [*playing, bool(remote.srcObject), bool(local.srcObject)]

    assert run(inside) == [True, True, True, False, False]


def test_our_own_picture_is_only_shown_where_it_is_asked_for(run: Run) -> None:
    async def inside() -> list[bool]:
        ends = Ends(watched(), watched())
        await ends.offer(video=True)
        remote, local = (js.document.createElement("video") for _ in range(2))
        ends.media.show("call", remote, local)
        shown = [bool(remote.srcObject), bool(local.srcObject)]
        ends.release()
        return shown

    assert run(inside) == [True, False]


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


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        ("new DOMException('', 'NotAllowedError')", "camera-refused"),
        ("new DOMException('', 'NotFoundError')", "camera-missing"),
        ("new DOMException('', 'NotReadableError')", "camera-busy"),
        ("{name: 'OverconstrainedError', message: 'has no stack'}", "camera-missing"),
    ],
)
def test_without_a_camera_video_is_received_only(run: Run, error: str, problem: str) -> None:
    """A39"""

    async def inside(error: str) -> list[object]:
        ends = Ends(watched(f"if (wanted.video) throw {error}"), watched())
        offer = await ends.offer(video=True)
        reduced = await ends.inbox.wait(MediaReduced)
        ends.release()
        return [directions(offer), reduced.problem]

    assert run(inside, error) == [["sendrecv", "recvonly"], problem]


def test_without_a_microphone_the_picture_is_still_sent(run: Run) -> None:
    """N14"""

    async def inside() -> list[object]:
        devices = "if (wanted.audio) throw new DOMException('', 'NotFoundError')"
        ends = Ends(watched(), watched(devices))
        answer = await ends.answer(await ends.offer(video=True), video=True)
        reduced = await ends.inbox_there.wait(MediaReduced)
        ends.release()
        return [directions(answer), reduced.problem]

    assert run(inside) == [["recvonly", "sendrecv"], "microphone-missing"]


def test_who_refuses_the_microphone_is_not_asked_for_the_camera(run: Run) -> None:
    async def inside() -> list[object]:
        js.window.asked = run_js("[]")
        devices = """window.asked.push(Object.keys(wanted).join());
                     throw new DOMException('', 'NotAllowedError')"""
        ends = Ends(watched(devices), watched())
        offer = await ends.offer(video=True)
        ends.release()
        return [
            list(js.window.asked),
            directions(offer),
            *(each.problem for each in ends.inbox.inputs),
        ]

    assert run(inside) == [
        ["audio,video", "audio"],
        ["recvonly", "recvonly"],
        "microphone-refused",
        "camera-refused",
    ]


def test_an_insecure_page_has_no_media(run: Run) -> None:
    """A42"""

    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, run_js("({navigator: {}})"))
        media.ask_permission(True)
        media.make_offer("call", False, False)
        media.release("call")
        return inbox.inputs

    assert run(inside) == [
        "MediaFailed(call='call', problem='insecure', detail='', renegotiation=False)"
    ]


def test_a_browser_without_webrtc_says_so(run: Run) -> None:
    async def inside() -> str:
        window = watched()
        del window.RTCPeerConnection
        inbox = Inbox()
        Media(inbox, window).make_offer("call", False, False)
        return (await inbox.wait(MediaFailed)).problem

    assert run(inside) == "unsupported"


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


def test_an_early_answer_that_cannot_be_used_does_no_harm(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        answer = await ends.answer(await ends.offer())
        ends.media.apply_answer("call", "nonsense", True)
        ends.media.apply_answer("call", answer, False)
        await until(lambda: ours.connections[0].connectionState == "connected")
        ends.release()
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


def test_a_useless_offer_leaves_a_standing_call_as_it_was(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        offer = await ends.offer()
        ends.there.make_answer("call", offer.replace("a=fingerprint", "a=x"), False, False)
        failed = await ends.inbox_there.wait(MediaFailed)
        again = await ends.answer(offer)
        ends.media.apply_answer("call", again, False)
        await until(lambda: ours.connections[0].signalingState == "stable")
        ends.release()
        return [failed.problem, failed.renegotiation, directions(again)]

    assert run(inside) == ["description", True, ["sendrecv"]]


def test_a_new_call_with_a_useless_offer_fails(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, watched())
        media.make_answer("call", "v=0\r\nnonsense", False, False)
        failed = await inbox.wait(MediaFailed)
        media.release("call")
        return [failed.problem, failed.renegotiation]

    assert run(inside) == ["description", False]


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


def test_a_released_call_leaves_no_track_no_connection_and_no_object(run: Run) -> None:
    """A44, N7"""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        witnesses = []
        for _ in range(5):
            await ends.connect(video=True)
            for media in (ends.media, ends.there):
                witnesses.append(weakref.ref(media._calls["call"].connection))
            ends.release()
        del media
        await asyncio.sleep(0.1)
        gc.collect()
        states = [peer.connectionState for window in (ours, theirs) for peer in window.connections]
        tracks = [track.readyState for window in (ours, theirs) for track in window.tracks]
        sounds = [bool(audio.srcObject) for audio in [*ours.audios, *theirs.audios]]
        return [
            [len(states), set(states) == {"closed"}],
            [len(tracks), set(tracks) == {"ended"}],
            [any(sounds), sum(witness() is not None for witness in witnesses)],
        ]

    assert run(inside) == [[10, True], [20, True], [False, 0]]


def test_devices_that_open_after_the_release_are_shut_and_nobody_hears(run: Run) -> None:
    """A10"""

    async def inside() -> list[object]:
        js.window.gate = run_js("Promise.withResolvers()")
        ours = watched("await window.gate.promise")
        ends = Ends(ours, watched())
        ends.media.make_offer("call", True, False)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        ends.media.release("call")
        js.window.gate.resolve()
        await until(lambda: [track.readyState for track in ours.tracks] == ["ended", "ended"])
        return ends.inbox.inputs

    assert run(inside) == []


def test_a_release_at_any_moment_is_heard_of_no_more(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        for moment in range(8):
            ends.media.make_offer("call", True, False)
            await asyncio.sleep(moment * 0.01)
            ends.media.release("call")
            ends.inbox.inputs.clear()
        await asyncio.sleep(0.3)
        live = [track for track in ours.tracks if track.readyState == "live"]
        return [len(live), ends.inbox.inputs]

    assert run(inside) == [0, []]


def test_a_call_may_be_released_by_the_news_that_it_is_reduced(run: Run) -> None:
    async def inside() -> list[object]:
        heard: list[object] = []

        def inbox(message: object) -> None:
            heard.append(message)
            media.release("call")

        window = watched("if (wanted.video) throw new DOMException('', 'NotFoundError')")
        media = Media(inbox, window)
        media.make_offer("call", True, False)
        await until(lambda: heard)
        await asyncio.sleep(0.1)
        return [len(heard), window.connections[0].connectionState]

    assert run(inside) == [1, "closed"]


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


def test_permission_is_asked_for_and_the_devices_are_shut_again(run: Run) -> None:
    async def inside() -> list[str]:
        window = watched()
        media = Media(Inbox(), window)
        media.ask_permission(True)
        await until(lambda: [track.readyState for track in window.tracks] == ["ended"] * 2)
        return sorted(track.kind for track in window.tracks)

    assert run(inside) == ["audio", "video"]


def test_what_names_an_unknown_call_is_passed_over(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, watched())
        media.apply_answer("gone", "v=0", False)
        media.show("gone", None, None)
        media.release("gone")
        await asyncio.sleep(0)
        return inbox.inputs

    assert run(inside) == []
