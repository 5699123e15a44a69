"""SIP messages: text in, Request or Response out, and back (RFC 3261 sections 7 and 25.1).

``parse`` checks the start line and the headers without which nothing can be answered; all others
are read when they are asked for. Octets that are not UTF-8 are kept as lone surrogates
(``surrogateescape``), and go out as they came in ``str(m).encode(errors="surrogateescape")``.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import (
    TOKEN,
    is_token,
    parse_delta_seconds,
    parse_digits,
    parse_params,
    unquote,
)
from sipwidget.sip.headers import CSeq, Headers, Replaces, Via
from sipwidget.sip.limits import (
    MAX_BODY_PARTS,
    MAX_HEADERS,
    MAX_MESSAGE_OCTETS,
    MAX_URI_LENGTH,
)
from sipwidget.sip.status import REASONS, reason_phrase
from sipwidget.sip.uri import NameAddr, Uri

__all__ = [
    "REASONS",
    "CSeq",
    "Replaces",
    "Request",
    "Response",
    "Via",
    "parse",
    "respond",
    "salvage",
]

_REQUEST_LINE = re.compile(rf"({TOKEN}) ([^ ]++) (SIP/[0-9]++\.[0-9]++)", re.IGNORECASE)
_STATUS_LINE = re.compile(r"(SIP/[0-9]++\.[0-9]++) ([1-6][0-9]{2})(?: (.*+))?+", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\r?\n")
_START_OF_VIA = re.compile(rf"SIP *+/ *+{TOKEN} *+/ *+{TOKEN} ++[^ ;,]", re.IGNORECASE)
_ANSWERED_WITH = ("Via", "From", "To", "Call-ID", "CSeq", "Timestamp")  # RFC 3261 section 8.2.6.2
_UNREADABLE = Uri("sip", host="unreadable.invalid")


class _Message:
    """What requests and responses share. Values are read once: change headers before reading."""

    def __init__(self, headers: Headers | None, body: str) -> None:
        self.headers = Headers() if headers is None else headers
        self.body = body

    @property
    def _start_line(self) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        lines = "".join(f"{name}: {value}\r\n" for name, value in self._lines())
        return (
            f"{self._start_line}\r\n{lines}Content-Length: {_length(self.body)}\r\n\r\n{self.body}"
        )

    def __repr__(self) -> str:
        return f"<{self._start_line!r} {self.headers.get('Call-ID')!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Message) and (
            (self._start_line, self._lines(), self.body)
            == (other._start_line, other._lines(), other.body)
        )

    __hash__ = None  # type: ignore[assignment] # mutable, as list is, and typeshed types it so too

    def _lines(self) -> list[tuple[str, str]]:
        """All headers but Content-Length, which follows from the body."""
        return [line for line in self.headers.items() if line[0] != "Content-Length"]

    def _required(self, name: str) -> str:
        value = self.headers.get(name)
        if not value:
            raise ProtocolError(400, f"no {name}")
        return value

    @cached_property
    def via(self) -> Via:
        """The topmost Via: who sent this to us. Raises ProtocolError(400)."""
        return Via.parse(self._required("Via"))

    @cached_property
    def vias(self) -> list[Via]:
        """The way back, the nearest first. Raises ProtocolError(400)."""
        return [Via.parse(value) for value in self.headers.all("Via")]

    @cached_property
    def from_(self) -> NameAddr:
        """Who began the dialog. Raises ProtocolError(400)."""
        return NameAddr.parse(self._required("From"))

    @cached_property
    def to(self) -> NameAddr:
        """Whom the dialog's first request was for. Raises ProtocolError(400)."""
        return NameAddr.parse(self._required("To"))

    @property
    def call_id(self) -> str:
        """What is the same in all messages of a dialog. Raises ProtocolError(400)."""
        return self._required("Call-ID")

    @cached_property
    def cseq(self) -> CSeq:
        """Number and method of the request. Raises ProtocolError(400)."""
        return CSeq.parse(self._required("CSeq"))

    @cached_property
    def contacts(self) -> list[NameAddr]:
        """The contacts that can be read; ``*`` and broken ones are left out."""
        return list(_readable_addresses(self.headers.all("Contact")))

    @property
    def max_forwards(self) -> int | None:
        """How many hops are left, None where no number says so."""
        return parse_digits(self.headers.get("Max-Forwards", ""))

    @property
    def expires(self) -> int | None:
        """Seconds, None where no number says so."""
        return parse_delta_seconds(self.headers.get("Expires", ""))

    @cached_property
    def content_type(self) -> str:
        """The media type of the body in lower case, without parameters; "" where none is named."""
        return _media_type(self.headers)

    @cached_property
    def sdp(self) -> str | None:
        """The session description: the body, or the first such part of a multipart one."""
        if self.content_type.startswith("multipart/"):
            return _sdp_part(self.headers, self.body)
        return self.body or None if self.content_type == "application/sdp" else None


