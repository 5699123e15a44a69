"""Of several phones on one device with one account one registers (A92, N6)."""

from sipwidget.phone.effects import Claim, Resign
from sipwidget.phone.inputs import Clicked, Elected, Leaving
from sipwidget.phone.model import Connection
from tests.phone.bench import Bench, announced, asked, grant, ready, refuse, sent


def second(**settings):
    """A phone that is connected while another one on this device has its account."""
    bench = Bench()
    bench.alone = False
    bench.configure(**settings)
    bench.open()
    return bench


def test_the_second_phone_of_an_account_is_connected_and_dials_but_does_not_register():
    bench = second()
    model = bench.phone.model
    assert (model.connection, model.standby) == (Connection.CONNECTED, True)
    assert not model.registering
    assert "REGISTER" not in sent(bench.effects)
    assert announced(bench.effects) == ["connected"]
    assert asked(bench.do(Clicked("dial", "620")))
    bench.tick(60.0)
    assert bench.codes == []


def test_when_the_first_is_gone_the_second_registers():
    bench = second()
    (claim,) = bench.elections
    bench.do(Elected(claim.account))
    assert bench.phone.model.connection is Connection.REGISTERED
    bench.lose()
    bench.tick(60.0)
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED


def test_an_election_while_there_is_no_connection_waits_for_one():
    bench = Bench()
    bench.configure()
    assert "REGISTER" not in sent(bench.effects)
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED


def test_an_election_for_a_former_account_is_none():
    bench = second()
    assert bench.do(Elected("somebody else")) == []
    assert bench.phone.model.standby


def test_who_stops_resigns_and_another_account_is_another_election():
    bench = second()
    bench.configure(username="1002")
    bench.do(Leaving())
    one, other = (f"{user}@pbx.example wss://pbx.example/ws" for user in ("1001", "1002"))
    assert bench.elections == [Claim(one), Resign(), Claim(other), Resign()]


def test_who_is_refused_for_good_lets_another_phone_on_the_device_try():
    bench = ready(refuse(403))
    assert bench.elections[-1] == Resign()
    assert not bench.phone.model.standby
    bench.server.registrar = grant
    bench.lose()
    bench.tick(60.0)
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED
    assert [type(each) for each in bench.elections] == [Claim, Resign, Claim]


def test_the_name_of_an_election_has_no_password_in_it():
    bench = Bench()
    bench.configure(websocket_urls=("wss://user:s3cret@pbx.example/ws",))
    bench.lose(opened=False)
    bench.tick(60.0)
    assert bench.elections == [Claim("1001@pbx.example wss://pbx.example/ws")]
    assert "s3cret" not in repr(bench.phone.model)


def test_who_does_not_register_does_not_stand_for_election():
    bench = second(disable_register=True)
    assert bench.elections == []
    assert not bench.phone.model.standby
