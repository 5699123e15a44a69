"""Session descriptions (RFC 8866), as far as a phone must read what two browsers or boxes agree on.

Text in, values out. The browser parses SDP for itself; here stands only what decides about a call:
hold, video, telephone-event, whether an answer fits, and an address that strict servers accept.
"""

import re
from dataclasses import dataclass, field
from functools import partial

from sipwidget.sip.errors import ProtocolError

MAX_SDP_LINES = 2000
MAX_MEDIA = 32
MAX_WORD = 255  # characters of a media type, a protocol or an address: no host name has more

_UNSPECIFIED = "0.0.0.0"  # noqa: S104 - an address to find in texts, nothing binds to it
_LOOPBACK = "127.0.0.1"
_DISCARD_PORT = 9  # what a browser writes while it has no candidate (RFC 8829 section 5.2.1)
_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
_DIRECTION = re.compile(rf"\na=({'|'.join(_DIRECTIONS)})[ \t]*+(?=[:\n]|\Z)")

_PAYLOAD_TYPE = re.compile(r"0*+(?:1[01][0-9]|12[0-7]|[0-9]{0,2})")
_PORT = re.compile(r"([0-9]{1,5})(?:/[0-9]+)?")  # the number of ports is for layered streams
_TELEPHONE_EVENT = re.compile(r"([0-9]{1,3}) +telephone-event/([0-9]{1,6})", re.IGNORECASE)
_HOST_CANDIDATE = re.compile(
    r"^a=candidate:\S+ 1 udp [0-9]+ "
    r"(?!0\.0\.0\.0 )((?:[0-9]{1,3}\.){3}[0-9]{1,3}) ([0-9]{1,5}) typ host\b",
    re.IGNORECASE | re.MULTILINE,
)
_UNSPECIFIED_LINE = re.compile(
    r"^(c=IN IP4 |a=rtcp:)([0-9]{1,5} IN IP4 )?0\.0\.0\.0(?![\w.])", re.MULTILINE
)

Attributes = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Media:
    """One m= section. ``direction`` and ``connection`` hold the session's where it has none.

    ``port`` 0 is a refused or ended stream; ``connection`` is the bare address, without a TTL.
    ``lines``, each behind its LF, are read when somebody asks for ``attributes``: a browser writes
    forty of them.
    """

    kind: str
    port: int
    protocol: str
    formats: tuple[str, ...]
    direction: str
    connection: str | None
    lines: str = field(repr=False)

    @property
    def attributes(self) -> Attributes:
        """The a= lines: names with their values, None where there is no colon."""
        return _attributes(self.lines)


@dataclass(frozen=True, slots=True)
class Description:
    """A session description; texts that are absent are "", an absent c= line is None."""

    origin_user: str
    session_id: str
    session_version: str
    session_name: str
    connection: str | None
    lines: str = field(repr=False)
    media: tuple[Media, ...]

    @property
    def attributes(self) -> Attributes:
        """Those of the session, as the media have theirs."""
        return _attributes(self.lines)


def attribute(attributes: Attributes, name: str) -> str | None:
    """The first value of ``a=name:value``; "" for a bare flag, None where there is none."""
    return next((value or "" for key, value in attributes if key == name), None)


def parse(text: str) -> Description:
    """Read a description, any line end, unknown and missing lines allowed.

    Raises ``ProtocolError(488)`` (RFC 3261 section 21.4.26) for what no call can be made of: no
    m= line, one that is not understood, a NUL, or more than ``MAX_SDP_LINES``, ``MAX_MEDIA`` or
    ``MAX_WORD``.
    """
    if "\0" in text:  # RFC 8866 section 9, byte-string
        raise ProtocolError(488, "a NUL in the session description")
    lines = "\n" + text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.count("\n") > MAX_SDP_LINES:
        raise ProtocolError(488, f"more than {MAX_SDP_LINES} lines in the session description")
    head, *sections = lines.split("\nm=")
    if not sections:
        raise ProtocolError(488, "no m= line in the session description")
    if len(sections) > MAX_MEDIA:
        raise ProtocolError(488, f"more than {MAX_MEDIA} m= lines in the session description")
    direction, connection = _direction(head, "sendrecv"), _connection(head)
    user, session_id, version, *_ = [*_value(head, "o").split(), "", "", ""]
    return Description(
        origin_user=user,
        session_id=session_id,
        session_version=version,
        session_name=_value(head, "s"),
        connection=connection,
        lines=head,
        media=tuple(_media(section, direction, connection) for section in sections),
    )


def _media(section: str, direction: str, connection: str | None) -> Media:
    first = section.partition("\n")[0]
    lines = section[len(first) :]
    kind, port, protocol, *formats = [*first.split(), "", "", ""]
    number = _PORT.fullmatch(port)
    if number is None or int(number[1]) > 0xFFFF or not protocol:
        raise ProtocolError(488, "an m= line that is not: kind, port, protocol, formats")
    formats = [*filter(None, formats)]
    if int(number[1]) and "RTP/" in protocol.upper() and not _are_payload_types(formats):
        raise ProtocolError(488, "formats of RTP that are not numbers from 0 to 127")
    return Media(
        kind=_bounded(kind.lower()),
        port=int(number[1]),
        protocol=_bounded(protocol),
        formats=tuple(formats),
        direction=_direction(lines, direction),
        connection=_connection(lines) or connection,
        lines=lines,
    )