class Request(_Message):
    """A request. ``str(request)`` is the text for the wire, with its Content-Length."""

    def __init__(
        self, method: str, uri: Uri, headers: Headers | None = None, body: str = ""
    ) -> None:
        super().__init__(headers, body)
        self.method = method
        self.uri = uri

    @property
    def _start_line(self) -> str:
        return f"{self.method} {self.uri} SIP/2.0"

    def copy(self) -> "Request":
        """The same request with headers of its own, nothing of it read yet."""
        return Request(self.method, self.uri, self.headers.copy(), self.body)


class Response(_Message):
    """A response. ``str(response)`` is the text for the wire, with its Content-Length."""

    def __init__(
        self, status: int, reason: str, headers: Headers | None = None, body: str = ""
    ) -> None:
        super().__init__(headers, body)
        self.status = status
        self.reason = reason

    @property
    def retry_after(self) -> float | None:
        """Seconds that the sender asks us to wait, at most an hour (RFC 3261 section 20.33)."""
        text = self.headers.get("Retry-After", "").partition("(")[0].partition(";")[0].strip()
        seconds = parse_delta_seconds(text)
        return min(float(seconds), 3600.0) if seconds else None

    @property
    def _start_line(self) -> str:
        return f"SIP/2.0 {self.status} {self.reason}"


def parse(data: str | bytes) -> Request | Response:
    """Read the one message of a WebSocket frame (RFC 7118 section 5), text or binary.

    Raises ProtocolError, and nothing else; its status is the answer that a request deserves.
    """
    text = _text(data)
    end = _BLANK_LINE.search(text)
    if end is None:
        raise ProtocolError(400, "no blank line behind the headers")
    start_line, header_text = _head(text[: end.start()])
    headers = Headers.parse(header_text)
    if len(headers) > MAX_HEADERS:
        raise ProtocolError(400, f"more than {MAX_HEADERS} header lines")
    body = _body(headers, text[end.end() :])
    if start_line[:4].upper() == "SIP/":
        status, reason = _read_status_line(start_line)
        message: Request | Response = Response(status, reason, headers, body)
    else:
        method, uri = _read_request_line(start_line)
        message = Request(method, uri, headers, body)
    _check_mandatory_headers(message)
    return message


