"""The form of this device's own account: filled in by hand, kept on the device, sent nowhere."""

from collections.abc import Iterable
from dataclasses import replace

from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.checks import SettingError, item_name
from sipwidget.phone.device import Device, MediaDevice, read_form
from sipwidget.phone.effects import ListDevices, SaveDevice
from sipwidget.phone.model import AccountForm
from sipwidget.phone.notices import Notice, notice

TOPIC = "local account"


class LocalAccount:
    """What the device keeps, as its form shows it."""

    def __init__(self, board: Board) -> None:
        self.form = AccountForm()
        self._board = board
        self._saving = False

    def kept(self, device: Device, problems: Iterable[Notice], now: float) -> None:
        """What the device keeps now: what was saved here, or in another frame."""
        self.form = replace(self.form, device=device)
        if self._saving and not any(each.code == "local-unsaved" for each in problems):
            self._board.put(TOPIC, notice("local-saved"), until=now + SOME_SECONDS)
        self._saving = False

    def listed(self, devices: tuple[MediaDevice, ...]) -> None:
        """What can be chosen from."""
        self.form = replace(self.form, choices=devices)

    def open(self) -> list[ListDevices]:
        """The form as the device keeps it, the password hidden."""
        self.form = replace(self.form, password_shown=False)
        return [ListDevices()]

    def show_password(self) -> None:
        """Show the password, or hide it again."""
        self.form = replace(self.form, password_shown=not self.form.password_shown)

    def save(self, fields: Iterable[tuple[str, str]], now: float) -> list[SaveDevice]:
        """Keep what was typed; nothing is kept while something in it is wrong."""
        device = read_form(dict(fields), self.form.device)
        try:
            if device.state_item:
                item_name(device.state_item)
        except SettingError as error:
            told = notice(error.code, name="sipStateItem", found=device.state_item)
            self._board.put(TOPIC, told, until=now + SOME_SECONDS)
            return []
        self._saving = True
        return [SaveDevice(device)]

    def clear(self) -> list[SaveDevice]:
        """Keep nothing of the form: the widget's account and settings count again."""
        self._saving = True
        return [SaveDevice(read_form({}, self.form.device))]

    def keep(self, device: Device) -> SaveDevice:
        """Keep what was chosen beside the form; nothing is said about that."""
        self.form = replace(self.form, device=device)
        return SaveDevice(device)

    def switch_do_not_disturb(self) -> list[SaveDevice]:
        """Let nobody ring here, or everybody again."""
        device = self.form.device
        return [SaveDevice(replace(device, do_not_disturb=not device.do_not_disturb))]
