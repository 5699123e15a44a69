"""Header fields: the ordered, case-blind list of them, and the small values Via, CSeq, Replaces."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Self, overload

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import (
    HOST,
    LWS,
    LWS_CHARACTERS,
    PORT,
    TOKEN,
    format_params,
    is_token,
    parse_digits,
    parse_params,
    split_list,
)

# Only SP and HTAB may stand before the colon: anything else there hides a header from others.
_HEADER_LINE = re.compile(rf"^({TOKEN})[ \t]*+:([^\r\n]*+)$", re.MULTILINE)
_FOLD = re.compile(r"\n[ \t]++")
_LINE_BREAK = re.compile(r"[\r\n]")
_VIA = re.compile(
    rf"({TOKEN}){LWS}*+/{LWS}*+({TOKEN}){LWS}*+/{LWS}*+({TOKEN}){LWS}++"
    rf"({HOST}){LWS}*+(?::{LWS}*+({PORT}){LWS}*+)?+(|;.*+)",
    re.DOTALL,
)
_CSEQ = re.compile(rf"([0-9]++){LWS}++({TOKEN})")

_SINGLE = frozenset(
    """
    Authentication-Info Authorization Call-ID Content-Disposition Content-Length Content-Type CSeq
    Date Event Expires From Identity Identity-Info Info-Package Max-Forwards MIME-Version
    Min-Expires Min-SE Organization P-Access-Network-Info Priority Proxy-Authenticate
    Proxy-Authorization RAck Refer-Sub Refer-To Referred-By Reply-To Replaces Retry-After RSeq
    Server Session-Expires SIP-ETag SIP-If-Match Subject Subscription-State Target-Dialog Timestamp
    To User-Agent WWW-Authenticate
    """.split()  # noqa: SIM905 - forty quoted names in a column are harder to read
)
# Of these, "A: x, y" is the same as "A: x" and "A: y" (RFC 3261 section 7.3.1).
_LISTS = frozenset(
    """
    Accept Accept-Contact Accept-Encoding Accept-Language Accept-Resource-Priority Alert-Info Allow
    Allow-Events Call-Info Contact Content-Encoding Content-Language Diversion Error-Info Flow-Timer
    Geolocation History-Info In-Reply-To P-Asserted-Identity P-Associated-URI P-Preferred-Identity
    Path Privacy Proxy-Require Reason Record-Route Recv-Info Reject-Contact Request-Disposition
    Require Resource-Priority Route Security-Client Security-Server Security-Verify Service-Route
    Supported Unsupported Via Warning
    """.split()  # noqa: SIM905 - as above
)
# RFC 3261 section 7.3.3, and the later ones of the IANA list of SIP header fields.
_COMPACT = {
    "a": "Accept-Contact",
    "b": "Referred-By",
    "c": "Content-Type",
    "d": "Request-Disposition",
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "n": "Identity-Info",
    "o": "Event",
    "r": "Refer-To",
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",
    "v": "Via",
    "x": "Session-Expires",
    "y": "Identity",
}
_CANONICAL = {name.lower(): name for name in (*_SINGLE, *_LISTS)} | _COMPACT
_CANONICAL |= {name: name for name in (*_SINGLE, *_LISTS)}  # the usual spelling, found at once


def canonical_name(name: str) -> str:
    """The one spelling of a header name: ``v``, ``via`` and ``VIA`` are ``Via``."""
    return _CANONICAL.get(name) or _CANONICAL.get(name.lower()) or name.title()


class Headers:
    """An ordered list of header fields. Names are case-blind and may be given in compact form.

    Values stand as they came, unfolded and stripped; nothing is parsed before it is asked for.
    """

    __slots__ = ("_by_name", "_fields")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: list[tuple[str, str]] = [_checked(name, value) for name, value in pairs]
        self._by_name: dict[str, list[str]] | None = None  # made anew after each change

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read lines that end in LF, unfolding them (RFC 3261 section 7.3.1).

        What is no header line is left out: a UAS should ignore what it does not need (8.2.2).
        """
        pairs = _HEADER_LINE.findall(_FOLD.sub(" ", text))
        known = _CANONICAL.get
        return cls._of(
            [(known(name) or canonical_name(name), value.strip(" \t")) for name, value in pairs]
        )

    @classmethod
    def _of(cls, fields: list[tuple[str, str]]) -> Self:
        """The list of these lines, which need no check."""
        headers = cls()
        headers._fields = fields
        return headers

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value, as ``all`` has them."""
        values = self._lines(name) if name in _SINGLE else self.all(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        """All values in their order; the lines of list headers (Via, Route, ...) are split."""
        lines = self._lines(name)
        if canonical_name(name) not in _LISTS:
            return list(lines)
        return [value for line in lines for value in split_list(line)]

    def count(self, name: str) -> int:
        """How many header lines of that name there are."""
        return len(self._lines(name))

    def _lines(self, name: str) -> Sequence[str]:
        if self._by_name is None:
            self._by_name = index = dict[str, list[str]]()
            for field_name, value in self._fields:
                index.setdefault(field_name, []).append(value)
        return self._by_name.get(name) or self._by_name.get(canonical_name(name)) or ()

    def add(self, name: str, value: str) -> None:
        """Put one line behind all others. Raises ValueError when it could smuggle a second one."""
        self._by_name = None
        self._fields.append(_checked(name, value))

    def prepend(self, name: str, value: str) -> None:
        """Put one line before all others, as a new Via goes."""
        self._by_name = None
        self._fields.insert(0, _checked(name, value))

    def set(self, name: str, value: str) -> None:
        """Make this the only line of its name, in the place of the first one there was."""
        new = _checked(name, value)
        places = [i for i, (field_name, _) in enumerate(self._fields) if field_name == new[0]]
        place = places[0] if places else len(self._fields)
        self.remove(name)
        self._fields.insert(place, new)

    def remove(self, name: str) -> None:
        """Take out all lines of that name, if any."""
        self._by_name = None
        unwanted = canonical_name(name)
        self._fields = [field for field in self._fields if field[0] != unwanted]

    def items(self) -> list[tuple[str, str]]:
        """The lines in their order, as canonical name and value."""
        return list(self._fields)

    def copy(self) -> "Headers":
        """Another list of the same lines."""
        return Headers._of(list(self._fields))

    def excerpt(self, names: Collection[str]) -> "Headers":
        """The lines of these names; of what may be there but once the first counts."""
        seen: set[str] = set()
        fields = []
        for name, value in self._fields:
            if name in names and (name in _LISTS or name not in seen):
                seen.add(name)
                fields.append((name, value))
        return Headers._of(fields)

    def __contains__(self, name: str) -> bool:
        return self.count(name) > 0

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._fields == other._fields

    def __repr__(self) -> str:
        return f"Headers({self._fields!r})"


class Via(NamedTuple):
    """One Via value (RFC 3261 section 20.42); ``host`` and ``transport`` stand as written."""

    protocol: str
    version: str
    transport: str
    host: str
    port: int | None = None
    params: Mapping[str, str | None] = MappingProxyType({})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value. Raises ProtocolError(400)."""
        found = _VIA.fullmatch(text.strip(LWS_CHARACTERS))
        if found is None:
            raise ProtocolError(400, "malformed Via")
        protocol, version, transport, host, port, params = found.groups()
        if port and int(port) > 65_535:
            raise ProtocolError(400, "port of a Via out of range")
        number = int(port) if port else None
        return cls(protocol, version, transport, host, number, parse_params(params))

    def __str__(self) -> str:
        port = "" if self.port is None else f":{self.port}"
        sent_protocol = f"{self.protocol}/{self.version}/{self.transport}"
        return f"{sent_protocol} {self.host}{port}{format_params(self.params)}"

    @property
    def branch(self) -> str | None:
        """The transaction's name, where the sender gave one (RFC 2543 ones do not)."""
        return self.params.get("branch") or None


