"""Digest authentication of a user agent client (RFC 3261 section 22, RFC 7616, RFC 8760).

Pure but for ``Authenticator``, which remembers what a server asked for. No password stands in any
header, text or ``repr`` that leaves this module.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sipwidget.sip.grammar import quote, unquote
from sipwidget.sip.message import Request, Response
from sipwidget.sip.sha512_256 import sha512_256

MAX_ROUNDS = 4  # answers to one request and header: the first challenge, and stale nonces
MAX_PENDING = 256  # requests whose rounds are counted: as many as there may be transactions

# RFC 8760 section 2.1. The -sess form differs in who may keep the hash of the password, not in what
# an eavesdropper must break, so it is as strong as the plain one and the server's order decides.
_STRENGTH = {"MD5": 1, "SHA-256": 2, "SHA-512-256": 3}
_ALGORITHMS = {name.lower(): name for one in _STRENGTH for name in (one, f"{one}-sess")}

_CHALLENGE_HEADERS = {False: "WWW-Authenticate", True: "Proxy-Authenticate"}
_CREDENTIALS_HEADERS = {False: "Authorization", True: "Proxy-Authorization"}
_INFO_HEADERS = {False: "Authentication-Info", True: "Proxy-Authentication-Info"}

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


def parse_challenges(response: Response) -> list[Challenge]:
    """All Digest challenges in the order of the server; never raises.

    Several may share one line (RFC 9110 section 11.6.1). Other schemes, and challenges without
    realm or nonce or with control characters, are skipped.
    """
    return [
        challenge
        for proxy, name in _CHALLENGE_HEADERS.items()
        for line in response.headers.all(name)
        for scheme, params in _schemes(line)
        if scheme == "digest" and (challenge := _challenge(params, proxy))
    ]


def _schemes(line: str) -> list[tuple[str, dict[str, str]]]:
    """``Digest a=1, b="2", Basic c=3`` as [("digest", {"a": "1", "b": "2"}), ("basic", ...)]."""
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
        algorithm=_ALGORITHMS.get(algorithm.lower(), algorithm.upper()),
        qop=tuple(re.findall(r"[^\s,]+", params.get("qop", "").lower())),
        opaque=params.get("opaque"),
        stale=params.get("stale", "").lower() == "true",
        proxy=proxy,
    )


def digest_response(
    *,
    algorithm: str,
    username: str,
    password: str,
    realm: str,
    nonce: str,
    method: str,
    uri: str,
    qop: str = "",
    cnonce: str = "",
    nc: int = 0,
    body: str = "",
) -> str:
    """The ``response`` parameter in hexadecimal digits (RFC 7616 section 3.4.1 to 3.4.3).

    Strings are those between the quotes, unescaped, and are hashed as UTF-8. ``qop`` is "", "auth"
    or "auth-int"; ``algorithm`` any spelling of a known one, else KeyError.
    """
    name = _ALGORITHMS[algorithm.lower()]
    plain = name.removesuffix("-sess")
    secret = _hex(plain, f"{username}:{realm}:{password}")
    if name != plain:
        secret = _hex(plain, f"{secret}:{nonce}:{cnonce}")
    action = f"{method}:{uri}"
    if qop == "auth-int":
        action += f":{_hex(plain, body)}"
    middle = f"{nonce}:{nc:08x}:{cnonce}:{qop}" if qop else nonce
    return _hex(plain, f"{secret}:{middle}:{_hex(plain, action)}")


def _hex(algorithm: str, text: str) -> str:
    octets = text.encode("utf-8", "surrogateescape")  # a body may hold octets that are no UTF-8
    if algorithm == "MD5":
        return hashlib.md5(octets, usedforsecurity=False).hexdigest()
    if algorithm == "SHA-256":
        return hashlib.sha256(octets).hexdigest()
    try:
        return hashlib.new("sha512_256", octets).hexdigest()
    except ValueError:  # Pyodide's hashlib lacks it
        return sha512_256(octets).hex()


@dataclass(slots=True)
class _Session:
    """A challenge that is being answered: its cnonce, and how often the nonce was used.

    One cnonce serves all requests of a nonce, since the key of the -sess forms is made of it.
    """

    challenge: Challenge
    cnonce: str
    uses: int = 0


class _RefusedError(Exception):
    """Why a challenge is not answered, in the word that ``Authenticator.refusal`` gives."""


class Authenticator:
    """Answers the challenges that requests meet on one socket after another.

    Only one realm is answered on a socket, the first (a callee could otherwise ask for digests of
    our password), and never by a weaker hash than that realm has accepted while we live.
    ``tokens`` gives a cnonce that nobody can guess.
    """

    def __init__(self, username: str, password: str, tokens: Callable[[], str]) -> None:
        self._username = username
        self._password = password
        self._tokens = tokens
        self._accepted: dict[str, int] = {}  # realm: strength
        self._refusal = ""
        self.connected()

    def __repr__(self) -> str:
        return f"Authenticator({self._username!r})"

    @property
    def refusal(self) -> str:
        """Why ``challenged`` last returned False; "" after True.

        ``challenge`` there was none of Digest, ``credentials`` we have no user name or password,
        ``realm`` another one challenged first, ``algorithm`` none is known, ``weaker`` than before,
        ``password`` was refused, ``rounds`` the server does not come to an end.
        """
        return self._refusal

    def connected(self) -> None:
        """A new socket is there: nonces and realm may differ, the strength of a realm stays."""
        self._realm: str | None = None
        self._sessions: dict[bool, _Session] = {}
        self._answered: dict[tuple[str | None, str, bool], tuple[str, ...]] = {}

    def challenged(self, response: Response, request: Request) -> bool:
        """Take the challenges of a 401 or 407; True when ``request`` is worth sending again."""
        challenges = parse_challenges(response)
        offers = [[one for one in challenges if one.proxy is proxy] for proxy in (False, True)]
        try:
            if not challenges:
                raise _RefusedError("challenge")
            chosen = [self._choose(offered, request) for offered in offers if offered]
        except _RefusedError as refused:
            self._refusal = str(refused)
            self._forget_rounds(request)
            return False
        for challenge in chosen:
            self._sessions[challenge.proxy] = _Session(challenge, self._tokens())
        self._refusal = ""
        return True

    def authorize(self, request: Request) -> None:
        """Add credentials for what was challenged before, in place of those of an earlier try."""
        for proxy, session in self._sessions.items():
            request.headers.set(_CREDENTIALS_HEADERS[proxy], self._credentials(session, request))

    def accepted(self, request: Request, response: Response) -> None:
        """Learn from a final response that is neither 401 nor 407 (also from our own 408)."""
        self._forget_rounds(request)
        if not 200 <= response.status < 300:
            return  # a 403 says nothing about the credentials
        for proxy, session in self._sessions.items():
            credentials = _carried(request, proxy)
            if credentials.get("nonce") != session.challenge.nonce:
                continue
            realm, strength = session.challenge.realm, _strength(session.challenge)
            self._accepted[realm] = max(strength, self._accepted.get(realm, 0))
            self._take_next_nonce(session, response.headers.get(_INFO_HEADERS[proxy]) or "")

    def _take_next_nonce(self, session: _Session, info: str) -> None:
        """RFC 7616 section 3.5: as if the server had challenged again, without the round trip."""
        params = _schemes(f"digest {info}")
        nonce = params[0][1].get("nextnonce") if params else None
        if nonce and nonce != session.challenge.nonce:
            session.challenge = replace(session.challenge, nonce=nonce)
            session.cnonce = self._tokens()
            session.uses = 0

    def _choose(self, offered: list[Challenge], request: Request) -> Challenge:
        """The strongest that may be answered, the server's first among equals."""
        if not (self._username and self._password):
            raise _RefusedError("credentials")
        ours = [one for one in offered if self._realm in (None, one.realm)]
        known = [one for one in ours if _strength(one) and one.quality is not None]
        strong = [one for one in known if _strength(one) >= self._accepted.get(one.realm, 0)]
        if not strong:
            raise _RefusedError("weaker" if known else "algorithm" if ours else "realm")
        challenge = max(strong, key=_strength)
        self._count_round(challenge, request)
        self._realm = challenge.realm
        return challenge

    def _count_round(self, challenge: Challenge, request: Request) -> None:
        """RFC 3261 section 22.1: credentials that were just refused are not sent again.

        A nonce that this request was not challenged with may have expired, so a refusal of it is
        only news; likewise where the server says that the nonce alone was stale.
        """
        key = (request.headers.get("Call-ID"), request.method, challenge.proxy)
        nonces = self._answered.pop(key, ())
        if not challenge.stale and _carried(request, challenge.proxy).get("nonce") in nonces:
            self._sessions.pop(challenge.proxy, None)
            raise _RefusedError("password")
        if len(nonces) >= MAX_ROUNDS:
            raise _RefusedError("rounds")
        if len(self._answered) >= MAX_PENDING:
            del self._answered[next(iter(self._answered))]
        self._answered[key] = (*nonces, challenge.nonce)

    def _forget_rounds(self, request: Request) -> None:
        for proxy in (False, True):
            self._answered.pop((request.headers.get("Call-ID"), request.method, proxy), None)

    def _credentials(self, session: _Session, request: Request) -> str:
        challenge, qop = session.challenge, session.challenge.quality or ""
        session.uses += 1
        response = digest_response(
            algorithm=challenge.algorithm,
            username=self._username,
            password=self._password,
            realm=challenge.realm,
            nonce=challenge.nonce,
            method=request.method,
            uri=str(request.uri),
            qop=qop,
            cnonce=session.cnonce,
            nc=session.uses,
            body=request.body,
        )
        params = {
            "username": quote(self._username),
            "realm": quote(challenge.realm),
            "nonce": quote(challenge.nonce),
            "uri": quote(str(request.uri)),
            "response": quote(response),
            "algorithm": challenge.algorithm,
        }
        if qop or challenge.algorithm.endswith("-sess"):
            params["cnonce"] = quote(session.cnonce)
        if qop:
            params |= {"qop": qop, "nc": f"{session.uses:08x}"}
        if challenge.opaque is not None:
            params["opaque"] = quote(challenge.opaque)
        return "Digest " + ", ".join(f"{name}={value}" for name, value in params.items())


