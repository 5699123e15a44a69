"""Why something failed, in notices: final responses, refused registrations, media, sockets."""

from sipwidget.phone.checks import without_credentials
from sipwidget.phone.notices import Level, Notice, alert, notice
from sipwidget.sip.status import CONNECTION_LOST

# RFC 3261 section 21; what a person can do about it stands with the words.
CALL_FAILURES = {
    401: "call-forbidden",
    403: "call-forbidden",
    404: "call-not-found",
    407: "call-forbidden",
    408: "call-no-answer",
    410: "call-not-found",
    415: "call-refused-media",
    480: "call-not-available",
    484: "call-not-found",
    486: "call-busy",
    487: "call-no-answer",
    488: "call-refused-media",
    600: "call-busy",
    603: "call-declined",
    604: "call-not-found",
    606: "call-refused-media",
}
CHALLENGES = (401, 407)
REFUSALS = {  # what ``digest.Authenticator.refusal`` says, where a person can do something about it
    "password": "password-wrong",
    "realm": "authentication-realm",
    "algorithm": "authentication-algorithm",
    "weaker": "authentication-algorithm",
}
MEDIA = {
    "insecure": ("insecure-context", "insecure"),
    "microphone-refused": ("microphone-refused", "microphone"),
    "microphone-missing": ("microphone-missing", "microphone"),
    "microphone-busy": ("microphone-busy", "microphone"),
    "camera-refused": ("camera-refused", "camera"),
    "camera-missing": ("camera-missing", "camera"),
    "camera-busy": ("camera-busy", "camera"),
    "microphone-lost": ("microphone-lost", "microphone"),
    "camera-lost": ("camera-lost", "camera"),
    "microphone-other": ("microphone-other", None),
    "camera-other": ("camera-other", None),
    "speaker-other": ("speaker-other", None),
    "unsupported": ("media-unsupported", "unsupported"),
    "codec": ("call-refused-media", None),
    "description": ("call-refused-media", None),
    "ice": ("media-ice", None),
    "lost": ("media-lost", None),
    "silent": ("media-silent", None),
}
SOCKETS = {
    "url": ("socket-url", "config"),
    "insecure": ("socket-insecure", "insecure"),
    "subprotocol": ("socket-subprotocol", "socket"),
}


def call_failure(status: int, reason: str, party: str, refusal: str = "") -> Notice:
    """Why our call did not come to be. ``refusal`` is the authenticator's word."""
    if status in CHALLENGES and refusal in REFUSALS:
        return alert(REFUSALS[refusal], error="refused")
    lost = status == 503 and reason in ("", CONNECTION_LOST)
    code = "call-network" if lost else CALL_FAILURES.get(status, "call-failed")
    return notice(code, Level.ALERT, party=party, status=status, reason=reason)


def registration_failure(status: int, reason: str, refusal: str, retried: bool) -> Notice:
    """Why calls cannot be received. ``refusal`` is the authenticator's word."""
    if status in CHALLENGES and refusal in REFUSALS:
        return alert(REFUSALS[refusal], error="refused")
    if status == 408:
        return alert("registration-unanswered", error="socket")
    code = "registration-retry" if retried else "registration-refused"
    return alert(code, error="refused", status=status, reason=reason)


def media_failure(problem: str) -> Notice:
    """What the browser did not give us."""
    code, error = MEDIA.get(problem, ("media-failed", None))
    return alert(code, error=error)


def socket_failure(problem: str, url: str) -> Notice:
    """Why there is no connection."""
    code, error = SOCKETS.get(problem, ("socket-unreachable", "socket"))
    return alert(code, error=error, url=without_credentials(url))
