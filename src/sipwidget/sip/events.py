"""What a user agent returns: things to send, and things that happened, in order.

Calls are named by ids (``call``), never by objects, so that a result which comes too late finds
nothing instead of the wrong thing. Session descriptions (``offer``, ``answer``, ``sdp``) are text.
"""

from dataclasses import dataclass, field

from sipwidget.sip.message import Request
from sipwidget.sip.message_summary import MessageSummary
from sipwidget.sip.uri import NameAddr, Uri


@dataclass(frozen=True, slots=True)
class Send:
    """One message, or one keep-alive, for one WebSocket text frame (RFC 7118 section 5)."""

    text: str


@dataclass(frozen=True, slots=True)
class Registered:
    """The registrar holds our binding for ``expires`` seconds from now; also after each refresh."""

    expires: int


@dataclass(frozen=True, slots=True)
class RegistrationFailed:
    """The registrar refused or did not answer (408); ``retry_in`` is in seconds, None is never."""

    status: int
    reason: str
    retry_in: float | None


@dataclass(frozen=True, slots=True)
class Unregistered:
    """Our binding is gone because we asked for it."""


@dataclass(frozen=True, slots=True)
class FlowFailed:
    """The server no longer answers on this socket (RFC 5626 section 4.4): open another."""


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """Somebody calls and hears 180 now. ``offer`` is None when we are to make the offer.

    ``request`` is for policies that read other headers (Alert-Info, Call-Info).
    """

    call: str
    caller: NameAddr
    offer: str | None
    request: Request = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutgoingCall:
    """Our INVITE is on its way."""

    call: str
    target: Uri


@dataclass(frozen=True, slots=True)
class CallProgress:
    """A provisional response above 100 came (180 ringing, 181 forwarded, 182 queued, 183)."""

    call: str
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class EarlyMedia:
    """A provisional response carried an answer that is new for its branch of the call.

    ``branch`` tells the forks of one call apart; each may bring early media of its own.
    """

    call: str
    branch: str
    answer: str


@dataclass(frozen=True, slots=True)
class CallAccepted:
    """The callee took the call. ``answer`` is None when no body came that could be one."""

    call: str
    branch: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class CallConfirmed:
    """The caller's ACK came. ``answer`` is there when we had made the offer in the 200."""

    call: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class OfferReceived:
    """In the call the peer wants another session; ``offer`` is None when it wants ours.

    Reply with ``UserAgent.answer_offer`` (with an answer, or with our offer) or ``refuse_offer``.
    """

    call: str
    offer: str | None


@dataclass(frozen=True, slots=True)
class AnswerReceived:
    """The peer answered our offer in the call (RFC 3261 section 14).

    ``answer`` is None when the message that had to bring one did not: the session is in doubt.
    """

    call: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class OfferRejected:
    """Our offer in the call came to nothing; the session stays as it was (section 14.1).

    ``again`` tells that ``OfferDue`` follows: after a glare, when the peer's own offer has been
    served (500 with Retry-After), or when the connection is back.
    """

    call: str
    status: int
    reason: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class OfferDue:
    """It is time for an offer of ours.

    What was in its way is gone, or there is a new connection: the peer learns of the way that
    leads to us now by a re-INVITE (RFC 3261 section 12.2).
    """

    call: str


@dataclass(frozen=True, slots=True)
class InfoAnswered:
    """The peer's final response to our INFO (RFC 6086)."""

    call: str
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class CallRefused:
    """Somebody called and was refused without ringing.

    ``busy`` tells that there are as many calls as ``call_limit`` allows (486), else that all are
    turned away.
    """

    caller: NameAddr
    busy: bool = True


@dataclass(frozen=True, slots=True)
class TextReceived:
    """Somebody has sent a text by MESSAGE (RFC 3428), within a call or without one."""

    sender: NameAddr
    text: str


@dataclass(frozen=True, slots=True)
class MailboxChanged:
    """The server tells what waits in our mailbox (RFC 3842), without having been asked."""

    summary: MessageSummary


@dataclass(frozen=True, slots=True)
class Beat:
    """The transport, which can, is to send ``PING`` every so many ``seconds`` and to keep the
    ``PONG`` to itself; where nothing comes ``check_connection`` is to be called.

    It goes on so until the next ``Beat``, or the end of the socket.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The call is over, by whichever side, once per call.

    ``status`` is the final response that ended it, 487 for a cancelled one, 408 where nobody
    answered, and 200 for a BYE in an established call. ``local`` tells that we ended it.
    ``elsewhere`` tells that a CANCEL said the call was completed elsewhere (RFC 3326).
    """

    call: str
    status: int
    reason: str
    local: bool
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something came that was not acted on; ``text`` is its beginning, for the trace only."""

    reason: str
    text: str


Event = (
    Registered
    | RegistrationFailed
    | Unregistered
    | FlowFailed
    | IncomingCall
    | OutgoingCall
    | CallProgress
    | EarlyMedia
    | CallAccepted
    | CallConfirmed
    | OfferReceived
    | AnswerReceived
    | OfferRejected
    | OfferDue
    | InfoAnswered
    | CallRefused
    | TextReceived
    | MailboxChanged
    | Beat
    | CallEnded
    | Dropped
)
Output = Send | Event
