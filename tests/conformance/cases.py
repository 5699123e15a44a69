"""Cases in our own words: a message with the trait that an RFC describes, and what it asks for."""

from dataclasses import dataclass, field
from typing import Any

SDP = "v=0\r\no=pine 7 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n"
AUDIO = "m=audio 40404 RTP/AVP 8 0\r\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One message; the other fields are those of `torture4475.json`."""

    id: str
    section: str
    frame: bytes
    parser: str
    ua: list[str]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "response" if self.frame.startswith(b"SIP/") else "request"


def message(start: str, *lines: str, body: str | bytes = "", **changes: str | None) -> bytes:
    """A message with all that is needed, some headers changed or left out (None), more behind.

    A Content-Length is added unless one of the lines is one, or `length=None` says no.
    """
    method = start.split(" ")[0]
    headers: dict[str, str | None] = {
        "Via": "SIP/2.0/WSS gate.pine.example;branch=z9hG4bKpine",
        "Max-Forwards": "70",
        "From": "<sip:gate@pine.example>;tag=g1",
        "To": "<sip:alice@door.example>",
        "Call-ID": "case@gate.pine.example",
        "CSeq": f"31 {'INVITE' if method.startswith('SIP/') else method}",
        "Contact": "<sip:gate@gate.pine.example>",
    }
    octets = body.encode() if isinstance(body, str) else body
    if not any(line.lower().startswith(("content-length", "l:")) for line in lines):
        headers["length"] = str(len(octets))
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    named = {("Content-Length" if k == "length" else k): v for k, v in headers.items()}
    head = [start, *(f"{k}: {v}" for k, v in named.items() if v is not None), *lines]
    return "\r\n".join([*head, "", ""]).encode() + octets


def session(*media: str) -> str:
    """A session description with these m= lines, one voice by default."""
    return SDP + "".join(f"{line}\r\n" for line in media) if media else SDP + AUDIO


def invite(*lines: str, uri: str = "sip:alice@door.example", **parts: Any) -> bytes:
    """An INVITE with an offer."""
    parts.setdefault("body", session())
    return message(f"INVITE {uri} SIP/2.0", "Content-Type: application/sdp", *lines, **parts)


def options(*lines: str, uri: str = "sip:alice@door.example", **parts: Any) -> bytes:
    return message(f"OPTIONS {uri} SIP/2.0", *lines, **parts)


def register(*lines: str, **parts: Any) -> bytes:
    return message("REGISTER sip:door.example SIP/2.0", *lines, **parts)
