"""The door station over real WebSockets, with real media."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiortc.mediastreams import AudioStreamTrack

from demo.accounts import DOMAIN, DOOR
from demo.door import Times
from demo.doorplate import Stage
from demo.server import Running, serve
from sipwidget.sip.events import (
    CallAccepted,
    CallConfirmed,
    CallEnded,
    EarlyMedia,
    IncomingCall,
    InfoAnswered,
    Registered,
)
from tests.demo.caller import Caller, caller

pytestmark = pytest.mark.timeout(90)
Step = Callable[..., Awaitable[None]]
BRIEF = Times(early=0.3)
TARGET = f"sip:{DOOR.number}@{DOMAIN}"


def against_the_demo(step: Step, *names: str, times: Times = BRIEF) -> None:
    """``step`` gets the running demo, and a registered phone for each name."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            running = await stack.enter_async_context(serve(0, times))
            phones = [await stack.enter_async_context(caller(running.url, name)) for name in names]
            for phone in phones:
                await phone.do(phone.agent.register(phone.now))
                await phone.wait(Registered)
            await step(running, *phones)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:  # aiortc's own end by themselves, at most one check of ICE later
            assert not (await asyncio.wait(others, timeout=2))[1]

    asyncio.run(run())


async def until(running: Running, stage: Stage, *, opened: bool | None = None) -> None:
    """Until the door's page would show that."""
    async with asyncio.timeout(20):
        while (view := running.door.view).stage is not stage or opened not in (None, view.open):
            await asyncio.sleep(0.02)


async def answered(phone: Caller) -> IncomingCall:
    """The phone takes the door's call, and sees the picture."""
    incoming = await phone.wait(IncomingCall)
    answer = await phone.answer(incoming.offer or "")
    await phone.do(phone.agent.accept(incoming.call, answer, phone.now))
    await phone.wait(CallConfirmed)
    return incoming


async def pictures(phone: Caller, count: int = 3) -> None:
    """Frames of the door's picture."""
    receiver = next(one for one in phone.connection.getReceivers() if one.track.kind == "video")
    async with asyncio.timeout(20):
        for _ in range(count):
            await receiver.track.recv()


async def dialed(phone: Caller) -> None:
    """The phone calls the door, and has its early answer."""
    phone.connection.addTrack(AudioStreamTrack())
    phone.connection.addTransceiver("video", direction="sendrecv")
    await phone.do(phone.agent.invite(TARGET, await phone.offer(), phone.now, "c"))
    early = await phone.wait(EarlyMedia)
    await phone.take(early.answer)


def test_the_bell_rings_all_phones_and_the_first_to_answer_has_the_call() -> None:
    async def step(running: Running, anna: Caller, ben: Caller) -> None:
        running.door.ring()
        assert running.door.view.words == "Ringing at Anna and Ben. Answer with the green button."
        ringing = await ben.wait(IncomingCall)
        assert (ringing.caller.display_name, ringing.caller.uri.user) == ("Door", "620")
        await answered(anna)
        ended = await ben.wait(CallEnded)
        assert (ended.call, ended.elsewhere) == (ringing.call, True)
        await until(running, Stage.TALKING)
        await pictures(anna)
        incoming = next(iter(anna.agent._sessions))
        await anna.do(anna.agent.hang_up(incoming, anna.now))
        await until(running, Stage.IDLE)
        assert running.door.view.words.startswith("The call is over")

    against_the_demo(step, "anna", "ben")


def test_where_no_phone_is_the_page_says_so() -> None:
    async def step(running: Running) -> None:
        running.door.ring()
        view = running.door.view
        assert (view.stage, view.words[:21]) == (Stage.IDLE, "No phone is there yet")

    against_the_demo(step)


def test_a_second_press_while_it_rings_is_ignored_and_told() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()
        running.door.ring()
        assert running.door.view.words == "It is ringing already."
        incoming = await anna.wait(IncomingCall)
        await anna.do(anna.agent.reject(incoming.call, 486, anna.now))
        await until(running, Stage.IDLE)
        assert running.door.view.words.startswith("Nobody wants to answer")
        running.door.ring()
        await anna.wait(IncomingCall)

    against_the_demo(step, "anna")


def test_nobody_answers() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()
        await anna.wait(IncomingCall)
        assert (await anna.wait(CallEnded)).status == 487
        await until(running, Stage.IDLE)
        assert running.door.view.words == "Nobody answered."

    against_the_demo(step, "anna", times=Times(ringing=1.0))


def test_a_phone_that_vanishes_while_it_rings_ends_it() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()
        await anna.wait(IncomingCall)
        await anna.break_off()
        await until(running, Stage.IDLE)
        assert running.door.view.words == "Nobody answered."

    against_the_demo(step, "anna")


def test_a_phone_that_vanishes_in_the_call_ends_it() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()
        await answered(anna)
        await pictures(anna)
        await anna.connection.close()
        await until(running, Stage.IDLE)
        assert running.door.view.words == "The connection broke off."
        assert (await anna.wait(CallEnded)).status == 200

    against_the_demo(step, "anna")


def test_a_call_ends_by_itself() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()
        await answered(anna)
        assert (await anna.wait(CallEnded)).local is False
        assert "hangs up by itself" in running.door.view.words

    against_the_demo(step, "anna", times=Times(talking=0.5))


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


@pytest.mark.parametrize("taken", [False, True])
def test_the_end_of_the_demo_hangs_up(taken: bool) -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()
        if taken:
            await answered(anna)
        else:
            await anna.wait(IncomingCall)
        await running.door.close()
        assert (await anna.wait(CallEnded)).status == (200 if taken else 487)
        assert running.door.view.stage is Stage.IDLE

    against_the_demo(step, "anna")


def test_the_end_comes_before_the_bell_was_heard() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()

    against_the_demo(step, "anna")
