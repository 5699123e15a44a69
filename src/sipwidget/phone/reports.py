"""What the state Item is told: each text once and in order, however slow openHAB is.

One command is under way at a time. While openHAB fails the rest waits, and of connection states
that nothing came between only the newest does: nobody needs to know how often a server was away.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.effects import TellItem
from sipwidget.phone.inputs import ItemAnswered
from sipwidget.phone.notices import Notice, alert, notice
from sipwidget.phone.state_item import CONNECTION_STATES, DISCONNECTED

LONGEST = 256  # texts that wait for one Item; then the oldest goes
SLOWEST = 30.0  # seconds between two tries
_MENDABLE = (401, 403, 404)  # by a person
_WORTH_A_WAIT = (*_MENDABLE, 408, 429)  # other 4xx stay what they are
TOPIC = "state item"


@dataclass(slots=True)
class _Queue:
    """The texts for one Item, the oldest first; that one is under way while ``number`` is set."""

    texts: deque[str] = field(default_factory=deque)
    number: int | None = None
    failures: int = 0
    retry_at: float | None = None

    def put(self, text: str) -> None:
        first = 0 if self.number is None else 1
        if self.failures and text in CONNECTION_STATES:
            while len(self.texts) > first and self.texts[-1] in CONNECTION_STATES:
                self.texts.pop()
        if len(self.texts) == LONGEST:
            del self.texts[first]
        self.texts.append(text)


class Reports:
    """The Items that were ever named, each with what it still has to be told."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._item = ""
        self._standing = ""  # how we are connected, if we are
        self._queues: dict[str, _Queue] = {}
        self._numbers = 0

    def name(self, item: str) -> list[TellItem]:
        """The Item that is told from now on, "" for none; it learns how we stand."""
        if item == self._item:
            return []
        self._item = item
        self._board.clear(TOPIC)
        return self._put(self._standing) if self._standing else []

    def tell(self, text: str) -> list[TellItem]:
        """A new state."""
        if text in CONNECTION_STATES:
            self._standing = "" if text == DISCONNECTED else text
        return self._put(text)

    def answered(self, answer: ItemAnswered, now: float) -> list[TellItem]:
        """openHAB has taken it, or not; what is too late for its queue is ignored."""
        for item, queue in list(self._queues.items()):
            if queue.number == answer.number:
                queue.number = None
                return self._settle(item, queue, answer.status, now)
        return []

    def leave(self) -> list[TellItem]:
        """The page goes away: what still waits goes out at once, but for superseded states."""
        effects = [
            self._send(item, text)
            for item, queue in self._queues.items()
            for text in _last_words(list(queue.texts)[0 if queue.number is None else 1 :])
        ]
        self._queues.clear()
        return effects

    def next_deadline(self) -> float | None:
        times = (queue.retry_at for queue in self._queues.values())
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> list[TellItem]:
        """Try again what is due."""
        return list(self._retry(lambda at: at <= now))

    def woken(self) -> list[TellItem]:
        """The network or the page is back: try again at once."""
        return list(self._retry(lambda _at: True))

    # --- how it is done ---

    def _put(self, text: str) -> list[TellItem]:
        if not self._item:
            return []
        queue = self._queues.setdefault(self._item, _Queue())
        queue.put(text)
        return self._next(self._item, queue)

    def _next(self, item: str, queue: _Queue) -> list[TellItem]:
        if queue.number is not None or queue.retry_at is not None or not queue.texts:
            return []
        effect = self._send(item, queue.texts[0])
        queue.number = effect.number
        return [effect]

    def _send(self, item: str, text: str) -> TellItem:
        self._numbers += 1
        return TellItem(self._numbers, item, text)

    def _retry(self, is_due: Callable[[float], bool]) -> Iterator[TellItem]:
        for item, queue in self._queues.items():
            if queue.retry_at is not None and is_due(queue.retry_at):
                queue.retry_at = None
                yield from self._next(item, queue)

    def _settle(self, item: str, queue: _Queue, status: int, now: float) -> list[TellItem]:
        taken, hopeless = 200 <= status < 300, _is_hopeless(status)
        if taken or hopeless:
            queue.texts.popleft()
            queue.failures = 0
        else:
            queue.failures += 1
            queue.retry_at = now + min(2.0 ** (queue.failures - 1), SLOWEST)
        if item == self._item:
            self._say(item, queue, status, now)
        elif hopeless or status in _MENDABLE:
            del self._queues[item]  # it was another's name, or a slip of the pen
            return []
        return self._next(item, queue)

    def _say(self, item: str, queue: _Queue, status: int, now: float) -> None:
        if 200 <= status < 300:
            self._board.clear(TOPIC)
        elif _is_hopeless(status) or status in _MENDABLE:
            self._board.put(TOPIC, _words(item, status))
        elif queue.failures == 1:  # nobody here can do anything about it: once is enough
            self._board.put(TOPIC, _words(item, status), until=now + SOME_SECONDS)


def _last_words(texts: list[str]) -> list[str]:
    """At once is in no certain order: of connection states only the last one may be among them."""
    return [text for text in texts[:-1] if text not in CONNECTION_STATES] + texts[-1:]


def _is_hopeless(status: int) -> bool:
    return 400 <= status < 500 and status not in _WORTH_A_WAIT


def _words(item: str, status: int) -> Notice:
    if status in (401, 403):
        return alert("item-refused", item=item)
    if status == 404:
        return alert("item-missing", item=item, name="sipStateItem")
    return notice("item-invalid" if _is_hopeless(status) else "item-failing", item=item)
