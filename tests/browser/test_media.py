"""The media of calls: what is shown, what fails, and what a release leaves behind."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import gc
    import weakref

    import js
    from inside import Ends, Inbox, directions, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.media import Media
    from sipwidget.phone.inputs import MediaFailed, OfferMade

Run = Callable[..., Any]


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


def test_an_insecure_page_has_no_media(run: Run) -> None:
    """A42"""

    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, run_js("({navigator: {}})"))
        media.ask_permission(True)
        media.make_offer("call", False, False)
        media.release("call")
        return [message.problem for message in inbox.inputs]

    assert run(inside) == ["insecure"]


def test_a_browser_without_webrtc_says_so(run: Run) -> None:
    async def inside() -> str:
        window = watched()
        del window.RTCPeerConnection
        inbox = Inbox()
        Media(inbox, window).make_offer("call", False, False)
        return (await inbox.wait(MediaFailed)).problem

    assert run(inside) == "unsupported"


def test_an_early_answer_that_cannot_be_used_does_no_harm(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        answer = await ends.answer(await ends.offer())
        ends.media.apply_answer("call", "nonsense", True)
        ends.media.apply_answer("call", answer, False)
        await until(lambda: ours.connections[0].connectionState == "connected")
        ends.release()
        return ends.inbox.news

    assert run(inside) == []


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


def test_what_nobody_expects_of_the_browser_fails_aloud(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect()
        ours.RTCPeerConnection.prototype.addTrack = run_js("() => { throw new TypeError('new') }")
        failed = []
        for _ in range(2):
            ends.media.make_offer("call", True, False)
            failed.append(await ends.inbox.wait(MediaFailed))
            ends.media.release("call")
        ends.release()
        return [[each.problem, each.detail, each.renegotiation] for each in failed]

    told = ["description", "TypeError: new"]
    assert run(inside) == [[*told, True], [*told, False]]


def test_an_answer_that_cannot_be_taken_is_told_as_one(run: Run) -> None:
    async def inside() -> list[object]:
        ends = Ends(watched(), watched())
        await ends.connect()
        await ends.offer()
        ends.media.apply_answer("call", "nonsense", False)
        failed = await ends.inbox.wait(MediaFailed)
        ends.release()
        return [failed.problem, failed.renegotiation, failed.applying]

    assert run(inside) == ["description", True, True]


def test_a_new_call_with_a_useless_offer_fails(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, watched())
        media.make_answer("call", "v=0\r\nnonsense", False, False)
        failed = await inbox.wait(MediaFailed)
        media.release("call")
        return [failed.problem, failed.renegotiation]

    assert run(inside) == ["description", False]


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
        await until(lambda: gc.collect() >= 0 and not any(witness() for witness in witnesses))
        peers = [*ours.connections, *theirs.connections]
        await until(lambda: all(peer.connectionState == "closed" for peer in peers))
        tracks = [track.readyState for window in (ours, theirs) for track in window.tracks]
        sounds = [bool(audio.srcObject) for audio in [*ours.audios, *theirs.audios]]
        return [
            len(peers),
            [len(tracks), set(tracks) == {"ended"}],
            any(sounds),
        ]

    assert run(inside) == [10, [20, True], False]


def test_devices_that_open_after_the_release_are_shut_and_nobody_hears(run: Run) -> None:
    """A10"""

    async def inside() -> list[object]:
        js.window.gate = run_js("Promise.withResolvers()")
        js.window.asked = False
        ours = watched("window.asked = true; await window.gate.promise")
        ends = Ends(ours, watched())
        ends.media.make_offer("call", True, False)
        await until(lambda: js.window.asked)
        ends.media.release("call")
        js.window.gate.resolve()
        await until(lambda: [track.readyState for track in ours.tracks] == ["ended", "ended"])
        return ends.inbox.inputs

    assert run(inside) == []


def test_the_microphone_opens_while_the_offer_is_taken(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched("window.states = connections.map(each => each.signalingState)")
        ends = Ends(watched(), ours)
        await ends.answer(await ends.offer())
        ends.release()
        return list(js.window.states)

    assert run(inside) in ([], ["stable"])


def test_a_microphone_that_opens_for_an_offer_which_is_no_good_is_shut(run: Run) -> None:
    async def inside() -> list[object]:
        js.window.gate = run_js("Promise.withResolvers()")
        ours = watched("await window.gate.promise")
        ends = Ends(watched(), ours)
        ends.there.make_answer("call", "no offer", False, False)
        problem = (await ends.inbox_there.wait(MediaFailed)).problem
        js.window.gate.resolve()
        await until(lambda: [track.readyState for track in ours.tracks] == ["ended"])
        return [problem, ends.inbox_there.news]

    assert run(inside) == ["description", []]


def test_after_an_offer_that_was_no_good_the_next_one_opens_the_camera(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(watched(), ours)
        await ends.connect()
        bad = "v=0\r\nm=audio 9 RTP/AVP 0\r\nm=video 9 RTP/AVP 96\r\n"
        ends.there.make_answer("call", bad, True, False)
        problem = (await ends.inbox_there.wait(MediaFailed)).problem
        await ends.answer(await ends.offer(video=True), video=True)
        live = sorted(track.kind for track in ours.tracks if track.readyState == "live")
        ends.release()
        return [problem, live]

    assert run(inside) == ["description", ["audio", "video"]]


def test_a_release_at_any_moment_is_heard_of_no_more(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        for moment in range(8):
            ends.media.make_offer("call", True, False)
            await asyncio.sleep(moment * 0.01)
            ends.media.release("call")
            ends.inbox.inputs.clear()
        await ends.offer(video=True)
        ends.release()
        live = [track for track in ours.tracks if track.readyState == "live"]
        return [len(live), ends.inbox.inputs]

    assert run(inside) == [0, []]


def test_a_call_may_be_released_by_the_news_that_it_is_reduced(run: Run) -> None:
    async def inside() -> list[object]:
        tasks: list[Any] = []

        def inbox(message: object) -> None:
            tasks.append(asyncio.current_task())
            media.release("call")

        window = watched("if (wanted.video) throw new DOMException('', 'NotFoundError')")
        media = Media(inbox, window)
        media.make_offer("call", True, False)
        await until(lambda: tasks and tasks[0].done())
        return [len(tasks), tasks[0].cancelled(), window.connections[0].connectionState]

    assert run(inside) == [1, True, "closed"]


def test_a_muted_call_sends_silence_from_whichever_microphone_it_has(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect(video=True)
        sender = ours.connections[0].getSenders()[0]
        first, seen = sender.track, []
        for muted in (True, False, True):
            ends.media.set_muted("call", muted)
            seen.append([[track.kind, track.enabled] for track in ours.tracks])
        first.stop()
        first.dispatchEvent(js.Event.new("ended"))
        await until(lambda: sender.track and sender.track != first)
        seen.append([sender.track.readyState, sender.track.enabled])
        ends.media.set_muted("call", False)
        seen.append([sender.track.enabled])
        ends.release()
        ends.media.set_muted("call", True)
        return seen

    on, off = [["audio", True], ["video", True]], [["audio", False], ["video", True]]
    assert run(inside) == [off, on, off, ["live", False], [True]]


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


def test_an_error_that_nobody_thought_of_ends_the_call_instead_of_keeping_it_waiting(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        media = Media(inbox, watched())

        async def fail(video: bool) -> str:
            raise ValueError("a case that nobody thought of")

        connect = media._connect

        def broken(call: str) -> object:
            connection = connect(call)
            connection.make_offer = fail
            return connection

        media._connect = broken
        media.make_offer("call", False, False)
        failed = await inbox.wait(MediaFailed)
        media.release("call")
        return [failed.problem, "nobody thought of" in failed.detail]

    assert run(inside) == ["description", True]
