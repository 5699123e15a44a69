"""The grammar of RFC 3261 section 25.1: patterns named after the rules, and what is built of them.

All patterns are linear: quantifiers are possessive wherever the next rule could not take back what
they took. Header values may still be folded here, so white space (``LWS``) includes CR and LF.
"""

import re
from collections.abc import Mapping

from sipwidget.sip.errors import ProtocolError

LWS_CHARACTERS = " \t\r\n"
LWS = r"[ \t\r\n]"
TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]++"  # noqa: S105 - the grammar's rule, not a secret
QUOTED_STRING = r'"(?:[^"\\]++|\\.)*+"'
# Also underscores, bare names and raw UTF-8, which are no RFC 3261 hosts and are found everywhere.
HOST = r"(?:\[[0-9A-Fa-f:.]++\]|[A-Za-z0-9_.\-\u00a1-\U0010ffff]++)"
PORT = r"[0-9]{1,5}"

_TOKEN = re.compile(TOKEN)
_QUOTED_STRING = re.compile(QUOTED_STRING, re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_NEEDS_QUOTED_PAIR = re.compile(r'["\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]')
_DIGITS = re.compile(r"0*([0-9]{1,10})")
_GENERIC_PARAM = re.compile(
    rf';{LWS}*+({TOKEN}){LWS}*+(?:={LWS}*+({QUOTED_STRING}|[^;" \t\r\n]*+){LWS}*+)?+', re.DOTALL
)
# A quote or bracket that is never closed takes the rest: reading on behind it would be quadratic.
_LIST_ELEMENT = re.compile(r'(?:[^,"<]++|"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|<[^>]*+>?+)++', re.DOTALL)

DELTA_SECONDS_MAX = 2**32 - 1  # RFC 3261 section 20.19


def is_token(text: str) -> bool:
    """Whether ``text`` is a method, header or parameter name."""
    return _TOKEN.fullmatch(text) is not None


def split_list(text: str) -> list[str]:
    """The elements of a comma-separated value; commas in quotes and in ``<>`` do not count."""
    if "," not in text:
        element = text.strip(LWS_CHARACTERS)
        return [element] if element else []
    elements = (found.strip(LWS_CHARACTERS) for found in _LIST_ELEMENT.findall(text))
    return [element for element in elements if element]


def parse_params(text: str) -> dict[str, str | None]:
    """``;name=value;flag`` as a dict: names in lower case, values as written, quotes included.

    None is a parameter without ``=``. Of a name given twice the first counts. Raises ProtocolError.
    """
    text = text.strip(LWS_CHARACTERS)
    params: dict[str, str | None] = {}
    position = 0
    while position < len(text):
        found = _GENERIC_PARAM.match(text, position)
        if found is None:
            raise ProtocolError(400, "malformed parameters")
        params.setdefault(found[1].lower(), found[2])
        position = found.end()
    return params


def format_params(params: Mapping[str, str | None]) -> str:
    """The inverse of ``parse_params``."""
    return "".join(
        f";{name}" if value is None else f";{name}={value}" for name, value in params.items()
    )


def quote(text: str) -> str:
    """``text`` as a quoted-string; control characters become quoted-pairs."""
    return '"' + _NEEDS_QUOTED_PAIR.sub(r"\\\g<0>", text) + '"'


def unquote(text: str) -> str:
    """What a quoted-string says; other text as it stands."""
    if not _QUOTED_STRING.fullmatch(text):
        return text
    return _QUOTED_PAIR.sub(r"\1", text[1:-1])


def parse_digits(text: str) -> int | None:
    """A number of at most ten digits behind its leading zeros, else None."""
    found = _DIGITS.fullmatch(text)
    return int(found[1]) if found else None


def parse_delta_seconds(text: str) -> int | None:
    """Seconds, bounded to what RFC 3261 section 20.19 allows; None when it is no number."""
    if not (text.isascii() and text.isdecimal()):
        return None
    number = parse_digits(text)
    return DELTA_SECONDS_MAX if number is None else min(number, DELTA_SECONDS_MAX)
