"""A day of a phone that nobody looks at: its timer runs once a minute, and the machine sleeps.

Time is that of the page, which no change of the wall clock disturbs. A timer that is overdue as the
machine wakes up runs then.
"""

import pytest

from sipwidget.phone.effects import Effect, OpenSocket, Transmit
from sipwidget.phone.inputs import Input, Seen, Tick
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


class Hidden(Day):
    """A tab as Chromium throttles it: a minute's wait is for timers that timers have set.

    From the fifth of such a chain on they run once a minute, and others once a second
    (e2e/test_hidden.py sees it). Whatever comes by the socket begins the chain anew.
    """

    chain = 0

    def do(self, *messages: Input) -> list[Effect]:
        effects = super().do(*messages)
        asked = any(isinstance(each, Transmit) for each in effects)
        answered = asked and self.server.receive == self._answers
        ticked = all(isinstance(each, Tick) for each in messages)
        self.chain = self.chain + 1 if ticked and not answered else 1
        return effects

    def wake(self) -> None:
        """The time passes until the timer runs, at the latest moment that is allowed."""
        due = max(self.phone.next_deadline() or 0.0, self.now)
        period = THROTTLE if self.chain >= 5 else 1.0
        self.run((due // period + 1) * period - self.now)


@pytest.mark.parametrize("after", range(0, 61, 5))
@pytest.mark.parametrize("settings", [{}, {"disable_register": True}])
def test_a_hidden_tab_finds_out_within_75_seconds(after: int, settings: dict[str, bool]) -> None:
    """N2, and is connected again: 25 s until it asks, 4 until it has waited, a second late each."""
    day = Hidden()
    day.configure(**settings)
    day.open()
    while day.now < HOUR + after:
        day.wake()
        assert day.chain == 1
    day.vanish()
    before, sockets = day.now, day.socket
    while day.socket == sockets:
        day.wake()
    assert day.now - before <= 32.0


def test_where_all_timers_run_once_a_minute_the_second_one_finds_out() -> None:
    """A silence can be seen only after something was asked, so not by the first."""
    day = Day()
    day.run(THROTTLE)
    day.vanish()
    day.run(THROTTLE)
    assert not day.reachable
    day.run(THROTTLE)
    assert day.reachable
