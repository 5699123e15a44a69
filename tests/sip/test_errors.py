"""The two kinds of error are told apart, and a peer's fault carries its answer."""

from sipwidget.sip import InvalidState, ProtocolError


def test_a_protocol_error_carries_the_response_to_give() -> None:
    error = ProtocolError(416, "no such scheme")
    assert (error.status, error.reason) == (416, "no such scheme")
    assert str(error) == "416 no such scheme"


def test_the_peers_fault_is_never_taken_for_ours() -> None:
    assert not issubclass(ProtocolError, InvalidState)
    assert not issubclass(InvalidState, ProtocolError)
