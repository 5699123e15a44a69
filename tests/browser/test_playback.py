"""From which speaker a call is heard, and how loud (N15, N28)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inside import watched
    from pyodide.code import run_js

    from sipwidget.browser.devices import Wishes
    from sipwidget.browser.playback import Playback

    def room(*speakers: str) -> Any:
        """A window whose audio elements know these speakers, which ``there`` names."""
        return run_js(
            """there => ({there, Promise, Array, Reflect, document: {createElement() {
                const audio = {sinkId: "", async setSinkId(id) {
                    if (id && !there.includes(id)) throw new DOMException("", "NotFoundError");
                    this.sinkId = id;
                }};
                this.audios = [audio];
                return audio;
            }}})"""
        )(run_js("list => list.toJs()")(list(speakers)))


Run = Callable[..., Any]


def test_the_chosen_speaker_is_left_when_it_goes_and_taken_back_when_it_comes(run: Run) -> None:
    async def inside() -> list[object]:
        window, told = room("wall", "desk"), []
        playback = Playback(window, Wishes(speaker="wall"), told.append)
        (audio,) = window.document.audios
        seen = [audio.sinkId]
        await playback.choose()
        for there in (["wall", "desk"], ["desk"], ["desk"], ["wall", "desk"]):
            await playback.plugged(there)
            seen.append(audio.sinkId)
        return [seen, told]

    assert run(inside) == [["", "wall", "", "", "wall"], ["speaker-other"]]


def test_a_speaker_that_is_not_there_is_missed_until_it_comes(run: Run) -> None:
    async def inside() -> list[object]:
        window, told = room("desk"), []
        playback = Playback(window, Wishes(speaker="wall"), told.append)
        await playback.choose()
        (audio,) = window.document.audios
        seen = [audio.sinkId]
        window.there.push("wall")
        await playback.plugged(["wall"])
        return [*seen, audio.sinkId, told]

    assert run(inside) == ["", "wall", ["speaker-other"]]


def test_what_is_chosen_in_a_call_is_heard_at_once(run: Run) -> None:
    async def inside() -> list[object]:
        window, told = room("wall"), []
        playback = Playback(window, Wishes(volume=40), told.append)
        (audio,) = window.document.audios
        await playback.choose()
        seen = [[audio.sinkId, audio.volume]]
        for wished in (Wishes(speaker="wall", volume=0), Wishes()):
            await playback.use(wished)
            seen.append([audio.sinkId, audio.volume])
        playback.set_volume(70)
        return [*seen, audio.volume, told]

    assert run(inside) == [["", 0.4], ["wall", 0], ["", 1], 0.7, []]


def test_a_browser_that_lets_nobody_choose_plays_where_it_will(run: Run) -> None:
    """Safari, older Firefox"""

    async def inside() -> list[object]:
        window, told = watched(), []
        window.document.createElement = run_js("() => ({})")
        playback = Playback(window, Wishes(speaker="wall"), told.append)
        await playback.choose()
        await playback.plugged([])
        return told

    assert run(inside) == []
