"""The calls of a long run, each kind a function of two parties: ours, which is counted, and theirs.

What is not named in a call's name is taken by the called and hung up by the caller.
"""

from collections.abc import Callable, Iterator
from itertools import chain, cycle

from tests.e2e.soak.party import Party

Call = Callable[[Party, Party], None]
HELD = "on hold by the other side"


def called(ours: Party, theirs: Party) -> None:
    take(theirs, ours)
    theirs.hears("audio")
    over(theirs, ours)


def called_and_hung_up(ours: Party, theirs: Party) -> None:
    take(theirs, ours)
    over(ours, theirs)


def calling(ours: Party, theirs: Party) -> None:
    take(ours, theirs)
    theirs.hears("audio")
    over(ours, theirs)


def calling_and_left(ours: Party, theirs: Party) -> None:
    take(ours, theirs)
    over(theirs, ours)


def called_and_declined(ours: Party, theirs: Party) -> None:
    ring(theirs, ours)
    ours.command("decline")
    idle(ours, theirs)


def calling_and_refused(ours: Party, theirs: Party) -> None:
    ring(ours, theirs)
    theirs.command("decline")
    idle(ours, theirs)


def missed(ours: Party, theirs: Party) -> None:
    ring(theirs, ours)
    over(theirs, ours)


def called_off(ours: Party, theirs: Party) -> None:
    ring(ours, theirs)
    over(ours, theirs)


def called_off_at_once(ours: Party, theirs: Party) -> None:
    """While the devices open, before anything has been sent."""
    ours.command(f"dial:{theirs.user}")
    over(ours, theirs)


def busy(ours: Party, theirs: Party) -> None:
    """Our own number is."""
    ours.command(f"dial:{ours.user}")
    ours.until(says="usy")
    idle(ours, theirs)


def unknown(ours: Party, theirs: Party) -> None:
    ours.command("dial:nobody")
    ours.until(says="nobody was not found")
    idle(ours, theirs)


def holding(ours: Party, theirs: Party) -> None:
    take(ours, theirs)
    hold(ours, theirs)
    over(ours, theirs)


def held(ours: Party, theirs: Party) -> None:
    take(theirs, ours)
    hold(theirs, ours)
    over(theirs, ours)


def tones(ours: Party, theirs: Party) -> None:
    """The last of them while we hang up."""
    take(ours, theirs)
    theirs.hears("audio")
    ours.command("dtmf:1#")
    over(ours, theirs)


def judged(ours: Party, theirs: Party) -> None:
    """Until the quality of the sound is known, and looked at."""
    take(theirs, ours)
    ours.until(there='[data-action="quality"]')
    ours.tap("quality")
    over(theirs, ours)


def seeing(ours: Party, theirs: Party) -> None:
    take(ours, theirs)
    theirs.hears("audio", "video")
    ours.until(picture=True)
    over(ours, theirs)


def seen(ours: Party, theirs: Party) -> None:
    take(theirs, ours)
    ours.until(picture=True)
    over(theirs, ours)


def seeing_and_holding(ours: Party, theirs: Party) -> None:
    take(theirs, ours)
    ours.until(picture=True)
    hold(ours, theirs)
    over(ours, theirs)


HEARD: tuple[Call, ...] = (
    called,
    calling,
    called_and_hung_up,
    calling_and_left,
    called_and_declined,
    calling_and_refused,
    missed,
    called_off,
    called_off_at_once,
    busy,
    unknown,
    holding,
    held,
    tones,
)
SEEN: tuple[Call, ...] = (seeing, seen, seeing_and_holding)
EACH = (*HEARD, judged, *SEEN)  # every kind once: so the run begins
MIX = (*HEARD, *EACH)  # so it goes on: kinds that take their time are fewer


def made(ours: Party, theirs: Party) -> Iterator[str]:
    """Make calls without an end; gives the name of each that is over."""
    for call in chain(EACH, cycle(MIX)):
        for party in (ours, theirs):
            party.see(call in SEEN)
        call(ours, theirs)
        yield call.__name__


# --- the steps of a call --------------------------------------------------------------------------


def ring(caller: Party, callee: Party) -> None:
    caller.command(f"dial:{callee.user}")
    callee.until(state="incoming")


def take(caller: Party, callee: Party) -> None:
    ring(caller, callee)
    callee.command("answer")
    caller.until(state="outgoing-accepted")
    callee.until(state="incoming-accepted")


def hold(ours: Party, theirs: Party) -> None:
    ours.command("hold")
    theirs.until(says=HELD)
    ours.command("resume")
    theirs.until(there='[data-part="state"]', says="Connected")


def over(ending: Party, other: Party) -> None:
    ending.command("hangup")
    idle(ending, other)


def idle(*parties: Party) -> None:
    for party in parties:
        party.until(state="idle", connection="registered")
