"""A day of a phone that nobody looks at: its timer runs once a minute, and the machine sleeps.

Time is that of the page, which no change of the wall clock disturbs. A timer that is overdue as the
machine wakes up runs then.
"""

import pytest

from sipwidget.phone.effects import Effect, OpenSocket, Transmit
from sipwidget.phone.inputs import Seen
from sipwidget.phone.model import Connection
from sipwidget.sip.keep_alive import PING
from sipwidget.sip.message import Request, Response
from tests.phone.bench import Bench, grant

THROTTLE = 60.0  # seconds between two runs of a hidden tab's timers
HOUR, DAY = 3600.0, 86_400.0


class Day(Bench):
    """A phone in a hidden tab, and what its registrar knows."""

    def __init__(self) -> None:
        super().__init__(self._register)
        self.known_until = 0.0  # by the registrar
        self.lapsed = False  # the registration, before it was refreshed
        self._answers = self.server.receive
        self.configure()
        self.open()
        self.do(Seen(False))

    def _register(self, request: Request) -> Response:
        self.known_until = self.now + (request.expires or 0)
        return grant(request)

    @property
    def reachable(self) -> bool:
        """A call would reach us now."""
        registered = self.phone.model.connection is Connection.REGISTERED
        return registered and self.now < self.known_until

    def vanish(self) -> None:
        """The server has forgotten this socket, and says nothing."""
        self.known_until = 0.0
        self.server.receive = lambda text, now: []

    def run(self, seconds: float) -> None:
        """The page's timer runs, as it is late by ``seconds``."""
        self.now += seconds
        self.lapsed = self.lapsed or self.now >= self.known_until
        due = self.phone.next_deadline()
        if due is None or due > self.now:
            return
        if any(isinstance(each, OpenSocket) for each in self.tick(self.now)):
            self.server.receive = self._answers
            self.open()


def test_a_day_of_a_hidden_tab_has_no_gap() -> None:
    """A98, N7: each refresh comes before the registration expires."""
    day = Day()
    while day.now < DAY:
        day.run(THROTTLE)
        assert day.reachable
    assert not day.lapsed
    assert day.codes == []


@pytest.mark.parametrize(("visible", "probes"), [(True, 360), (False, 144)])
def test_an_idle_phone_wakes_up_for_signs_of_life_and_refreshes_only(
    visible: bool, probes: int
) -> None:
    """N35: nothing is polled."""
    day = Day()
    day.do(Seen(visible))
    ticks, effects = 0, list[Effect]()
    while day.now < HOUR:
        due = day.phone.next_deadline()
        assert due is not None
        assert due > day.now
        effects += day.tick(due)
        ticks += 1
    said = {each.text.partition(" ")[0] for each in effects if isinstance(each, Transmit)}
    assert said == {PING, "REGISTER"}
    assert {type(each) for each in effects} == {Transmit}
    assert ticks <= probes + HOUR / 500 + 2
    assert day.reachable


@pytest.mark.parametrize("hours", [0.1, 1.0, 9.0, 24.0])
@pytest.mark.parametrize("vanished", [False, True])
def test_after_a_sleep_of_hours_the_phone_is_reachable_within_a_minute(
    hours: float, vanished: bool
) -> None:
    day = Day()
    for _ in range(5):
        for _ in range(20):
            day.run(THROTTLE)
            assert day.reachable
        if vanished:
            day.vanish()
        day.run(hours * HOUR)
        if not day.reachable:
            day.run(THROTTLE)
        assert day.reachable


def test_whenever_its_socket_is_lost_a_hidden_tab_is_reachable_again_within_a_minute() -> None:
    day = Day()
    while day.now < DAY:
        for _ in range(7):
            day.run(THROTTLE)
            assert day.reachable
        day.now += 1.0
        day.lose()
        assert not day.reachable
        day.run(THROTTLE)


def test_a_socket_that_leads_nowhere_is_found_out_by_the_first_probe_that_is_late() -> None:
    """N2: hidden, by the wake-up after the one that asked."""
    day = Day()
    day.run(THROTTLE)
    day.vanish()
    day.run(THROTTLE)
    assert not day.reachable
    day.run(THROTTLE)
    assert day.reachable
