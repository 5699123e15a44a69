import threading
from collections.abc import Callable, Iterator

import pytest

from bench.caller import Call, connected
from tests.e2e import frames
from tests.e2e.frames import Frame
from tests.e2e.scripted import Link, ScriptedServer

WAY = {"Record-Route": "<sip:first.invalid;lr>, <sip:second.invalid;lr>"}


def read(text: str) -> Frame:
    frame = frames.read(text)
    assert frame is not None
    return frame


@pytest.fixture
def call() -> Call:
    return Call("kitchen", "sip.test")


def final(call: Call, status: int, **headers: str) -> Frame:
    contact = {"Contact": "<sip:kitchen@phone.invalid;transport=ws>"}
    return read(
        frames.response(read(call.invite()), status, tag="us", headers={**contact, **headers})
    )


def test_cancel_and_the_ack_of_a_failure_belong_to_the_invite(call: Call) -> None:
    invite = read(call.invite())
    for text in (call.cancel(), call.refused(final(call, 487))):
        frame = read(text)
        assert (frame.header("Via"), frame.target) == (invite.header("Via"), invite.target)
        assert frame.header("CSeq").startswith("1 ")


def test_within_a_dialog_requests_go_to_the_contact_by_the_way_that_was_recorded(
    call: Call,
) -> None:
    invite = read(call.invite())
    for text in (call.accepted(final(call, 200, **WAY)), call.bye()):
        frame = read(text)
        assert frame.target == "sip:kitchen@phone.invalid;transport=ws"
        assert frame.all("Route") == ["<sip:second.invalid;lr>", "<sip:first.invalid;lr>"]
        assert frame.tag("To") == "us"
        assert frame.header("Via") != invite.header("Via")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as one:
        yield one


def test_a_call_that_only_rings_is_over_behind_the_block(server: ScriptedServer) -> None:
    with connected(server.url, "sip.test") as caller:
        link = server.link()
        answer_in_thread(link, ringing)
        caller.ring("kitchen")
    assert link.gone.wait(5)
    invite, cancel, ack = link.everything(0.1)
    assert (invite.method, cancel.method, ack.method) == ("INVITE", "CANCEL", "ACK")
    assert ack.tag("To") == "of-the-487"


def test_one_that_does_not_answer_is_an_error(server: ScriptedServer) -> None:
    with connected(server.url, "sip.test") as caller:
        answer_in_thread(server.link(), refusing)
        with pytest.raises(RuntimeError, match="kitchen does not answer"):
            caller.talk("kitchen")


def answer_in_thread(link: Link, script: Callable[[Link], None]) -> None:
    threading.Thread(target=script, args=(link,), daemon=True).start()


def ringing(link: Link) -> None:
    invite = link.request("INVITE")
    link.reply(invite, 180)
    link.reply(link.request("CANCEL"), 200)
    link.reply(invite, 487, tag="of-the-487")


def refusing(link: Link) -> None:
    link.reply(link.request("INVITE"), 486)
