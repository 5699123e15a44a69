"""Session descriptions for the scripted server: what a WebRTC peer would write that never sends."""

import re

_FINGERPRINT = ":".join(["A5"] * 32)
_TRANSPORT = (
    "a=ice-ufrag:wxyz",
    "a=ice-pwd:abcdefghijklmnopqrstuv",
    f"a=fingerprint:sha-256 {_FINGERPRINT}",
    "a=rtcp-mux",
    "a=candidate:1 1 udp 2113937151 127.0.0.1 9 typ host",
)
_AUDIO = ("a=rtpmap:111 opus/48000/2", "a=rtpmap:126 telephone-event/8000")


def _text(lines: list[str]) -> str:
    return "\r\n".join([*lines, ""])


def _session(version: int, mids: list[str]) -> list[str]:
    lines = ["v=0", f"o=- 4711 {version} IN IP4 127.0.0.1", "s=-", "t=0 0"]
    return [*lines, f"a=group:BUNDLE {' '.join(mids)}"] if mids else lines


def offer(direction: str = "sendrecv", *, version: int = 1) -> str:
    """An audio offer."""
    return _text(
        [
            *_session(version, ["0"]),
            "m=audio 9 UDP/TLS/RTP/SAVPF 111 126",
            "c=IN IP4 127.0.0.1",
            *("a=mid:0", f"a={direction}", "a=setup:actpass", *_TRANSPORT, *_AUDIO),
        ]
    )


def empty_offer() -> str:
    """A description without any media."""
    return _text(_session(1, []))


def foreign_offer() -> str:
    """An offer that no browser can take: plain RTP with a codec of the seventies."""
    return _text([*_session(1, []), "c=IN IP4 127.0.0.1", "m=audio 4000 RTP/AVP 7"])


def answer(offered: str, direction: str = "sendrecv", *, setup: str = "active") -> str:
    """An answer that takes the audio of an offer and refuses its video.

    Who has offered before is `passive`, and stays it (RFC 8842, 5.5).
    """
    parts = re.split(r"(?m)^(?=m=)", offered)[1:]
    mids = [_attribute(part, "mid") for part in parts]
    taken = [mid for mid, part in zip(mids, parts, strict=True) if part.startswith("m=audio")]
    lines = _session(1, taken)
    for mid, part in zip(mids, parts, strict=True):
        media, _, protocol, first, *_ = part.splitlines()[0].split()
        if media == "m=audio":
            lines += [f"m=audio 9 {protocol} 111 126", "c=IN IP4 127.0.0.1", f"a=mid:{mid}"]
            lines += [f"a={direction}", f"a=setup:{setup}", *_TRANSPORT, *_AUDIO]
        else:
            lines += [f"{media} 0 {protocol} {first}", "c=IN IP4 0.0.0.0", f"a=mid:{mid}"]
            lines += ["a=inactive"]
    return _text(lines)


def directions(description: str) -> dict[str, str]:
    """The direction of each medium that is not refused: {"audio": "sendrecv"}."""
    found = {}
    for part in re.split(r"(?m)^(?=m=)", description)[1:]:
        media, port = part.split()[:2]
        way = re.search(r"(?m)^a=(sendrecv|sendonly|recvonly|inactive)\r?$", part)
        if port != "0":
            found[media.removeprefix("m=")] = way[1] if way else "sendrecv"
    return found


def _attribute(part: str, name: str) -> str:
    found = re.search(rf"(?m)^a={name}:(\S+)", part)
    return found[1] if found else ""
