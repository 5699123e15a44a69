"""What a call sends when devices are chosen, plugged out and plugged in again in it (N15)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from inside import Ends, hears, plug, until, watched

    from sipwidget.browser.devices import Wishes, list_devices
    from sipwidget.phone.inputs import DevicesListed, MediaReduced

    async def ids(kind: str) -> list[str]:
        """The browser's own fake devices of that kind."""
        return [each.id for each in await list_devices(watched()) if each.kind == kind and each.id]

    def id_of(track: Any) -> str:
        return str(track.getSettings().deviceId)


Run = Callable[..., Any]


@pytest.mark.parametrize("kind", ["microphone", "camera"])
def test_what_is_chosen_in_a_call_is_sent_at_once_and_without_a_new_offer(
    run: Run, kind: str
) -> None:
    async def inside(kind: str) -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect(video=True)
        sender = ours.connections[0].getSenders()[kind == "camera"]
        first = sender.track
        wanted = (await ids(kind))[-1]
        ends.media.set_muted("call", True)
        ends.media.use(Wishes(**{kind: wanted}))
        await until(lambda: sender.track != first and first.readyState == "ended")
        seen = [id_of(sender.track) == wanted, sender.track.enabled == (kind == "camera")]
        await hears(theirs.connections[0], sender.track.kind)
        live = sum(track.readyState == "live" for track in ours.tracks)
        ends.release()
        left = sum(track.readyState == "live" for track in ours.tracks)
        await until(lambda: ours.connections[0].signalingState == "closed")
        return [*seen, live, left, ends.inbox.news]

    assert run(inside, kind) == [True, True, 2, 0, []]


def test_a_device_that_was_chosen_is_missed_and_taken_back_when_it_is_there(run: Run) -> None:
    """N15: it was unplugged before the call."""

    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        wanted = (await ids("microphone"))[-1]
        plug(ours, out=wanted)
        ends.media.use(Wishes(microphone=wanted))
        await ends.connect()
        missed = (await ends.inbox.wait(MediaReduced)).problem
        sender = ours.connections[0].getSenders()[0]
        other = sender.track
        plug(ours)
        await until(lambda: id_of(sender.track) == wanted)
        state = other.readyState
        await ends.inbox.wait(DevicesListed)
        plug(ours)
        await ends.inbox.wait(DevicesListed)
        ends.release()
        return [missed, state, len(ours.tracks), ends.inbox.news]

    assert run(inside) == ["microphone-other", "ended", 2, []]


def test_a_device_that_is_unplugged_while_another_is_chosen_is_replaced_once(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect()
        sender = ours.connections[0].getSenders()[0]
        first, wanted = sender.track, (await ids("microphone"))[-1]
        ends.media.use(Wishes(microphone=wanted))
        plug(ours, out=id_of(first))
        await until(lambda: id_of(sender.track) == wanted)
        await ends.offer()  # after all that is still to be done
        live = [id_of(track) == wanted for track in ours.tracks if track.readyState == "live"]
        ends.release()
        return [live, len(ours.tracks), ends.inbox.news]

    live, opened, news = run(inside)
    assert (live, opened) == ([True], 2)
    assert "Media" not in str([each for each in news if "DevicesListed" not in each])


def test_what_was_unplugged_in_a_call_is_taken_back_when_it_is_plugged_in_again(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        wanted = (await ids("microphone"))[-1]
        ends.media.use(Wishes(microphone=wanted))
        await ends.connect()
        sender = ours.connections[0].getSenders()[0]
        seen = [id_of(sender.track) == wanted]
        plug(ours, out=wanted)
        missed = (await ends.inbox.wait(MediaReduced)).problem
        seen.append(id_of(sender.track) == wanted)
        plug(ours)
        await until(lambda: id_of(sender.track) == wanted)
        await hears(theirs.connections[0])
        ends.release()
        return [missed, *seen]

    assert run(inside) == ["microphone-other", True, False]


def test_the_only_device_is_taken_back_though_nobody_has_chosen_it(run: Run) -> None:
    async def inside() -> list[object]:
        ours, theirs = watched(), watched()
        ends = Ends(ours, theirs)
        await ends.connect()
        sender = ours.connections[0].getSenders()[0]
        plug(ours, out="all")
        lost = (await ends.inbox.wait(MediaReduced)).problem
        seen = [bool(sender.track)]
        plug(ours)
        await until(lambda: sender.track)
        await hears(theirs.connections[0])
        ends.release()
        await until(lambda: ours.connections[0].signalingState == "closed")
        return [lost, *seen]

    assert run(inside) == ["microphone-lost", False]


def test_where_only_one_can_be_open_the_former_is_shut_first(run: Run) -> None:
    """Firefox, Android"""

    async def inside() -> list[object]:
        busy = """if (tracks.some(each => each.readyState === "live"))
            throw new DOMException("", "NotReadableError")"""
        ours = watched(busy)
        ends = Ends(ours, watched())
        await ends.connect()
        sender = ours.connections[0].getSenders()[0]
        wanted = next(each for each in await ids("microphone") if each != id_of(sender.track))
        ends.media.use(Wishes(microphone=wanted))
        await until(lambda: id_of(sender.track) == wanted)
        states = [track.readyState for track in ours.tracks]
        ends.release()
        return [states, ends.inbox.news]

    assert run(inside) == [["ended", "live"], []]


def test_whoever_refuses_another_device_keeps_the_one_that_is_open(run: Run) -> None:
    async def inside() -> list[object]:
        ours = watched("if (tracks.length) throw new DOMException('', 'NotAllowedError')")
        ends = Ends(ours, watched())
        await ends.connect()
        ends.media.use(Wishes(microphone="other"))
        await ends.offer()
        states = [track.readyState for track in ours.tracks]
        ends.release()
        return [states, ends.inbox.news]

    assert run(inside) == [["live"], []]
