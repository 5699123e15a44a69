"""The SIP messages of the last calls and of the registration, for whoever looks for a fault.

Each is masked before anybody sees it, and what is kept is bounded: the memory of a page that stays
open for months does not grow, whatever a server sends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from sipwidget.sip.masking import mask

CALLS = 5  # the oldest of more is forgotten
MESSAGES = 60  # of one call, and as many of all that is about no call
CHARACTERS = 16_000  # of one message, which is that of a browser with video
TITLE = 60  # characters of a first line that is not SIP

_REQUEST = re.compile(r"([!%'*+.`~\w-]{1,40}) \S+ SIP/2\.0", re.ASCII)
_RESPONSE = re.compile(r"SIP/2\.0 ([1-6][0-9]{2} ?[^\r\n]{0,60})", re.ASCII)
_CALL_ID = re.compile(r"^(?:Call-ID|i)[ \t]*:[ \t]*(\S{1,255})", re.IGNORECASE | re.MULTILINE)
_METHOD = re.compile(r"^CSeq[ \t]*:[ \t]*[0-9]+[ \t]+(\S{1,40})", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(r"^(?:From|f)[ \t]*:[^\r\n]*?\bsips?:([^\s;>?]{1,255})", re.I | re.MULTILINE)
_TO = re.compile(r"^(?:To|t)[ \t]*:[^\r\n]*?\bsips?:([^\s;>?]{1,255})", re.I | re.MULTILINE)
_CANDIDATE = re.compile(
    r"^a=candidate:\S+ 1 (\S+) [0-9]+ (\S+) ([0-9]+) typ (\w+)", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Message:
    """One frame that crossed the socket. ``at`` is the phone's time in seconds.

    ``title`` is the method, or the status and its reason; ``about`` is the method that a response
    is about, else "".
    """

    number: int  # which of all
    at: float
    sent: bool
    title: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One network address at which a browser can perhaps be reached (RFC 8839 section 5.1)."""

    kind: str  # host, srflx, prflx or relay
    protocol: str
    address: str
    port: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages with one Call-ID; without one, those that are about no call."""

    call_id: str = ""
    party: str = ""  # user@host of the other side
    outgoing: bool = False
    messages: tuple[Message, ...] = ()

    def candidates(self, *, sent: bool) -> tuple[Candidate, ...]:
        """Those that we have named, or the other side has, each once, as they came."""
        texts = (each.text for each in self.messages if each.sent is sent)
        found = (one for text in texts for one in _candidates(text))
        return tuple(dict.fromkeys(found))


class Record:
    """Keeps what crosses the socket.

    To read a message here takes as long as to answer it: that is done by ``file``, when there is
    time.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._unread: list[tuple[str, float, bool]] = []
        self._calls: dict[str, Conversation] = {}
        self._rest = Conversation()

    @property
    def calls(self) -> tuple[Conversation, ...]:
        """One a call, the newest last."""
        self.file()
        return tuple(self._calls.values())

    @property
    def rest(self) -> Conversation:
        """Registrations, and whatever else is about no call."""
        self.file()
        return self._rest

    def add(self, text: str, now: float, *, sent: bool) -> None:
        """Keep a frame; one of blanks only is a sign of life and says nothing."""
        if text and not text.isspace():
            self._unread.append((text, now, sent))
        if len(self._unread) >= MESSAGES:
            self.file()

    def file(self) -> None:
        """Mask what has come and find out what it belongs to."""
        unread, self._unread = self._unread, []
        for text, now, sent in unread:
            self._file(text, now, sent)

    def _file(self, text: str, now: float, sent: bool) -> None:
        masked = mask(text)
        title, about = _title(masked), _first(_METHOD, masked)
        response = title[:1].isdigit()
        cut = masked if len(masked) <= CHARACTERS else f"{masked[: CHARACTERS - 1]}…"
        number = next(self._numbers)
        message = Message(number, now, sent, title, about if response else "", cut)
        call_id = _first(_CALL_ID, text)
        if call_id and title == "INVITE" and call_id not in self._calls:
            party = _first(_TO if sent else _FROM, masked)
            self._calls[call_id] = Conversation(call_id, party, sent)
            while len(self._calls) > CALLS:
                del self._calls[next(iter(self._calls))]
        if call_id in self._calls:
            self._calls[call_id] = _longer(self._calls[call_id], message)
        else:
            self._rest = _longer(self._rest, message)


def _longer(conversation: Conversation, message: Message) -> Conversation:
    return replace(conversation, messages=(*conversation.messages, message)[-MESSAGES:])


def _title(text: str) -> str:
    """What a message is, without reading all of it."""
    if found := _RESPONSE.match(text):
        return found[1].strip()
    if found := _REQUEST.match(text):
        return found[1]
    return text.strip().splitlines()[0][:TITLE]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _candidates(text: str) -> Iterator[Candidate]:
    for found in _CANDIDATE.finditer(text):
        protocol, address, port, kind = found.groups()
        yield Candidate(kind, protocol.lower(), address, port)
