"""What is kept for whoever looks for a fault: the trace, and the quality of the calls."""

from sipwidget.phone.checks import without_credentials
from sipwidget.phone.desk import Desk
from sipwidget.phone.effects import Download, Measure
from sipwidget.phone.export import NAME, export
from sipwidget.phone.findings import Facts, Findings, Found, hidden
from sipwidget.phone.inputs import Measured
from sipwidget.phone.measuring import Measuring
from sipwidget.phone.model import Call, Connection
from sipwidget.phone.notices import Notice
from sipwidget.phone.quality import Figures
from sipwidget.phone.settings import Config
from sipwidget.phone.trace import Record


class Diagnostics:
    """Collects all the time, which costs little; ``findings`` is for when somebody looks."""

    def __init__(self, desk: Desk, record: Record) -> None:
        self._desk = desk
        self._record = record
        self._measuring = Measuring()
        self._figures: dict[str, Figures] = {}  # by Call-ID
        self._switched = False  # the person wants them hidden
        self._shown: tuple[object, Findings] = (None, Findings())

    # --- measuring --------------------------------------------------------------------------------

    def follow(self, calls: tuple[Call, ...], focus: str | None, now: float) -> None:
        """Measure the call in focus, as it stands now."""
        self._measuring.follow(next((call for call in calls if call.id == focus), None), now)

    def next_deadline(self) -> float | None:
        return self._measuring.next_deadline()

    def tick(self, now: float) -> list[Measure]:
        return self._measuring.tick(now)

    def measured(self, news: Measured) -> None:
        """Keep what was measured with the call's messages."""
        figures, agent = self._measuring.measured(news), self._desk.agent
        call_id = agent.call_id(news.call) if agent else None
        if figures and call_id:
            kept = {each.call_id for each in self._record.calls}
            figures_by = {**self._figures, call_id: figures}
            self._figures = {one: it for one, it in figures_by.items() if one in kept}

    def seen(self, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        """The calls with what is known of their quality."""
        return self._measuring.seen(calls)

    # --- the sheet --------------------------------------------------------------------------------

    @property
    def masked(self) -> bool:
        """Where callers are not to be seen, they are not to be seen here either (A22)."""
        return self._switched or self._desk.config.hide_caller_id

    def click(self, action: str, connection: Connection) -> list[Download]:
        """A button of the sheet."""
        if action == "mask-numbers":
            self._switched = not self._switched
        elif action == "download":
            return [Download(NAME, export(self.findings(connection)))]
        return []

    def findings(self, connection: Connection) -> Findings:
        """All that was found until now."""
        config = self._desk.config
        known = facts(config, connection, self._desk.board.notices)
        of = (self.masked, known, self._record.calls, self._record.rest, self._figures)
        if self._shown[0] != of:
            self._shown = (of, self._collect(known))
        return self._shown[1]

    def _collect(self, known: Facts) -> Findings:
        calls = reversed(self._record.calls)
        found = tuple(Found(one, self._figures.get(one.call_id)) for one in calls)
        config = self._desk.config
        findings = Findings(found, self._record.rest, known, optional=not config.hide_caller_id)
        names = tuple(each.name for each in config.phonebook)
        return hidden(findings, names) if self.masked else findings


def facts(config: Config, connection: Connection, notices: tuple[Notice, ...]) -> Facts:
    """What helps to read a trace; nothing of it is secret."""
    servers = [*config.stun_servers, *(server.url for server in config.turn_servers)]
    settings = {
        "connection": connection,
        "websocketUrl": " ".join(map(without_credentials, config.websocket_urls)),
        "address": f"sip:{config.username}@{config.domain}" if config.username else config.domain,
        "registers": "no" if config.disable_register else "yes",
        "video": "yes" if config.enable_video else "no",
        "ICE servers": " ".join(servers),
        "DTMF": f"{config.dtmf_mode} {config.dtmf_duration} {config.dtmf_gap}",
    }
    told = [("told", " ".join((each.code, *dict(each.values).values()))) for each in notices]
    return (*((name, text) for name, text in settings.items() if text), *told)
