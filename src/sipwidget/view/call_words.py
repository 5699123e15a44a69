"""A call in words: who is at the other end, and how it stands."""

from sipwidget.phone.model import Call, CallState
from sipwidget.view.words import Say


def party(call: Call, say: Say) -> str:
    """A name, a number, or words for who is not to be named."""
    return call.party or say("party-hidden")


def state(call: Call, say: Say) -> str:
    """What there is to know of it; of a call that stands, what is out of the ordinary."""
    if call.state.accepted:
        return say(_standing(call))
    if call.state is CallState.OUTGOING and call.early_video:
        return say("state-early")
    if call.state is CallState.OUTGOING and call.ringing:
        return say("state-ringing")
    return say(f"state-{call.state}")


def _standing(call: Call) -> str:
    if call.on_hold:
        return "state-on-hold"
    if call.held:
        return "state-held"
    return "state-muted" if call.muted else f"state-{call.state}"


def sentence(call: Call, say: Say) -> str:
    """Both, to be read out."""
    return say("sentence-call", party=party(call, say), state=state(call, say))
