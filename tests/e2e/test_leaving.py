"""A page that goes says its last words, in each phase of a call: it ends at the peer (N4, A45)."""

from collections.abc import Callable

import pytest

from tests.e2e import sessions
from tests.e2e.conftest import Line, MakeLine
from tests.e2e.crossing import called, established, ring, ringing
from tests.e2e.frames import Frame
from tests.e2e.peers import HOST, Caller
from tests.e2e.test_connection import is_removal

Enter = Callable[[Line], object]


def early(alice: Line) -> None:
    ring(alice, called(alice))


def accepting(alice: Line) -> None:
    """The browser asks for the microphone."""
    alice.phone.everywhere("() => recorder.hold()")
    ringing(alice)
    alice.phone.tap("accept")


def unacknowledged(alice: Line) -> None:
    """Taken, but the caller has not said that it knows."""
    ringing(alice)
    alice.phone.tap("accept")
    alice.link.response("INVITE")


def taken(alice: Line) -> None:
    caller: Caller = ringing(alice)
    alice.phone.tap("accept")
    caller.final()
    caller.acknowledge()


def held(alice: Line) -> None:
    established(alice)
    alice.phone.tap("hold")
    again = alice.link.request("INVITE")
    contact = {"Contact": f"<sip:peer@{HOST};transport=ws>"}
    alice.link.reply(again, 200, headers=contact, body=sessions.answer(again.body))
    alice.link.request("ACK")


def hanging_up(alice: Line) -> None:
    established(alice)
    alice.phone.tap("hangup")


def is_end(frame: Frame) -> bool:
    """A request or a response that ends a call in its phase."""
    return frame.method in ("CANCEL", "BYE") or (frame.about == "INVITE" and frame.status >= 400)


LEAVE: dict[str, Callable[[Line], object]] = {
    "reloaded": lambda alice: alice.phone.page.reload(),
    "left": lambda alice: alice.phone.page.goto("about:blank"),
    "closed": lambda alice: alice.phone.page.close(),
    "taken out": lambda alice: alice.phone.page.evaluate(
        "document.querySelector('#widget').remove()"
    ),
}


@pytest.mark.parametrize(
    ("enter", "word", "how"),
    [
        (called, "CANCEL", "reloaded"),
        (early, "CANCEL", "taken out"),
        (ringing, "486 INVITE", "closed"),
        (accepting, "486 INVITE", "reloaded"),
        (unacknowledged, "BYE", "left"),
        (established, "BYE", "closed"),
        (taken, "BYE", "taken out"),
        (held, "BYE", "reloaded"),
        (hanging_up, "BYE", "left"),
    ],
)
def test_a_page_that_goes_ends_its_call(line: MakeLine, enter: Enter, word: str, how: str) -> None:
    """And gives its registration back; `taken out` is a frame that has no dock to live on in."""
    alice = line(**({"dock": False} if how == "taken out" else {}))
    enter(alice)
    LEAVE[how](alice)
    end = alice.link.until(is_end, "the end")
    assert word == (end.method or f"{end.status} {end.about}")
    alice.link.until(is_removal, "the removal")
    assert alice.link.gone.wait(5)


SLOW_MICROPHONE = """() => {
  const stop = MediaStreamTrack.prototype.stop;
  MediaStreamTrack.prototype.stop = function () {
    const since = performance.now();
    while (performance.now() - since < 2000);
    stop.call(this);
  };
}"""


def test_a_page_that_is_closed_says_all_before_it_lets_go_of_slow_devices(line: MakeLine) -> None:
    """Chromium ends a page that takes long over its goodbye."""
    alice = line()
    established(alice)
    alice.phone.everywhere(SLOW_MICROPHONE)
    alice.phone.page.close()
    alice.link.until(is_removal, "the removal")