class CSeq(NamedTuple):
    """The number and the method of a request within its dialog (RFC 3261 section 20.16)."""

    number: int
    method: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a value. Raises ProtocolError(400), also beyond 32 bits."""
        found = _CSEQ.fullmatch(text.strip(LWS_CHARACTERS))
        number = parse_digits(found[1]) if found else None
        if found is None or number is None or number >= 2**32:
            raise ProtocolError(400, "malformed CSeq")
        return cls(number, found[2])

    def __str__(self) -> str:
        return f"{self.number} {self.method}"


class Replaces(NamedTuple):
    """The dialog that an INVITE wants to take the place of (RFC 3891 section 6.1)."""

    call_id: str
    from_tag: str
    to_tag: str
    early_only: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a value. Raises ProtocolError(400)."""
        call_id, semicolon, rest = text.partition(";")
        params = parse_params(semicolon + rest)
        from_tag, to_tag = params.get("from-tag"), params.get("to-tag")
        if not (call_id.strip(LWS_CHARACTERS) and from_tag and to_tag):
            raise ProtocolError(400, "malformed Replaces")
        return cls(call_id.strip(LWS_CHARACTERS), from_tag, to_tag, "early-only" in params)

    def __str__(self) -> str:
        early = ";early-only" if self.early_only else ""
        return f"{self.call_id};from-tag={self.from_tag};to-tag={self.to_tag}{early}"


def _checked(name: str, value: str) -> tuple[str, str]:
    if not is_token(name):
        raise ValueError(f"{name!r} cannot be the name of a header")
    if _LINE_BREAK.search(value):
        raise ValueError(f"the value of {name} must not hold a line break")
    return canonical_name(name), value.strip(" \t")
