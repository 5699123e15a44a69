"""The phone: inputs in, effects out, and a model that a view may look at.

It joins the station (the connection and the registration), the switchboard (the calls), the house
(openHAB's Items) and the local account. It does no I/O and reads no clock: time comes with each
input.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from sipwidget.phone import phonebook, picture
from sipwidget.phone.action_buttons import ActionButtons
from sipwidget.phone.auto_dial import AutoDial
from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.clockwork import Clockwork
from sipwidget.phone.commands import Command
from sipwidget.phone.desk import Desk, Step
from sipwidget.phone.diagnostics import Diagnostics
from sipwidget.phone.early_tap import EarlyTap
from sipwidget.phone.effects import Announce, Consent, Effect, FollowCalls, Transmit
from sipwidget.phone.failures import media_failure
from sipwidget.phone.history import CallHistory
from sipwidget.phone.house import House
from sipwidget.phone.inputs import (
    AnswerMade,
    CallsRead,
    Clicked,
    CommandAnswered,
    Commanded,
    Configured,
    DevicesListed,
    Elected,
    Input,
    Insecure,
    ItemAnswered,
    ItemCommanded,
    ItemFollowed,
    Leaving,
    Measured,
    MediaFailed,
    MediaFlows,
    MediaInterrupted,
    MediaLost,
    MediaReduced,
    NetworkChanged,
    OfferMade,
    PictureFailed,
    Probed,
    RingtoneFailed,
    Seen,
    SocketClosed,
    SocketOpened,
    SocketReceived,
    SocketSilent,
    SoundAllowed,
    SoundBlocked,
    TappedEarly,
    Tick,
    TonesFailed,
    VideoSeen,
    ViewGone,
)
from sipwidget.phone.local_account import LocalAccount
from sipwidget.phone.model import Connection, Entry, Model, Sheet
from sipwidget.phone.notices import notice
from sipwidget.phone.outlook import appearance
from sipwidget.phone.self_test import SelfTest
from sipwidget.phone.settings import Config
from sipwidget.phone.sheets import Sheets
from sipwidget.phone.sounds import Sounds, sound
from sipwidget.phone.station import Station, StationEvent, identity
from sipwidget.phone.switchboard import CallEvent, Switchboard
from sipwidget.phone.trace import Record
from sipwidget.sip.events import Send

SILENT = Config()  # no Items are told or followed


class Phone:
    """One widget's phone. ``tokens`` gives random words, ``instance_id`` names the device;
    with a ``heartbeat`` a socket can ping by itself."""

    def __init__(
        self, tokens: Callable[[], str], instance_id: str = "", *, heartbeat: bool = False
    ) -> None:
        self._model: Model | None = Model()
        self._config = Config()
        self._entries: tuple[Entry, ...] = ()
        self._board = Board()
        self.record = Record()
        self._station = Station(tokens, instance_id, self._board, self.record, heartbeat=heartbeat)
        self._desk = Desk(self._board)
        self._switchboard = Switchboard(tokens, self._desk)
        self._buttons = ActionButtons(self._desk, self._switchboard)
        self._auto_dial = AutoDial()
        self._early_tap = EarlyTap()
        self._house = House(self._board)
        self._sounds = Sounds(self._board)
        self._local = LocalAccount(self._board)
        self._diagnostics = Diagnostics(self._desk, self.record)
        self._self_test = SelfTest(self._desk, self._station, self._switchboard)
        self._restart = False  # another account or server waits for the calls to end
        self._history = CallHistory()
        self._sheets = Sheets(self._local, self._history)
        self._clockwork = Clockwork(
            *(self._station, self._switchboard, self._auto_dial, self._house),
            *(self._buttons, self._board, self._diagnostics, self._self_test),
        )

    def handle(self, message: Input, now: float) -> Iterator[Effect]:
        """What is to be done about an input, in order, each as soon as it is known: what goes to
        the wire does not wait for the rest. It is read to its end; then ``model`` is new."""
        alone = self._station.is_alone_with(message) and not self._clockwork.is_due(now)
        steps = self._handle(message, now)
        yield from self._told(self._resolve(steps, now))
        if alone and all(isinstance(step, Send) for step in steps):
            return  # a sign of life: six times a minute, and all else is as it was
        yield from self._told(self._follow(message, now))
        if not self._switchboard.calls:  # a call's end is told where its begin was
            config = self._config if self._station.agent else SILENT
            yield from self._house.configure(config, standby=self._station.standby)
        if isinstance(message, Leaving):
            yield from self._house.leave()
        self._settle(now)

    def _follow(self, message: Input, now: float) -> Iterator[Effect]:
        """What is wanted besides, now that the input has been heard."""
        if self._restart and not self._switchboard.calls:
            yield from self._start(now)
        if self._early_tap.due(message, self._station.connection, self._entries, now):
            yield from self._resolve(self._tap(now), now)
        target = self._auto_dial.due(self._config, self._station, now)
        yield from self._resolve(self._dial(target, now, unasked=True), now)
        opened = self._sheets.opened is Sheet.SELF_TEST
        yield from self._resolve(self._self_test.follow(opened, now), now)
        self._instruct()

    def _settle(self, now: float) -> None:
        """All parts know of all others what they have to."""
        in_call, testing = bool(self._switchboard.calls), self._self_test.calling
        self._sheets.settle(self._config, in_call=in_call, testing=testing)
        self._switchboard.update(now)
        self._diagnostics.follow(self._switchboard.calls, self._switchboard.focus, now)
        self._model = None
        self._clockwork.wind()

    def _instruct(self) -> None:
        """What the station and the user agent do by themselves until the next input."""
        self._station.in_call = bool(self._switchboard.calls)
        agent, quiet = self._station.agent, self._local.form.device.do_not_disturb
        if agent is not None:
            agent.turn_away = self._config.decline_status if quiet else 0
            agent.call_limit = self._switchboard.call_limit

    def next_deadline(self) -> float | None:
        """When a ``Tick`` is wanted."""
        agent = self._station.agent
        times = (agent.next_deadline() if agent else None, self._clockwork.next_deadline())
        return min((at for at in times if at is not None), default=None)

    def _handle(self, message: Input, now: float) -> list[Step]:  # noqa: C901 - a flat table
        match message:
            case Configured():
                return self._configure(message, now)
            case SocketOpened() | SocketReceived() | SocketSilent() | SocketClosed():
                return self._station.heard(message, now)
            case OfferMade() | AnswerMade() | MediaFailed() | MediaReduced():
                return self._switchboard.media(message, now)
            case MediaInterrupted() | MediaLost() | MediaFlows() | TonesFailed() | VideoSeen():
                return self._switchboard.media(message, now)
            case ItemAnswered() | ItemFollowed() | ItemCommanded():
                return self._heard(message, now)
            case PictureFailed():
                self._desk.tell(picture.failure(message, self._config), now, topic="picture")
                return []
            case CommandAnswered():
                self._buttons.answered(message, now)
                return []
            case Measured():
                self._diagnostics.measured(message)
                self._self_test.measured(message)
                return []
            case Probed():
                self._self_test.probed(message)
                return []
            case Clicked():
                return self._click(message, now)
            case TappedEarly(view=view):
                self._sheets.turn_to(view)
                return []
            case ViewGone(view=view):
                self._sheets.gone(view)
                return []
            case Commanded(text=text):
                return self._command(text, now)
            case DevicesListed(devices=devices):
                self._local.listed(devices)
                return []
            case CallsRead():
                self._history.read(message)
                return []
            case SoundBlocked() | SoundAllowed() | RingtoneFailed():
                self._sounds.news(message, now)
                return []
            case Elected(account=account):
                return self._station.elected(account, now)
            case Tick():
                return self._tick(now)
            case NetworkChanged():
                moved = self._switchboard.move()
                return [*self._house.woken(), *self._station.woken(now), *moved]
            case Seen(visible=visible):
                woken = self._house.woken() if visible else []
                return [*woken, *self._station.seen(visible, now)]
            case Leaving():
                return [*self._stop(now)]
            case Insecure():
                if not self._config.hide_insecure_message:
                    self._board.put("insecure", media_failure("insecure"))
                return []
            case _:
                assert_never(message)

    def _tick(self, now: float) -> list[Step]:
        """Do what is due."""
        if not self._clockwork.is_due(now):
            return self._station.tick(now)
        self._board.handle_timeout(now)
        self._buttons.tick(now)
        first: list[Step] = [*self._house.tick(now), *self._diagnostics.tick(now)]
        return [*first, *self._switchboard.tick(now), *self._station.tick(now)]

    def _resolve(self, steps: Iterable[Step], now: float) -> Iterator[Effect]:
        """Turn what the user agent gave back into effects, in the same order."""
        for step in steps:
            if isinstance(step, Send):
                yield from self._station.transmit(step.text, now)
            elif isinstance(step, CallEvent):
                yield from self._resolve(self._switchboard.event(step, now), now)
            elif isinstance(step, StationEvent):
                yield from self._resolve(self._station.report(step, now), now)
            else:
                yield step

    def _told(self, effects: Iterable[Effect]) -> Iterator[Effect]:
        """What is announced is told to the state Item, too; there is one while there is a phone."""
        for effect in effects:
            yield effect
            if isinstance(effect, Announce):
                yield from self._house.tell(effect.text)

    # --- configuration ----------------------------------------------------------------------------

    def _configure(self, message: Configured, now: float) -> list[Step]:
        """Looks and phonebook change at once; another server or account waits for calls to end."""
        before, self._config = self._config, message.config
        self._entries = phonebook.dialable(message.config.phonebook, message.config.own_address)
        self._board.put("config", *message.problems)
        self._desk.config = message.config
        if message.config.hide_insecure_message:
            self._board.clear("insecure")
        station, server = self._station, identity(message.config)
        self._restart = station.agent is None or identity(station.config) != server
        if not self._restart:
            station.config = message.config
        self._local.kept(message.device, message.problems, now)
        return self._switchboard.configured(before)

    def _start(self, now: float) -> list[Effect]:
        """Leave the server that was, if any, and connect to the one that is configured."""
        effects = self._stop(now) + self._station.start(self._config, now)
        self._desk.agent = self._station.agent
        return [*effects, FollowCalls(self._station.account)]

    def _stop(self, now: float) -> list[Effect]:
        """Last words, before all else: a page that goes may be cut off any moment. Then silence."""
        self._restart = False
        words = [*self._switchboard.hang_up_all(now), *self._station.farewell(now)]
        effects = sorted(self._resolve(words, now), key=lambda each: not isinstance(each, Transmit))
        self._desk.agent = None
        return [*effects, *self._station.stop()]

    # --- what the person does ---------------------------------------------------------------------

    def _click(self, click: Clicked, now: float) -> list[Step]:
        """A button: one of a sheet, or one that does something by itself."""
        self._switchboard.attend(click.call)
        sheets, before = self._sheets, self._sheets.opened
        target = click.target or sheets.typed.strip()
        steps = sheets.pressed(click, self._config, now, in_call=bool(self._switchboard.calls))
        if click.action == "dial" or not (before or sheets.opened):
            self._house.forget()  # a person has answered, or has done something else
        tested = self._self_test.click(click, now) if sheets.opened is Sheet.SELF_TEST else []
        return [*steps, *tested, *self._act(click.action, target, click.call, now)]

    def _act(self, action: str, target: str, call: str, now: float) -> list[Step]:
        """A button; one that is about calls names the call that it was drawn for."""
        match action:
            case "call":
                return self._tap(now)
            case "dial":
                return self._dial(target, now)
            case "button":
                return self._buttons.press(target, call, now)
            case "dnd":
                return [*self._local.switch_do_not_disturb()]
            case "mask-numbers" | "download":
                return [*self._diagnostics.click(action, self._station.connection)]
            case "consent" if self._config.withheld:
                return [Consent(*self._config.server)]
            case _:
                return self._switchboard.act(action, target, call, now)

    # --- what openHAB and the page want -----------------------------------------------------------

    def _heard(
        self, message: ItemAnswered | ItemFollowed | ItemCommanded, now: float
    ) -> list[Step]:
        match message:
            case ItemAnswered():
                return list(self._house.answered(message, now))
            case ItemFollowed(status=status):
                return list(self._house.followed(status))
            case ItemCommanded(text=text):
                command = self._house.commanded(text, now)
                return self._obey(command, now) if command else []

    def _command(self, text: str, now: float) -> list[Step]:
        """A command of the page, which may do all that a person may."""
        command = self._house.understood(text, now)
        return self._obey(command, now) if command else []

    def _obey(self, command: Command, now: float) -> list[Step]:
        """What a command does is what its button does, for the call in focus."""
        action = command.action or ""
        return self._act(action, command.target, self._switchboard.meant(action), now)

    def _tap(self, now: float) -> list[Step]:
        """The call icon: one target is dialed at once, several are offered."""
        if self._switchboard.calls or self._station.connection is Connection.OFF:
            return []
        if not self._entries:
            self._board.put("call", notice("phonebook-empty"), until=now + SOME_SECONDS)
        elif len(self._entries) == 1:
            return self._dial(self._entries[0].target, now)
        elif self._station.connected(now):
            return [*self._sheets.open(Sheet.PHONEBOOK, self._config)]
        return []

    def _dial(self, target: str, now: float, *, unasked: bool = False) -> list[Step]:
        if not target or self._switchboard.calls or not self._station.connected(now):
            return []
        return self._switchboard.dial(target, now, unasked=unasked)

    # --- the model --------------------------------------------------------------------------------

    @property
    def model(self) -> Model:
        """All that a view may know. It is made, and the trace read, once the wire was served."""
        if self._model is None:
            self.record.file()
            self._model = self._make_model()
        return self._model

    def _make_model(self) -> Model:
        config, switchboard, sheet = self._config, self._switchboard, self._sheets.opened
        connection = self._station.connection
        is_heard = config.enable_tones and connection is not Connection.OFF
        return Model(
            connection=connection,
            registering=self._station.registering,
            standby=connection is Connection.CONNECTED and self._station.standby,
            calls=self._diagnostics.seen(switchboard.calls),
            focus=switchboard.focus,
            entries=self._entries,
            sheet=sheet,
            sheet_view=self._sheets.view,
            notices=self._board.notices,
            error=self._board.error,
            edit=config.edit,
            withheld=config.domain or "?" if config.withheld else "",
            locked=config.lock_local_account and not config.edit,
            form=self._sheets.form,
            report=self._self_test.report if sheet is Sheet.SELF_TEST else None,
            mixer=self._sheets.mixer,
            findings=self._diagnostics.findings(connection) if sheet is Sheet.DIAGNOSTICS else None,
            history=self._sheets.history(config),
            missed=self._history.missed,
            typed=self._sheets.typed,
            redial=self._sheets.redial(config),
            asked=None if switchboard.calls else self._house.asked,
            dnd=self._local.form.device.do_not_disturb,
            push_to_talk=config.push_to_talk,
            dtmf=bool(config.dtmf_string),
            buttons=self._buttons.shown,
            picture=picture.due(config, switchboard.call),
            sound=sound(switchboard.calls, enabled=config.enable_tones),
            sound_blocked=is_heard and self._sounds.blocked,
            appearance=appearance(config),
        )
