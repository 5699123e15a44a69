"""The challenges of 401 and 407, in the grammar that credentials share (RFC 7616 section 3.3)."""

import re
from dataclasses import dataclass

from sipwidget.sip.grammar import unquote
from sipwidget.sip.message import Response

# RFC 8760 section 2.1, weakest first. The -sess form differs in who may keep the hash of the
# password, not in what an eavesdropper must break: it is as strong as the plain one.
STRENGTHS = {"MD5": 1, "SHA-256": 2, "SHA-512-256": 3}
ALGORITHMS = {name.lower(): name for one in STRENGTHS for name in (one, f"{one}-sess")}

_HEADERS = {False: "WWW-Authenticate", True: "Proxy-Authenticate"}

# A word is a scheme, a word with "=" a parameter of the last scheme; commas are only white space.
_WORD = re.compile(r'([^\s,="]++)(?:\s*=\s*("(?:[^"\\]|\\.)*+"|[^\s,"]*+))?', re.DOTALL)
_UNUSABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udc7f\udd00-\udfff]")


@dataclass(frozen=True, slots=True)
class Challenge:
    """One Digest challenge (RFC 7616 section 3.3).

    ``algorithm`` has RFC 7616's spelling ("MD5" when absent), or upper case when it is unknown.
    ``qop`` is in lower case, empty when absent (RFC 2069). ``proxy`` tells which header it was in.
    """

    realm: str
    nonce: str
    algorithm: str
    qop: tuple[str, ...]
    opaque: str | None
    stale: bool
    proxy: bool

    @property
    def quality(self) -> str | None:
        """The protection to answer with: ``auth`` before ``auth-int``; "" for none, as asked for.

        None when the server asks only for protections that do not exist.
        """
        if not self.qop:
            return ""
        return next((known for known in ("auth", "auth-int") if known in self.qop), None)

    @property
    def strength(self) -> int:
        """The rank of the hash; 0 for an unknown one."""
        return STRENGTHS.get(self.algorithm.removesuffix("-sess"), 0)


def parse_challenges(response: Response) -> list[Challenge]:
    """All Digest challenges in the order of the server; never raises.

    Several may share one line (RFC 9110 section 11.6.1). Other schemes, and challenges without
    realm or nonce or with control characters, are skipped.
    """
    return [
        challenge
        for proxy, name in _HEADERS.items()
        for line in response.headers.all(name)
        for scheme, params in parse_schemes(line)
        if scheme == "digest" and (challenge := _challenge(params, proxy))
    ]


def parse_schemes(line: str) -> list[tuple[str, dict[str, str]]]:
    """``Digest a=1, b="2", Basic c=3`` as [("digest", {"a": "1", "b": "2"}), ("basic", ...)].

    Never raises; empty for a line with control characters or with text that cannot be UTF-8.
    """
    found: list[tuple[str, dict[str, str]]] = []
    for match in _WORD.finditer("" if _UNUSABLE.search(line) else line):
        name, value = match[1].lower(), match[2]
        if value is None:
            found.append((name, {}))
        elif found:
            found[-1][1].setdefault(name, unquote(value))
    return found


def _challenge(params: dict[str, str], proxy: bool) -> Challenge | None:
    if "realm" not in params or not params.get("nonce"):
        return None
    algorithm = params.get("algorithm") or "MD5"
    return Challenge(
        realm=params["realm"],
        nonce=params["nonce"],
        algorithm=ALGORITHMS.get(algorithm.lower(), algorithm.upper()),
        qop=tuple(re.findall(r"[^\s,]+", params.get("qop", "").lower())),
        opaque=params.get("opaque"),
        stale=params.get("stale", "").lower() == "true",
        proxy=proxy,
    )
