"""Challenges as real servers send them (N8), and what is never answered (N37)."""

import hashlib

import pytest

from tests.e2e.conftest import MakeLine, MakePhone, scripted_account
from tests.e2e.frames import Frame
from tests.e2e.peers import Callee
from tests.e2e.scripted import Link, ScriptedServer, binding

HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def challenge(algorithm: str, nonce: str = "n-1", realm: str = "sip.test", more: str = "") -> str:
    """The value of a WWW-Authenticate header."""
    words = f'Digest realm="{realm}", nonce="{nonce}", qop="auth,auth-int", opaque="o"'
    return f"{words}, algorithm={algorithm}{more}"


def is_right(frame: Frame, *, algorithm: str = "MD5", password: str = "pw-alice") -> bool:
    """Whether the credentials prove the password (RFC 7616, 3.4.1)."""
    said = frame.credentials()
    digest = HASHES[algorithm]

    def h(text: str) -> str:
        return digest(text.encode()).hexdigest()

    secret = h(f"{said['username']}:{said['realm']}:{password}")
    request = h(f"{frame.method}:{said['uri']}")
    middle = f"{said['nonce']}:{said['nc']}:{said['cnonce']}:{said['qop']}"
    return said["response"] == h(f"{secret}:{middle}:{request}")


def challenged(link: Link, *values: str, status: int = 401, method: str = "REGISTER") -> Frame:
    """Challenges the next request of that method; gives back the next one."""
    request = link.request(method)
    name = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
    text = {name: f"\r\n{name}: ".join(values)}
    link.reply(request, status, headers=text)
    if method == "INVITE":
        link.request("ACK")
    return link.request(method)


def test_the_strongest_of_several_challenges(phone: MakePhone, scripted: ScriptedServer) -> None:
    """N8: the order does not matter, nor does one that nobody knows."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    kinds = ("MD5", "FROB-1", "SHA-256")
    answer = challenged(link, *(challenge(kind, f"n-{kind}") for kind in kinds))
    assert answer.credentials()["nonce"] == "n-SHA-256"
    assert answer.credentials()["qop"] == "auth"
    assert answer.credentials()["opaque"] == "o"
    assert is_right(answer, algorithm="SHA-256")
    link.reply(answer, 200, headers=binding(answer))
    alice.reaches(connection="registered")


def test_the_name_of_the_algorithm_is_read_in_any_case(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """N8."""
    phone(**scripted_account(scripted))
    assert is_right(challenged(scripted.link(), challenge("md5")))


def test_a_proxy_and_a_server_challenge_one_request(line: MakeLine) -> None:
    """N8: 407, then 401; the third INVITE carries both answers."""
    alice = line()
    alice.phone.tap("call")
    request = challenged(alice.link, challenge("MD5", "n-p"), status=407, method="INVITE")
    assert is_right(request)
    header = {"WWW-Authenticate": challenge("MD5", "n-s")}
    alice.link.reply(request, 401, headers=header)
    alice.link.request("ACK")
    callee = Callee(alice.link)
    both = callee.invite
    assert 'nonce="n-p"' in both.header("Proxy-Authorization")
    assert 'nonce="n-s"' in both.header("Authorization")
    numbers = [
        int(frame.header("CSeq").split()[0])
        for frame in alice.link.seen
        if frame.method == "INVITE"
    ]
    assert numbers == sorted(set(numbers))
    callee.answer()
    alice.phone.reaches(state="outgoing-accepted")


def test_a_stale_nonce_is_replaced(phone: MakePhone, scripted: ScriptedServer) -> None:
    """N8: the password was right, only the nonce was old."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    first = challenged(link, challenge("MD5", "n-1"))
    stale = challenge("MD5", "n-2", more=", stale=TRUE")
    link.reply(first, 401, headers={"WWW-Authenticate": stale})
    second = link.request("REGISTER")
    assert second.credentials()["nonce"] == "n-2"
    assert is_right(second)
    link.reply(second, 200, headers=binding(second))
    alice.reaches(connection="registered")


def test_the_same_challenge_again_is_a_wrong_password(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """RFC 3261, 22.1: the same credentials are not tried twice; the person is told."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    first = challenged(link, challenge("MD5", "n-1"))
    link.reply(first, 401, headers={"WWW-Authenticate": challenge("MD5", "n-2")})
    alice.reaches(connection="refused", error="refused")
    alice.says("password")
    again = [frame for frame in link.everything() if frame.method == "REGISTER"]
    assert len(again) <= 3


def test_a_nonce_is_counted_on(phone: MakePhone, scripted: ScriptedServer) -> None:
    """N8: no fresh challenge for each request; `nc` tells them apart."""
    phone(**scripted_account(scripted))
    link = scripted.link()
    first = challenged(link, challenge("MD5"))
    link.reply(first, 200, headers=binding(first, 6))
    second = link.request("REGISTER", seconds=6)
    assert [each.credentials()["nc"] for each in (first, second)] == ["00000001", "00000002"]
    assert is_right(second)
    link.reply(second, 200, headers=binding(second))


@pytest.mark.parametrize("realm", ["evil.test", "SIP.TEST"])
def test_only_the_first_realm_gets_an_answer(line: MakeLine, realm: str) -> None:
    """N37: somebody on the way of a call asks for the password in another name."""
    alice = line()
    alice.phone.tap("call")
    first = challenged(alice.link, challenge("MD5"), status=407, method="INVITE")
    assert is_right(first)
    foreign = {"WWW-Authenticate": challenge("MD5", "n-e", realm=realm)}
    alice.link.reply(first, 401, headers=foreign)
    alice.link.request("ACK")
    alice.phone.reaches(state="idle")
    invites = [frame for frame in alice.link.everything() if frame.method == "INVITE"]
    assert [frame for frame in invites if realm in frame.header("Authorization")] == []


def test_a_realm_is_never_answered_more_weakly_than_before(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """N8."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    strong = challenged(link, challenge("SHA-256"))
    link.reply(strong, 200, headers=binding(strong, 6))
    again = link.request("REGISTER", seconds=6)
    link.reply(again, 401, headers={"WWW-Authenticate": challenge("MD5", "n-weak")})
    alice.reaches(connection="refused", error="refused")
    weak = [each for each in link.everything() if each.credentials().get("nonce") == "n-weak"]
    assert weak == []
