"""What a person has opened: one sheet over the idle widget, or the keypad in a call."""

from sipwidget.phone.effects import Effect
from sipwidget.phone.inputs import Clicked
from sipwidget.phone.local_account import LocalAccount
from sipwidget.phone.model import AccountForm, Sheet
from sipwidget.phone.settings import Config

OPENED_BY = {"settings": Sheet.ACCOUNT, "diagnostics": Sheet.DIAGNOSTICS}  # outside a call
IN_CALL = {"keypad": Sheet.KEYPAD, "quality": Sheet.QUALITY}
CLOSED_BY = ("cancel", "dial")


class Sheets:
    """Which sheet is open; commands of a rule or of the page neither open nor close one."""

    def __init__(self, local: LocalAccount) -> None:
        self.opened: Sheet | None = None
        self._local = local

    @property
    def form(self) -> AccountForm | None:
        """What the form of the account shows, while that is open."""
        return self._local.form if self.opened is Sheet.ACCOUNT else None

    def pressed(self, click: Clicked, config: Config, now: float, *, in_call: bool) -> list[Effect]:
        """What a button does about sheets; one of a call is no business of theirs."""
        if click.action in IN_CALL:
            wanted = IN_CALL[click.action]
            self.opened = None if self.opened is wanted else wanted
        elif in_call:
            return []
        elif click.action in OPENED_BY:
            return self._open(OPENED_BY[click.action], config)
        elif self.opened is Sheet.ACCOUNT:
            return self._fill_in(click, now)
        elif click.action in CLOSED_BY:
            self.opened = None
        return []

    def settle(self, config: Config, *, in_call: bool) -> None:
        """Close what is out of place, so that it is not there again when the call is over."""
        if self._is_out_of_place(config, in_call):
            self.opened = None

    def _is_out_of_place(self, config: Config, in_call: bool) -> bool:
        """Only the form of the account waits, with what was typed, until a call is over."""
        if self.opened is Sheet.ACCOUNT:
            return _is_locked(config)
        return (self.opened in IN_CALL.values()) != in_call

    def _open(self, sheet: Sheet, config: Config) -> list[Effect]:
        """Anybody may, but for the form of the account where that is locked."""
        if sheet is Sheet.ACCOUNT and _is_locked(config):
            return []
        self.opened = sheet
        return [*self._local.open()] if sheet is Sheet.ACCOUNT else []

    def _fill_in(self, click: Clicked, now: float) -> list[Effect]:
        """The buttons of the form of the account."""
        match click.action:
            case "show":
                self._local.show_password()
            case "save":
                saved = self._local.save(click.fields, now)
                self.opened = None if saved else self.opened
                return [*saved]
            case "clear":
                self.opened = None
                return [*self._local.clear()]
            case "cancel":
                self.opened = None
            case _:
                pass
        return []


def _is_locked(config: Config) -> bool:
    """Then only who edits the page may open the form of the account."""
    return config.lock_local_account and not config.edit
