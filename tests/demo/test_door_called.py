"""The door is called, over real WebSockets with real media."""

import pytest
from aiortc.mediastreams import AudioStreamTrack

from demo.door import Times
from demo.doorplate import Stage
from demo.server import Running
from sipwidget.sip.events import CallAccepted, CallEnded, IncomingCall, InfoAnswered
from tests.demo.caller import Caller
from tests.demo.doorway import TARGET, against_the_demo, dialed, pictures, until

pytestmark = pytest.mark.timeout(90)


def test_who_calls_sees_the_picture_before_the_door_answers() -> None:
    async def step(running: Running, anna: Caller) -> None:
        await dialed(anna)
        assert running.door.view.stage is Stage.EARLY
        await pictures(anna, 1)
        assert running.door.view.stage is Stage.EARLY
        assert running.door.view.words.startswith("Anna calls the door")
        await anna.wait(CallAccepted)
        await until(running, Stage.TALKING)
        assert running.door.view.words == "Anna is on the phone. # opens the door."
        running.door.ring()
        assert running.door.view.words == "The door is in a call already."

    against_the_demo(step, "anna", times=Times(early=2.0))


def test_a_caller_whose_media_never_comes_is_answered_all_the_same() -> None:
    async def step(running: Running, anna: Caller) -> None:
        anna.connection.addTrack(AudioStreamTrack())
        await anna.do(anna.agent.invite(TARGET, await anna.offer(), anna.now, "c"))
        await anna.wait(CallAccepted)
        await anna.do(anna.agent.hang_up("c", anna.now))
        await until(running, Stage.IDLE)

    against_the_demo(step, "anna", times=Times(connecting=0.2))


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/dtmf-relay", "Signal=#\r\nDuration=160\r\n", 200),
        ("application/dtmf", "#", 200),
        ("text/plain", "#", 415),
    ],
)
def test_info_opens_the_door(kind: str, body: str, status: int) -> None:
    async def step(running: Running, anna: Caller) -> None:
        await dialed(anna)
        await anna.wait(CallAccepted)
        await anna.do(anna.agent.info("c", kind, body, anna.now))
        assert (await anna.wait(InfoAnswered)).status == status
        view = running.door.view
        assert (view.open, view.keys) == ((True, "#") if status == 200 else (False, ""))
        if view.open:
            assert view.words == "The door is open. It closes by itself."
            await until(running, Stage.TALKING, opened=False)

    against_the_demo(step, "anna", times=Times(early=0.1, open=0.5))


def test_a_second_caller_finds_the_door_busy() -> None:
    async def step(running: Running, anna: Caller, ben: Caller) -> None:
        await dialed(anna)
        ben.connection.addTrack(AudioStreamTrack())
        await ben.do(ben.agent.invite(TARGET, await ben.offer(), ben.now, "c"))
        assert (await ben.wait(CallEnded)).status == 486

    against_the_demo(step, "anna", "ben")


def test_who_hangs_up_before_the_door_answers_leaves_it_free() -> None:
    async def step(running: Running, anna: Caller) -> None:
        await dialed(anna)
        await anna.do(anna.agent.hang_up("c", anna.now))
        await until(running, Stage.IDLE)
        running.door.ring()
        await anna.wait(IncomingCall)

    against_the_demo(step, "anna", times=Times(early=30))


def test_an_offer_that_makes_no_call_is_refused() -> None:
    async def step(running: Running, anna: Caller) -> None:
        offer = "v=0\r\nm=audio 9 RTP/AVP 0\r\n"
        await anna.do(anna.agent.invite(TARGET, offer, anna.now, "c"))
        assert (await anna.wait(CallEnded)).status == 488
        assert running.door.view.stage is Stage.IDLE

    against_the_demo(step, "anna")
