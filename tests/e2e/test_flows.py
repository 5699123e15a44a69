"""The flows of RFC 3665 and RFC 7118, played to the real page."""

from collections.abc import Callable

import pytest

from tests.conformance.flows import ACCOUNT, CALLEE, Player, named
from tests.e2e.conftest import MakePhone
from tests.e2e.phone import Phone

ACTIONS: dict[str, Callable[[Phone], None]] = {
    "call": lambda phone: phone.tap("call"),
    "answer": lambda phone: phone.tap("accept"),
    "reject": lambda phone: phone.tap("decline"),
    "hangup": lambda phone: phone.tap("hangup"),
}
# What the page shows of a flow in which its user has nothing to do.
SHOWN = {
    "reg-wrong-password": "refused",
    "reg-403": "refused",
    "reg-423": "registered",
    "reg-two-challenges": "registered",
}


# Two go otherwise in a page. It refreshes after minutes: test_registration.py asks for a short
# binding. It closes its socket behind the un-REGISTER, whose answer the player still has to send:
# see test_connection.py.
@pytest.mark.parametrize("flow", named("reg-refresh", "reg-unregister"))
def test_a_flow_goes_as_its_rfc_has_it(flow: str, phone: MakePhone) -> None:
    with Player(flow) as player:
        one = phone(websocketUrl=player.url, phonebook=f"{CALLEE}=Bob", **ACCOUNT)
        if flow in SHOWN:
            one.reaches(connection=SHOWN[flow])
        for action in player.actions():
            ACTIONS[action["action"]](one)
        assert player.passed, player.report
        one.reaches(state="idle")
