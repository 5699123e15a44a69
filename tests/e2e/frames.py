"""SIP messages as the tests see them on the wire, read and written without the phone's own code."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_COPIED = ("Via", "From", "To", "Call-ID", "CSeq")
REASONS = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    407: "Proxy Authentication Required",
    480: "Temporarily Unavailable",
    486: "Busy Here",
    487: "Request Terminated",
    603: "Decline",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: its first line, its headers in order, its body."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def method(self) -> str:
        """The method of a request, "" of a response."""
        return "" if self.status else self.start.partition(" ")[0]

    @property
    def target(self) -> str:
        """The request URI."""
        return self.start.split(" ")[1]

    @property
    def status(self) -> int:
        """The status of a response, 0 of a request."""
        return int(self.start.split(" ")[1]) if self.start.startswith("SIP/2.0 ") else 0

    @property
    def about(self) -> str:
        """The method that the CSeq header names: of a response, what it answers."""
        return self.header("CSeq").rpartition(" ")[2]

    def header(self, name: str) -> str:
        """The first header of that name, "" if there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        return [value for each, value in self.headers if each.lower() == name.lower()]

    def tag(self, name: str) -> str:
        """The tag of a From or To header."""
        found = re.search(r";tag=([^;\s]+)", self.header(name))
        return found[1] if found else ""

    def credentials(self) -> dict[str, str]:
        """The parameters of a digest answer, for a server or for a proxy."""
        text = self.header("Authorization") or self.header("Proxy-Authorization")
        pairs = re.findall(r'([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', text)
        return {name: quoted or plain for name, quoted, plain in pairs}


def read(text: str | bytes) -> Frame | None:
    """The message in a WebSocket frame, None for what is no SIP (keep-alives)."""
    whole = text.decode(errors="replace") if isinstance(text, bytes) else text
    head, _, body = whole.partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    if "SIP/2.0" not in start:
        return None
    pairs = (line.partition(":") for line in lines)
    return Frame(start, tuple((name.strip(), value.strip()) for name, _, value in pairs), body)


def write(start: str, headers: Iterable[tuple[str, str]], body: str = "") -> str:
    """The text of a message; a body whose type is not named is SDP."""
    lines = [start, *(f"{name}: {value}" for name, value in headers)]
    if body and not any(line.startswith("Content-Type:") for line in lines):
        lines.append("Content-Type: application/sdp")
    return "\r\n".join([*lines, f"Content-Length: {len(body.encode())}", "", body])


def response(
    request: Frame,
    status: int,
    *,
    tag: str = "",
    reason: str | None = None,
    headers: Mapping[str, str] | None = None,
    body: str = "",
) -> str:
    """The text of a response; `tag` is put on a To that has none yet."""
    copied = [(name, value) for name in _COPIED for value in request.all(name)]
    if tag and not request.tag("To"):
        copied = [(name, f"{value};tag={tag}" if name == "To" else value) for name, value in copied]
    words = REASONS.get(status, "Unnamed") if reason is None else reason
    return write(f"SIP/2.0 {status} {words}", [*copied, *(headers or {}).items()], body)


def token() -> str:
    """A few letters that are there once."""
    return secrets.token_hex(5)
