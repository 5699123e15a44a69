"""The engine: which pages it serves, and which phone each of their faces shows.

It lives in a page of its own, the dock (static/boot.js), or in the widget's page, which is then the
only one that it serves. A phone is an account: faces with the same one share a phone, and a phone
that no page shows any more goes on. JavaScript objects are compared with ``==``.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.face import Face
from sipwidget.browser.frame import frame_of
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.passage import Passage
from sipwidget.browser.shell import Shell
from sipwidget.phone.inputs import Configured
from sipwidget.view.element import Element

ROOTS = "#sipwidget, .sipwidget"
RUBBISH = (
    1.0  # seconds after a page: what it leaves hangs in circles, and holds all of its document
)


class AroundPort(Protocol):
    """What else belongs to a face or a page, and has to let go of it."""

    def close(self) -> None: ...


@dataclass(slots=True)
class Page:
    """The window of a page that shows phones."""

    window: Any
    frame: Any  # that holds it, if it is of our origin
    listeners: Listeners
    faces: list[Face] = field(default_factory=list)
    around: list[AroundPort] = field(default_factory=list)


class Engine:
    """``new_phone`` makes a phone without an account. ``dress`` and ``furnish`` begin what belongs
    to a page and to a root in it; a face's settings come to ``settings_read``."""

    def __init__(
        self,
        window: Any,
        new_phone: Callable[[], Shell],
        dress: Callable[[Any], AroundPort],
        furnish: Callable[[Any, Any], tuple[Face, list[AroundPort]]],
    ) -> None:
        self._window = window
        self._new_phone = new_phone
        self._dress = dress
        self._furnish = furnish
        self._phones: list[Shell] = []
        self._pages: list[Page] = []
        self._rubbish = Alarm(window, gc.collect)
        self._passage = Passage(window, self._begin)
        Listeners(window).on("pagehide", self._leave)

    def watch(self, host: Any) -> None:
        """Our pages come to this document and go, in frames."""
        self._passage.watch(host)

    def attach(self, window: Any) -> None:
        """Show phones in all roots of this page, from now on until it goes."""
        self._sweep()
        if not window.closed and not any(each.window == window for each in self._pages):
            self._passage.enter(window)

    def _begin(self, window: Any, shown: Element | None) -> None:
        page = Page(window, frame_of(window), Listeners(window))
        self._pages.append(page)
        if window != self._window:
            window.performance.mark("sipwidget:python")  # it is there already
        for root in window.document.querySelectorAll(ROOTS):
            face, around = self._furnish(window, root)
            page.faces.append(face)
            page.around += around
            self._begin_face(face, shown)
            if page not in self._pages:
                return  # it is to have an engine of its own
        page.around.append(self._dress(window))
        if window != self._window:
            page.listeners.on("pagehide", lambda _: self._part_from(page))

    def _begin_face(self, face: Face, shown: Element | None) -> None:
        """Its settings first: where they are at hand its first picture shows what they say."""
        self._blank().faces.add(face)
        if shown:
            face.adopt(shown)
        if face.configurator:
            face.configurator.read()
        for phone in self._phones:
            if face in phone.faces and not face.opened and not shown:
                phone.redraw(face)

    def is_busy(self) -> bool:
        """Whether anybody would miss the engine at once."""
        return any(each.model.calls for each in self._phones)

    def look(self) -> None:
        """A phone may be another than it was."""
        self._passage.check()

    def read(self) -> None:
        """What the device keeps has changed: all pages are asked anew what they want."""
        self._passage.forget()
        for page in self._pages:
            for face in page.faces:
                if face.configurator:
                    face.configurator.read()

    def settings_read(self, face: Face, configured: Configured) -> None:
        """Give the face the phone of its account."""
        if not configured.config.dock and face.page != self._window:
            self._give_back(face)
            return
        face.configured = configured
        here = self._phone_at(face)
        there = self._phone_for(face, configured, here)
        if there is not here:
            here.remove(face)
            self._retire(here)
            there.faces.add(face)
        there.settings_read(face)

    def _give_back(self, face: Face) -> None:
        """This page is to have an engine of its own; static/boot.js could not know that."""
        page = next(each for each in self._pages if face in each.faces)
        phones = [self._phone_at(each) for each in page.faces]
        self._close(page)
        for phone in phones:
            self._retire(phone)
        page.window.sipAlone()

    def _retire(self, phone: Shell) -> None:
        """Its last face has been set to something else."""
        if phone.account and not phone.faces.are_there:
            phone.retire()

    def _phone_at(self, face: Face) -> Shell:
        return next(each for each in self._phones if face in each.faces)

    def _phone_for(self, face: Face, configured: Configured, here: Shell) -> Shell:
        account = configured.config.account
        there = next((each for each in self._phones if account and each.account == account), None)
        if there is not None:
            return there
        return here if here.faces.is_alone(face) else self._blank()

    def _blank(self) -> Shell:
        """A phone without an account that nobody sees; those that have retired are among them."""
        for each in self._phones:
            if not each.account and not each.faces.are_there and not each.model.calls:
                return each
        self._phones.append(self._new_phone())
        return self._phones[-1]

    def _leave(self, event: Any) -> None:
        """Our own page goes. One that the browser keeps for the way back stays as it is; others
        will ask to be attached anew."""
        for phone in self._phones:
            phone.leave()
        self._passage.close()
        for page in tuple(self._pages):
            if page.window != self._window or not event.persisted:
                self._close(page)

    def _sweep(self) -> None:
        """Of some pages nobody has told that they are gone."""
        for page in tuple(self._pages):
            if page.window.closed:
                self._close(page)

    def _part_from(self, page: Page) -> None:
        """The next one may look as this one did."""
        if len(page.faces) == 1:
            self._passage.leave(page.faces[0], page.frame)
        self._close(page)

    def _close(self, page: Page) -> None:
        """Hold nothing of the page, and leave nothing of ours there."""
        self._pages.remove(page)
        self._rubbish.set(RUBBISH)
        page.listeners.close()
        for around in page.around:
            around.close()
        for face in page.faces:
            self._phone_at(face).close(face)
