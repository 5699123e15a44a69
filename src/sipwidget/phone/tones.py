"""Tones in a call, by the way that the two ends have agreed on (A31): RTP events, or INFO."""

from collections.abc import Iterable

from sipwidget.phone.checks import SettingError, dtmf
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.effects import SendTones
from sipwidget.phone.info_tones import CONTENT_TYPE
from sipwidget.phone.line import Line
from sipwidget.phone.notices import alert, notice
from sipwidget.sip.events import InfoAnswered


class Tones:
    """Sends what the keypad and the preset button say."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def send(self, line: Line, tones: str, now: float) -> list[Step]:
        """Send tones, after those that still wait; ``dtmfMode`` may force the way."""
        if not line.takes_tones:
            return []
        try:
            tones = dtmf(tones)
        except SettingError:
            self._desk.tell(alert("tones-invalid", tones=tones), now, topic="tones")
            return []
        config = self._desk.config
        if config.dtmf_mode == "rtp" or (config.dtmf_mode == "auto" and line.agreed_on_events):
            return [SendTones(line.call.id, tones, config.dtmf_duration, config.dtmf_gap)]
        line.info_tones.add(tones)
        return self._send_next(line, now)

    def failed(self, line: Line, tones: str, now: float) -> list[Step]:
        """RTP events need an open microphone: where they are not forced, INFO may do."""
        if self._desk.config.dtmf_mode == "rtp":
            self._desk.tell(alert("tones-impossible"), now, topic="tones")
            return []
        self._desk.tell(notice("tones-by-info"), now, topic="tones")
        line.info_tones.add(tones)
        return self._send_next(line, now)

    def answered(self, line: Line, answer: InfoAnswered, now: float) -> list[Step]:
        """What the peer says to the last INFO."""
        if answer.status < 300:
            line.info_tones.answered()
            return self._send_next(line, now)
        line.info_tones.clear()
        told = alert("tones-refused", status=answer.status, reason=answer.reason)
        self._desk.tell(told, now, topic="tones")
        return []

    def next_deadline(self, lines: Iterable[Line]) -> float | None:
        """When the next tone is due."""
        times = (line.info_tones.next_deadline() for line in lines)
        return min((at for at in times if at is not None), default=None)

    def tick(self, lines: Iterable[Line], now: float) -> list[Step]:
        """Send the tones that are due."""
        return [step for line in lines for step in self._send_next(line, now)]

    def _send_next(self, line: Line, now: float) -> list[Step]:
        config, call = self._desk.config, line.call.id
        body = line.info_tones.take(now, config.dtmf_duration, config.dtmf_gap)
        if body is None:
            return []
        steps = self._desk.ask(lambda agent: agent.info(call, CONTENT_TYPE, body, now))
        if not steps:
            line.info_tones.clear()
            self._desk.tell(alert("tones-impossible"), now, topic="tones")
        return steps