def _are_payload_types(formats: list[str]) -> bool:
    """RFC 8866 section 5.14; RFC 3550 section 5.1 has seven bits for them."""
    return bool(formats) and all(_PAYLOAD_TYPE.fullmatch(each) for each in formats)


def _bounded(word: str) -> str:
    if len(word) > MAX_WORD:
        raise ProtocolError(488, f"a word of more than {MAX_WORD} characters in m= or c=")
    return word


def _value(lines: str, name: str) -> str:
    start = lines.find(f"\n{name}=")
    return lines[start + 3 :].partition("\n")[0].strip() if start >= 0 else ""


def _connection(lines: str) -> str | None:
    parts = _value(lines, "c").split()
    return _bounded(parts[2]).partition("/")[0] if len(parts) > 2 else None


def _attributes(lines: str) -> Attributes:
    parts = (line[2:].partition(":") for line in lines.split("\n") if line.startswith("a="))
    return tuple((name.strip(), value.strip() if colon else None) for name, colon, value in parts)


def _direction(lines: str, default: str) -> str:
    found = _DIRECTION.search(lines)
    return found[1] if found else default


def held(description: Description) -> bool:
    """Whether the peer has put us on hold: it wants to hear us on no active audio stream.

    RFC 3264 section 8.4: sendonly (it may play music) or inactive; or, as in RFC 2543, the address
    0.0.0.0, unless with port 9, which is how a browser without candidates writes an open stream.
    Where there is no active audio, all active streams count; where nothing is active, it is False.
    """
    active = [media for media in description.media if media.port]
    streams = [media for media in active if media.kind == "audio"] or active
    return bool(streams) and all(_stopped(media) for media in streams)


def _stopped(media: Media) -> bool:
    nowhere = media.connection == _UNSPECIFIED and media.port != _DISCARD_PORT
    return nowhere or media.direction in ("sendonly", "inactive")


def has_video(description: Description) -> bool:
    """Whether a picture may flow, in either direction."""
    return any(
        media.kind == "video" and media.port and media.direction != "inactive"
        for media in description.media
    )


def telephone_events(media: Media) -> dict[str, int]:
    """The payload types of RFC 4733 that the m= line holds, each with its clock rate in Hz.

    There may be several, one for each clock rate of the voice codecs; empty means: use INFO.
    """
    matches = (
        _TELEPHONE_EVENT.match(value or "") for name, value in media.attributes if name == "rtpmap"
    )
    return {match[1]: int(match[2]) for match in matches if match and match[1] in media.formats}


def answer_fits(offer: Description, answer: Description) -> str | None:
    """What is wrong with an answer to this offer, in words; None when it fits.

    RFC 3264 section 6: as many m= lines as offered, of the same kinds in the same order, and what
    was offered with port 0 stays refused.
    """
    if len(offer.media) != len(answer.media):
        return f"{len(offer.media)} m= lines were offered, {len(answer.media)} answered"
    for number, (offered, answered) in enumerate(zip(offer.media, answer.media, strict=True), 1):
        if offered.kind != answered.kind:
            return f"m= line {number} offered {offered.kind}, the answer has another kind"
        if answered.port and not offered.port:
            return f"m= line {number} was offered with port 0, the answer opens it"
    return None


def has_candidates(text: str) -> bool:
    """Whether ICE gathering has left at least one candidate in our description."""
    return re.search(r"^a=candidate:", text, re.MULTILINE) is not None


def with_real_address(text: str) -> str:
    """Our description without 0.0.0.0, which some servers take for hold and answer with silence.

    A browser writes it, with port 9, where it has no candidate that it would name to anybody. In
    its place comes the first IPv4 host candidate of the section, or of the whole text since
    bundled sections have none, with its port; else 127.0.0.1, and the port stays. ICE finds the
    way in any case: it looks at the candidates, not at these lines.
    """
    session, *sections = re.split(r"^(?=m=)", text, flags=re.MULTILINE)
    fallback = _HOST_CANDIDATE.search(text)
    nowhere = _names_nowhere(session)
    rewritten = [_rewritten(session, fallback)]
    for section in sections:
        candidate = _HOST_CANDIDATE.search(section) or fallback
        own = re.search(r"^c=", section, re.MULTILINE)
        if candidate and (_names_nowhere(section) if own else nowhere):
            section = re.sub(r"^(m=\S+ )9(?=[ /])", partial(_with_port, candidate[2]), section)
        rewritten.append(_rewritten(section, candidate))
    return "".join(rewritten)


def _with_port(port: str, line: re.Match[str]) -> str:
    """A function: of each text to put in ``re`` keeps a template, and each call has other ports."""
    return f"{line[1]}{port}"


def _names_nowhere(section: str) -> bool:
    return any(match[1].startswith("c=") for match in _UNSPECIFIED_LINE.finditer(section))


def _rewritten(section: str, candidate: re.Match[str] | None) -> str:
    address = candidate[1] if candidate else _LOOPBACK

    def line(match: re.Match[str]) -> str:
        port = match[2] or ""
        if candidate and port.startswith("9 "):
            port = f"{candidate[2]}{port[1:]}"
        return f"{match[1]}{port}{address}"

    return _UNSPECIFIED_LINE.sub(line, section)