def _strength(challenge: Challenge) -> int:
    return _STRENGTH.get(challenge.algorithm.removesuffix("-sess"), 0)


def _carried(request: Request, proxy: bool) -> dict[str, str]:
    """The parameters of the credentials that a request was sent with."""
    schemes = _schemes(request.headers.get(_CREDENTIALS_HEADERS[proxy]) or "")
    return schemes[0][1] if schemes else {}


_SECRETS = re.compile(
    r"""
    \b( (?:response|rspauth) \s*=\s* ) (?: "(?:[^"\\\r\n]|\\.)*+"? | [^\s,;"]++ )
    | \b( passw(?:or)?d ["']?[ \t]*[:=][ \t]* ) (?: "(?:[^"\\\r\n]|\\.)*+"? | [^"\s][^\r\n]*+ )
    | \b( sips?:[^\s:@;<>"]{1,128}+: ) [^\s:@;<>"]{1,128}+ (?=@)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def mask(text: str) -> str:
    """A message or a configuration as a trace may show it, in linear time.

    Hidden are digest responses, from which a password can be guessed offline, whatever is named
    password, to the end of its line unless quoted, and the password part of a SIP URI.
    """
    return _SECRETS.sub(
        lambda found: f"{found[3]}***" if found[3] else f'{found[1] or found[2]}"***"', text
    )
