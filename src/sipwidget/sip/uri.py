"""SIP URIs (RFC 3261 section 19.1) and addresses with a name (section 20.10)."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Self
from urllib.parse import quote as escape
from urllib.parse import unquote as unescape

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import (
    HOST,
    LWS,
    LWS_CHARACTERS,
    PORT,
    QUOTED_STRING,
    format_params,
    parse_params,
    quote,
    unquote,
)

_NOT_IN_URI = r'\x00-\x20\x7f<>"'
_URI = re.compile(rf"([A-Za-z][A-Za-z0-9+.\-]*+):([^{_NOT_IN_URI}]++)")
_SIP_URI = re.compile(
    rf"([Ss][Ii][Pp][Ss]?):(?:([^@{_NOT_IN_URI}]*+)@)?+({HOST})(?::({PORT}))?+"
    rf"((?:;[^?{_NOT_IN_URI}]*+)?+)(?:\?([^{_NOT_IN_URI}]*+))?+"
)
_NAME_ADDR = re.compile(rf'((?:[^<"]++|{QUOTED_STRING})*+)<([^>]*+)>{LWS}*+(|;.*+)', re.DOTALL)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")

_UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()"
_PARAM_UNRESERVED = "[]/:&+$"
_HNV_UNRESERVED = "[]/?:+$"
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
# A URI without one of these is never equivalent to one with it (RFC 3261 section 19.1.4).
_PARAMS_THAT_TELL_APART = frozenset({"user", "ttl", "method", "maddr", "transport"})


NO_PARAMS: Mapping[str, str | None] = MappingProxyType({})


class Uri(NamedTuple):  # made at 0.3 of a frozen dataclass's time (CPython), and often
    """A URI. Of schemes other than sip and sips only ``scheme`` and ``rest`` are filled.

    ``user``, ``password`` and parameter values stand as written, still escaped, because a peer gets
    back what it gave. ``headers`` are unescaped. ``host`` is in lower case, IPv6 in brackets.
    """

    scheme: str
    user: str | None = None
    password: str | None = None
    host: str = ""
    port: int | None = None
    params: Mapping[str, str | None] = NO_PARAMS
    headers: tuple[tuple[str, str], ...] = ()
    rest: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one URI without brackets. Raises ProtocolError(400)."""
        parts = _SIP_URI.fullmatch(text)
        if parts is None:
            return cls._parse_other(text)
        if "%" in text and _LONE_PERCENT.search(text):
            raise ProtocolError(400, "malformed SIP URI")
        scheme, userinfo, host, port, params, headers = parts.groups()
        if port and int(port) > 65_535:
            raise ProtocolError(400, "port of a URI out of range")
        user, colon, password = (userinfo or "").partition(":")
        return cls(
            scheme.lower(),
            None if userinfo is None else user,
            password if colon else None,
            host.lower(),
            int(port) if port else None,
            _parse_uri_params(params) if params else {},
            _parse_uri_headers(headers) if headers else (),
        )

    @classmethod
    def _parse_other(cls, text: str) -> Self:
        found = _URI.fullmatch(text)
        if found is None or found[1].lower() in ("sip", "sips"):
            raise ProtocolError(400, "malformed URI")
        return cls(found[1].lower(), rest=found[2])

    def __str__(self) -> str:
        if not self.is_sip:
            return f"{self.scheme}:{self.rest}"
        password = "" if self.password is None else f":{self.password}"
        userinfo = "" if self.user is None else f"{self.user}{password}@"
        port = "" if self.port is None else f":{self.port}"
        params = {_escape(name, _PARAM_UNRESERVED): value for name, value in self.params.items()}
        headers = "&".join(
            f"{_escape(name, _HNV_UNRESERVED)}={_escape(value, _HNV_UNRESERVED)}"
            for name, value in self.headers
        )
        query = f"?{headers}" if headers else ""
        return f"{self.scheme}:{userinfo}{self.host}{port}{format_params(params)}{query}"

    @property
    def is_sip(self) -> bool:
        """Whether this is a sip or a sips URI."""
        return self.scheme in ("sip", "sips")

    @property
    def user_decoded(self) -> str | None:
        """The user part without escapes; may hold any character."""
        return None if self.user is None else _unescape(self.user)

    @property
    def number(self) -> str:
        """What a person would dial: the user part, or the number of a tel URI, or nothing."""
        if self.scheme == "tel":
            return _unescape(self.rest.partition(";")[0])
        return self.user_decoded or ""

    @property
    def address(self) -> str:
        """What a person reads: ``user@host`` without escapes, or the host alone, or the number."""
        if not self.is_sip:
            return _unescape(self.rest.partition(";")[0])
        return f"{self.number}@{self.host}" if self.user else self.host

    def equivalent(self, other: "Uri") -> bool:
        """Whether both mean the same by RFC 3261 section 19.1.4."""
        return self._fixed_part() == other._fixed_part() and _params_match(self, other)

    def _fixed_part(self) -> tuple[object, ...]:
        headers = sorted((name.lower(), value) for name, value in self.headers)
        user, password = _canonical(self.user), _canonical(self.password)
        return self.scheme, user, password, self.host, self.port, headers, self.rest


