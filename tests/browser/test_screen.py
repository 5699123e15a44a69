"""Full screen and picture-in-picture; the document does as asked, without a click of a person."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from inside import Inbox, until
    from pyodide.code import run_js

    from sipwidget.browser.screen import Screen

Run = Callable[..., Any]
# A window with such a document, a root and a video; ``can`` is what the browser can do.
WINDOW = """can => {
    const document = new EventTarget(), root = {}, video = new EventTarget();
    const change = (name, element, target, event) => {
        document[name] = element;
        target.dispatchEvent(new Event(event));
    };
    document.fullscreenEnabled = document.pictureInPictureEnabled = can === "both";
    document.fullscreenElement = document.pictureInPictureElement = null;
    root.ownerDocument = document;
    root.requestFullscreen = async () =>
        change("fullscreenElement", root, document, "fullscreenchange");
    document.exitFullscreen = async () =>
        change("fullscreenElement", null, document, "fullscreenchange");
    video.requestPictureInPicture = async () => {
        if (can !== "both") throw new DOMException("no", "NotAllowedError");
        change("pictureInPictureElement", video, video, "enterpictureinpicture");
    };
    document.exitPictureInPicture = async () =>
        change("pictureInPictureElement", null, video, "leavepictureinpicture");
    return {document, root, video, console, Array, Reflect, Promise};
}"""


@pytest.mark.parametrize("action", ["fullscreen", "pip"])
def test_a_button_switches_on_and_off_and_the_phone_learns_it(run: Run, action: str) -> None:
    async def inside(window_of: str, action: str) -> list[object]:
        inbox, window = Inbox(), run_js(window_of)("both")
        screen = Screen(inbox, window, window.root, window.video)
        screen.start()
        for count in (2, 3):
            assert screen.toggle(action)
            await until(lambda count=count: len(inbox.inputs) == count)
        return [getattr(message, action) for message in inbox.inputs]

    assert run(inside, WINDOW, action) == [False, True, False]


def test_what_the_browser_cannot_is_told_as_none(run: Run) -> None:
    async def inside(window_of: str) -> list[object]:
        found = []
        for window in (
            run_js(window_of)("none"),
            run_js("({root: {ownerDocument: new EventTarget()}})"),
        ):
            inbox = Inbox()
            Screen(inbox, window, window.root, js.EventTarget.new()).start()
            (told,) = inbox.inputs
            found += [told.fullscreen, told.pip]
        return found

    assert run(inside, WINDOW) == [None] * 4


def test_a_refusal_of_the_browser_changes_nothing(run: Run) -> None:
    async def inside(window_of: str) -> int:
        inbox, window = Inbox(), run_js(window_of)("none")
        screen = Screen(inbox, window, window.root, window.video)
        screen.toggle("pip")
        await until(lambda: not screen._tasks)
        return len(inbox.inputs)

    assert run(inside, WINDOW) == 0


def test_all_is_left_at_the_end_of_a_call(run: Run) -> None:
    async def inside(window_of: str) -> list[object]:
        inbox, window = Inbox(), run_js(window_of)("both")
        screen = Screen(inbox, window, window.root, window.video)
        for action in ("fullscreen", "pip"):
            screen.toggle(action)
        screen.start()
        await until(lambda: len(inbox.inputs) == 1)
        screen.leave()
        await until(lambda: len(inbox.inputs) == 3)
        screen.leave()  # there is nothing to leave
        await until(lambda: not screen._tasks)
        last = inbox.inputs[-1]
        return [last.fullscreen, last.pip, len(inbox.inputs)]

    assert run(inside, WINDOW) == [False, False, 3]


def test_other_buttons_are_not_its_own(run: Run) -> None:
    async def inside(window_of: str) -> bool:
        window = run_js(window_of)("both")
        return Screen(Inbox(), window, window.root, window.video).toggle("hangup")

    assert run(inside, WINDOW) is False
