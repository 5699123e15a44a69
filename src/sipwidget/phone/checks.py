"""What the settings may hold, one check a form: from a document's value to the typed one.

Each check raises ``SettingError`` for a value that is not what its property takes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sipwidget.phone.cadences import COUNTRIES
from sipwidget.phone.phonebook import parse
from sipwidget.phone.property import Property, Type
from sipwidget.phone.settings import TurnServer

COMMANDS = ("dial", "answer", "decline", "hangup", "dtmf", "mute", "unmute", "hold", "resume")
ANY_TARGET = "dial:*"  # in allowCommands: also what the phonebook does not hold

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"
_HOST = rf"(?:[\w.~-]+|\[[0-9A-Fa-f:.]+\])(?::{_PORT})?"
_STUN = re.compile(rf"(?:(stuns?):)?+({_HOST})")
# A browser takes no TURN server without a user and a password.
_TURN = re.compile(rf"(?:(turns?):)?+(.+):(.+)@({_HOST}(?:\?transport=(?:udp|tcp))?)")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)(?: ?/ ?(\d+(?:\.\d+)?))?")
_LOOPBACK = re.compile(r"(?:.+\.)?localhost|127(?:\.\d+){3}|::1")


@dataclass(frozen=True, slots=True)
class CutText:
    """A value of a document behind which a comment begins that may have been meant as text."""

    text: str
    line: int


class SettingError(ValueError):
    """A value that its property cannot take; ``code`` and ``gaps`` are those of the notice."""

    def __init__(self, code: str, **gaps: object) -> None:
        super().__init__(code)
        self.code = code
        self.gaps = gaps


def typed(known: Property, value: object) -> str | int | bool | None:
    """The value in the type of its property; None where it is unset."""
    if value is None or value == "":
        return None
    match known.type:
        case Type.TEXT:
            text = clean_text(value, blanks=known.secret)
            if known.options and text and text not in known.options:
                raise SettingError("config-option", options=", ".join(known.options))
            return text or None
        case Type.INTEGER:
            return _integer(value, *known.limits)
        case Type.BOOLEAN:
            return _boolean(value)


def clean_text(value: object, *, blanks: bool = False) -> str:
    """One line of text that every header may hold; ``blanks`` keeps those at its ends."""
    if isinstance(value, CutText):
        raise SettingError("config-comment", line=value.line)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise SettingError("config-text")
    try:
        text = str(value)
    except ValueError:  # an int of thousands of digits
        raise SettingError("config-text") from None
    text = text.encode(errors="replace").decode()  # JSON can hold half a surrogate pair
    text = _CONTROLS.sub(" ", text.strip("\r\n\t"))
    return text if blanks else text.strip()


def shown(value: object, *, secret: bool = False) -> str:
    """The value as a message may show it: short, and without anything secret."""
    match value:
        case _ if secret:
            return "•••"
        case bool():
            return str(value).lower()
        case str() | float():
            text = re.sub(r"//.*@", "//•••@", str(value), flags=re.DOTALL)  # user and password
            return text if len(text) <= 40 else text[:39] + "…"
        case int():
            return str(value) if abs(value) < 10**15 else "…"
        case Mapping():
            return "{…}"
        case _:
            return "[…]"


def _integer(value: object, least: int, most: int) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,15}\s*", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise SettingError("config-integer")
    if not least <= value <= most:
        raise SettingError("config-range", minimum=least, maximum=most)
    return value


def _boolean(value: object) -> bool | None:
    word = value.strip().lower() if isinstance(value, str) else value
    if word == "":
        return None
    if word is True or word == "true":
        return True
    if word is False or word == "false":
        return False
    raise SettingError("config-boolean")


def comma_list(text: str) -> tuple[str, ...]:
    """The parts between the commas, without the blanks around them and without empty ones."""
    return tuple(part for part in map(str.strip, text.split(",")) if part)


def websocket_url(text: str, page_url: str) -> str:
    """An absolute ws or wss address; a path is one on the page's server.

    A fragment is refused, as the WebSocket constructor does.
    """
    try:
        page, address = urlsplit(page_url), urlsplit(text)
        host, _ = address.hostname, address.port
    except ValueError:
        raise SettingError("config-url") from None
    if "#" in text:
        raise SettingError("config-url-fragment")
    if re.search(r"\s", text):
        raise SettingError("config-url")
    if text.startswith("/") and not text.startswith("//"):
        scheme = {"https": "wss", "http": "ws"}.get(page.scheme)
        if scheme and page.hostname:
            return f"{scheme}://{page.netloc.rpartition('@')[2]}{text}"
    elif address.scheme in ("ws", "wss") and host:
        return text
    raise SettingError("config-url")


def without_credentials(url: str) -> str:
    """An address as it may be shown: without the user and the password that it may hold."""
    return re.sub(r"(?<=//)[^/@]*@", "", url)


def is_blocked(url: str, page_url: str) -> bool:
    """Whether browsers refuse the address as mixed content: ws on an https page."""
    address = urlsplit(url)
    if urlsplit(page_url).scheme != "https" or address.scheme != "ws":
        return False
    return not _LOOPBACK.fullmatch(address.hostname or "")


def _domain(text: str) -> str:
    if not re.fullmatch(_HOST, text):
        raise SettingError("config-domain")
    return text


def dtmf(text: str) -> str:
    """Digits, A to D, ``*``, ``#``, and ``,`` for a pause (what RTCDTMFSender takes)."""
    if not re.fullmatch(r"[0-9A-Da-d*#,]+", text):
        raise SettingError("config-dtmf")
    return text.upper()


