"""The faces of one phone, and whose settings it has.

They are those of the face that was last shown or used; from the time that somebody dials or answers
until the calls are over, those of the face where that was done.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sipwidget.browser.face import Face
from sipwidget.browser.ports import ConfiguratorPort, MediaPort, PhonePort
from sipwidget.phone.inputs import Configured
from sipwidget.phone.model import CallState, Connection, Model
from sipwidget.phone.outlook import EMPTY


class Faces:
    """Any number of them. ``boot`` says how Python was started."""

    def __init__(self, phone: PhonePort, boot: Callable[[], tuple[str, str]]) -> None:
        self.media: MediaPort
        self._phone = phone
        self._boot = boot
        self._all: list[Face] = []
        self._new: list[Face] = []  # those that have shown nothing of this phone yet
        self._owner: Face | None = None  # whose settings the phone has
        self._wanted: Face | None = None  # whose it is to have: shown or used last
        self._given: Configured | None = None  # what the phone was told; None: it is to be told
        self._last = EMPTY  # the same, but for that
        self._left = False  # the phone has said its last words, and waits to be told anew

    @property
    def account(self) -> tuple[object, ...] | None:
        """Who the phone is, or will be once its calls are over."""
        return self._last.config.account

    @property
    def used(self) -> Face | None:
        """The one that was shown or used last."""
        return self._wanted

    @property
    def are_there(self) -> bool:
        """Whether the phone is shown anywhere but in the call bar."""
        return any(each.configurator for each in self._all)

    def is_alone(self, face: Face) -> bool:
        """Whether no other face with settings shows this phone."""
        return [each for each in self._all if each.configurator] == [face]

    def __contains__(self, face: object) -> bool:
        return face in self._all

    # --- coming and going -------------------------------------------------------------------------

    def add(self, face: Face) -> None:
        """Show the phone there, too."""
        self._all.append(face)
        self._new.append(face)
        face.phone = self._phone
        if face.configurator:
            self._wanted = face

    def remove(self, face: Face) -> None:
        """Do not show it there any more. The phone goes on as it was set."""
        self._all.remove(face)
        if face in self._new:
            self._new.remove(face)
        if self._wanted == face:
            others = [each for each in self._all if each.configurator]
            self._wanted = others[-1] if others else None
        if self._owner == face:
            self._owner = None

    # --- settings ---------------------------------------------------------------------------------

    def use(self, face: Face) -> None:
        """Somebody does something there."""
        if face.configurator:
            self._wanted = face

    def settle(self, model: Model, *, using: bool = False) -> Configured | None:
        """What the phone is to be told now, if anything. ``using``: somebody does something."""
        face = self._wanted
        if self._left or face is None or face.configured is None:
            return None
        if face.configured == self._given:
            self._owner = face
        elif face == self._owner or _may_change(model, using=using):
            self._owner, self._given, self._last = face, face.configured, face.configured
            return face.configured
        return None

    def retire(self) -> Configured:
        """Nobody wants this account any more. What the phone is to be told."""
        self._owner, self._given, self._last = None, EMPTY, EMPTY
        return EMPTY

    def leave(self) -> None:
        """The phone ends everything."""
        self._given, self._left = None, True

    def come_back(self) -> None:
        """The phone has been told anew, or will be as soon as something is read."""
        self._left = False

    def read(self) -> Configured | None:
        """Read all settings anew; what the phone is to be told where there are none to read."""
        configurators = [each.configurator for each in self._all if each.configurator]
        for configurator in configurators:
            configurator.read()
        if configurators or not self._left:
            return None
        self._given, self._left = self._last, False
        return self._last

    def of_device(self, work: Callable[[ConfiguratorPort], None]) -> None:
        """Do something about what this device keeps, as the page has it that was used last."""
        if self._wanted and self._wanted.configurator:
            work(self._wanted.configurator)

    # --- what is shown ----------------------------------------------------------------------------

    def draw(self, faces: Sequence[Face] | None, model: Model) -> None:
        """These, or all of them."""
        for face in tuple(self._all if faces is None else faces):
            if face in self._all:
                face.draw(model, self._given or EMPTY, self.media)
                if not face.opened:
                    face.open(self._boot())
                if face in self._new:
                    self._new.remove(face)
                    _catch_up(face, model.connection)
                if face.configured:
                    face.pass_tap_on()

    def announce(self, text: str) -> None:
        """Every page hears of it."""
        for face in tuple(self._all):
            face.dispatch("sipwidget:state", text)

    def mark(self, name: str) -> None:
        """Every page has it in its own timeline."""
        _mark(name, self._all)


def _may_change(model: Model, *, using: bool) -> bool:
    """A call is as the face is set where it was dialed or answered; while it rings that is open."""
    rings = all(call.state is CallState.INCOMING for call in model.calls)
    return not model.calls or (using and rings)


def _catch_up(face: Face, connection: Connection) -> None:
    """The phone may have come far already."""
    if connection not in (Connection.OFF, Connection.CONNECTING):
        _mark("sipwidget:open", [face])
    if connection is Connection.REGISTERED:
        _mark("sipwidget:registered", [face])


def _mark(name: str, faces: Sequence[Face]) -> None:
    """Once for each page, however many faces it shows."""
    pages: list[Any] = []
    for face in faces:
        if face.page not in pages:
            pages.append(face.page)
            face.page.performance.mark(name)
