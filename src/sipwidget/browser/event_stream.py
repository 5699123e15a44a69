"""Server-sent events (WHATWG HTML, section 9.2.6), and the commands that openHAB sends in them.

Of an event its name and its data are told. ``id`` and ``retry`` are passed over: openHAB sends
neither for the commands of an Item, and when to connect anew is not the server's to say.
"""

import codecs
from dataclasses import dataclass

from sipwidget.phone.config import ConfigError, parse_json

MAX_LENGTH = 65_536  # characters of a line, and of the data of an event; an event with more is lost


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One event; ``name`` is ``message`` where the server gave none."""

    name: str
    data: str


class EventStream:
    """Turns the bytes of one stream into events, however they are cut. Nothing raises."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._ended_in_return = False
        self._line: list[str] = []
        self._line_length = 0
        self._begin_event()

    def receive(self, octets: bytes) -> list[StreamEvent]:
        """The events that these bytes complete."""
        *ends, rest = self._decode(octets).split("\n")
        events = []
        for end in ends:
            self._add(end)
            event = self._end_line()
            if event:
                events.append(event)
        self._add(rest)
        return events

    def _decode(self, octets: bytes) -> str:
        """The text with line feeds alone; a CRLF may be cut in two."""
        text = self._decoder.decode(octets)
        if not text:
            return text
        cut = self._ended_in_return and text[0] == "\n"
        self._ended_in_return = text[-1] == "\r"
        return text[cut:].replace("\r\n", "\n").replace("\r", "\n")

    def _add(self, piece: str) -> None:
        self._line_length += len(piece)
        if piece and self._line_length <= MAX_LENGTH:
            self._line.append(piece)

    def _end_line(self) -> StreamEvent | None:
        line, length = "".join(self._line), self._line_length
        self._line, self._line_length = [], 0
        if length > MAX_LENGTH:
            self._spoiled = True
        elif not line:
            return self._end_event()
        else:
            self._read_field(line)
        return None

    def _read_field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value
        elif name == "data":
            self._data_length += len(value) + 1
            self._spoiled |= self._data_length > MAX_LENGTH
            if not self._spoiled:
                self._data.append(value)

    def _end_event(self) -> StreamEvent | None:
        event = StreamEvent(self._name or "message", "\n".join(self._data))
        is_event = self._data and not self._spoiled
        self._begin_event()
        return event if is_event else None

    def _begin_event(self) -> None:
        self._name = ""
        self._data: list[str] = []
        self._data_length = 0
        self._spoiled = False


def item_command(event: StreamEvent, item: str) -> str | None:
    """The command to this Item that the event tells of; None where it tells of anything else.

    openHAB's data is JSON, with ``topic``, ``type``, and a ``payload`` that is the text of JSON in
    turn: ``{"type":"String","value":"dial:620"}``.
    """
    told = _object(event.data) if event.name == "message" else {}
    if (told.get("topic"), told.get("type")) != (topic(item), "ItemCommandEvent"):
        return None
    value = _object(told.get("payload")).get("value")
    return value if isinstance(value, str) else None


def topic(item: str) -> str:
    """The topic of an Item's commands."""
    return f"openhab/items/{item}/command"


def _object(text: object) -> dict[str, object]:
    """The JSON object of that text; an empty one where it is none."""
    try:
        read = parse_json(text, "event") if isinstance(text, str) else None
    except (ConfigError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
