"""What can happen to a frame of WebSocket (RFC 6455 section 5.2) on its way.

Each of these takes a frame and gives what becomes of it, in order: octets, or None, which cuts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO, Self

Fate = Iterator[bytes | None]
Tamper = Callable[["Frame"], Fate]
TEXT = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """Its octets, its opcode (None of what is no frame), and what it says, unmasked."""

    data: bytes
    opcode: int | None
    said: bytes

    @classmethod
    def read(cls, stream: BinaryIO) -> Self | None:
        """The next one; None at the end."""
        head = stream.read(2)
        if len(head) < 2:
            return None
        extra = {126: 2, 127: 8}.get(head[1] & 0x7F, 0)
        more = stream.read(extra)
        length = int.from_bytes(more) if extra else head[1] & 0x7F
        mask = stream.read(4 if head[1] & 0x80 else 0)
        body = stream.read(length)
        said = bytes(each ^ mask[i % 4] for i, each in enumerate(body)) if mask else body
        return cls(head + more + mask + body, head[0] & 0x0F, said)

    @property
    def what(self) -> str:
        """`INVITE` of a request, `200 INVITE` of a response, "" of anything else."""
        if self.opcode != TEXT or b"SIP/2.0" not in self.said:
            return ""
        start, *lines = self.said.decode(errors="replace").split("\r\n")
        first, second, *_ = start.split(" ")
        if first != "SIP/2.0":
            return first
        about = next(line for line in lines if line.startswith("CSeq:"))
        return f"{second} {about.split()[-1]}"

    def shortened(self) -> bytes:
        """The first half of what it says in a frame that is right as such."""
        half = len(self.said) // 2
        mask = bool(self.data[1] & 0x80) << 7
        size = bytes([mask | half]) if half < 126 else bytes([mask | 126]) + half.to_bytes(2)
        key = bytes(4) if mask else b""
        return self.data[:1] + size + key + self.said[:half]


def unchanged(frame: Frame) -> Fate:
    yield frame.data


def twice(frame: Frame) -> Fate:
    """As if somebody on the way had said it again."""
    yield frame.data
    if frame.opcode == TEXT:
        yield frame.data


def every(number: int) -> Tamper:
    """Each frame of that number gets lost."""
    numbers = count(1)

    def tamper(frame: Frame) -> Fate:
        if frame.opcode != TEXT or next(numbers) % number:
            yield frame.data

    return tamper


def once(what: str, fate: Tamper) -> Tamper:
    """This happens to the first frame of the kind only."""
    left = [what]

    def tamper(frame: Frame) -> Fate:
        if frame.what in left:
            left.clear()
            yield from fate(frame)
        else:
            yield frame.data

    return tamper


def lost(_: Frame) -> Fate:
    yield from ()


def halved(frame: Frame) -> Fate:
    """A message that ends too early."""
    yield frame.shortened()


def broken(frame: Frame) -> Fate:
    """The connection ends in the middle of it."""
    yield frame.data[: len(frame.data) // 2]
    yield None
