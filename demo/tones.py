"""Keys that somebody presses in a call: RTP events (RFC 4733), INFO, and what SDP says of them."""

import re

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.sdp import parse, telephone_events

KEYS = "0123456789*#ABCD"  # by event code (RFC 4733 section 3.2)
OFFERED = {"101": 8000}  # payload type and clock rate of our own offers

_END_BIT = 0x80
_LONGEST = 0xFFFF  # a duration that does not fit goes on in a further segment
_TIMESTAMPS = 1 << 32
_SIGNAL = re.compile(r"^\s*Signal\s*=\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)


class EventReader:
    """Tells each key once, however many of its packets come, and however often.

    All packets of an event have the timestamp of its beginning (section 2.2.1), so a later one is
    another key, and an earlier one has lost its way.
    """

    def __init__(self) -> None:
        self._source: int | None = None
        self._timestamp = 0
        self._event = -1
        self._ended = False

    def read(self, source: int, timestamp: int, payload: bytes) -> str:
        """The key that begins with this packet of an SSRC, or ""."""
        if len(payload) < 4:
            return ""
        event, ended = payload[0], bool(payload[1] & _END_BIT)
        ahead = (timestamp - self._timestamp) % _TIMESTAMPS
        if source == self._source and not 0 < ahead < _TIMESTAMPS // 2:
            self._ended |= ended and ahead == 0
            return ""
        goes_on = (source, event, ahead) == (self._source, self._event, _LONGEST)
        goes_on = goes_on and not self._ended  # section 2.5.1.3
        self._source, self._timestamp, self._event, self._ended = source, timestamp, event, ended
        return "" if goes_on else KEYS[event : event + 1]


def read_info(content_type: str, body: str) -> str:
    """The key in the body of an INFO, or "" where there is none.

    ``application/dtmf-relay`` names it in a line, ``application/dtmf`` holds nothing else; some
    senders write the event's code.
    """
    if content_type == "application/dtmf-relay":
        found = _SIGNAL.search(body)
        text = found[1] if found else ""
    elif content_type == "application/dtmf":
        text = body.strip()
    else:
        return ""
    text = {"10": "*", "11": "#"}.get(text, text.upper())
    return text if len(text) == 1 and text in KEYS else ""


def offered_tones(description: str) -> dict[str, int]:
    """Payload types and clock rates of the events that a description's voice can carry."""
    try:
        media = parse(description).media
    except ProtocolError:
        return {}
    return next((telephone_events(one) for one in media if one.kind == "audio"), {})


def with_tones(description: str, payloads: dict[str, int]) -> str:
    """A description whose voice can carry events, which aiortc knows nothing of."""
    lines = "".join(
        f"a=rtpmap:{number} telephone-event/{rate}\r\na=fmtp:{number} 0-16\r\n"
        for number, rate in payloads.items()
    )
    numbers = "".join(f" {number}" for number in payloads)
    sections = re.split(r"^(?=m=)", description, flags=re.MULTILINE)
    for place, section in enumerate(sections):
        if section.startswith("m=audio "):
            sections[place] = section.replace("\r\n", f"{numbers}\r\n", 1) + lines
            break
    return "".join(sections)
