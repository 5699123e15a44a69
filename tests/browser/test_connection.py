"""Two real RTCPeerConnections in one page, with the browser's fake devices."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import re

    import js
    from inside import Ends, directions, hears, lines, until, watched, without_video
    from pyodide.code import run_js

    from sipwidget.phone.inputs import AnswerMade, MediaFailed, MediaFlows, MediaLost, OfferMade

Run = Callable[..., Any]


def test_audio_flows_both_ways(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        for window in (ours, theirs):
            peer = window.connections[0]
            await hears(peer)
        await until(lambda: ours.audios[0].currentTime > 0)
        ends.release()
        return ends.inbox.news + ends.inbox_there.news

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
        return [directions(answer), kinds, ends.inbox.news]

    assert run(inside) == [["sendrecv", "inactive"], ["audio"], []]


def test_early_media_plays_and_its_answer_may_come_again(run: Run) -> None:
    """N17; a 200 after a 183 repeats the same description."""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        answer = await ends.answer(await ends.offer())
        ends.media.apply_answer("call", answer, True)
        await hears(ours.connections[0])
        early = ours.connections[0].signalingState
        for _ in range(2):
            ends.media.apply_answer("call", answer, True)
            ends.media.apply_answer("call", answer, False)
        await ends.offer()
        ends.release()
        return [early, ends.inbox.news]

    assert run(inside) == ["have-remote-pranswer", []]


@pytest.mark.parametrize("refused", [False, True])
def test_another_branch_may_take_the_call_after_early_media(run: Run, refused: bool) -> None:
    """N10: it needs an offer of its own, for which the phone is told at once; video that only the
    early branch refuses is in it.
    """

    async def inside(refused: bool) -> list[object]:
        ours, final = watched(), watched()
        ends, other = Ends(ours, watched()), Ends(watched(), final)
        remote = js.document.createElement("video")
        remote.autoplay = True
        offer = await ends.offer(video=True)
        ends.media.show("call", remote, None)
        early = await ends.answer(offer, True)
        ends.media.apply_answer("call", without_video(early) if refused else early, True)
        await hears(ours.connections[0])
        answer = await other.answer(offer, True)
        for provisional in (True, False):
            ends.media.apply_answer("call", answer, provisional)
        await ends.inbox.wait(MediaLost)
        anew = await ends.offer(video=True)
        ends.media.apply_answer("call", await other.answer(anew, True), False)
        for peer in (ours.connections[1], final.connections[0]):
            await hears(peer, "audio")
            await hears(peer, "video")
        sound, at = ours.audios[0], ours.audios[0].currentTime
        await until(lambda: sound.currentTime > at and remote.videoWidth)
        flows = (remote.srcObject.getTracks().length, remote.srcObject.active)
        await until(lambda: ours.connections[0].connectionState == "closed")
        ends.release()
        other.release()
        return [*flows, len(ours.tracks), ends.inbox.news]

    assert run(inside, refused) == [2, True, 2, []]


def test_where_early_answers_are_unknown_they_count_as_final(run: Run) -> None:
    """Firefox; the branch may answer again, and a change that fails early is none of the call."""

    async def inside() -> list[object]:
        ours = watched()
        ours.RTCPeerConnection = run_js("""Native => class extends Native {
            setRemoteDescription(it) {
                if (it.type === "pranswer")
                    return Promise.reject(new DOMException("not yet", "NotSupportedError"));
                return super.setRemoteDescription(it);
            }
        }""")(ours.RTCPeerConnection)
        ends = Ends(ours, watched())
        answer = await ends.answer(await ends.offer())
        ends.media.apply_answer("call", answer, True)
        await hears(ours.connections[0])
        early = ends.media._calls["call"].connection.established
        for _ in range(2):
            ends.media.apply_answer("call", answer, False)
        await hears(ours.connections[0])
        final = ends.media._calls["call"].connection.established
        ends.release()
        return [early, final, ends.inbox.news]

    assert run(inside) == [False, True, []]


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


def test_hold_is_offered_and_answered_by_direction_on_both_sides(run: Run) -> None:
    """RFC 3264 section 8.4, RFC 6337 section 5.3: what flows is what both ends let flow."""

    async def inside() -> list[object]:
        ends = Ends(watched(), watched())
        await ends.connect(video=True)
        seen = []

        async def negotiate(ours: bool) -> None:
            us, them = (ends.media, ends.inbox), (ends.there, ends.inbox_there)
            (one, inbox), (other, inbox_there) = (us, them) if ours else (them, us)
            one.make_offer("call", True, False)
            offer = (await inbox.wait(OfferMade)).sdp
            other.make_answer("call", offer, True, False)
            answer = (await inbox_there.wait(AnswerMade)).sdp
            one.apply_answer("call", answer, False)
            seen.append([*{*directions(offer)}, *{*directions(answer)}])

        ends.media.set_hold("call", True)
        await negotiate(ours=True)  # we hold
        await negotiate(ours=False)  # they offer anew
        ends.there.set_hold("call", True)
        await negotiate(ours=False)  # they hold, too
        ends.media.set_hold("call", False)
        await negotiate(ours=True)  # only they hold
        ends.media.set_hold("call", True)
        await negotiate(ours=True)  # we hold as the second
        ends.there.set_hold("call", False)
        await negotiate(ours=False)  # only we hold
        ends.media.set_hold("call", False)
        await negotiate(ours=True)
        ends.release()
        return [*seen, *ends.inbox.news]

    assert run(inside) == [
        ["sendonly", "recvonly"],
        ["sendrecv", "sendonly"],
        ["inactive", "inactive"],
        ["sendrecv", "sendonly"],
        ["inactive", "inactive"],
        ["sendrecv", "sendonly"],
        ["sendrecv", "sendrecv"],
    ]


def test_on_hold_nothing_is_said_and_nothing_played_whatever_the_peer_does(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect(video=True)
        (peer,) = ours.connections
        await hears(peer)
        await hears(peer, "video")
        seen = []

        def note() -> None:
            tracks = [*ours.tracks, *(each.track for each in peer.getReceivers())]
            seen.append({track.enabled for track in tracks})

        ends.media.set_muted("call", True)
        ends.media.set_hold("call", True)
        note()
        await ends.offer(video=True)
        ends.media.drop_offer("call")  # they refuse
        ends.there.make_offer("call", True, False)
        offer = (await ends.inbox_there.wait(OfferMade)).sdp
        ends.media.make_answer("call", offer, True, False)
        answer = (await ends.inbox.wait(AnswerMade)).sdp
        note()
        ends.media.set_hold("call", False)
        muted = [track.enabled for track in ours.tracks]
        ends.media.set_muted("call", False)
        note()
        ends.release()
        return [[sorted(each) for each in seen], directions(answer), sorted(muted)]

    assert run(inside) == [[[False], [False], [True]], ["sendonly"] * 2, [False, True]]


def test_a_call_that_begins_on_hold_says_so_from_its_first_description(run: Run) -> None:
    """One that is taken on hold while its devices open."""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        offer = await ends.offer()
        ends.there.make_answer("call", offer, False, False)
        ends.there.set_hold("call", True)
        answer = (await ends.inbox_there.wait(AnswerMade)).sdp
        ends.media.apply_answer("call", answer, False)
        await until(lambda: ours.connections[0].connectionState == "connected")
        tracks = [*theirs.tracks, *(each.track for each in theirs.connections[0].getReceivers())]
        enabled = [track.enabled for track in tracks]
        ends.release()
        return [directions(answer), enabled]

    assert run(inside) == [["sendonly"], [False, False]]


def test_the_camera_is_switched_off_without_a_new_offer(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect(video=True)
        seen = []
        for on in (False, True):
            ends.media.set_camera("call", on)
            seen.append({track.kind: track.enabled for track in ours.tracks})
        ends.release()
        return [*seen, *ends.inbox.news]

    assert run(inside) == [{"audio": True, "video": False}, {"audio": True, "video": True}]


def test_video_can_be_added_to_a_standing_call(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        await ends.connect(video=True)
        await hears(theirs.connections[0], "video")
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


@pytest.mark.parametrize("ice", ["failed", "disconnected"])
def test_a_lost_way_is_told_and_the_next_offer_restarts_ice(run: Run, ice: str) -> None:
    """N16: Chromium leaves iceConnectionState at disconnected when that is final."""

    async def inside(ice: str) -> bool:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect()
        peer = ours.connections[0]
        await ends.inbox.wait(MediaFlows)
        before = lines(peer.localDescription.sdp, "a=ice-ufrag")
        run_js("""(peer, ice) => {
            const states = {connectionState: "failed", iceConnectionState: ice};
            for (const [name, value] of Object.entries(states))
                Object.defineProperty(peer, name, {value, configurable: true});
            peer.dispatchEvent(new Event("connectionstatechange"));
        }""")(peer, ice)
        await ends.inbox.wait(MediaLost)
        offer = await ends.offer()
        run_js("peer => { delete peer.connectionState; delete peer.iceConnectionState; }")(peer)
        ends.media.apply_answer("call", await ends.answer(offer), False)
        await hears(peer)
        ends.release()
        return before != lines(offer, "a=ice-ufrag")

    assert run(inside, ice)


def test_keys_that_failed_are_replaced_with_the_connection(run: Run) -> None:
    """N16: DTLS; the session goes on, the devices are not opened again."""

    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        await hears(ours.connections[0])
        before = ours.connections[0].localDescription.sdp
        run_js("""peer => {
            Object.defineProperty(peer, "connectionState", {value: "failed"});
            peer.dispatchEvent(new Event("connectionstatechange"));
        }""")(ours.connections[0])
        await ends.inbox.wait(MediaLost)
        offer = await ends.offer()
        ends.media.apply_answer("call", await ends.answer(offer), False)
        for peer in (ours.connections[1], theirs.connections[0]):
            await hears(peer)
        sound, at = ours.audios[0], ours.audios[0].currentTime
        await until(lambda: sound.currentTime > at)
        kept = ends.media._calls["call"].connection.established
        await until(lambda: ours.connections[0].signalingState == "closed")
        ends.release()
        origins = [re.findall("o=(.*) [0-9]+ IN", sdp) for sdp in (before, offer)]
        return [origins[0] == origins[1], kept, len(ours.tracks), ends.inbox.news]

    assert run(inside) == [True, True, 1, []]


def test_an_offer_that_came_to_nothing_is_dropped(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        await ends.offer()
        dropped = []
        for _ in range(2):
            ends.media.drop_offer("call")
            await until(lambda: ours.connections[0].signalingState == "stable")
            dropped.append(ours.connections[0].signalingState)
        ends.there.make_offer("call", False, False)
        offer = (await ends.inbox_there.wait(OfferMade)).sdp
        ends.media.make_answer("call", offer, False, False)
        ends.there.apply_answer("call", (await ends.inbox.wait(AnswerMade)).sdp, False)
        await hears(ours.connections[0])
        ends.release()
        return [dropped, ends.inbox.news]

    assert run(inside) == [["stable", "stable"], []]
