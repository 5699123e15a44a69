"""What the state Item is told, word for word as ``oh-sipclient`` tells it.

Addresses are those of ``phonebook.address``: ``incoming:**620@fritz.box``.
"""

from sipwidget.phone.model import CallState

CONNECTED = "connected"  # the WebSocket is up
REGISTERED = "registered"  # the first 200 to REGISTER on a connection
DISCONNECTED = "disconnected"  # the socket is lost, or the phone stops
CONNECTION_STATES = frozenset({CONNECTED, REGISTERED, DISCONNECTED})


def reached(state: CallState, address: str) -> str:
    """A call has come to this state."""
    return f"{state}:{address}"


def over(address: str, *, established: bool) -> str:
    """The one text for the end of a call: ``established`` is whether it ever was."""
    return f"{'ended' if established else 'failed'}:{address}"
