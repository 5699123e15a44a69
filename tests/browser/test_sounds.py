"""What is played when, where the browser lets it and where it does not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import Inbox, until
    from inside_sound import RING, RINGBACK, SILENCE, names, pitches, stage
    from pyodide.code import run_js

    from sipwidget.browser.sounds import Sounds
    from sipwidget.phone.device import Device
    from sipwidget.phone.settings import Config

Run = Callable[..., Any]


def test_the_ring_and_the_ringback_have_their_tones_and_speakers(run: Run) -> None:
    """A25, A26, N15"""

    async def inside() -> list[object]:
        window = stage()
        sounds = Sounds(Inbox(), window)
        sounds.tune(Config(enable_tones=True), Device(speaker="s", ringer="r"))
        sounds.follow(RINGBACK)
        sounds.follow(RINGBACK)
        sounds.follow(SILENCE)
        (context,) = window.contexts
        heard = pitches(context)
        sounds.follow(RING)
        await until(lambda: len(context.speakers) == 2)
        return [heard, pitches(context)[1:], list(context.speakers)]

    assert run(inside) == [[425], [880, 1109, 1319], ["s", "r"]]


@pytest.mark.parametrize(("country", "expected"), [("GB", [400, 450]), ("", [425])])
def test_the_country_is_the_settings_or_the_browsers(
    run: Run, country: str, expected: list[int]
) -> None:
    async def inside(country: str) -> list[int]:
        window = stage()
        sounds = Sounds(Inbox(), window)
        sounds.tune(Config(enable_tones=True, tone_country=country), Device())
        sounds.follow(RINGBACK)
        return pitches(window.contexts[0])

    assert run(inside, country) == expected


def test_a_page_that_plays_nothing_opens_nothing(run: Run) -> None:
    """A24, A28"""

    async def inside() -> int:
        window = stage()
        sounds = Sounds(Inbox(), window)
        sounds.tune(Config(), Device())
        sounds.beep()
        sounds.follow(SILENCE)
        sounds.close()
        return window.contexts.length

    assert run(inside) == 0


def test_the_sound_rests_when_there_is_nothing_to_play(run: Run) -> None:
    async def inside() -> list[str]:
        window = stage()
        sounds = Sounds(Inbox(), window)
        sounds.tune(Config(enable_tones=True), Device())
        (context,) = window.contexts
        window.ring()
        states = [context.state]
        sounds.follow(RING)
        window.ring()
        states.append(context.state)
        sounds.beep()
        window.ring()
        states.append(context.state)
        sounds.follow(SILENCE)
        window.ring()
        states.append(context.state)
        sounds.beep()
        states.append(context.state)
        window.ring()
        states.append(context.state)
        sounds.close()
        return [*states, context.state]

    states = run(inside)
    assert states[:3] == ["suspended", "running", "running"]
    assert states[3:] == ["suspended", "running", "suspended", "closed"]


def test_what_the_browser_blocks_is_told_before_it_is_to_ring_and_mended_by_a_tap(
    run: Run,
) -> None:
    """A27, A94"""

    async def inside() -> list[object]:
        window, inbox = stage(allowed=False), Inbox()
        sounds = Sounds(inbox, window)
        sounds.tune(Config(enable_tones=True), Device())
        window.ring()
        before = names(inbox.inputs)
        sounds.follow(RING)
        window.ring()
        silent = window.contexts[0].state
        window.tap()
        window.tap()
        ringing = window.contexts[0].state
        return [before, silent, ringing, names(inbox.inputs)]

    told = ["SoundBlocked", "SoundAllowed"]
    assert run(inside) == [told[:1], "suspended", "running", told]


def test_where_somebody_has_tapped_already_nothing_is_tried(run: Run) -> None:
    async def inside() -> int:
        window = stage()
        window.navigator.userActivation.hasBeenActive = True
        Sounds(Inbox(), window).tune(Config(enable_tones=True), Device())
        return window.contexts.length

    assert run(inside) == 0


def test_a_tap_on_the_page_around_the_widget_counts(run: Run) -> None:
    async def inside() -> list[object]:
        window, inbox = stage(allowed=False), Inbox()
        around = run_js("Object.assign(new EventTarget(), {navigator: {}, frameElement: null})")
        window.frameElement = run_js("it => ({ownerDocument: {defaultView: it}})")(around)
        sounds = Sounds(inbox, window)
        sounds.tune(Config(enable_tones=True), Device())
        window.ring()
        window.allowed = True  # as any tap does
        around.dispatchEvent(js.Event.new("click"))
        return names(inbox.inputs)

    assert run(inside) == ["SoundBlocked", "SoundAllowed"]


def test_a_tap_on_a_page_that_the_engine_serves_counts(run: Run) -> None:
    """That page is beside ours, not around it: its face tells of the tap."""

    async def inside() -> list[object]:
        window, inbox = stage(allowed=False), Inbox()
        sounds = Sounds(inbox, window)
        sounds.tune(Config(enable_tones=True), Device())
        sounds.tapped()
        window.ring()
        window.allowed = True
        sounds.tapped()
        return names(inbox.inputs)

    assert run(inside) == ["SoundBlocked", "SoundAllowed"]


def test_a_beep_that_was_held_back_is_not_heard_at_the_next_tap(run: Run) -> None:
    async def inside() -> list[object]:
        window = stage(allowed=False)
        sounds = Sounds(Inbox(), window)
        sounds.tune(Config(enable_tones=True), Device())
        sounds.beep()
        window.ring()
        window.tap()
        (context,) = window.contexts
        buffer = await context.startRendering()
        return max(buffer.getChannelData(0).to_py())

    assert run(inside) == 0


def test_a_file_rings_in_place_of_the_tone(run: Run) -> None:
    async def inside() -> list[object]:
        window, inbox = stage(), Inbox()
        window.navigator.userActivation.hasBeenActive = True
        sounds = Sounds(inbox, window)
        config = Config(enable_tones=True, ringtone_url="/bell.mp3")
        sounds.tune(config, Device(ringer="r"))
        sounds.follow(RING)
        (audio,) = window.audios
        await until(lambda: audio.playing)
        playing = [audio.src, audio.loop, audio.speaker, window.contexts.length]
        sounds.follow(SILENCE)
        sounds.follow(RINGBACK)
        return [*playing, audio.playing, pitches(window.contexts[0]), names(inbox.inputs)]

    assert run(inside) == ["/bell.mp3", True, "r", 0, False, [425], ["SoundAllowed"]]


@pytest.mark.parametrize("fate", ["NotSupportedError", "never"])
def test_a_file_that_does_not_play_is_told_once_and_the_tone_rings(run: Run, fate: str) -> None:
    async def inside(fate: str) -> list[object]:
        window, inbox = stage(), Inbox()
        window.navigator.userActivation.hasBeenActive = True
        window.fate = fate
        sounds = Sounds(inbox, window)
        sounds.tune(Config(enable_tones=True, ringtone_url="/bell.mp3"), Device())
        sounds.follow(RING)
        if fate == "never":
            await asyncio.sleep(0)
            window.ring()
        await until(lambda: window.contexts.length)
        sounds.follow(SILENCE)
        sounds.follow(RING)
        (context,) = window.contexts
        failed = [each.url for each in inbox.inputs if hasattr(each, "url")]
        return [len(pitches(context)), window.audios.length, failed]

    assert run(inside, fate) == [6, 1, ["/bell.mp3"]]


def test_a_file_that_the_browser_blocks_is_tried_again_at_the_next_ring(run: Run) -> None:
    """A27"""

    async def inside() -> list[object]:
        window, inbox = stage(allowed=False), Inbox()
        window.navigator.userActivation.hasBeenActive = True
        window.fate = "NotAllowedError"
        sounds = Sounds(inbox, window)
        sounds.tune(Config(enable_tones=True, ringtone_url="/bell.mp3"), Device())
        window.navigator.userActivation.hasBeenActive = False
        sounds.follow(RING)
        await until(lambda: window.contexts.length)
        window.ring()
        window.tap()
        sounds.follow(SILENCE)
        window.fate = "plays"
        sounds.follow(RING)
        await until(lambda: window.audios[1].playing)
        return names(inbox.inputs)

    assert run(inside) == ["SoundBlocked", "SoundAllowed"]
