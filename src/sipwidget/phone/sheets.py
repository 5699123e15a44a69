"""What a person has opened: one sheet over the idle widget, or the keypad in a call."""

from sipwidget.phone.effects import Effect, ListDevices
from sipwidget.phone.history import CallHistory
from sipwidget.phone.inputs import Clicked
from sipwidget.phone.local_account import LocalAccount
from sipwidget.phone.mixing import Mixing
from sipwidget.phone.model import AccountForm, Entry, History, Mixer, Sheet
from sipwidget.phone.settings import Config

OPENED_BY = {  # from anywhere outside a call
    "settings": Sheet.ACCOUNT,
    "history": Sheet.HISTORY,
    "number": Sheet.NUMBER,
    "selftest": Sheet.SELF_TEST,
    "diagnostics": Sheet.DIAGNOSTICS,
}
IN_CALL = {"keypad": Sheet.KEYPAD, "quality": Sheet.QUALITY, "speaker": Sheet.SOUND}
CHOSEN_FROM = (Sheet.PHONEBOOK, Sheet.HISTORY)  # who has dialed there is done with it
LONGEST_TYPED = 128  # characters


class Sheets:
    """Which sheet is open; commands of a rule or of the page neither open nor close one."""

    def __init__(self, local: LocalAccount, history: CallHistory) -> None:
        self.opened: Sheet | None = None
        self.view = 0  # in which that is so: a sheet is open where somebody has opened it
        self.typed = ""  # into the field of that sheet
        self._clearing = False  # all of the history, if the person says so again
        self._local = local
        self._mixing = Mixing(local)
        self._history = history

    @property
    def form(self) -> AccountForm | None:
        """What the form of the account shows, while that is open."""
        return self._local.form if self.opened is Sheet.ACCOUNT else None

    @property
    def mixer(self) -> Mixer | None:
        """What can be chosen in the call, while that is open."""
        return self._mixing.shown if self.opened is Sheet.SOUND else None

    def history(self, config: Config) -> History | None:
        """What the history shows, while that is open."""
        if self.opened is not Sheet.HISTORY:
            return None
        return self._history.shown(hide=config.hide_caller_id, clearing=self._clearing)

    def redial(self, config: Config) -> Entry | None:
        """Who was dialed last, while a number can be typed."""
        if self.opened is not Sheet.NUMBER:
            return None
        return self._history.last_dialed(hide=config.hide_caller_id)

    def pressed(self, click: Clicked, config: Config, now: float, *, in_call: bool) -> list[Effect]:
        """What a button does about sheets; one of a call is no business of theirs."""
        self.turn_to(click.view)
        self._clearing = click.action == "clear-history" and not click.target
        if click.action in IN_CALL:
            return self._toggle(IN_CALL[click.action])
        if in_call:
            return self._mixing.use(click) if self.opened is Sheet.SOUND else []
        if click.action in OPENED_BY:
            return self.open(OPENED_BY[click.action], config)
        if self.opened is Sheet.ACCOUNT:
            return self._fill_in(click, now)
        if click.action == "clear-history" and click.target:
            return self._history.clear()
        if click.action == "cancel" or (click.action == "dial" and self.opened in CHOSEN_FROM):
            self._show(None)
        else:
            self._type(click)
        return []

    def turn_to(self, view: int) -> None:
        """From now on this is the view that is used; what was open in another is closed."""
        if view != self.view:
            self.view = view
            self._show(None)

    def gone(self, view: int) -> None:
        """There is no such view any more."""
        if view == self.view:
            self._show(None)

    def open(self, sheet: Sheet, config: Config) -> list[Effect]:
        """Anybody may, but for the form of the account where that is locked."""
        if sheet is Sheet.ACCOUNT and _is_locked(config):
            return []
        self._show(sheet)
        if sheet is Sheet.HISTORY:
            return self._history.open()
        return [*self._local.open()] if sheet is Sheet.ACCOUNT else []

    def settle(self, config: Config, *, in_call: bool, testing: bool) -> None:
        """Close what is out of place, so that it is not there again when the call is over.

        ``testing`` tells that the call is the self-test's own: its sheet waits.
        """
        waits = testing and self.opened is Sheet.SELF_TEST
        if not waits and self._is_out_of_place(config, in_call):
            self._show(None)

    def _is_out_of_place(self, config: Config, in_call: bool) -> bool:
        """Only the form of the account waits, with what was typed, until a call is over."""
        if self.opened is Sheet.ACCOUNT:
            return _is_locked(config)
        return (self.opened in IN_CALL.values()) != in_call

    def _toggle(self, sheet: Sheet) -> list[Effect]:
        self._show(None if self.opened is sheet else sheet)
        return [ListDevices()] if self.opened is Sheet.SOUND else []

    def _show(self, sheet: Sheet | None) -> None:
        self.opened, self.typed = sheet, ""

    def _type(self, click: Clicked) -> None:
        """By a keyboard, which tells the whole text, or by the keys of the sheet."""
        match click.action:
            case "type":
                self.typed = click.target[:LONGEST_TYPED]
            case "digit" if len(self.typed) < LONGEST_TYPED:
                self.typed += click.target
            case "backspace":
                self.typed = self.typed[:-1]
            case _:
                pass

    def _fill_in(self, click: Clicked, now: float) -> list[Effect]:
        """The buttons of the form of the account."""
        match click.action:
            case "show":
                self._local.show_password()
            case "save":
                saved = self._local.save(click.fields, now)
                if saved:
                    self._show(None)
                return [*saved]
            case "clear":
                self._show(None)
                return [*self._local.clear()]
            case "cancel":
                self._show(None)
            case _:
                pass
        return []


def _is_locked(config: Config) -> bool:
    """Then only who edits the page may open the form of the account."""
    return config.lock_local_account and not config.edit
