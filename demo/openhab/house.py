"""The Items: their states, the commands to them, and the events that tell of both."""

import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

KEPT_COMMANDS = 1000
NULL = "NULL"  # the state of an Item that nothing was said about
_TOPICS = re.compile(r"[\w*/,:\-\s]*")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of openHAB's bus; ``payload`` is JSON in a string, as on the wire."""

    topic: str
    type: str
    payload: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command that came; ``source`` is the header X-OpenHAB-Source, ``when`` in seconds."""

    item: str
    text: str
    source: str
    when: float


class NoItemError(Exception):
    """There is no Item of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Item {name} does not exist!")


class House:
    """Items by name with their types, such as ``{"Phone_State": "String"}``."""

    def __init__(self, items: Mapping[str, str]) -> None:
        self.types = dict(items)
        self.commands: deque[Command] = deque(maxlen=KEPT_COMMANDS)
        self._states = dict.fromkeys(items, NULL)
        self._listeners: list[Callable[[Event], None]] = []

    def add(self, name: str, kind: str = "String") -> None:
        """One more Item; one that is there already stays as it is."""
        self.types.setdefault(name, kind)
        self._states.setdefault(name, NULL)

    def state(self, name: str) -> str:
        """The Item's state. Raises NoItemError."""
        if name not in self._states:
            raise NoItemError(name)
        return self._states[name]

    def toggled(self, name: str) -> str:
        """What TOGGLE means to the Item now (openhab-core, ItemResource). Raises NoItemError."""
        state = self.state(name)
        return ("OFF" if state == "ON" else "ON") if self.types[name] == "Switch" else "TOGGLE"

    def texts(self, name: str) -> list[str]:
        """All commands to the Item that are kept, in their order."""
        return [command.text for command in self.commands if command.item == name]

    def command(self, name: str, text: str, now: float, source: str = "") -> None:
        """Somebody commands the Item, which takes it for its state too. Raises NoItemError."""
        self.state(name)
        self.commands.append(Command(name, text, source, now))
        self._tell(name, "command", "ItemCommandEvent", {"value": text})
        self.update(name, text)

    def update(self, name: str, text: str) -> None:
        """The Item's state is this now. Raises NoItemError."""
        old = self.state(name)
        self._states[name] = text
        self._tell(name, "stateupdated", "ItemStateUpdatedEvent", {"value": text})
        if old != text:
            change = {"value": text, "oldType": self.types[name], "oldValue": old}
            self._tell(name, "statechanged", "ItemStateChangedEvent", change)

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Tell the listener of each event from now on; what is returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, name: str, what: str, kind: str, payload: dict[str, str]) -> None:
        text = json.dumps({"type": self.types[name], **payload})
        for listener in tuple(self._listeners):
            listener(Event(f"openhab/items/{name}/{what}", kind, text))


def topic_filter(topics: str) -> Callable[[str], bool] | None:
    """Which topics a comma separated list asks for, ``*`` being anything and "" everything.

    None where the list has a character that openHAB refuses.
    """
    if not _TOPICS.fullmatch(topics):
        return None
    names = [one.strip() for one in topics.split(",") if one.strip()] or ["*"]
    pattern = "|".join(".*".join(re.escape(part) for part in one.split("*")) for one in names)
    wanted = re.compile(pattern)
    return lambda topic: wanted.fullmatch(topic) is not None
