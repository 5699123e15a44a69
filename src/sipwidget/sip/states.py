"""The state machines of this package as tables: ``(state, input) -> (next state, actions)``.

An input that has no row changes nothing. docs/states.md draws these tables; who performs the
actions is ``transaction.py`` and ``session.py``. All is over a reliable transport (RFC 7118), where
the timers A, D, E, G, I, J and K of RFC 3261 are zero or unused.
"""

from enum import StrEnum

from sipwidget.sip.timers import TIMER_B, TIMER_F, TIMER_H, TIMER_L, TIMER_M


class Transacting(StrEnum):
    """States of the four transactions (RFC 3261 section 17, RFC 6026)."""

    CALLING = "calling"
    TRYING = "trying"
    PROCEEDING = "proceeding"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    TERMINATED = "terminated"


class Heard(StrEnum):
    """What a transaction can meet."""

    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx-6xx"
    REQUEST = "request again"
    ACK = "ACK"
    TIMEOUT = "timer fires"
    BROKEN = "transport fails"


class Act(StrEnum):
    """What a transaction does about it."""

    SEND = "send"  # the response in hand
    RESEND = "send last response again"
    ACK = "send ACK"
    REPORT = "tell the user"
    REPORT_TIMEOUT = "tell the user: 408"
    REPORT_BROKEN = "tell the user: 503"


T, H, A = Transacting, Heard, Act
TransactionTable = dict[tuple[Transacting, Heard], tuple[Transacting, tuple[Act, ...]]]

# RFC 3261 figure 5 as changed by RFC 6026 figure 1: the 2xx of later forks reach the user.
INVITE_CLIENT: TransactionTable = {
    (T.CALLING, H.PROVISIONAL): (T.PROCEEDING, (A.REPORT,)),
    (T.CALLING, H.SUCCESS): (T.ACCEPTED, (A.REPORT,)),
    (T.CALLING, H.FAILURE): (T.TERMINATED, (A.ACK, A.REPORT)),
    (T.CALLING, H.TIMEOUT): (T.TERMINATED, (A.REPORT_TIMEOUT,)),
    (T.CALLING, H.BROKEN): (T.TERMINATED, (A.REPORT_BROKEN,)),
    (T.PROCEEDING, H.PROVISIONAL): (T.PROCEEDING, (A.REPORT,)),
    (T.PROCEEDING, H.SUCCESS): (T.ACCEPTED, (A.REPORT,)),
    (T.PROCEEDING, H.FAILURE): (T.TERMINATED, (A.ACK, A.REPORT)),
    (T.PROCEEDING, H.BROKEN): (T.TERMINATED, (A.REPORT_BROKEN,)),
    (T.ACCEPTED, H.SUCCESS): (T.ACCEPTED, (A.REPORT,)),
    (T.ACCEPTED, H.TIMEOUT): (T.TERMINATED, ()),
    (T.ACCEPTED, H.BROKEN): (T.TERMINATED, ()),
}

# RFC 3261 figure 6
CLIENT: TransactionTable = {
    (T.TRYING, H.PROVISIONAL): (T.PROCEEDING, (A.REPORT,)),
    (T.TRYING, H.SUCCESS): (T.TERMINATED, (A.REPORT,)),
    (T.TRYING, H.FAILURE): (T.TERMINATED, (A.REPORT,)),
    (T.TRYING, H.TIMEOUT): (T.TERMINATED, (A.REPORT_TIMEOUT,)),
    (T.TRYING, H.BROKEN): (T.TERMINATED, (A.REPORT_BROKEN,)),
    (T.PROCEEDING, H.PROVISIONAL): (T.PROCEEDING, (A.REPORT,)),
    (T.PROCEEDING, H.SUCCESS): (T.TERMINATED, (A.REPORT,)),
    (T.PROCEEDING, H.FAILURE): (T.TERMINATED, (A.REPORT,)),
    (T.PROCEEDING, H.TIMEOUT): (T.TERMINATED, (A.REPORT_TIMEOUT,)),
    (T.PROCEEDING, H.BROKEN): (T.TERMINATED, (A.REPORT_BROKEN,)),
}

