"""The self-test: one step after the other, each with a verdict in words.

Most of it the phone knows anyway (``live_checks``); the browser probes the rest. It opens no second
connection and registers nowhere else. It ends when its sheet is closed, and for any call but its
own.
"""

from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.echo_call import EchoCall
from sipwidget.phone.effects import Probe, StopProbes
from sipwidget.phone.failures import media_failure
from sipwidget.phone.inputs import Clicked, Measured, Probed
from sipwidget.phone.live_checks import LIVE, Facts, failed, passed, skipped, too_late
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.station import Station
from sipwidget.phone.switchboard import Switchboard
from sipwidget.phone.verdicts import Report, Result, Verdict

STEPS = (
    "secure",
    "address",
    "connection",
    "subprotocol",
    "registration",
    "items",
    "stun",
    "microphone",
    "camera",
    "sound",
)
CALL = "call"  # the last step, which only begins when a person has said whom to call
PATIENCE = 10.0  # seconds for an answer that the phone does not know yet
LONGEST_TARGET = 128  # characters
_WAITING, _RUNNING = Verdict(Result.WAITING), Verdict(Result.RUNNING)


class SelfTest:
    """One run at a time; the verdicts of the last one stay until the sheet is closed."""

    def __init__(self, desk: Desk, station: Station, switchboard: Switchboard) -> None:
        self._desk = desk
        self._station = station
        self._switchboard = switchboard
        self._echo = EchoCall(desk, switchboard)
        self._run = 0  # news of an earlier one is passed over
        self._step: str | None = None
        self._until: float | None = None
        self._probing = False
        self._asks = False
        self._verdicts: dict[str, Verdict] = {}

    @property
    def calling(self) -> bool:
        """The only call there is, is the test's own."""
        return self._echo.is_the_only_one

    @property
    def report(self) -> Report:
        """What is known so far."""
        verdicts = {**self._verdicts, CALL: self._echo.verdict or _WAITING}
        if self._step:
            verdicts[self._step] = _RUNNING
        steps = tuple((step, verdicts.get(step, _WAITING)) for step in (*STEPS, CALL))
        return Report(steps, self._step is not None, self._asks, self._echo_target)

    def next_deadline(self) -> float | None:
        times = (self._until, self._echo.next_deadline())
        return min((at for at in times if at is not None), default=None)

    # --- what happens -----------------------------------------------------------------------------

    def click(self, click: Clicked, now: float) -> list[Step]:
        """A button of the sheet."""
        match click.action:
            case "selftest-start":
                steps = self._stop()
                self._run += 1
                self._verdicts, self._echo.verdict = {}, None
                self._enter(STEPS[0], now)
                return steps
            case "selftest-heard" | "selftest-unheard" if self._asks:
                heard = click.action == "selftest-heard"
                told = passed() if heard else failed(alert("test-sound-unheard"))
                self._verdicts["sound"] = told
                self._asks = False
            case "selftest-call" if not self._switchboard.calls and self._station.connected(now):
                target = dict(click.fields).get("echo", "").strip()[:LONGEST_TARGET]
                return self._echo.start(target, now) if target else []
            case _:
                pass
        return []

    def probed(self, news: Probed) -> None:
        """The browser has tried."""
        if news.run != self._run or news.step != self._step:
            return
        if news.problem:
            self._verdicts[news.step] = failed(_words(news))
        elif news.step == "sound":
            self._asks = True
        else:
            found = news.found
            self._verdicts[news.step] = passed(notice("test-found", found=found) if found else None)

    def measured(self, news: Measured) -> None:
        """Counters of a call, perhaps the test's."""
        self._echo.measured(news)

    def follow(self, opened: bool, now: float) -> list[Step]:
        """Go on, as far as that can be done now; stop where the sheet is not open any more."""
        if not opened or (self._switchboard.calls and not self.calling):
            return self._forget()
        steps = self._echo.follow(now)
        while self._step is not None:
            verdict = self._judge(self._step, now)
            if verdict is None:
                return [*steps, *self._probe(self._step)]
            self._verdicts[self._step] = verdict
            following = STEPS.index(self._step) + 1
            self._enter(STEPS[following] if following < len(STEPS) else None, now)
        return steps

    # --- how it is done ---------------------------------------------------------------------------

    @property
    def _facts(self) -> Facts:
        station, desk = self._station, self._desk
        return Facts(
            desk.config,
            station.connection,
            desk.board.notices,
            station.registers,
            station.standby,
            station.url,
        )

    @property
    def _echo_target(self) -> str:
        """An entry of the phonebook that says what it is."""
        entries = self._desk.config.phonebook
        return next((each.target for each in entries if "echo" in each.name.lower()), "")

    def _enter(self, step: str | None, now: float) -> None:
        self._step, self._probing, self._asks = step, False, False
        self._until = now + PATIENCE if step in LIVE else None

    def _judge(self, step: str, now: float) -> Verdict | None:
        config = self._desk.config
        if step in LIVE:
            late = self._until is not None and now >= self._until
            return LIVE[step](self._facts) or (too_late(step, self._facts) if late else None)
        if step == "camera" and not config.enable_video:
            return skipped("test-no-video")
        if step == "stun" and not (config.stun_servers or config.turn_servers):
            return skipped("test-no-stun")
        return self._verdicts.get(step)

    def _probe(self, step: str) -> list[Step]:
        """Ask the browser, once."""
        if step in LIVE or self._probing:
            return []
        self._probing = True
        return [Probe(self._run, step)]

    def _stop(self) -> list[Step]:
        probing, self._step, self._until = self._probing, None, None
        self._probing = self._asks = False
        return [StopProbes()] if probing else []

    def _forget(self) -> list[Step]:
        self._echo.stop()
        self._verdicts, self._echo.verdict = {}, None
        return self._stop()


def _words(news: Probed) -> Notice:
    """Why a probe has failed, and what to do."""
    if news.step == "stun":
        return alert("test-stun-silent")
    if news.step == "sound":
        return alert("test-sound-impossible")
    return media_failure(news.problem)
