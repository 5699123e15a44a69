"""The call bar: a call that no page shows is shown by the dock itself, over whatever page is open.

It is there only while it is needed, and nothing of it is in the host's way otherwise.
"""

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Any

from sipwidget.browser.alarm import Alarm
from sipwidget.browser.face import Face
from sipwidget.browser.listeners import Listeners, when_gone
from sipwidget.browser.observers import Observers
from sipwidget.browser.shell import Shell
from sipwidget.phone.model import CallState

CHANGE = 0.5  # seconds that a page may take to follow another which showed the call
CALL_BAR = "sipwidget-call-bar"  # our page's element, so named by static/boot.js
LINGER = 6.0  # seconds in which can be read what became of a call
ABOVE, ON_TOP = "9999", "13600"  # openHAB's layers: below its panels, and above its dialogs
SHOWN = {
    "width": "min(360px, 100vw)",
    "right": "0px",
    "margin": "0px auto",
    "opacity": "1",
    "pointerEvents": "auto",
}


class CallBar:
    """``dock`` is the element in the host's page, ``window`` the engine's, which fills it.

    ``new_face`` makes a face without settings of its own in a root of ours.
    """

    def __init__(self, window: Any, dock: Any, new_face: Callable[[Any], Face]) -> None:
        self._window = window
        self._dock = dock
        self._new_face = new_face
        self._hidden = str(dock.style.cssText)
        self._places: dict[Shell, Place] = {}
        self._sizes = Observers(window)
        self._resizes = Listeners(dock.ownerDocument.defaultView)
        when_gone(window, self._resizes.close)

    def follow(self, phone: Shell) -> None:
        """The phone has changed, or where it is shown."""
        if phone not in self._places:
            self._places[phone] = Place(self._window, partial(self._look, phone))
        place = self._places[phone]
        if phone.faces.are_there:
            self._hide(phone, place)
        elif phone.model.calls and place.lingers:
            self._has_another(phone, place)
        elif phone.model.calls and not place.face and not place.waits:
            place.waits = True
            place.alarm.set(CHANGE if place.was_seen else 0)
        elif place.face and not phone.model.calls and not place.lingers:
            self._say_the_last(phone, place)
        place.was_seen = phone.faces.are_there
        self._layer()

    def _look(self, phone: Shell) -> None:
        """Time has gone by: is it still so?"""
        place = self._places[phone]
        place.waits = False
        if phone.faces.are_there:
            return
        if not phone.model.calls:
            self._hide(phone, place)
        elif not place.face:
            self._show(phone, place)

    def _has_another(self, phone: Shell, place: "Place") -> None:
        """Another call, while something is said about the last one."""
        place.lingers, place.missed = False, phone.model.missed
        place.alarm.stop()

    def _say_the_last(self, phone: Shell, place: "Place") -> None:
        """A call that was missed, or has failed, is told of for a while."""
        if phone.model.notices or phone.model.missed > place.missed:
            place.lingers = True
            place.alarm.set(LINGER)
        else:
            self._hide(phone, place)

    # --- the element in the host's page -----------------------------------------------------------

    def _show(self, phone: Shell, place: "Place") -> None:
        document = self._window.document
        main = document.querySelector(f".{CALL_BAR}")
        root = document.createElement("div")
        root.id = root.className = "sipwidget"
        main.appendChild(root)
        if not any(each.face for each in self._places.values()):
            self._appear(main)
        place.root, place.face, place.missed = root, self._new_face(root), phone.model.missed
        phone.add(place.face)
        self._fit(main)
        self._layer()

    def _hide(self, phone: Shell, place: "Place") -> None:
        place.alarm.stop()
        place.lingers = place.waits = False
        if place.face is None:
            return
        face, place.face = place.face, None
        phone.close(face)
        place.root.remove()
        if not any(each.face for each in self._places.values()):
            self._sizes.close()
            self._resizes.close()
            self._dock.style.cssText = self._hidden
            self._dock.inert = True
            self._dock.setAttribute("aria-hidden", "true")

    def _appear(self, main: Any) -> None:
        self._resizes.on("resize", lambda _: self._tell_room(main))
        self._tell_room(main)
        for name, value in SHOWN.items():
            setattr(self._dock.style, name, value)
        self._dock.inert = False
        self._dock.removeAttribute("aria-hidden")
        self._sizes.size(main, partial(self._fit, main))

    def _tell_room(self, main: Any) -> None:
        """How high the host's window is, which may be turned."""
        room = self._dock.ownerDocument.defaultView.innerHeight
        main.style.setProperty("--room", f"{room}px")

    def _fit(self, main: Any) -> None:
        """As high as what is shown, up to the whole window."""
        height = ceil(main.getBoundingClientRect().height)
        self._dock.style.height = f"min({height}px, 100vh)"

    def _layer(self) -> None:
        """What rings is above all, as nobody has asked for it."""
        shown = [phone for phone, place in self._places.items() if place.face]
        calls = [call for phone in shown for call in phone.model.calls]
        if shown:
            rings = any(call.state is CallState.INCOMING for call in calls)
            self._dock.style.zIndex = ON_TOP if rings else ABOVE


class Place:
    """Where one phone is shown, if it is."""

    def __init__(self, window: Any, look: Callable[[], None]) -> None:
        self.alarm = Alarm(window, look)
        self.face: Face | None = None
        self.root: Any = None
        self.missed = 0  # calls, before those that are shown
        self.was_seen = False  # in a page, when we looked last
        self.waits = False  # for a page that may come
        self.lingers = False  # to say what became of a call
