"""What all who serve the calls work with: the user agent, the settings, the board."""

from collections.abc import Callable

from sipwidget.phone import phonebook
from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.effects import Effect, MakeAnswer, MakeOffer
from sipwidget.phone.model import Call
from sipwidget.phone.notices import Notice
from sipwidget.phone.settings import Config
from sipwidget.sip.errors import InvalidState
from sipwidget.sip.events import Output
from sipwidget.sip.uri import NameAddr
from sipwidget.sip.user_agent import UserAgent

Step = Output | Effect


class Desk:
    """``agent`` is None while there is no account."""

    def __init__(self, board: Board) -> None:
        self.agent: UserAgent | None = None
        self.config = Config()
        self.board = board

    def ask(self, what: Callable[[UserAgent], list[Output]]) -> list[Step]:
        """Ask the user agent; what came too late for it changes nothing."""
        if self.agent is None:
            return []
        try:
            return list(what(self.agent))
        except InvalidState:
            return []

    def party(self, who: NameAddr) -> str:
        """What is shown of this address: a name, a number, or nothing if it is to be hidden."""
        return phonebook.party(self.config.phonebook, who, self.config.hide_caller_id)

    def redial(self, who: NameAddr) -> str:
        """What calls this address back."""
        return phonebook.redial(self.config.phonebook, who.uri, self.config.domain)

    def open_media(self, call: Call, offer: str | None) -> Effect:
        """Have the media answer that offer, or make ours where there is none."""
        local = call.video and self.config.enable_local_video
        if offer is None:
            return MakeOffer(call.id, call.video, local)
        return MakeAnswer(call.id, offer, call.video, local)

    def tell(self, told: Notice, now: float, topic: str = "call") -> None:
        """Tell the person, for some seconds."""
        self.board.put(topic, told, until=now + SOME_SECONDS)
