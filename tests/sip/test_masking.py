"""Secrets in messages and in configuration, of any shape, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.masking import mask


def test_a_message_shows_all_but_the_response_of_its_credentials() -> None:
    line = 'Authorization: Digest username="u", nonce="n", response="{}", cnonce="c", nc=00000001'
    assert mask(line.format("0123456789abcdef")) == line.format("***")


@pytest.mark.parametrize(
    "text",
    [
        "Response = SECRET, nc=1",
        'rspauth="SEC\\"RET"',
        'response="SECRET',
        '{"password": "SECRET"}',
        "password: SECRET, or not?\nusername: 1",
        "passwd='SECRET words'",
        "turnPassword=SECRET",
        "a=ice-ufrag:x\r\na=ice-pwd:SECRET\r\n",
        "Failed to parse: a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRET Invalid SDP line.",
        "INVITE sip:1001:SECRET@pbx.example SIP/2.0",
        "Authorization: Basic SECRET=",
        "Proxy-Authorization : Bearer\tSECRET.x",
        "m=audio 1 RTP/AVP 0\r\nk=clear:SECRET\r\n",
    ],
)
def test_secrets_of_any_shape_are_masked(text: str) -> None:
    masked = mask(text)
    assert "SEC" not in masked
    assert "RET" not in masked
    assert "***" in masked


@pytest.mark.parametrize(
    "text",
    [
        "SIP/2.0 200 OK",
        "Contact: <sip:1001@192.0.2.7:5060;transport=ws>",
        "sip:h:5060;x=a@b",
        "Subject: Basic help",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == text


@given(st.lists(st.sampled_from(["response=", "password:", '"', "sip:", "@", "x", "\n", "\\"])))
def test_masking_twice_is_masking_once(parts: list[str]) -> None:
    masked = mask("".join(parts))
    assert mask(masked) == masked
