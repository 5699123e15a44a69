import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.accounts import PEOPLE
from demo.gate import MAX_NONCES, NONCE_SECONDS, Gate
from sipwidget.sip.digest import Authenticator
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request, Response
from sipwidget.sip.uri import Uri
from tests.demo.wire import DIRECTORY, counting

ANNA = PEOPLE[0]


def make_gate() -> Gate:
    return Gate("demo", DIRECTORY, counting("n"))


def request() -> Request:
    return Request("REGISTER", Uri.parse("sip:demo"), Headers([("Call-ID", "1")]))


def refused(gate: Gate, asked: Request, now: float = 0.0, *, proxy: bool = False) -> Response:
    """The gate's response to a request that it does not let in."""
    with pytest.raises(ProtocolError) as error:
        gate.check(asked, now, proxy=proxy)
    return Response(error.value.status, "", Headers(error.value.headers))


def authorized(gate: Gate, password: str = ANNA.password, *, proxy: bool = False) -> Request:
    authenticator = Authenticator(ANNA.name, password, counting("c"))
    asked = request()
    assert authenticator.challenged(refused(gate, asked, proxy=proxy), asked)
    authenticator.authorize(asked)
    return asked


@pytest.mark.parametrize("proxy", [False, True])
def test_who_knows_the_password_comes_in(proxy: bool) -> None:
    gate = make_gate()
    assert gate.check(authorized(gate, proxy=proxy), 1.0, proxy=proxy) == "anna"


def test_one_401_offers_both_hashes_the_better_first() -> None:
    response = refused(make_gate(), request())
    lines = response.headers.all("WWW-Authenticate")
    assert [line.rpartition("=")[2] for line in lines] == ["SHA-256", "MD5"]


def test_a_client_that_knows_md5_alone_comes_in() -> None:
    gate, asked = make_gate(), request()
    response = refused(gate, asked)
    md5 = response.headers.all("WWW-Authenticate")[1]
    authenticator = Authenticator(ANNA.name, ANNA.password, counting("c"))
    only = Response(401, "", Headers([("WWW-Authenticate", md5)]))
    assert authenticator.challenged(only, asked)
    authenticator.authorize(asked)
    assert gate.check(asked, 0.0, proxy=False) == "anna"


def test_a_wrong_password_is_a_403() -> None:
    gate = make_gate()
    assert refused(gate, authorized(gate, "wrong")).status == 403


def test_overheard_credentials_do_not_open_twice() -> None:
    gate = make_gate()
    asked = authorized(gate)
    gate.check(asked, 0.0, proxy=False)
    response = refused(gate, asked)
    assert response.status == 401
    assert "stale=true" in response.headers.get("WWW-Authenticate", "")


def test_credentials_of_another_request_do_not_open() -> None:
    gate = make_gate()
    asked = authorized(gate)
    asked.uri = Uri.parse("sip:other")
    assert refused(gate, asked).status == 403


def test_an_old_nonce_is_stale() -> None:
    gate = make_gate()
    response = refused(gate, authorized(gate), NONCE_SECONDS + 1)
    assert "stale=true" in response.headers.get("WWW-Authenticate", "")


def test_a_flood_of_requests_pushes_out_the_oldest_nonce_only() -> None:
    gate = make_gate()
    first, last = authorized(gate), request()
    for _ in range(MAX_NONCES):
        refused(gate, request())
    last = authorized(gate)
    assert refused(gate, first).status == 401
    assert gate.check(last, 0.0, proxy=False) == "anna"


@given(st.text() | st.builds("Digest {}={}".format, st.sampled_from(["nc", "realm"]), st.text()))
def test_no_text_breaks_the_gate(text: str) -> None:
    asked = request()
    asked.headers.add("Authorization", text.replace("\r", "").replace("\n", ""))
    assert refused(make_gate(), asked).status == 401


@given(st.dictionaries(st.sampled_from(["nc", "uri", "qop", "cnonce", "response"]), st.text()))
def test_no_parameter_with_a_known_nonce_breaks_the_gate(params: dict[str, str]) -> None:
    gate, asked = make_gate(), request()
    refused(gate, asked)
    given = {"realm": "demo", "nonce": "n1", "username": "anna", "qop": "auth", **params}
    line = ", ".join(f'{name}="{value}"' for name, value in given.items())
    asked.headers.add("Authorization", "Digest " + "".join(c for c in line if c not in "\r\n"))
    assert refused(gate, asked).status in (401, 403)
