"""Tones as INFO requests, for peers that want no RTP events; ``application/dtmf-relay``."""

from dataclasses import dataclass

CONTENT_TYPE = "application/dtmf-relay"
PAUSE = 2.0  # seconds that a comma stands for, as in W3C's RTCDTMFSender


@dataclass(slots=True)
class InfoTones:
    """One tone after the other: each waits for the answer to the last one, and for its gap."""

    _waiting: str = ""
    _due: float = 0.0
    _unanswered: bool = False

    def add(self, tones: str) -> None:
        self._waiting += tones

    def next_deadline(self) -> float | None:
        return self._due if self._waiting and not self._unanswered else None

    def take(self, now: float, duration: int, gap: int) -> str | None:
        """The body of the next INFO if it is due; times in milliseconds, but for ``now``."""
        due = self.next_deadline()
        if due is None or now < due:
            return None
        tone, self._waiting = self._waiting[0], self._waiting[1:]
        if tone == ",":
            self._due = now + PAUSE
            return None
        self._due = now + (duration + gap) / 1000
        self._unanswered = True
        return f"Signal={tone}\r\nDuration={duration}\r\n"

    def answered(self) -> None:
        """The peer has taken the last tone."""
        self._unanswered = False

    def clear(self) -> None:
        """The peer refuses tones, or the call is over."""
        self._waiting, self._unanswered = "", False