# RFC 3261 figure 7 as changed by RFC 6026 figure 2. PROVISIONAL to FAILURE are what we send.
INVITE_SERVER: TransactionTable = {
    (T.PROCEEDING, H.REQUEST): (T.PROCEEDING, (A.RESEND,)),
    (T.PROCEEDING, H.PROVISIONAL): (T.PROCEEDING, (A.SEND,)),
    (T.PROCEEDING, H.SUCCESS): (T.ACCEPTED, (A.SEND,)),
    (T.PROCEEDING, H.FAILURE): (T.COMPLETED, (A.SEND,)),
    (T.PROCEEDING, H.BROKEN): (T.TERMINATED, ()),
    (T.ACCEPTED, H.SUCCESS): (T.ACCEPTED, (A.SEND,)),  # by the next connection, if need be
    (T.ACCEPTED, H.TIMEOUT): (T.TERMINATED, ()),
    (T.COMPLETED, H.REQUEST): (T.COMPLETED, (A.RESEND,)),
    (T.COMPLETED, H.ACK): (T.TERMINATED, ()),
    (T.COMPLETED, H.TIMEOUT): (T.TERMINATED, ()),
    (T.COMPLETED, H.BROKEN): (T.TERMINATED, ()),
}

# RFC 3261 figure 8
SERVER: TransactionTable = {
    (T.TRYING, H.PROVISIONAL): (T.PROCEEDING, (A.SEND,)),
    (T.TRYING, H.SUCCESS): (T.TERMINATED, (A.SEND,)),
    (T.TRYING, H.FAILURE): (T.TERMINATED, (A.SEND,)),
    (T.TRYING, H.BROKEN): (T.TERMINATED, ()),
    (T.PROCEEDING, H.REQUEST): (T.PROCEEDING, (A.RESEND,)),
    (T.PROCEEDING, H.PROVISIONAL): (T.PROCEEDING, (A.SEND,)),
    (T.PROCEEDING, H.SUCCESS): (T.TERMINATED, (A.SEND,)),
    (T.PROCEEDING, H.FAILURE): (T.TERMINATED, (A.SEND,)),
    (T.PROCEEDING, H.BROKEN): (T.TERMINATED, ()),
}

# Seconds that a transaction stays at most, from entering the state; None ends a running timer.
LASTS: dict[str, dict[Transacting, float | None]] = {
    "INVITE client": {T.CALLING: TIMER_B, T.PROCEEDING: None, T.ACCEPTED: TIMER_M},
    "client": {T.TRYING: TIMER_F},
    "INVITE server": {T.ACCEPTED: TIMER_L, T.COMPLETED: TIMER_H},
    "server": {},
}


class Calling(StrEnum):
    """States of a session: an INVITE, the dialog it makes, and its end."""

    CALLING = "calling"  # our INVITE is out, nothing came back
    PROCEEDING = "proceeding"  # a provisional response came
    CANCEL_WAITS = "cancel waits"  # hung up before anything came (RFC 3261 section 9.1)
    CANCELLING = "cancelling"  # our CANCEL is out
    RINGING = "ringing"  # their INVITE waits for the person
    ACCEPTED = "accepted"  # our 2xx is out, its ACK is missing
    BYE_WAITS = "bye waits"  # hung up before the ACK came (RFC 3261 section 15)
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


class Met(StrEnum):
    """What a session can meet; the upper half comes from the peer, the lower from our side."""

    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx-6xx"
    CHALLENGE = "401 or 407 that we answer"
    ACK = "ACK"
    CANCEL = "CANCEL"
    BYE = "BYE"
    TIMEOUT = "no answer in 64*T1"
    BROKEN = "transport fails"
    GONE = "the peer knows no such call"
    ACCEPT = "accept"
    REJECT = "reject"
    HANG_UP = "hang up"


class Do(StrEnum):
    """What a session does about it."""

    REPORT = "report progress"
    ACK = "send ACK"
    CANCEL = "send CANCEL"
    LATER = "CANCEL or refuse when connected again"
    FORGET = "end the transaction"
    BYE = "send BYE"
    ANSWER = "send 2xx until ACK"
    REFUSE = "send final response"
    TERMINATE = "send 487"
    CONFIRM = "report confirmed"
    END = "report end"


