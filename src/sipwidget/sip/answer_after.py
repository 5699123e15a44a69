"""How long a caller lets the phone ring before it answers by itself, as intercoms ask for it.

There is no standard for the delay. Phones and exchanges send ``Call-Info: <uri>;answer-after=N``,
and ``Alert-Info: <uri>;info=alert-autoanswer;delay=N``, often without the URI. Those who want an
answer at once say so in many more words, which all mean no delay. RFC 7462 has no URN for it.
"""

import re

from sipwidget.sip.grammar import (
    LWS,
    LWS_CHARACTERS,
    QUOTED_STRING,
    TOKEN,
    parse_delta_seconds,
    unquote,
)
from sipwidget.sip.headers import Headers
from sipwidget.sip.limits import MAX_ANSWER_AFTER

_BRACKETED = re.compile(r"<[^>]*+>?+")
# generic-param of RFC 3261 section 25.1, also as the first thing in a value, and with blanks.
_PARAM = re.compile(rf"(?:\A|;){LWS}*+({TOKEN}){LWS}*+={LWS}*+({QUOTED_STRING}|[^;]*+)", re.DOTALL)


def answer_after(headers: Headers) -> int | None:
    """Seconds to ring before an automatic answer, 0 where nothing is said of a delay.

    None where the caller wants a person to answer (``Answer-Mode: Manual``, RFC 5373 section 4).
    """
    if _mode(headers) == "manual":
        return None
    for value in (*headers.all("Call-Info"), *headers.all("Alert-Info")):
        delay = _delay(value)
        if delay is not None:
            return min(delay, MAX_ANSWER_AFTER)
    return 0


def _mode(headers: Headers) -> str:
    return headers.get("Answer-Mode", "").partition(";")[0].strip(LWS_CHARACTERS).lower()


def _delay(value: str) -> int | None:
    """What one Call-Info or Alert-Info says; what is no number says nothing."""
    found = _PARAM.findall(_BRACKETED.sub("", value, count=1))
    params = {name.lower(): unquote(text.strip(LWS_CHARACTERS)) for name, text in found}
    automatic = params.get("info", "").lower() == "alert-autoanswer"
    digits = params.get("answer-after", params.get("delay", "") if automatic else "")
    return parse_delta_seconds(digits)
