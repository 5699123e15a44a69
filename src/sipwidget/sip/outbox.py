"""What one turn of the user agent gives back, and the deadlines that stay."""

from typing import Protocol

from sipwidget.sip.events import Dropped, Event, Output, Send
from sipwidget.sip.message import Request, Response
from sipwidget.sip.timers import Deadlines

TRACE_LENGTH = 2_000  # characters of what was dropped that are kept for the trace


class Timed(Protocol):
    """Whatever waits for a deadline."""

    def timed_out(self, timer: str) -> None: ...


class Outbox:
    """The outputs of the turn in progress, in order, the turn's time, and all deadlines."""

    def __init__(self) -> None:
        self.now = 0.0
        self.deadlines: Deadlines[tuple[Timed, str]] = Deadlines()
        self._outputs: list[Output] = []

    def send(self, message: Request | Response | str) -> None:
        """Say it in UTF-8, as text frames want it: an octet of the peer's that is none is a "?"."""
        self._outputs.append(Send(str(message).encode("utf-8", "replace").decode()))

    def emit(self, event: Event) -> None:
        self._outputs.append(event)

    def drop(self, reason: str, data: str | bytes) -> None:
        """Tell of something that is not acted on."""
        text = data[: 4 * TRACE_LENGTH]  # a character has up to four octets
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        self.emit(Dropped(reason, text[:TRACE_LENGTH]))

    def set_timer(self, owner: Timed, timer: str, seconds: float) -> None:
        self.deadlines.set((owner, timer), self.now + seconds)

    def cancel_timer(self, owner: Timed, timer: str) -> None:
        self.deadlines.cancel((owner, timer))

    def take(self) -> list[Output]:
        """The outputs so far; the next turn starts empty."""
        outputs, self._outputs = self._outputs, []
        return outputs
