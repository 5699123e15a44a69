"""The configuration as a value."""

from sipwidget.phone.settings import Config, TurnServer


def test_a_configuration_is_usable_with_a_server_and_a_domain() -> None:
    assert Config(websocket_urls=("wss://pbx/ws",), domain="pbx").usable
    assert not Config(websocket_urls=("wss://pbx/ws",)).usable
    assert not Config(domain="pbx").usable


def test_consent_is_for_all_servers_and_the_domain() -> None:
    config = Config(websocket_urls=("wss://a/ws", "wss://b/ws"), domain="pbx")
    assert config.server == ("wss://a/ws,wss://b/ws", "pbx")


def test_passwords_do_not_show() -> None:
    turn = TurnServer("turn:pbx", "paul", "s3cret")
    assert "s3cret" not in repr(Config(password="s3cret", turn_servers=(turn,)))
