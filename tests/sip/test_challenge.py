"""What servers challenge with: one line or several, blanks, case, defaults, and rubbish."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.challenge import parse_challenges, parse_schemes
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Response
from tests.conformance.load import vectors


def response(status: int, *lines: tuple[str, str]) -> Response:
    return Response(status, "Said", Headers(lines))


def challenge(text: str) -> Response:
    return response(401, ("WWW-Authenticate", text))


def test_a_challenge_is_read_case_blind_and_with_any_blanks() -> None:
    line = 'dIGEST Realm =  "[1:AB::c]", NONCE= "3\\"1", qop="AUTH,autH-INt", algorithm = sha-256'
    line += '-SESS ,  stale =  TRUE , opaque = "0018"'
    (read,) = parse_challenges(response(407, ("Proxy-Authenticate", line)))
    assert (read.realm, read.nonce, read.algorithm) == ("[1:AB::c]", '3"1', "SHA-256-sess")
    assert (read.qop, read.opaque) == (("auth", "auth-int"), "0018")
    assert read.stale
    assert read.proxy


def test_absent_parameters_have_the_rfc_s_defaults() -> None:
    (read,) = parse_challenges(challenge('Digest realm="a", nonce="b"'))
    assert (read.algorithm, read.qop, read.opaque) == ("MD5", (), None)
    assert not read.stale
    assert not read.proxy


def test_several_challenges_stand_in_several_lines_or_in_one() -> None:
    one = 'Basic realm="b", Digest realm="a, Digest b", nonce="1", Digest realm="c", nonce=2'
    read = parse_challenges(
        response(401, ("WWW-Authenticate", one), ("WWW-Authenticate", 'Digest realm=d,nonce="3"'))
    )
    assert [(c.realm, c.nonce) for c in read] == [("a, Digest b", "1"), ("c", "2"), ("d", "3")]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Digest",
        'Digest realm="a"',
        'Digest nonce="a"',
        'Digest realm="a", nonce=""',
        'realm="a", nonce="b"',
        'Basic realm="a", nonce="b"',
        'Digest realm="a\x00", nonce="b"',
        'Digest realm="a\udc00\ud800", nonce="b"',
    ],
)
def test_what_cannot_be_answered_is_no_challenge(line: str) -> None:
    assert parse_challenges(response(401, ("WWW-Authenticate", line))) == []


@pytest.mark.parametrize(
    ("line", "strength"),
    [("md5", 1), ("MD5-SESS", 1), ("sha-256", 2), ("SHA-512-256-sess", 3), ("AKAv1-MD5", 0)],
)
def test_the_hash_alone_makes_the_strength(line: str, strength: int) -> None:
    (read,) = parse_challenges(challenge(f'Digest realm="", nonce="b", algorithm={line}'))
    assert read.strength == strength


def test_the_first_of_two_parameters_of_one_name_counts() -> None:
    assert parse_schemes("Digest a=1, A=2, b=") == [("digest", {"a": "1", "b": ""})]


NAMES = st.text("abcxyz-", min_size=1, max_size=8)
VALUES = st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", codec="utf-8"))


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_quoted_values_come_back_as_they_were(params: dict[str, str]) -> None:
    escaped = {name: re.sub(r'(["\\])', r"\\\1", value) for name, value in params.items()}
    line = "Digest " + ",".join(f'{name}="{value}"' for name, value in escaped.items())
    assert parse_schemes(line) == [("digest", params)]


@pytest.mark.parametrize(("line", "expected"), vectors("parse_challenge"))
def test_shared_challenges(line: str, expected: dict[str, Any]) -> None:
    (read,) = parse_challenges(challenge(line))
    for name in ("realm", "nonce", "algorithm", "stale", "opaque"):
        assert getattr(read, name) == expected[name]
    assert list(read.qop) == expected["qop"]
