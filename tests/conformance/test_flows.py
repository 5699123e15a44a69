"""The flows of RFC 3665 and RFC 7118, played to the phone in CPython, all of them at a time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.inputs import Commanded, Configured
from sipwidget.phone.settings import Config
from sipwidget.sip.registration import MARGIN
from tests.conformance.flows import ACCOUNT, CALLEE, Player, named
from tests.conformance.soft_phone import SoftPhone

pytestmark = pytest.mark.native("sockets, threads, and a server that is a program of its own")

AT_ONCE = 8


def act(phone: SoftPhone, action: dict[str, str]) -> None:
    """What the flow says that the user does."""
    match action["action"]:
        case "call":
            assert phone.is_open.wait(60)  # the server may know of the socket before the phone does
            phone.put(Commanded(f"dial:{action['target']}"))
        case "answer" | "hangup" as command:
            phone.put(Commanded(command))
        case "reject":
            phone.put(Commanded("decline"))
        case "register":  # nobody has to: the phone does it by itself, before its 600 s are over
            phone.skip(600 - MARGIN)
        case "unregister":
            phone.put(Configured(Config()))
        case other:
            raise AssertionError(f"what is {other}?")


def play(flow: str) -> Player:
    """One flow from its beginning to its end."""
    with Player(flow) as player:
        config = Config(
            websocket_urls=(player.url,), phonebook=phonebook.parse(f"{CALLEE}=Bob"), **ACCOUNT
        )
        with SoftPhone(config) as phone:
            for action in player.actions():
                act(phone, action)
    return player


@pytest.fixture(scope="module")
def verdicts(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[Player]]]:
    """What became of each flow that is asked for."""
    flows = [item.callspec.params["flow"] for item in request.session.items if is_flow(item)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {flow: pool.submit(play, flow) for flow in flows}


def is_flow(item: pytest.Item) -> bool:
    return getattr(item, "function", None) is test_a_flow_goes_as_its_rfc_has_it


@pytest.mark.parametrize("flow", named())
def test_a_flow_goes_as_its_rfc_has_it(flow: str, verdicts: dict[str, Future[Player]]) -> None:
    player = verdicts[flow].result(timeout=120)
    assert player.passed, player.report
