"""Which flow an account is to be found on (RFC 3261 section 10.3)."""

from dataclasses import dataclass

from demo.places import Flow
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import parse_delta_seconds
from sipwidget.sip.message import Request
from sipwidget.sip.uri import NameAddr, Uri

DEFAULT_EXPIRES, MIN_EXPIRES, MAX_EXPIRES = 600, 60, 3_600  # seconds
MAX_BINDINGS = 8  # phones of one account; the one that has been there longest goes


@dataclass(frozen=True, slots=True)
class Binding:
    """One phone of an account. ``instance`` names the device, where it says so, or is ""."""

    uri: Uri
    flow: Flow
    expires_at: float
    instance: str


class Registrar:
    """The bindings of all accounts. A binding ends with its flow, which is the only way to it."""

    def __init__(self) -> None:
        self._bindings: dict[str, list[Binding]] = {}

    def bindings(self, user: str, now: float) -> list[Binding]:
        """Where the user is now."""
        return [one for one in self._bindings.get(user, ()) if one.expires_at > now]

    def register(
        self, user: str, flow: Flow, request: Request, now: float
    ) -> list[tuple[str, str]]:
        """Do what a REGISTER asks for; all Contacts of the user, as lines for the 200.

        Raises ProtocolError, and then nothing has changed.
        """
        bindings = self.bindings(user, now)
        if request.headers.all("Contact") == ["*"]:
            if request.expires != 0:  # section 10.3, step 6
                raise ProtocolError(400, "Contact * goes with Expires 0 only")
            bindings = []
        for contact, seconds in [(one, _seconds(one, request)) for one in request.contacts]:
            new = Binding(
                contact.uri, flow, now + seconds, contact.params.get("+sip.instance", "") or ""
            )
            bindings = [one for one in bindings if not _same(one, new)]
            bindings += [new] if seconds else []
        self._bindings[user] = bindings[-MAX_BINDINGS:]
        return [("Contact", _line(one, now)) for one in self._bindings[user]]

    def forget(self, flow: Flow) -> None:
        """The flow is closed."""
        self._bindings = {
            user: [one for one in bindings if one.flow != flow]
            for user, bindings in self._bindings.items()
        }


def _seconds(contact: NameAddr, request: Request) -> int:
    """How long this Contact is to stay; raises a 423 below the minimum (section 10.3, step 7)."""
    if not contact.uri.is_sip:
        raise ProtocolError(400, "Contact must be a SIP URI")
    asked = parse_delta_seconds(contact.params.get("expires") or "")
    asked = request.expires if asked is None else asked
    seconds = DEFAULT_EXPIRES if asked is None else min(asked, MAX_EXPIRES)
    if 0 < seconds < MIN_EXPIRES:
        minimum = (("Min-Expires", str(MIN_EXPIRES)),)
        raise ProtocolError(423, "Expires is too brief", minimum)
    return seconds


def _same(one: Binding, other: Binding) -> bool:
    """One phone: it says so by its instance (RFC 5626 section 6), else its Contact does."""
    same_device = bool(one.instance) and one.instance == other.instance
    return same_device or one.uri.equivalent(other.uri)


def _line(binding: Binding, now: float) -> str:
    params: dict[str, str | None] = {"expires": str(round(binding.expires_at - now))}
    if binding.instance:
        params["+sip.instance"] = binding.instance
    return str(NameAddr("", binding.uri, params))
