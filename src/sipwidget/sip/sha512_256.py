"""SHA-512/256 (FIPS 180-4) in Python: Pyodide's hashlib has no OpenSSL behind it and lacks it.

The standard defines its constants as roots of primes, so they are computed here, once, and cannot
hold a misprint. A hash of a short text costs about a millisecond in CPython.
"""

from collections.abc import Sequence
from functools import cache
from math import isqrt

_WORD = 2**64 - 1


def sha512_256(octets: bytes) -> bytes:
    """The 32 octets of the hash (FIPS 180-4 section 6.7)."""
    return _sha512(_initial_words(), octets)[:32]


def _sha512(state: Sequence[int], octets: bytes) -> bytes:
    padding = b"\x80" + bytes(-(len(octets) + 17) % 128)
    padded = octets + padding + (8 * len(octets)).to_bytes(16, "big")
    for start in range(0, len(padded), 128):
        state = _compressed(state, padded[start : start + 128])
    return b"".join(word.to_bytes(8, "big") for word in state)


def _compressed(state: Sequence[int], block: bytes) -> list[int]:
    """One round of the hash computation, section 6.4.2, in its letters."""
    words = [int.from_bytes(block[i : i + 8], "big") for i in range(0, 128, 8)]
    for t in range(16, 80):
        x, y = words[t - 15], words[t - 2]
        small_0 = _rotated(x, 1) ^ _rotated(x, 8) ^ (x >> 7)
        small_1 = _rotated(y, 19) ^ _rotated(y, 61) ^ (y >> 6)
        words.append((small_1 + words[t - 7] + small_0 + words[t - 16]) & _WORD)
    a, b, c, d, e, f, g, h = state
    for constant, word in zip(_round_constants(), words, strict=True):
        big_1 = _rotated(e, 14) ^ _rotated(e, 18) ^ _rotated(e, 41)
        t1 = h + big_1 + ((e & f) ^ (~e & g)) + constant + word
        big_0 = _rotated(a, 28) ^ _rotated(a, 34) ^ _rotated(a, 39)
        t2 = big_0 + ((a & b) ^ (a & c) ^ (b & c))
        a, b, c, d, e, f, g, h = (t1 + t2) & _WORD, a, b, c, (d + t1) & _WORD, e, f, g
    return [(old + new) & _WORD for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


def _rotated(word: int, bits: int) -> int:
    return ((word >> bits) | (word << (64 - bits))) & _WORD


@cache
def _initial_words() -> tuple[int, ...]:
    """SHA-512's own, altered, hash the name of the new function (section 5.3.6)."""
    seed = _sha512([word ^ 0xA5A5A5A5A5A5A5A5 for word in _square_roots()], b"SHA-512/256")
    return tuple(int.from_bytes(seed[i : i + 8], "big") for i in range(0, 64, 8))


def _square_roots() -> list[int]:
    """The first 64 bits behind the point of the square roots of 8 primes (section 5.3.5)."""
    return [isqrt(prime << 128) & _WORD for prime in _primes()[:8]]


@cache
def _round_constants() -> tuple[int, ...]:
    """The first 64 bits behind the point of the cube roots of 80 primes (section 4.2.3)."""
    return tuple(_cube_root(prime << 192) & _WORD for prime in _primes())


def _cube_root(n: int) -> int:
    root = 1 << (n.bit_length() + 2) // 3  # Newton's method, from above
    while (closer := (2 * root + n // root**2) // 3) < root:
        root = closer
    return root


def _primes() -> list[int]:
    """The first 80 of them."""
    return [n for n in range(2, 410) if all(n % d for d in range(2, isqrt(n) + 1))]
