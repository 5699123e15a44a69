"""Which test covers which case of `crash_cases.json` in the shared conformance data."""

from collections.abc import Callable
from typing import TypeVar

from tests.conformance.treatment import answers
from tests.peer import Peer

F = TypeVar("F", bound=Callable[..., object])
COVERED: list[str] = []
ELSEWHERE = {
    "asterisk #2085": "a server that crashes is a closed socket here: tests/sip/test_hanging_up.py",
    "CVE-2018-17281 / AST-2018-009": "the HTTP upgrade is written by the browser",
    "CVE-2025-57767": "only a server reads Authorization",
    "CVE-2023-32307": "STUN is the browser's",
}


def case(*ids: str) -> Callable[[F], F]:
    """This test covers these cases."""
    COVERED.extend(ids)
    return lambda test: test


def said(data: str | bytes, peer: Peer | None = None) -> list[int]:
    """The status codes that a frame is answered with."""
    return [answer.status for answer in answers((peer or Peer()).hear(data))]
