"""The phonebook: what can be dialed, who is calling, and how both are written.

A key is a number (``**620``) or an address (``620@fritz.box``, with or without ``sip:``). Users are
compared as they are, hosts without regard to case, and numbers without their blanks and brackets.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import combining, normalize
from urllib.parse import quote, unquote

from sipwidget.phone.model import Entry
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.uri import NameAddr, Uri

ANONYMOUS = "anonymous"

_SCHEME = re.compile(r"(sips?|tel):", re.IGNORECASE)
_ADDRESS = re.compile(r"[0-9.]+|\[.*\]")
_HOST = re.compile(r"\[[^\]]*\]|[^:;?]*")
_WRITTEN_NUMBER = re.compile(r"\+?[0-9 \u00a0()/-]*[0-9][0-9 \u00a0()/-]*")
_SEPARATORS = re.compile(r"[ \u00a0()/-]")
_USER_SAFE = "-_.!~*'()&=+$,;?/"  # RFC 3261 section 25.1: mark and user-unreserved


def parse(text: str) -> tuple[Entry, ...]:
    """One address, or a comma separated list of ``number=name``, in its order.

    Of a target that is there twice the last name counts. Without a name the target is the name.
    """
    names: dict[str, str] = {}
    for part in text.split(","):
        target, _, name = (piece.strip() for piece in part.partition("="))
        if target:
            names[target] = name or target
    return tuple(Entry(target, name) for target, name in names.items())


def find(entries: Iterable[Entry], uri: Uri) -> Entry | None:
    """The entry of this address: one with its host before one with the user part alone."""
    user, host = _plain(uri.number), uri.host
    found = [entry for entry in entries if _key(entry.target) in ((user, ""), (user, host))]
    return max(found, key=lambda entry: bool(_key(entry.target)[1]), default=None)


def caption(entries: Iterable[Entry], target: str) -> Entry:
    """The target with the name that the phonebook has for it, else with itself."""
    named = (entry for entry in entries if _key(entry.target) == _key(target))
    return next(named, Entry(target, target))


def party(entries: Iterable[Entry], caller: NameAddr, hide: bool) -> str:
    """Who is at the other end, in words; "" if that is to be hidden, else never empty."""
    if hide:
        return ""
    entry = find(entries, caller.uri)
    if entry and entry.name != entry.target:
        return entry.name
    name, number = readable(caller.display_name), readable(caller.uri.number)
    if name.casefold() == number.casefold():
        name = ""
    return f"{name} {number}".strip() or ANONYMOUS


def redial(entries: Iterable[Entry], uri: Uri, domain: str) -> str:
    """What to dial to call this caller back; "" of one who gives no number.

    A PBX names itself as the caller's host, often by a name or an address that only it knows: what
    stands there is taken only if it is the name of another domain.
    """
    entry, user = find(entries, uri), readable(uri.number)
    if entry:
        return entry.target
    if not user or user.casefold() == ANONYMOUS or uri.host.endswith(".invalid"):
        return ""
    is_domain = "." in uri.host and not _ADDRESS.fullmatch(uri.host)
    return f"{user}@{uri.host}" if is_domain and uri.host != domain.lower() else user


def matching(entries: Iterable[Entry], typed: str) -> tuple[Entry, ...]:
    """The entries whose name or number holds what was typed, whatever its case and accents."""
    wanted, number = _folded(typed), _plain(typed.strip())
    return tuple(
        entry
        for entry in entries
        if wanted in _folded(entry.name) or number in _plain(_SCHEME.sub("", entry.target, 1))
    )


def address(uri: Uri) -> str:
    """``user@host`` as the state Item has it, ``anonymous`` where the user part is missing."""
    user = readable(uri.number) or ANONYMOUS
    return f"{user}@{uri.host}" if uri.host else user


def dialable(entries: Iterable[Entry], own_address: str) -> tuple[Entry, ...]:
    """The entries without this phone's own."""
    own_user, own_host = _key(own_address)

    def is_own(entry: Entry) -> bool:
        user, host = _key(entry.target)
        return user == own_user and (host == own_host or not host or not own_host)

    return tuple(entry for entry in entries if not (own_user and is_own(entry)))


def target_uri(target: str, domain: str) -> Uri:
    """What to dial for a number, an address, or a SIP or tel URI.

    A number belongs to ``domain``; a SIP URI is taken as it is written, without its headers, which
    a request's URI must not have (RFC 3261 section 19.1.1). Raises ProtocolError(400).
    """
    target = target.strip()
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() != "tel":
        return Uri.parse(target)._replace(headers=())
    if scheme:  # RFC 3261 section 19.1.6
        target = target[scheme.end() :].partition(";")[0]
    user, at, host = target.rpartition("@")
    if not at:
        user, host = host, domain
    if not user or not host or "://" in user:
        raise ProtocolError(400, "not a number or SIP address")
    user = quote(unquote(_plain(user)), safe=_USER_SAFE, errors="replace")
    return Uri.parse(f"sip:{user}@{host}")._replace(headers=())


@lru_cache(maxsize=1000)  # of a whole phonebook, which each call is looked up in
def _key(target: str) -> tuple[str, str]:
    """User and host of a target as they are compared; the host may be empty."""
    user, at, behind = _SCHEME.sub("", target.strip(), count=1).rpartition("@")
    if not at:
        return _plain(unquote(behind)), ""
    host = _HOST.match(behind)
    return _plain(unquote(user)), host[0].lower() if host else ""


def _plain(number: str) -> str:
    """A number as people write it, without its separators; anything else unchanged."""
    return _SEPARATORS.sub("", number) if _WRITTEN_NUMBER.fullmatch(number) else number


def _folded(text: str) -> str:
    letters = normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in letters if not combining(letter))


def readable(text: str) -> str:
    """Text from elsewhere as it may be shown: one line, without controls and such."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
