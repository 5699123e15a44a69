"""openHAB around the phone: the Items that are told, and the rules that may command it."""

from sipwidget.phone import commands
from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.commands import Command, Permission
from sipwidget.phone.effects import FollowItem, TellItem, Trace
from sipwidget.phone.inputs import ItemAnswered
from sipwidget.phone.model import Entry
from sipwidget.phone.notices import alert, notice
from sipwidget.phone.phonebook import caption, readable
from sipwidget.phone.reports import Reports
from sipwidget.phone.settings import Config
from sipwidget.phone.state_item import CONNECTION_STATES, DISCONNECTED

ASKING = 30.0  # seconds that a rule's wish to dial is shown
SHOWN = 40  # characters of a command that means nothing here
COMMANDS = "commands"  # topics of the board
FOLLOWING = "command item"
HouseStep = TellItem | FollowItem | Trace


class House:
    """The state Item and the command Item of one widget."""

    def __init__(self, board: Board) -> None:
        self.asked: Entry | None = None  # what a rule wants to be dialed
        self._asked_until: float | None = None
        self._board = board
        self._reports = Reports(board)
        self._config = Config()
        self._standby = False
        self._unsaid = ""  # the connection's state while another phone told its own
        self._followed = ""
        self._stands = True  # as far as anybody was told

    def configure(self, config: Config, *, standby: bool = False) -> list[HouseStep]:
        """These Items are told and followed from now on, and no others.

        On ``standby`` another phone on this device has the same account: that one obeys rules and
        tells how the connection is.
        """
        self._config, self._standby = config, standby
        return [
            *self._reports.name(config.sip_state_item),
            *self._catch_up(),
            *self._follow("" if standby else config.command_item),
        ]

    def tell(self, text: str) -> list[TellItem]:
        """A new state of the connection or of a call."""
        if self._standby and text in CONNECTION_STATES:
            self._unsaid = text
            return []
        return self._reports.tell(text)

    def _catch_up(self) -> list[TellItem]:
        unsaid = self._unsaid
        if self._standby or not unsaid:
            return []
        self._unsaid = ""
        return [] if unsaid == DISCONNECTED else self._reports.tell(unsaid)

    def answered(self, answer: ItemAnswered, now: float) -> list[TellItem]:
        return self._reports.answered(answer, now)

    def woken(self) -> list[TellItem]:
        return self._reports.woken()

    def leave(self) -> list[TellItem]:
        """The page goes away: what still waits goes out."""
        return self._reports.leave()

    def next_deadline(self) -> float | None:
        times = (self._reports.next_deadline(), self._asked_until)
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> list[TellItem]:
        """Try again what failed; forget what nobody answered."""
        if self._asked_until is not None and now >= self._asked_until:
            self.forget()
        return self._reports.tick(now)

    # --- the command Item ---

    def followed(self, status: int) -> list[HouseStep]:
        """The events of the command Item come, or do not."""
        if status in (401, 403):
            self._board.put(FOLLOWING, alert("commands-refused", item=self._followed))
        elif status == 200:
            self._board.clear(FOLLOWING)
        stood, self._stands = self._stands, status == 200
        if stood and not self._stands:
            return [Trace(f"openHAB: no events of {self._followed} ({status}), trying again")]
        return []

    def commanded(self, text: str, now: float) -> Command | None:
        """The command of a rule if it may be done now; else the person is told, or asked."""
        command = self.understood(text, now)
        if command is None:
            return None
        match commands.permission(command, self._config):
            case Permission.GIVEN:
                return command
            case Permission.ASK:
                self.asked = caption(self._config.phonebook, command.argument)
                self._asked_until = now + ASKING
            case Permission.REFUSED:
                told = notice("command-not-allowed", text=command.verb)
                self._board.put(COMMANDS, told, until=now + SOME_SECONDS)
        return None

    def understood(self, text: str, now: float) -> Command | None:
        """The command that the text is; one that means nothing here is told."""
        command = commands.read(text)
        if command and command.action is None:
            told = notice("command-unknown", text=readable(text[:SHOWN]))
            self._board.put(COMMANDS, told, until=now + SOME_SECONDS)
            return None
        return command

    def forget(self) -> None:
        """Nobody is asked any more."""
        self.asked = self._asked_until = None

    def _follow(self, item: str) -> list[FollowItem]:
        if item == self._followed:
            return []
        self._followed, self._stands = item, True
        self._board.clear(FOLLOWING)
        return [FollowItem(item)]