def _ratio(text: str) -> str:
    match = _RATIO.fullmatch(text)
    if match is None or any(float(part) == 0 for part in match.groups("1")):
        raise SettingError("config-ratio")
    return text.replace(" ", "")


def item_name(text: str) -> str:
    """The name of an openHAB Item."""
    if not re.fullmatch(r"[A-Za-z0-9_]+", text):
        raise SettingError("config-item")
    return text


def _web_address(text: str) -> str:
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        raise SettingError("config-web-address") from None
    if scheme not in ("", "http", "https", "data"):
        raise SettingError("config-web-address")
    return text


def _country(text: str) -> str:
    if text.upper() not in COUNTRIES:
        raise SettingError("config-option", options=", ".join(COUNTRIES))
    return text.upper()


def _commands(text: str) -> tuple[str, ...]:
    words = comma_list(text)
    known = (*COMMANDS, ANY_TARGET)
    if not set(words) <= set(known):
        raise SettingError("config-option", options=", ".join(known))
    return words


def _stun_servers(text: str) -> tuple[str, ...]:
    found = [_STUN.fullmatch(part) for part in comma_list(text)]
    if not all(found):
        raise SettingError("config-stun")
    return tuple(f"{match[1] or 'stun'}:{match[2]}" for match in found if match)


def _turn_servers(text: str) -> tuple[TurnServer, ...]:
    found = [_TURN.fullmatch(part) for part in comma_list(text)]
    if not all(found):
        raise SettingError("config-turn")
    return tuple(
        TurnServer(f"{match[1] or 'turn'}:{match[4]}", unquote(match[2]), unquote(match[3]))
        for match in found
        if match
    )


FORMS: dict[str, Callable[[str], object]] = {
    "domain": _domain,
    "phonebook": parse,
    "dtmfString": dtmf,
    "defaultVideoAspectRatio": _ratio,
    "autoAnswer": comma_list,
    "sipStateItem": item_name,
    "pictureUrl": _web_address,
    "pictureItem": item_name,
    "toneCountry": _country,
    "ringtoneUrl": _web_address,
    "stunServers": _stun_servers,
    "turnServers": _turn_servers,
    "commandItem": item_name,
    "allowCommands": _commands,
}
"""The further check of those TEXT properties that are more than text."""


def formed(known: Property, raw: object) -> object:
    """The value in the type and the form of its property; None where it is unset."""
    value = typed(known, raw)
    check = FORMS.get(known.name)
    return check(value) if check and isinstance(value, str) else value
