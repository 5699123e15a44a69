"""The protocol: text and time in, text and events out. No browser, no clock, no dice, no I/O."""

from sipwidget.sip.account import Account
from sipwidget.sip.errors import InvalidState, ProtocolError
from sipwidget.sip.message import Request, Response, parse
from sipwidget.sip.uri import NameAddr, Uri
from sipwidget.sip.user_agent import UserAgent

__all__ = [
    "Account",
    "InvalidState",
    "NameAddr",
    "ProtocolError",
    "Request",
    "Response",
    "Uri",
    "UserAgent",
    "parse",
]
