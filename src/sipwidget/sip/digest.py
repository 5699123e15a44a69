"""Digest authentication of a user agent client (RFC 3261 section 22, RFC 7616, RFC 8760).

Pure but for ``Authenticator``, which remembers what a server asked for. No password stands in any
header, text or ``repr`` that leaves this module.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from sipwidget.sip.challenge import ALGORITHMS, Challenge, parse_challenges, parse_schemes
from sipwidget.sip.grammar import quote
from sipwidget.sip.message import Request, Response
from sipwidget.sip.sha512_256 import sha512_256

MAX_ROUNDS = 4  # answers to one request and header: the first challenge, and stale nonces
MAX_PENDING = 256  # requests whose rounds are counted: as many as there may be transactions

_CREDENTIALS_HEADERS = {False: "Authorization", True: "Proxy-Authorization"}
_INFO_HEADERS = {False: "Authentication-Info", True: "Proxy-Authentication-Info"}


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
    name = ALGORITHMS[algorithm.lower()]
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
    our password), and never by a weaker hash than that realm has accepted before.
    ``tokens`` gives a cnonce that nobody can guess. ``accepted`` keeps how strong a hash each realm
    has accepted, for those who come after us.
    """

    def __init__(
        self,
        username: str,
        password: str,
        tokens: Callable[[], str],
        accepted: dict[str, int] | None = None,
    ) -> None:
        self._username = username
        self._password = password
        self._tokens = tokens
        self._accepted = {} if accepted is None else accepted
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
            realm, strength = session.challenge.realm, session.challenge.strength
            self._accepted[realm] = max(strength, self._accepted.get(realm, 0))
            self._take_next_nonce(session, response.headers.get(_INFO_HEADERS[proxy]) or "")

    def _take_next_nonce(self, session: _Session, info: str) -> None:
        """RFC 7616 section 3.5: as if the server had challenged again, without the round trip."""
        params = parse_schemes(f"digest {info}")
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
        known = [one for one in ours if one.strength and one.quality is not None]
        strong = [one for one in known if one.strength >= self._accepted.get(one.realm, 0)]
        if not strong:
            raise _RefusedError("weaker" if known else "algorithm" if ours else "realm")
        challenge = max(strong, key=lambda one: one.strength)
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


def _carried(request: Request, proxy: bool) -> dict[str, str]:
    """The parameters of the credentials that a request was sent with."""
    schemes = parse_schemes(request.headers.get(_CREDENTIALS_HEADERS[proxy]) or "")
    return schemes[0][1] if schemes else {}
