from itertools import count

import pytest

from demo.openhab.auth import TOKEN_SECONDS, Auth, BadTokenError, Role


def auth(*, implicit_user_role: bool = True) -> Auth:
    numbers = count()
    return Auth(lambda: f"t{next(numbers)}", implicit_user_role=implicit_user_role)


def signed_in(made: Auth, role: Role = Role.ADMINISTRATOR) -> str:
    session = made.sign_in(role)
    token = made.refresh(session.refresh_token, session.id, 0)
    assert token
    return token


def test_without_credentials_one_is_a_user_or_nobody() -> None:
    assert auth().role({}, 0) is Role.USER
    assert auth(implicit_user_role=False).role({}, 0) is None


@pytest.mark.parametrize("role", Role)
def test_a_token_has_the_role_of_its_session_in_either_header(role: Role) -> None:
    made = auth()
    token = signed_in(made, role)
    assert made.role({"Authorization": f"Bearer {token}"}, 0) is role
    assert made.role({"X-OPENHAB-TOKEN": token}, 0) is role


@pytest.mark.parametrize("implicit", [True, False])
def test_a_bad_token_is_worse_than_none(implicit: bool) -> None:
    made = auth(implicit_user_role=implicit)
    token = signed_in(made)
    for headers in ({"Authorization": "Bearer x"}, {"X-OPENHAB-TOKEN": "x"}):
        with pytest.raises(BadTokenError):
            made.role(headers, 0)
    with pytest.raises(BadTokenError):  # the one of openHAB is looked at first
        made.role({"X-OPENHAB-TOKEN": "x", "Authorization": f"Bearer {token}"}, 0)


def test_a_token_lasts_an_hour_and_can_be_refreshed_again() -> None:
    made = auth()
    session = made.sign_in()
    token = made.refresh(session.refresh_token, session.id, 0)
    headers = {"Authorization": f"Bearer {token}"}
    assert made.role(headers, TOKEN_SECONDS - 1)
    with pytest.raises(BadTokenError):
        made.role(headers, TOKEN_SECONDS)
    assert made.refresh(session.refresh_token, session.id, TOKEN_SECONDS)


def test_what_is_expired_can_be_refreshed_and_what_is_revoked_cannot() -> None:
    made = auth()
    session = made.sign_in()
    token = made.refresh(session.refresh_token, session.id, 0)
    made.expire()
    with pytest.raises(BadTokenError):
        made.role({"X-OPENHAB-TOKEN": str(token)}, 0)
    assert made.refresh(session.refresh_token, session.id, 0)
    made.revoke()
    assert made.refresh(session.refresh_token, session.id, 0) is None


def test_a_refresh_token_needs_its_cookie() -> None:
    made = auth()
    session, other = made.sign_in(), made.sign_in()
    assert made.refresh(session.refresh_token, "", 0) is None
    assert made.refresh(session.refresh_token, other.id, 0) is None


def test_basic_credentials_are_refused_unless_a_proxy_keeps_them() -> None:
    made = auth()
    headers = {"Authorization": "Basic dTpw"}
    with pytest.raises(BadTokenError):
        made.role(headers, 0)
    made.proxied = True
    assert made.role(headers, 0) is Role.USER