S, M, D = Calling, Met, Do
SessionTable = dict[tuple[Calling, Met], tuple[Calling, tuple[Do, ...]]]

SESSION: SessionTable = {
    (S.CALLING, M.PROVISIONAL): (S.PROCEEDING, (D.REPORT,)),
    (S.CALLING, M.SUCCESS): (S.CONFIRMED, (D.ACK, D.REPORT)),
    (S.CALLING, M.FAILURE): (S.TERMINATED, (D.END,)),
    (S.CALLING, M.CHALLENGE): (S.CALLING, ()),
    (S.CALLING, M.BROKEN): (S.TERMINATED, (D.LATER, D.END)),
    (S.CALLING, M.HANG_UP): (S.CANCEL_WAITS, (D.END,)),
    (S.PROCEEDING, M.PROVISIONAL): (S.PROCEEDING, (D.REPORT,)),
    (S.PROCEEDING, M.SUCCESS): (S.CONFIRMED, (D.ACK, D.REPORT)),
    (S.PROCEEDING, M.FAILURE): (S.TERMINATED, (D.END,)),
    (S.PROCEEDING, M.CHALLENGE): (S.CALLING, ()),  # nothing came back for the new INVITE yet
    (S.PROCEEDING, M.BROKEN): (S.TERMINATED, (D.LATER, D.END)),
    (S.PROCEEDING, M.HANG_UP): (S.CANCELLING, (D.CANCEL, D.END)),
    (S.CANCEL_WAITS, M.PROVISIONAL): (S.CANCELLING, (D.CANCEL,)),
    (S.CANCEL_WAITS, M.SUCCESS): (S.TERMINATED, (D.ACK, D.BYE)),
    (S.CANCEL_WAITS, M.FAILURE): (S.TERMINATED, ()),
    (S.CANCEL_WAITS, M.BROKEN): (S.TERMINATED, (D.LATER,)),
    (S.CANCELLING, M.SUCCESS): (S.TERMINATED, (D.ACK, D.BYE)),
    (S.CANCELLING, M.FAILURE): (S.TERMINATED, ()),
    (S.CANCELLING, M.BROKEN): (S.TERMINATED, (D.LATER,)),
    (S.CANCELLING, M.TIMEOUT): (S.TERMINATED, (D.FORGET,)),  # RFC 3261 section 9.1
    (S.RINGING, M.ACCEPT): (S.ACCEPTED, (D.ANSWER,)),
    (S.RINGING, M.REJECT): (S.TERMINATED, (D.REFUSE, D.END)),
    (S.RINGING, M.HANG_UP): (S.TERMINATED, (D.REFUSE, D.END)),
    (S.RINGING, M.CANCEL): (S.TERMINATED, (D.TERMINATE, D.END)),
    (S.RINGING, M.BYE): (S.TERMINATED, (D.TERMINATE, D.END)),
    (S.RINGING, M.BROKEN): (S.TERMINATED, (D.LATER, D.END)),
    (S.ACCEPTED, M.ACK): (S.CONFIRMED, (D.CONFIRM,)),
    (S.ACCEPTED, M.HANG_UP): (S.BYE_WAITS, (D.END,)),
    (S.ACCEPTED, M.BYE): (S.TERMINATED, (D.END,)),
    (S.ACCEPTED, M.TIMEOUT): (S.TERMINATED, (D.BYE, D.END)),
    (S.BYE_WAITS, M.ACK): (S.TERMINATED, (D.BYE,)),
    (S.BYE_WAITS, M.BYE): (S.TERMINATED, ()),
    (S.BYE_WAITS, M.TIMEOUT): (S.TERMINATED, (D.BYE,)),
    (S.CONFIRMED, M.HANG_UP): (S.TERMINATED, (D.BYE, D.END)),
    (S.CONFIRMED, M.BYE): (S.TERMINATED, (D.END,)),
    (S.CONFIRMED, M.TIMEOUT): (S.TERMINATED, (D.BYE, D.END)),  # a re-INVITE's ACK is missing
    (S.CONFIRMED, M.GONE): (S.TERMINATED, (D.BYE, D.END)),  # RFC 3261 section 12.2.1.2
}
