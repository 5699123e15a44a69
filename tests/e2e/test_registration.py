"""REGISTER: who we are, how we prove it, and what a person is told when it is refused."""

import pytest

from tests.e2e.conftest import USERS, Account, MakeLine, MakePhone, scripted_account
from tests.e2e.peers import Callee
from tests.e2e.scripted import ScriptedServer, binding
from tests.e2e.server import SipServer

CHALLENGE = 'Digest realm="sip.test", nonce="n-1", qop="auth", algorithm=MD5'


def test_it_registers_with_a_real_server(
    phone: MakePhone, account: Account, sip_server: SipServer
) -> None:
    """A73, A74: the domain is the request URI, user name and domain are the address of record."""
    alice = phone(**account("alice"))
    alice.reaches(connection="registered")
    alice.colored("call", "green")
    first, second, *_ = alice.sent("REGISTER")
    assert first.credentials() == {}
    assert second.target == "sip:sip.test"
    assert second.header("To").startswith("<sip:alice@sip.test>")
    assert second.credentials()["username"] == "alice"
    assert "sip:alice@" in second.header("Contact")
    assert len(sip_server.contacts()["alice"]) == 1
    assert {"sipwidget:python", "sipwidget:open", "sipwidget:registered"} <= alice.marks().keys()


def test_it_registers_with_sha_256(phone: MakePhone) -> None:
    """N8, against a real server that asks for it."""
    with SipServer(USERS, algorithm="SHA-256") as server:
        alice = phone(
            websocketUrl=server.url,
            domain=server.domain,
            username="alice",
            password=USERS["alice"],
        )
        alice.reaches(connection="registered")
        assert alice.sent("REGISTER")[-1].credentials()["algorithm"] == "SHA-256"
        alice.configure()
        alice.reaches(connection="off")


def test_a_wrong_password_is_told(phone: MakePhone, account: Account) -> None:
    """A5, N26: refused, in words, by a badge beside the green icon, for assistive tools too."""
    alice = phone(**{**account("alice"), "password": "wrong"})
    alice.reaches(connection="refused", error="refused")
    alice.says("password")
    alice.colored("call", "green")
    name = alice.button("call").get_attribute("aria-label") or alice.button("call").inner_text()
    assert "cannot be received" in name


def test_a_refused_registration_leaves_outgoing_calls(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A5."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    link.reply(link.request("REGISTER"), 403)
    alice.reaches(connection="refused", error="refused")
    alice.tap("call")
    callee = Callee(link)
    callee.answer()
    alice.reaches(state="outgoing-accepted")


def test_without_register_calls_go_out_and_challenges_are_answered(
    phone: MakePhone, account: Account
) -> None:
    """A82: no REGISTER ever, green on connect, INVITE answers its challenge."""
    bob = phone(**account("bob"))
    bob.reaches(connection="registered")
    alice = phone(**account("alice"), disableRegister=True, phonebook="bob")
    alice.reaches(connection="connected")
    alice.colored("call", "green")
    alice.tap("call")
    bob.reaches(state="incoming")
    assert [bool(invite.credentials()) for invite in alice.sent("INVITE")] == [False, True]
    alice.tap("hangup")
    bob.reaches(state="idle")
    assert alice.sent("REGISTER") == []


def test_the_authorization_user_is_for_the_digest_only(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A76."""
    phone(**scripted_account(scripted), authorizationUser="account-7")
    link = scripted.link()
    link.reply(link.request("REGISTER"), 401, headers={"WWW-Authenticate": CHALLENGE})
    answer = link.request("REGISTER")
    assert answer.credentials()["username"] == "account-7"
    assert "sip:alice@sip.test" in answer.header("From")
    assert "sip:alice@" in answer.header("Contact")


def test_without_a_challenge_the_password_is_never_sent(line: MakeLine) -> None:
    """A75: nor anything made from it."""
    alice = line()
    alice.phone.tap("call")
    Callee(alice.link).answer()
    alice.phone.reaches(state="outgoing-accepted")
    sent = [each.frame for each in alice.phone.wire if each.sent]
    assert sent
    assert [frame for frame in sent if frame.credentials()] == []
    assert [frame for frame in sent if "pw-alice" in str(frame)] == []


def test_the_registration_is_renewed_before_it_ends(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """A98: also one that the server keeps short; the same Call-ID, the next number."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    first = link.register(expires=6)
    second = link.request("REGISTER", seconds=6)
    link.reply(second, 200, headers=binding(second))
    assert second.header("Call-ID") == first.header("Call-ID")
    assert int(second.header("CSeq").split()[0]) > int(first.header("CSeq").split()[0])
    alice.reaches(connection="registered")


def test_a_local_registrar_may_rewrite_the_contact(
    phone: MakePhone, scripted: ScriptedServer
) -> None:
    """Asterisk gives our Contact back with another host, and without our parameters."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    rewritten = {"Contact": "<sip:alice@127.0.0.1:5060;transport=ws>;expires=599"}
    link.reply(link.request("REGISTER"), 200, headers=rewritten)
    alice.reaches(connection="registered")


@pytest.mark.parametrize("header", ["Min-Expires", "Retry-After"])
def test_a_registrar_that_wants_it_otherwise_is_obeyed(
    phone: MakePhone, scripted: ScriptedServer, header: str
) -> None:
    """RFC 3261, 10.2.8 (423) and 20.33."""
    alice = phone(**scripted_account(scripted))
    link = scripted.link()
    if header == "Min-Expires":
        link.reply(link.request("REGISTER"), 423, headers={header: "1800"})
        again = link.request("REGISTER")
        assert "1800" in f"{again.header('Expires')} {again.header('Contact')}"
    else:
        link.reply(link.request("REGISTER"), 503, headers={header: "1"})
        again = link.request("REGISTER")
    link.reply(again, 200, headers=binding(again, 1800))
    alice.reaches(connection="registered")