def salvage(data: str | bytes) -> Request | None:
    """What of a refused request ``respond`` needs, as written; None where no answer is possible.

    That is so for responses, for ACK (RFC 3261 section 17), and without a Via or a CSeq.
    """
    try:
        text = _text(data[: MAX_MESSAGE_OCTETS // 4])  # a character has up to four octets
    except ProtocolError:
        return None
    end = _BLANK_LINE.search(text)
    start_line, header_text = _head(text[: end.start()] if end else text)
    method = start_line.partition(" ")[0]
    if not is_token(method) or method == "ACK":
        return None
    headers = Headers.parse(header_text).excerpt(_ANSWERED_WITH)
    if not (_START_OF_VIA.match(headers.get("Via", "")) and headers.get("CSeq")):
        return None
    return Request(method, _UNREADABLE, headers)


def respond(
    request: Request,
    status: int,
    reason: str | None = None,
    *,
    to_tag: str = "",
    headers: Iterable[tuple[str, str]] = (),
    content_type: str = "application/sdp",
    body: str = "",
) -> Response:
    """The response to a request (RFC 3261 section 8.2.6); ``to_tag`` goes to a To without one."""
    copied = request.headers.excerpt(_ANSWERED_WITH)
    if status != 100:
        copied.remove("Timestamp")
    if to_tag and status != 100 and _lacks_tag(request):
        copied.set("To", f"{request.headers.get('To')};tag={to_tag}")
    for name, value in headers:
        copied.add(name, value)
    if body:
        copied.add("Content-Type", content_type)
    return Response(status, reason_phrase(status) if reason is None else reason, copied, body)


def _text(data: str | bytes) -> str:
    """The frame as text without the blank lines that may stand before (RFC 3261 section 7.5)."""
    if (len(data) if isinstance(data, bytes) else _length(data)) > MAX_MESSAGE_OCTETS:
        raise ProtocolError(513, f"more than {MAX_MESSAGE_OCTETS} octets")
    text = data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
    return text.lstrip("\r\n")


def _length(text: str) -> int:
    """In octets; most texts are ASCII, of which nobody makes a copy to count them."""
    return len(text) if text.isascii() else len(_octets(text))


def _octets(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise ProtocolError(400, "text that cannot be UTF-8") from None


def _head(text: str) -> tuple[str, str]:
    """The start line and the header lines, with LF as the only line end."""
    start_line, _, header_text = _lines(text).partition("\n")
    return start_line, header_text


def _read_status_line(line: str) -> tuple[int, str]:
    found = _STATUS_LINE.fullmatch(line)
    if found is None:
        raise ProtocolError(400, "malformed status line")
    _check_version(found[1])
    return int(found[2]), found[3] or ""


def _read_request_line(line: str) -> tuple[str, Uri]:
    found = _REQUEST_LINE.fullmatch(line)
    if found is None:
        raise ProtocolError(400, "malformed request line")
    method, uri, version = found.groups()
    _check_version(version)
    if len(uri) > MAX_URI_LENGTH:
        raise ProtocolError(414, f"a Request-URI of more than {MAX_URI_LENGTH} characters")
    address = Uri.parse(uri)
    if address.headers:  # RFC 3261 section 19.1.1, table 1
        raise ProtocolError(400, "a Request-URI with headers")
    return method, address


def _check_version(version: str) -> None:
    if version.upper() != "SIP/2.0":
        raise ProtocolError(505, "not SIP/2.0")


def _body(headers: Headers, rest: str) -> str:
    """The octets that Content-Length counts; those behind are dropped (RFC 3261 section 18.3)."""
    lengths = set(headers.all("Content-Length"))
    if not lengths:
        return rest
    length, octets = parse_digits(lengths.pop()), _length(rest)
    if lengths or length is None or length > octets:
        raise ProtocolError(400, "Content-Length is no number, or does not fit the body")
    if length == octets:
        return rest
    return _octets(rest)[:length].decode("utf-8", "surrogateescape")


def _check_mandatory_headers(message: Request | Response) -> None:
    """What RFC 3261 section 8.1.1 demands, but Max-Forwards, which RFC 2543 did not know."""
    count = message.headers.count
    for name in ("From", "To", "Call-ID", "CSeq"):
        if count(name) != 1:
            raise ProtocolError(400, f"{name} must be there once")
    if count("Max-Forwards") > 1:
        raise ProtocolError(400, "more than one Max-Forwards")
    method = message.cseq.method
    if isinstance(message, Request) and method != message.method:
        raise ProtocolError(400, "CSeq names another method than the request line")
    _ = message.via, message.from_, message.to, message.call_id


def _lacks_tag(request: Request) -> bool:
    try:
        return request.to.tag is None
    except ProtocolError:
        return False


def _readable_addresses(values: list[str]) -> Iterable[NameAddr]:
    for value in values:
        try:
            yield NameAddr.parse(value)
        except ProtocolError:
            continue


def _media_type(headers: Headers) -> str:
    return bare_type(headers.get("Content-Type", ""))


def bare_type(value: str) -> str:
    """``Application / SDP;x=1`` as ``application/sdp``: white space is allowed around the slash."""
    return "".join(value.partition(";")[0].split()).lower()


def _sdp_part(headers: Headers, body: str) -> str | None:
    """The first session description among the parts (RFC 2046 section 5.1, RFC 5621)."""
    _, semicolon, params = headers.get("Content-Type", "").partition(";")
    try:
        boundary = unquote(parse_params(semicolon + params).get("boundary") or "")
    except ProtocolError:
        return None
    if not boundary:
        return None
    for part in f"\n{body}".split(f"\n--{boundary}")[1 : MAX_BODY_PARTS + 1]:
        end = _BLANK_LINE.search(part)
        if end and _media_type(Headers.parse(_lines(part[: end.start()]))) == "application/sdp":
            return part[end.end() :].rstrip("\r\n") + "\r\n"
    return None


def _lines(text: str) -> str:
    """With LF as the only line end."""
    return text.removesuffix("\r").replace("\r\n", "\n")
