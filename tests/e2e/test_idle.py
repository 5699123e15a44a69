"""A page that nobody uses: what it wakes up for, and clocks that are set while it is open."""

from playwright.sync_api import WebSocket

from tests.e2e import sessions
from tests.e2e.conftest import MakePhone, scripted_account
from tests.e2e.peers import Caller
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import PING, ScriptedServer

COUNT = """window.wakeups = 0;
for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"]) {
    const native = window[name];
    window[name] = function (...given) {
        window.wakeups += 1;
        return native.apply(this, given);
    };
}"""
# What a person does, or NTP. Python's clock on the wall is this one, too.
SET_CLOCK = """hours => {
    const now = window.clock ??= Date.now;
    Date.now = () => now() + hours * 3_600_000;
}"""
MOST = 2  # timers for a sign of life: one for its answer, and one for the next


def test_an_idle_page_wakes_up_for_its_signs_of_life_alone(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    """N35: no timer runs, and none is set, that has nothing to do with the connection."""
    one: Phone = new_phone(init=COUNT)
    signs: list[int] = []

    def opened(socket: WebSocket) -> None:
        socket.on("framesent", lambda text: signs.append(1) if text == PING else None)

    one.page.on("websocket", opened)
    one.open(scripted_account(scripted))
    scripted.link(60).register()
    one.reaches(connection="registered", timeout=BOOT_MS)
    one.until(lambda: signs, "a sign of life", 30)
    before, number = sum(one.everywhere("() => wakeups")), len(signs)
    one.until(lambda: len(signs) >= number + 2, "two more", 60)
    assert sum(one.everywhere("() => wakeups")) - before <= MOST * (len(signs) - number + 1)


def test_a_clock_that_is_set_disturbs_neither_the_registration_nor_a_call(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """N7: only the history tells times by the clock on the wall."""
    one = phone(**scripted_account(scripted))
    link = scripted.link(60)
    register = link.register()
    one.reaches(connection="registered")
    caller = Caller(link, register)
    caller.ring()
    one.tap("accept")
    caller.final()
    caller.acknowledge()
    seen = len(link.seen)
    try:
        for hours in (48, -48):
            one.everywhere(f"() => ({SET_CLOCK})({hours})")
            assert caller.answered("INVITE", body=sessions.offer(version=2)).status == 200
            caller.acknowledge()
        one.reaches(state="incoming-accepted", connection="registered", timeout=1_000)
        caller.request("BYE")
        one.reaches(state="idle", connection="registered")
        assert [it.method for it in link.seen[seen:] if it.method] == []
    finally:
        one.everywhere(f"() => ({SET_CLOCK})(0)")
