"""What waits in a mailbox: the body that tells it (RFC 3842 section 5.2)."""

import re
from dataclasses import dataclass
from typing import Self

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import parse_digits

EVENT = "message-summary"
CONTENT_TYPE = "application/simple-message-summary"

_HCOLON = r"[ \t]*+:[ \t]*+"
_MSG_STATUS_LINE = re.compile(rf"^Messages-Waiting{_HCOLON}(yes|no)[ \t\r]*+$", re.I | re.M)
_NEW_VOICE = re.compile(rf"^Voice-Message{_HCOLON}([0-9]++)[ \t]*+/", re.I | re.M)


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """Whether something new waits, and how many voice messages of it; None is not told."""

    waiting: bool
    new: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a body. Raises ProtocolError(400)."""
        status, voice = _MSG_STATUS_LINE.search(text), _NEW_VOICE.search(text)
        if status is None:
            raise ProtocolError(400, "a message summary without Messages-Waiting")
        return cls(status[1].lower() == "yes", parse_digits(voice[1]) if voice else None)
