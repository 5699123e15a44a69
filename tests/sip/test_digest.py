"""Digest: the RFCs' examples, what servers challenge with, and what must never be answered."""

import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.digest import MAX_PENDING, MAX_ROUNDS, Authenticator, digest_response
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request, Response
from sipwidget.sip.uri import Uri
from tests.conformance.load import load

PASSWORD = "s3cret"

RFC_2617 = {  # section 3.5
    "username": "Mufasa",
    "password": "Circle Of Life",
    "realm": "testrealm@host.com",
    "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093",
    "method": "GET",
    "uri": "/dir/index.html",
    "qop": "auth",
    "cnonce": "0a4f113b",
    "nc": 1,
}
RFC_7616 = RFC_2617 | {  # section 3.9.1
    "password": "Circle of Life",
    "realm": "http-auth@example.org",
    "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
    "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
}
RFC_7616_UTF_8 = RFC_7616 | {  # section 3.9.2, the response as its erratum corrects it
    "username": "J\u00e4s\u00f8n Doe",
    "password": "Secret, or not?",
    "realm": "api@example.org",
    "uri": "/doe.json",
    "nonce": "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
    "cnonce": "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
}
OURS = {
    "username": "1001",
    "password": PASSWORD,
    "realm": "pbx.example",
    "nonce": "c0ffee0123456789",
    "method": "INVITE",
    "uri": "sip:a@pbx.example",
}
SESSION = OURS | {"method": "REGISTER", "uri": "sip:pbx.example"}
BODY = {"cnonce": "deadbeef", "nc": 1, "qop": "auth-int", "body": "v=0\r\n"}


@pytest.mark.parametrize(
    ("algorithm", "parameters", "expected"),
    [
        ("MD5", RFC_2617, "6629fae49393a05397450978507c4ef1"),
        ("md5", RFC_7616, "8ca523f5e9506fed4657c9700eebdbec"),
        (
            "SHA-256",
            RFC_7616,
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
        (
            "SHA-512-256",
            RFC_7616_UTF_8,
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5",
        ),
        ("MD5", SESSION, "aed8aaf09bbb81866e6399e7acae7706"),
        (
            "MD5-sess",
            SESSION | {"cnonce": "deadbeef", "nc": 1, "qop": "auth"},
            "124289f22a76b74ce609d7e148850258",
        ),
        ("MD5", OURS | BODY, "89054e89b235dac6748004d2682d7615"),
    ],
)
def test_examples_of_the_rfcs_and_of_each_form(
    algorithm: str, parameters: dict[str, Any], expected: str
) -> None:
    assert digest_response(algorithm=algorithm, **parameters) == expected


def request(method: str = "REGISTER", call_id: str = "c1", body: str = "") -> Request:
    uri = Uri("sip", None, None, "pbx.example", None, {}, ())
    return Request(method, uri, Headers([("Call-ID", call_id)]), body)


def response(status: int, *lines: tuple[str, str]) -> Response:
    return Response(status, "Said", Headers(lines))


def challenge(text: str = "", nonce: str = "n1", realm: str = "pbx.example") -> Response:
    return response(401, ("WWW-Authenticate", f'Digest realm="{realm}", nonce="{nonce}"{text}'))


def proxy_challenge(text: str = "", nonce: str = "p1") -> Response:
    line = f'Digest realm="pbx.example", nonce="{nonce}"{text}'
    return response(407, ("Proxy-Authenticate", line))


OK = response(200)


def authenticator(username: str = "1001", password: str = PASSWORD) -> Authenticator:
    numbers = itertools.count(1)
    return Authenticator(username, password, lambda: f"c{next(numbers)}")


def credentials(message: Request, name: str = "Authorization") -> dict[str, str]:
    """The parameters as a server reads them that knows no escapes."""
    (line,) = message.headers.all(name)
    scheme, _, rest = line.partition(" ")
    assert scheme == "Digest"
    return {k: v.strip('"') for k, v in re.findall(r'(\w+)=("[^"]*"|[^",]+)', rest)}


def answered(phone: Authenticator, message: Request, challenged_by: Response) -> dict[str, str]:
    """The credentials of the second try, which must be there."""
    assert phone.challenged(challenged_by, message), phone.refusal
    phone.authorize(message)
    name = "Authorization" if challenged_by.status == 401 else "Proxy-Authorization"
    return credentials(message, name)


LINES = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(["Digest ", 'realm="a"', "nonce=", '"', "\\", ",", "=", " ", "b", "qop=x"])
    ).map("".join),
).filter(lambda line: not re.search(r"[\r\n]", line))


@given(st.lists(LINES, max_size=3))
def test_any_challenge_is_answered_or_refused_and_never_raises(lines: list[str]) -> None:
    phone, message = authenticator(), request()
    hostile = response(401, *[("WWW-Authenticate", line) for line in lines])
    if phone.challenged(hostile, message):
        phone.authorize(message)
        assert credentials(message)["username"] == "1001"
        assert phone.refusal == ""
    else:
        assert phone.refusal
        phone.authorize(message)
        assert "Authorization" not in message.headers


# --- answering ------------------------------------------------------------------------------------


