"""What a phone shows in one place: a root element in some page, and all that is done there.

A phone may have none of these, one or several. Each is a view of its own: it has its settings, its
looks, its full screen, and its picture of the door.
"""

from dataclasses import replace
from typing import Any

from js import Object
from pyodide.ffi import create_once_callable, create_proxy, to_js

from sipwidget.browser.dom import Fields, Painter
from sipwidget.browser.gestures import TAPS
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.ports import ConfiguratorPort, MediaPort, PhonePort, PicturePort
from sipwidget.browser.screen import Screen
from sipwidget.phone.inputs import Clicked, Commanded, Configured, Input, TappedEarly, VideoSeen
from sipwidget.phone.model import Display, Model
from sipwidget.phone.outlook import alone, seen
from sipwidget.view.element import Element
from sipwidget.view.widget import view


class Face:
    """One root. ``phone`` is that which it shows and speaks to.

    ``page`` is the window in which the root stands, ``window`` the engine's own. One without a
    ``configurator`` has no settings of its own, and shows the phone as it is set.
    """

    phone: PhonePort

    def __init__(self, number: int, page: Any, window: Any, root: Any) -> None:
        self.number = number
        self.page = page
        self.configured: Configured | None = None  # as its page says, once that has been read
        self.opened = False  # it has been drawn
        self._window = window
        self._root = root
        self._model = Model()
        self._display = Display()
        self._closed = False
        self._painter = Painter(page.document, root, self._clicked, create_proxy)
        remote, *_ = self._painter.live["stage"].children
        self._screen = Screen(self._displayed, window, root, remote)
        self._listeners = [Listeners(root), Listeners(remote), Listeners(page)]

    def start(self, picture: PicturePort, configurator: ConfiguratorPort | None) -> None:
        """Take the root over; what it hears goes to the phone from now on."""
        self._picture, self.configurator = picture, configurator
        root, remote, page = self._listeners
        root.on("sipwidget:command", lambda event: self.hear(Commanded(_detail(event))))
        remote.on("resize", self._video_resized)
        if self.page != self._window:
            for name in TAPS:
                page.on(name, lambda _: self.phone.tapped())
        self._screen.start()

    @property
    def tree(self) -> Element | None:
        """What is shown; None before the first picture."""
        return self._painter.tree

    def adopt(self, tree: Element) -> None:
        """The root shows this already."""
        self._painter.tree = tree

    def hear(self, message: Input) -> None:
        """Something was done here."""
        self.phone.hear(self, message)

    def open(self, boot: tuple[str, str]) -> None:
        """The first picture is there, which is announced."""
        self.opened = True
        self.page.performance.mark("sipwidget:ready")
        milliseconds = float(self.page.performance.now())
        ready = {"milliseconds": milliseconds, "boot": boot[0], "reason": boot[1]}
        self.dispatch("sipwidget:ready", ready)

    def pass_tap_on(self) -> None:
        """A tap from before is for the phone that the page wants."""
        if self._root.hasAttribute("data-tapped"):  # so static/boot.js has noted it
            self._root.removeAttribute("data-tapped")
            self.hear(TappedEarly(self.number))

    def draw(self, model: Model, given: Configured, media: MediaPort) -> None:
        """Show the phone as this view sees it."""
        if self._closed:
            return
        self._model = self._seen(model, given)
        self._painter.draw(view(self._model))
        remote, local, place = self._painter.live["stage"].children
        call = self._model.call
        if call and call.video:
            media.show(call.id, remote, local)
        else:
            media.hide(remote, local)
        self._picture.display(self._model.picture, place)
        if not call:
            self._screen.leave()

    def dispatch(self, name: str, detail: object) -> None:
        """An event on the root, for the page."""
        options = {"detail": detail, "bubbles": True, "composed": True}
        event = to_js(options, dict_converter=Object.fromEntries)
        self._root.dispatchEvent(self.page.CustomEvent.new(name, event))

    def close(self, media: MediaPort) -> None:
        """The page goes, or has gone: hear nothing more, and hold nothing of it."""
        self._closed = True
        for listeners in self._listeners:
            listeners.close()
        self._screen.close()
        self._picture.close()
        if self.configurator:
            self.configurator.close()
        remote, local, _ = self._painter.live["stage"].children
        media.hide(remote, local)
        destroy_later(self._window, self._painter.close())
        # All of these know us: without that, Python would keep the page until it sweeps.
        del self._painter, self._screen, self._picture, self.configurator

    def _seen(self, model: Model, given: Configured) -> Model:
        """Until the page has said who we are, a phone that is on its way."""
        own = self.configured if self.configurator else alone(given)
        if own is None:
            return replace(Model(), display=self._display)
        return seen(model, self.number, own, given, self._display)

    def _clicked(self, action: str, target: str, call: str, fields: Fields) -> None:
        if not self._screen.toggle(action):
            self.hear(Clicked(action, target, call, fields, self.number))

    def _displayed(self, display: Display) -> None:
        self._display = display
        if self.opened:
            self.phone.redraw(self)

    def _video_resized(self, event: Any) -> None:
        """The video of the call in focus has a first frame, or one of another size."""
        call = self._model.call
        if call and not call.seen and event.target.videoWidth:
            self.hear(VideoSeen(call.id))


def destroy_later(window: Any, proxies: list[Any]) -> None:
    """One of them may be what is running now."""

    def destroy() -> None:
        for proxy in proxies:
            proxy.destroy()

    window.setTimeout(create_once_callable(destroy), 0)


def _detail(event: Any) -> str:
    """What a page commands; "" of an event that is no CustomEvent."""
    return str(getattr(event, "detail", ""))
