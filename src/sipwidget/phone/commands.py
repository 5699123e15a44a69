"""What a rule may make the phone do by the command Item, and what a person is asked about first."""

from dataclasses import dataclass
from enum import Enum, auto

from sipwidget.phone import phonebook
from sipwidget.phone.checks import ANY_TARGET
from sipwidget.phone.controls import OFF, ON
from sipwidget.phone.settings import Config
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.uri import Uri

ACTIONS = {  # the button that does the same
    "answer": "accept",
    "decline": "decline",
    "hangup": "hangup",
    "dial": "dial",
    "dtmf": "digit",
    "mute": "mute",
    "unmute": "mute",
    "hold": "hold",
    "resume": "hold",
}
_SWITCHED = {"mute": ON, "unmute": OFF, "hold": ON, "resume": OFF}  # however often they come
LONGEST = 128  # characters
_NOTHING = ("", "NULL", "UNDEF")  # states of an Item that nobody has written to


class Permission(Enum):
    """Whether a command of a rule is obeyed."""

    GIVEN = auto()
    ASK = auto()  # a person may do it by one tap
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """One command in CONTRACT.md's words: ``dial:620`` is the verb ``dial`` and its argument."""

    verb: str
    argument: str

    @property
    def action(self) -> str | None:
        """The button that does it; None for a verb that is none of ours, or lacks its number."""
        return None if self.verb == "dial" and not self.argument else ACTIONS.get(self.verb)

    @property
    def target(self) -> str:
        """What that button does it to, or which way it switches."""
        return _SWITCHED.get(self.verb, self.argument)


def read(text: str) -> Command | None:
    """The command; None for a text that says nothing. What nobody could mean has no verb."""
    if text.strip() in _NOTHING:
        return None
    verb, _, argument = text.strip().partition(":")
    if len(text) > LONGEST or not text.isprintable():
        return Command("", "")
    return Command(verb.strip().lower(), argument.strip())


def permission(command: Command, config: Config) -> Permission:
    """What ``allowCommands`` says about it; ``dial`` there is about the phonebook's entries."""
    if command.verb != "dial":
        allowed = command.verb in config.allow_commands
        return Permission.GIVEN if allowed else Permission.REFUSED
    allowed = "dial" in config.allow_commands and is_known(command.argument, config)
    if allowed or ANY_TARGET in config.allow_commands:
        return Permission.GIVEN
    can_be_dialed = _uri(command.argument, config) is not None
    return Permission.ASK if can_be_dialed else Permission.REFUSED


def is_known(target: str, config: Config) -> bool:
    """Whether the phonebook holds the very address that would be dialed, its host included."""
    wanted = _uri(target, config)
    known = (_uri(entry.target, config) for entry in config.phonebook)
    return wanted is not None and any(uri is not None and uri.equivalent(wanted) for uri in known)


def _uri(target: str, config: Config) -> Uri | None:
    try:
        return phonebook.target_uri(target, config.domain)
    except ProtocolError:
        return None