def test_nothing_is_sent_before_a_challenge() -> None:
    phone, message = authenticator(), request()
    phone.authorize(message)
    assert message.headers.items() == [("Call-ID", "c1")]


def test_the_credentials_hold_what_the_challenge_asks_for() -> None:
    sent = answered(authenticator(), request(), challenge(', qop="auth-int,auth", opaque="o"'))
    expected = digest_response(
        algorithm="MD5", qop="auth", cnonce="c1", nc=1, **(SESSION | {"nonce": "n1"})
    )
    assert sent == {
        "username": "1001",
        "realm": "pbx.example",
        "nonce": "n1",
        "uri": "sip:pbx.example",
        "response": expected,
        "algorithm": "MD5",
        "cnonce": "c1",
        "qop": "auth",
        "nc": "00000001",
        "opaque": "o",
    }


def test_without_qop_no_cnonce_is_sent_unless_the_key_is_made_of_it() -> None:
    assert not {"cnonce", "qop", "nc"} & answered(authenticator(), request(), challenge()).keys()
    sess = answered(authenticator(), request(), challenge(", algorithm=MD5-sess"))
    assert sess["cnonce"] == "c1"
    assert "nc" not in sess


def test_auth_int_covers_the_body_where_nothing_else_is_offered() -> None:
    sent = answered(authenticator(), request(body="v=0\r\n"), challenge(', qop="auth-int"'))
    expected = digest_response(
        algorithm="MD5", **(SESSION | BODY | {"nonce": "n1", "cnonce": "c1"})
    )
    assert (sent["qop"], sent["response"]) == ("auth-int", expected)


@pytest.mark.parametrize("name", ['J\u00e4s\u00f8n "J" Doe', "back\\slash"])
def test_names_are_escaped_in_the_header_and_plain_in_the_hash(name: str) -> None:
    phone, message = authenticator(name), request()
    assert phone.challenged(challenge(), message)
    phone.authorize(message)
    line = message.headers.get("Authorization") or ""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    assert f'username="{escaped}"' in line
    parameters = SESSION | {"username": name, "nonce": "n1"}
    assert f'response="{digest_response(algorithm="MD5", **parameters)}"' in line


def test_the_nonce_is_counted_on_without_a_fresh_challenge() -> None:
    phone = authenticator()
    answered(phone, request(), challenge(', qop="auth", algorithm=SHA-256-sess'))
    for count, method in enumerate(["INVITE", "BYE"], 2):
        later = request(method)
        phone.authorize(later)
        sent = credentials(later)
        assert (sent["nc"], sent["cnonce"]) == (f"{count:08x}", "c1")


def test_authorizing_again_replaces_the_credentials() -> None:
    phone, message = authenticator(), request()
    answered(phone, message, challenge(', qop="auth"'))
    phone.authorize(message)
    assert message.headers.count("Authorization") == 1
    assert credentials(message)["nc"] == "00000002"


MD5 = 'Digest realm="pbx.example", nonce="m", algorithm=MD5'
SHA = 'Digest realm="pbx.example", nonce="s", algorithm=sha-512-256'


@pytest.mark.parametrize("lines", [[MD5, SHA], [SHA, MD5], [f"{MD5}, {SHA}"]])
def test_the_strongest_of_several_challenges_is_answered(lines: list[str]) -> None:
    offered = response(401, *[("WWW-Authenticate", line) for line in lines])
    sent = answered(authenticator(), request(), offered)
    assert (sent["nonce"], sent["algorithm"]) == ("s", "SHA-512-256")
    parameters = SESSION | {"nonce": "s"}
    assert sent["response"] == digest_response(algorithm="SHA-512-256", **parameters)


def test_among_equals_the_server_s_first_is_answered() -> None:
    line = f'{SHA}, Digest realm="pbx.example", nonce="t", algorithm=SHA-512-256-sess'
    offered = response(401, ("WWW-Authenticate", line))
    assert answered(authenticator(), request(), offered)["nonce"] == "s"


def test_a_407_and_then_a_401_are_both_answered() -> None:
    phone, message = authenticator(), request("INVITE")
    answered(phone, message, proxy_challenge())
    sent = answered(phone, message, challenge())
    assert sent["nonce"] == "n1"
    assert credentials(message, "Proxy-Authorization")["nonce"] == "p1"


def test_both_challenges_of_one_response_are_answered() -> None:
    phone, message = authenticator(), request("INVITE")
    both = [*challenge().headers.items(), *proxy_challenge().headers.items()]
    assert phone.challenged(response(401, *both), message)
    phone.authorize(message)
    assert credentials(message)["nonce"] == "n1"
    assert credentials(message, "Proxy-Authorization")["nonce"] == "p1"


# --- refusing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offered", "word"),
    [
        (response(401), "challenge"),
        (response(401, ("WWW-Authenticate", 'Basic realm="b"')), "challenge"),
        (challenge(", algorithm=AKAv1-MD5"), "algorithm"),
        (challenge(', qop="auth-conf"'), "algorithm"),
    ],
)
def test_what_nobody_can_answer_is_refused_in_a_word(offered: Response, word: str) -> None:
    phone = authenticator()
    assert not phone.challenged(offered, request())
    assert phone.refusal == word


