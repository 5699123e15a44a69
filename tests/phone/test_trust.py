"""The account of this device, and what a link must not do on its own."""

from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.settings import Button, Config
from sipwidget.phone.trust import with_account, withhold

WIDGET = Config(
    domain="fritz.box",
    username="620",
    password="w",
    authorization_user="auth",
    sip_state_item="W",
)


def test_a_local_user_name_replaces_the_whole_account() -> None:
    config = with_account(WIDGET, {"username": "621", "password": " p "})
    assert (config.username, config.password, config.authorization_user) == ("621", " p ", "")
    assert (config.local_account, config.sip_state_item) == (True, "W")
    assert config.domain == "fritz.box"


def test_a_local_user_name_without_password_has_none() -> None:
    assert with_account(WIDGET, {"username": "621"}).password == ""


def test_without_a_local_user_name_the_account_of_the_widget_is_used() -> None:
    local = {"username": "", "password": "p", "ownSipAddress": "621", "sipStateItem": "L"}
    config = with_account(WIDGET, local)
    assert (config.username, config.password, config.authorization_user) == ("620", "w", "auth")
    assert (config.own_address, config.sip_state_item) == ("621", "L")
    assert not config.local_account


def test_no_local_account_changes_nothing() -> None:
    assert with_account(WIDGET, {}) == WIDGET
    assert with_account(WIDGET, dict.fromkeys(("username", "sipStateItem"))) == WIDGET


def test_a_link_cannot_make_the_phone_act() -> None:
    tones, light = Button("#", dtmf="#"), Button("Light", item="Light", command="ON")
    acting = Config(
        auto_answer=("*",), auto_dial="620", command_item="Rule", buttons=(tones, light)
    )
    config = withhold(acting, {"username": "621"})
    assert config == Config(
        buttons=(tones,),
        withheld=("autoAnswer", "autoDial", "commandItem", "buttons", "localAccount"),
    )


def test_a_link_that_asks_for_nothing_has_nothing_withheld() -> None:
    config = Config(buttons=(Button("#", dtmf="#"),))
    assert withhold(config, {"username": ""}) == config


@given(
    st.dictionaries(
        st.sampled_from(["username", "password", "ownSipAddress", "sipStateItem"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_whatever_lies_in_the_storage_gives_a_configuration(local: dict[str, object]) -> None:
    config = with_account(WIDGET, local)
    assert config.username
    assert config.local_account is (config.username != "620" or config.authorization_user == "")
