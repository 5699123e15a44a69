import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip import Account
from sipwidget.sip.uri import NameAddr, Uri


@pytest.mark.parametrize(
    ("user", "written"),
    [
        ("alice", "alice"),
        ("**620", "**620"),
        ("+4930123", "+4930123"),
        ("9901#1", "9901%231"),
        ("9901%231", "9901%231"),
        ("Tür Süd", "T%C3%BCr%20S%C3%BCd"),
        ("a@b", "a%40b"),
        ("", "anonymous"),
    ],
)
def test_a_user_name_stands_in_the_address_as_a_uri_allows(user: str, written: str) -> None:
    assert str(Account(user, "pbx.test").uri) == f"sip:{written}@pbx.test"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_user_name_makes_an_address_that_can_be_read_again(user: str) -> None:
    uri = Account(user, "pbx.test").uri
    assert Uri.parse(str(uri)) == uri
    assert NameAddr.parse(f"<{uri}>").uri == uri
    if "%" not in user:
        assert uri.user_decoded == (user or "anonymous")


def test_the_digest_user_may_differ() -> None:
    assert Account("alice", "x").credentials_user == "alice"
    assert Account("alice", "x", authorization_user="al").credentials_user == "al"


def test_the_password_is_not_shown() -> None:
    assert "s3cret" not in repr(Account("alice", "x", "s3cret"))