def test_without_a_password_nothing_is_answered() -> None:
    phone, message = authenticator(password=""), request()
    assert not phone.challenged(challenge(), message)
    assert phone.refusal == "credentials"


def test_the_second_refusal_of_one_request_means_a_wrong_password() -> None:
    phone, message = authenticator(), request()
    answered(phone, message, challenge(nonce="n1"))
    assert not phone.challenged(challenge(nonce="n2"), message)
    assert phone.refusal == "password"
    later = request("OPTIONS")
    phone.authorize(later)
    assert "Authorization" not in later.headers


def test_an_expired_nonce_is_answered_once_though_not_called_stale() -> None:
    phone, later = authenticator(), request()
    first = request()
    answered(phone, first, challenge(nonce="n1"))
    phone.accepted(first, OK)
    phone.authorize(later)
    assert answered(phone, later, challenge(nonce="n2"))["nonce"] == "n2"
    assert not phone.challenged(challenge(nonce="n3"), later)


def test_a_nonce_that_another_request_still_tries_is_no_refused_password() -> None:
    phone, register, invite = authenticator(), request(), request("INVITE", "c2")
    answered(phone, register, challenge(nonce="n1"))
    phone.authorize(invite)
    assert answered(phone, invite, challenge(nonce="n2"))["nonce"] == "n2"


def test_a_stale_nonce_is_replaced_but_not_without_end() -> None:
    phone, message = authenticator(), request()
    for number in range(MAX_ROUNDS):
        sent = answered(phone, message, challenge(", stale=true", nonce=f"n{number}"))
        assert sent["nonce"] == f"n{number}"
    assert not phone.challenged(challenge(", stale=true", nonce="more"), message)
    assert phone.refusal == "rounds"


def test_only_so_many_requests_are_remembered() -> None:
    phone, oldest = authenticator(), request(call_id="oldest")
    answered(phone, oldest, challenge())
    for number in range(MAX_PENDING):
        assert phone.challenged(challenge(), request(call_id=str(number)))
    assert phone.challenged(challenge(), oldest)  # forgotten, so this counts as its first


def test_only_the_realm_that_first_challenged_on_the_socket_is_answered() -> None:
    phone, invite = authenticator(), request("INVITE", "c2")
    answered(phone, request(), challenge())
    assert not phone.challenged(challenge(realm="evil.example", nonce="e"), invite)
    assert phone.refusal == "realm"
    phone.authorize(invite)
    assert credentials(invite)["realm"] == "pbx.example"


def test_a_new_socket_may_have_another_realm_and_knows_no_nonce() -> None:
    phone, message = authenticator(), request()
    answered(phone, request(), challenge())
    phone.connected()
    phone.authorize(message)
    assert "Authorization" not in message.headers
    assert answered(phone, message, challenge(realm="new.example"))["realm"] == "new.example"


def test_a_realm_never_gets_a_weaker_hash_than_it_has_accepted() -> None:
    phone, message = authenticator(), request()
    answered(phone, message, challenge(", algorithm=SHA-256"))
    phone.accepted(message, OK)
    phone.connected()
    assert not phone.challenged(challenge(nonce="n2"), request())
    assert phone.refusal == "weaker"
    assert phone.challenged(challenge(", algorithm=SHA-256-sess", nonce="n3"), request())


def test_what_a_realm_has_accepted_outlives_the_account() -> None:
    accepted: dict[str, int] = {}
    message = request()
    phone = Authenticator("bob", "zanzibar", lambda: "cnonce", accepted)
    answered(phone, message, challenge(", algorithm=SHA-256"))
    phone.accepted(message, OK)
    other = Authenticator("carol", "secret", lambda: "cnonce", accepted)
    assert not other.challenged(challenge(), request())


def test_a_403_does_not_prove_that_the_hash_was_accepted() -> None:
    phone, message = authenticator(), request()
    answered(phone, message, challenge(", algorithm=SHA-256"))
    phone.accepted(message, response(403))
    assert phone.challenged(challenge(nonce="n2"), request())


def test_the_next_nonce_of_a_200_is_used_from_then_on() -> None:
    phone, message, later = authenticator(), request(), request("INVITE")
    answered(phone, message, challenge(', qop="auth"'))
    phone.accepted(message, response(200, ("Authentication-Info", 'qop=auth, nextnonce="n2"')))
    phone.authorize(later)
    assert (credentials(later)["nonce"], credentials(later)["nc"]) == ("n2", "00000001")


# --- secrets --------------------------------------------------------------------------------------


@given(st.text(min_size=6))
def test_no_repr_shows_the_password(password: str) -> None:
    assert repr(authenticator("u", password)) == "Authenticator('u')"


# --- shared vectors -------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", load("digest.json"), ids=lambda vector: vector["id"])
def test_shared_vectors(vector: Any) -> None:
    names = {"user": "username", "pw": "password", "alg": "algorithm"}
    parameters = {names.get(key, key): value for key, value in vector["input"].items()}
    assert digest_response(**parameters) == vector["expect"]["response"]
