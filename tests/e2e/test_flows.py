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
REFUSED = ("reg-wrong-password", "reg-403")


# Two go otherwise in a page. It refreshes after minutes: test_registration.py asks for a short
# binding. It closes its socket behind the un-REGISTER, whose answer the player still has to send:
# see test_connection.py.
@pytest.mark.parametrize("flow", named("reg-refresh", "reg-unregister"))
def test_a_flow_goes_as_its_rfc_has_it(flow: str, phone: MakePhone) -> None:
    one = phone()  # whose boot the player would not wait for
    with Player(flow) as player:
        one.configure(websocketUrl=player.url, phonebook=f"{CALLEE}=Bob", **ACCOUNT)
        if flow in REFUSED:
            one.promptly(15, connection="refused")
        for action in player.actions():
            ACTIONS[action["action"]](one)
        assert player.passed, player.report
        one.reaches(state="idle")
        one.until(lambda: ("registered" in one.states()) is (flow not in REFUSED), "registered")