class NameAddr(NamedTuple):
    """What From, To, Contact and Route hold: a URI, a display name (or ""), header parameters."""

    display_name: str
    uri: Uri
    params: Mapping[str, str | None] = NO_PARAMS

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one value, with or without brackets. Raises ProtocolError(400).

        Display names that should have been quoted (UTF-8, a comma) are taken as they stand.
        """
        text = text.strip(LWS_CHARACTERS)
        found = _NAME_ADDR.fullmatch(text)
        if found:
            name, uri, params = found.groups()
            display_name = unquote(name.strip(LWS_CHARACTERS)) if name else ""
        else:  # RFC 3261 section 20: without brackets, parameters belong to the header
            uri, semicolon, behind = text.partition(";")
            display_name, params = "", semicolon + behind
        address = Uri.parse(uri.strip(LWS_CHARACTERS))
        return cls(display_name, address, parse_params(params) if params else {})

    def __str__(self) -> str:
        name = f"{quote(self.display_name)} " if self.display_name else ""
        return f"{name}<{self.uri}>{format_params(self.params)}"

    @property
    def tag(self) -> str | None:
        """The tag of a From or To (RFC 3261 section 19.3)."""
        return self.params.get("tag") or None

    def with_tag(self, tag: str) -> Self:
        """The same address with this tag."""
        return self._replace(params={**self.params, "tag": tag})


def _parse_uri_params(text: str) -> dict[str, str | None]:
    params: dict[str, str | None] = {}
    for param in text.split(";"):
        name, equals, value = param.partition("=")
        if name:
            params.setdefault(_unescape(name).lower(), value if equals else None)
    return params


def _parse_uri_headers(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (header.partition("=") for header in text.split("&") if header)
    return tuple((_unescape(name), _unescape(value)) for name, _, value in pairs)


def _params_match(one: Uri, other: Uri) -> bool:
    shared = one.params.keys() & other.params.keys()
    lone = one.params.keys() ^ other.params.keys()
    return not lone & _PARAMS_THAT_TELL_APART and all(
        (_canonical(one.params[name]) or "").lower()
        == (_canonical(other.params[name]) or "").lower()
        for name in shared
    )


def _canonical(text: str | None) -> str | None:
    """Escapes that need not be are undone, the others spelt alike (RFC 3261 section 19.1.4)."""
    if text is None:
        return None
    escaped = escape(text, safe=_ASCII, errors="surrogateescape")
    return _ESCAPED.sub(_undo_needless_escape, escaped)


def _undo_needless_escape(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return character if character in _UNRESERVED else escaped[0].upper()


def _escape(text: str, safe: str) -> str:
    if text.isascii() and text.isalnum():  # as most are, and what follows takes its time
        return text
    return escape(text, safe=_UNRESERVED + safe, errors="surrogateescape")


def _unescape(text: str) -> str:
    return unescape(text, errors="surrogateescape") if "%" in text else text
