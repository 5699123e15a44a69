"""The bell of the door over real WebSockets, with real media; test_door_called.py calls it."""

import pytest

from demo.door import Times
from demo.doorplate import Stage
from demo.server import Running
from sipwidget.sip.events import CallEnded, IncomingCall
from tests.demo.caller import Caller
from tests.demo.doorway import against_the_demo, answered, pictures, until

pytestmark = pytest.mark.timeout(90)


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
        running.door.ring()
        assert running.door.view.stage is Stage.IDLE

    against_the_demo(step, "anna")


def test_the_end_comes_before_the_bell_was_heard() -> None:
    async def step(running: Running, anna: Caller) -> None:
        running.door.ring()

    against_the_demo(step, "anna")
