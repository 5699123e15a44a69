"""SHA-512/256 in Python, against the vectors of FIPS 180-4 and against OpenSSL where it has it."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwidget.sip.sha512_256 import sha512_256

VECTORS = [
    (b"", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a"),
    (b"abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
    (
        b"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        b"ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a",
    ),
]


@pytest.mark.parametrize(("octets", "expected"), VECTORS)
def test_the_standard_s_examples(octets: bytes, expected: str) -> None:
    assert sha512_256(octets).hex() == expected


@pytest.mark.native("Pyodide has no OpenSSL, which is why there is a SHA-512/256 of our own")
@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_octets_hash_as_openssl_hashes_them(octets: bytes) -> None:
    assert sha512_256(octets) == hashlib.new("sha512_256", octets).digest()


@pytest.mark.parametrize("length", [111, 112, 119, 120, 127, 128, 129, 239, 240])
def test_padding_fills_blocks_at_every_edge(length: int) -> None:
    assert len({sha512_256(b"a" * length), sha512_256(b"a" * (length + 1))}) == 2
    assert len(sha512_256(b"a" * length)) == 32
