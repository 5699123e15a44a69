"""What is meant by a click, and what is not: buttons under a finger, and buttons held down.

Events are the DOM's; times are those of its events, in milliseconds, places are in CSS px.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import dist
from typing import Any

JUST_NOW = 350  # ms in which a button is still a surprise under the finger
HELD = 600  # ms after which a button is held, and not only pressed
STILL = 10  # CSS px within which a pointer has not been moved
_ENDS = ("pointerup", "pointercancel", "lostpointercapture", "blur")  # of holding one down


TAPS = ("click", "keydown")  # what browsers take for a person's doing, as far as it bubbles


def has_been_used(window: Any) -> bool:
    """Somebody has tapped on this page since it was loaded, as far as the browser tells."""
    activation = getattr(window.navigator, "userActivation", None)
    return bool(activation and activation.hasBeenActive)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """When a button came, where the mouse was then, and the places that buttons had before."""

    time: float
    mouse: tuple[float, float]
    places: tuple[Any, ...]


class Arrivals:
    """Buttons that have just come, by their action keys."""

    def __init__(self) -> None:
        self._arrivals: dict[str, _Arrival] = {}
        self._mouse = (-1.0, -1.0)

    def note(
        self, before: Collection[str], after: Collection[str], document: Any, root: Any
    ) -> None:
        """These buttons were there, and these will be; asked for before the change is made."""
        self._arrivals = {key: it for key, it in self._arrivals.items() if key in after}
        new = set(after) - set(before)
        if not new:
            return
        places = tuple(each.getBoundingClientRect() for each in root.querySelectorAll("button"))
        arrival = _Arrival(document.defaultView.performance.now(), self._mouse, places)
        self._arrivals |= dict.fromkeys(new, arrival)

    def pointed(self, event: Any) -> None:
        """The pointer has moved."""
        self._mouse = _spot(event)

    def is_surprise(self, key: str, event: Any) -> bool:
        """Whether the button has just come to where another was, under finger or mouse.

        A mouse that has been moved since then is there on purpose; where a finger was, nobody
        knows. Clicks without a pointer (``detail`` 0) are never surprises.
        """
        arrival = self._arrivals.get(key)
        if not arrival or not event.detail or event.timeStamp - arrival.time > JUST_NOW:
            return False
        if event.pointerType == "mouse" and dist(arrival.mouse, _spot(event)) > STILL:
            return False
        return any(_covers(place, event) for place in arrival.places)


class Hold:
    """What a button with ``data-hold`` does when it is held down, or asked for its menu.

    A mouse asks by its other button and a keyboard by its menu key; both come as ``contextmenu``,
    and so does a long press in some browsers, but not in all.
    """

    def __init__(
        self,
        window: Any,
        on_hold: Callable[[str], None],
        proxy: Callable[[Callable[[], None]], Any],
    ) -> None:
        self._window = window
        self._on_hold = on_hold
        self._button: Any = None  # that is pressed, and not held yet
        self._spot = (0.0, 0.0)
        self._timer: Any = None
        self._was_held = False  # the click that ends it is still to come
        self.elapsed = proxy(self._elapsed)
        self.events: dict[str, Callable[[Any], None]] = {
            "pointerdown": self._pressed,
            "pointerup": lambda _: self.release(),
            "pointercancel": lambda _: self.release(),
            "contextmenu": self._menu_asked,
        }

    def ends_with(self, event: Any) -> bool:
        """Whether this click is only the end of having held a button."""
        return bool(self._was_held and event.detail)

    def moved(self, event: Any) -> None:
        """The pointer has moved."""
        if self._button and dist(self._spot, _spot(event)) > STILL:
            self.release()

    def release(self) -> None:
        """What is pressed now is not held any more."""
        self._button = None
        self._window.clearTimeout(self._timer)

    def close(self) -> None:
        """Nothing is heard any more, and nothing kept of the page."""
        self.release()
        self.events = {}

    def _pressed(self, event: Any) -> None:
        self.release()
        self._was_held = False
        button = event.target.closest("[data-hold]")
        if button and event.button == 0 and event.isPrimary:
            self._button, self._spot = button, _spot(event)
            self._timer = self._window.setTimeout(self.elapsed, HELD)

    def _elapsed(self) -> None:
        if self._button:
            self._hold(self._button)

    def _menu_asked(self, event: Any) -> None:
        button = event.target.closest("[data-hold]")
        if button:
            event.preventDefault()
            self._hold(button)

    def _hold(self, button: Any) -> None:
        self._was_held = bool(self._button)
        self.release()
        if button.isConnected:
            self._on_hold(button.getAttribute("data-hold"))


class Momentary:
    """What a button with ``data-momentary`` does: it is on while a finger, mouse or key is on it.

    ``on_change`` hears the button and whether it is on. It is off again, whatever happens: let go,
    the pointer taken by the browser, or the focus by another window.
    """

    def __init__(self, on_change: Callable[[Any, bool], None]) -> None:
        self._on_change = on_change
        self._button: Any = None  # that is on
        self.events: dict[str, Callable[[Any], None]] = {
            "pointerdown": self._pressed,
            "keydown": self._key_pressed,
            "focusout": self._focus_lost,
            "contextmenu": self._menu_asked,
        }
        self.window_events: dict[str, Callable[[Any], None]] = {
            "keyup": self._key_released,
            **dict.fromkeys(_ENDS, lambda _: self.release()),
        }

    def took(self, event: Any) -> bool:
        """Whether this click belongs to a press that has been heard; assistive tools only click."""
        return bool(event.detail and _momentary(event))

    def release(self) -> None:
        """Nothing is held down any more."""
        button, self._button = self._button, None
        if button:
            self._on_change(button, False)

    def close(self) -> None:
        """Nothing is heard any more, and nothing kept of the page."""
        self.release()
        self.events, self.window_events = {}, {}

    def _pressed(self, event: Any) -> None:
        button = _momentary(event)
        if button and event.button == 0 and event.isPrimary:
            button.setPointerCapture(event.pointerId)  # to hear of its end wherever that is
            self._press(button)

    def _key_pressed(self, event: Any) -> None:
        button = _momentary(event) if event.key in (" ", "Enter") else None
        if button:
            event.preventDefault()  # it would become a click
            if not event.repeat:
                self._press(button)

    def _key_released(self, event: Any) -> None:
        if self._button and event.key in (" ", "Enter"):
            event.preventDefault()
            self.release()

    def _focus_lost(self, event: Any) -> None:
        if self._button and event.target == self._button:
            self.release()

    def _menu_asked(self, event: Any) -> None:
        if _momentary(event):  # by a finger that stays
            event.preventDefault()

    def _press(self, button: Any) -> None:
        self.release()
        self._button = button
        self._on_change(button, True)


def _momentary(event: Any) -> Any:
    return event.target.closest("[data-momentary]")


def _spot(event: Any) -> tuple[float, float]:
    return event.clientX, event.clientY


def _covers(place: Any, event: Any) -> bool:
    return bool(
        place.left <= event.clientX <= place.right and place.top <= event.clientY <= place.bottom
    )
