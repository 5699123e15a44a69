"""A scripted openHAB for the tests of one module: what it answers, and what it was asked."""

import json
import select
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

GRANT = "POST /rest/auth/token"


class Rest:
    """Answers for one test; ``lines`` tells what was asked, with what credentials and body."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.asked: list[dict[str, str]] = []  # the headers of each request
        self.anonymous = True  # whether a request without a token is a user's
        self.good = {"fresh1", "fresh2", "fresh3"}  # the access tokens that it takes
        self.grants: list[object] = []  # what it answers to the refresh grant, one after the other
        self.reads = ("x-openhab-token", "authorization")  # where it looks for a token
        self.challenge = ""  # what a 401 asks for
        self.basic = ""  # what the proxy in front wants to see in ``Authorization``
        self.statuses: list[int] = []  # of the answers to come, else 200
        self.body: object = ""  # of the answers to come
        self.silent: set[str] = set()  # what it never answers, by path
        self.streams: list[list[bytes]] = []  # what the streams say before they are cut; else held
        self.over = threading.Event()
        self.left = threading.Event()  # a stream that was held has been left

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("content-length") or 0)
        body = request.rfile.read(length).decode()
        credentials = _credentials(request)
        self.asked.append({name.lower(): value for name, value in request.headers.items()})
        self.lines.append(" ".join(filter(None, (self._name(request), credentials, body))))
        if request.path in self.silent:
            self.over.wait()
        elif self.basic and request.headers.get("authorization") != self.basic:
            self._give(request, 401, challenge='Basic realm="proxy"')
        elif self._name(request) == GRANT:
            self._grant(request, body)
        elif not self._is_allowed(request):
            self._give(request, 401, challenge=self.challenge)
        elif request.path.startswith("/rest/events") and not self.statuses:
            self._stream(request)
        else:
            self._give(request, self.statuses.pop(0) if self.statuses else 200, self.body)

    def wait(self, line: str, seconds: float = 4) -> bool:
        """Whether it is asked this, now or soon."""
        end = time.monotonic() + seconds
        while line not in self.lines and time.monotonic() < end:
            time.sleep(0.02)
        return line in self.lines

    @staticmethod
    def _name(request: BaseHTTPRequestHandler) -> str:
        return f"{request.command} {request.path}"

    def _is_allowed(self, request: BaseHTTPRequestHandler) -> bool:
        tokens = [request.headers.get(name) for name in self.reads]
        sent = [token.removeprefix("Bearer ") for token in tokens if token]
        sent = [token for token in sent if not token.startswith("Basic ")]
        return sent[0] in self.good if sent else self.anonymous

    def _grant(self, request: BaseHTTPRequestHandler, body: str) -> None:
        self.lines[-1] = f"{GRANT} {parse_qs(body)['refresh_token'][0]}"
        if self.grants:
            self._give(request, 200, self.grants.pop(0))
        else:
            self._give(request, 400, {"error": "invalid_grant"})

    def _give(
        self, request: BaseHTTPRequestHandler, status: int, body: object = "", challenge: str = ""
    ) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        request.send_response(status)
        if status in (301, 302, 307):
            request.send_header("Location", "/")
        if challenge:
            request.send_header("WWW-Authenticate", challenge)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text.encode())

    def _stream(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.end_headers()
        parts = self.streams.pop(0) if self.streams else [b"hold"]
        for part in parts:
            if part == b"hold":
                self._hold(request)
            else:
                request.wfile.write(part)

    def _hold(self, request: BaseHTTPRequestHandler) -> None:
        while not self.over.is_set():
            if select.select([request.connection], [], [], 0.02)[0]:
                self.left.set()
                return


def token(text: str, expires_in: object = 3600) -> dict[str, Any]:
    """What openHAB answers to a refresh grant."""
    return {"access_token": text, "token_type": "bearer", "expires_in": expires_in}


def command(text: str, item: str = "Door") -> bytes:
    """An Item's command, as openHAB sends it."""
    payload = json.dumps({"type": "String", "value": text})
    topic = f"openhab/items/{item}/command"
    told = {"topic": topic, "payload": payload, "type": "ItemCommandEvent"}
    return f"event: message\ndata: {json.dumps(told)}\n\n".encode()


def _credentials(request: BaseHTTPRequestHandler) -> str:
    own, standard = (request.headers.get(name) for name in ("x-openhab-token", "authorization"))
    return " ".join(filter(None, (own and f"({own})", standard and f"({standard})")))
