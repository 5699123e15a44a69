"""Who somebody is: the server's side of digest authentication (RFC 3261 section 22, RFC 7616)."""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from demo.accounts import Directory
from sipwidget.sip.challenge import parse_schemes
from sipwidget.sip.digest import digest_response
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request
from sipwidget.sip.uri import Uri

ALGORITHMS = ("SHA-256", "MD5")  # the best first (RFC 8760 section 2.3)
NONCE_SECONDS = 300.0  # after that the client is told that its nonce is stale
MAX_NONCES = 512  # the oldest goes first; its owner is told the same

_NONCE_COUNT = re.compile(r"[0-9a-fA-F]{8}")


@dataclass(slots=True)
class _Nonce:
    """A nonce that we gave away, and how often it was used."""

    given: float
    count: int = 0


class Gate:
    """Lets requests in whose credentials prove an account of the directory.

    ``proxy`` tells a proxy's question (407) from a registrar's (401).
    """

    def __init__(self, realm: str, directory: Directory, tokens: Callable[[], str]) -> None:
        self._realm = realm
        self._directory = directory
        self._tokens = tokens
        self._nonces: dict[str, _Nonce] = {}

    def check(self, request: Request, now: float, *, proxy: bool) -> str:
        """The name of the account that sent this.

        Raises ProtocolError: 401 or 407 with challenges, or 403 for a wrong name or password.
        """
        given = _credentials(request, proxy)
        if given.get("realm") != self._realm:
            raise self._challenge(now, proxy)
        nonce = self._nonces.get(given.get("nonce", ""))
        if nonce is None or now - nonce.given > NONCE_SECONDS:
            raise self._challenge(now, proxy, stale=True)
        if not self._proven(given, request):
            raise ProtocolError(403, "wrong user name or password")
        count = int(given["nc"], 16)
        if count <= nonce.count:  # somebody repeats what they overheard (RFC 7616 section 5.4)
            raise self._challenge(now, proxy, stale=True)
        nonce.count = count
        return given["username"]

    def _challenge(self, now: float, proxy: bool, *, stale: bool = False) -> ProtocolError:
        if len(self._nonces) >= MAX_NONCES:
            del self._nonces[next(iter(self._nonces))]
        nonce = self._tokens()
        self._nonces[nonce] = _Nonce(now)
        name = "Proxy-Authenticate" if proxy else "WWW-Authenticate"
        params = f'realm="{self._realm}", nonce="{nonce}", qop="auth"'
        params += ", stale=true" if stale else ""
        lines = tuple((name, f"Digest {params}, algorithm={one}") for one in ALGORITHMS)
        return ProtocolError(407 if proxy else 401, "credentials are needed", lines)

    def _proven(self, given: dict[str, str], request: Request) -> bool:
        account = self._directory.named(given.get("username", ""))
        algorithm, count = given.get("algorithm", "MD5"), given.get("nc", "")
        if account is None or algorithm.upper() not in ALGORITHMS or given.get("qop") != "auth":
            return False
        if not (_NONCE_COUNT.fullmatch(count) and _means(given.get("uri", ""), request.uri)):
            return False
        expected = digest_response(
            algorithm=algorithm,
            username=account.name,
            password=account.password,
            realm=self._realm,
            nonce=given["nonce"],
            method=request.method,
            uri=given["uri"],
            qop="auth",
            cnonce=given.get("cnonce", ""),
            nc=int(count, 16),
        )
        response = given.get("response", "").lower()
        return hmac.compare_digest(expected.encode(), response.encode("utf-8", "surrogateescape"))


def _credentials(request: Request, proxy: bool) -> dict[str, str]:
    line = request.headers.get("Proxy-Authorization" if proxy else "Authorization", "")
    schemes = parse_schemes(line)
    return schemes[0][1] if schemes and schemes[0][0] == "digest" else {}


def _means(text: str, uri: Uri) -> bool:
    """The credentials are for this request URI (RFC 7616 section 3.4.6)."""
    try:
        return Uri.parse(text).equivalent(uri)
    except ProtocolError:
        return False
