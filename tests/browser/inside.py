"""What the tests share inside the page."""

import asyncio
import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, TypeVar

import js
from pyodide.code import run_js
from pyodide.ffi import to_js

from sipwidget.browser.face import Face
from sipwidget.browser.host import Settings
from sipwidget.browser.keys import pressed
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.media import Media
from sipwidget.browser.shell import Shell
from sipwidget.phone.config import Source, configure
from sipwidget.phone.inputs import (
    AnswerMade,
    Configured,
    Elected,
    MediaFlows,
    MediaInterrupted,
    OfferMade,
)
from sipwidget.phone.model import Model
from sipwidget.phone.phone import Phone

Kind = TypeVar("Kind")


class Inbox:
    """Stands where the shell's inbox does: keeps what came, and lets a test wait for it."""

    def __init__(self) -> None:
        self.inputs: list[object] = []
        self._waiting: list[asyncio.Future[None]] = []

    def __call__(self, message: object) -> None:
        self.inputs.append(message)
        while self._waiting:
            self._waiting.pop().set_result(None)

    @property
    def news(self) -> list[object]:
        """What came and was not waited for, but for news of whether media flows at the moment."""
        passing = MediaFlows | MediaInterrupted
        return [message for message in self.inputs if not isinstance(message, passing)]

    async def wait(self, kind: type[Kind], seconds: float = 4) -> Kind:
        """Take out the first input of this kind, waiting for it if it is not there yet."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            for message in self.inputs:
                if isinstance(message, kind):
                    self.inputs.remove(message)
                    return message
            more = loop.create_future()
            self._waiting.append(more)
            await asyncio.wait([more], timeout=end - loop.time())
            assert more.done(), f"no {kind.__name__} came, but {self.inputs}"


class Ends:
    """Two ends of a call in one page, each a ``Media`` with its inbox; they name it "call"."""

    def __init__(self, ours: object, theirs: object) -> None:
        self.inbox, self.inbox_there = Inbox(), Inbox()
        self.media, self.there = Media(self.inbox, ours), Media(self.inbox_there, theirs)

    async def offer(self, video: bool = False) -> str:
        self.media.make_offer("call", video, False)
        return (await self.inbox.wait(OfferMade)).sdp

    async def answer(self, offer: str, video: bool = False) -> str:
        self.there.make_answer("call", offer, video, False)
        return (await self.inbox_there.wait(AnswerMade)).sdp

    async def connect(self, video: bool = False) -> None:
        self.media.apply_answer("call", await self.answer(await self.offer(video), video), False)

    def release(self) -> None:
        self.media.release("call")
        self.there.release("call")


def watched(devices: str = "") -> Any:
    """A window like the page's whose ``connections`` and ``tracks`` can be looked at afterwards.

    ``devices`` is the body of another getUserMedia: JavaScript with ``wanted`` and ``open``.
    """
    return run_js(
        """(() => {
        const connections = [], tracks = [], audios = [];
        const devices = navigator.mediaDevices;
        const open = wanted => devices.getUserMedia(wanted);
        const getUserMedia = async wanted => {
            const stream = await (async () => { DEVICES; return open(wanted) })();
            tracks.push(...stream.getTracks());
            return stream;
        };
        class Watched extends RTCPeerConnection {
            constructor(settings) { super(settings); connections.push(this) }
        }
        const createElement = name => {
            audios.push(document.createElement(name));
            return audios.at(-1);
        };
        const mediaDevices = Object.assign(new EventTarget(), {
            getUserMedia, enumerateDevices: () => devices.enumerateDevices()});
        return {
            connections, tracks, audios, Promise, Array, Object, Reflect, MediaStream,
            RTCPeerConnection: Watched, document: {createElement},
            navigator: {mediaDevices},
        };
    })()""".replace("DEVICES", devices)
    )


def plug(window: Any, out: str = "") -> None:
    """Plug the device of this id out of a watched window, or ``all``, and whatever was out in."""
    run_js(
        """(window, out) => {
        const devices = window.navigator.mediaDevices;
        const {open, list} = window.original ??=
            {open: devices.getUserMedia, list: devices.enumerateDevices};
        const isOut = id => out === "all" || id === out;
        devices.enumerateDevices = async () => (await list()).filter(it => !isOut(it.deviceId));
        devices.getUserMedia = async wanted => {
            if (out === "all" || isOut(wanted.audio?.deviceId?.exact))
                throw new DOMException("", "NotFoundError");
            return open(wanted);
        };
        for (const track of window.tracks)
            if (track.readyState === "live" && isOut(track.getSettings().deviceId)) {
                track.stop();
                track.dispatchEvent(new Event("ended"));
            }
        devices.dispatchEvent(new Event("devicechange"));
    }"""
    )(window, out)


async def until(holds: Callable[[], object], seconds: float = 4) -> None:
    """Wait for what no event tells."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def hears(peer: Any, kind: str = "audio") -> None:
    """Wait until more RTP of this kind comes in."""
    before = await bytes_received(peer, kind)
    while await bytes_received(peer, kind) <= before:
        await asyncio.sleep(0.05)


async def bytes_received(peer: Any, kind: str) -> int:
    """What getStats says of the RTP that came in."""
    return sum(
        report.bytesReceived
        for report in (await peer.getStats()).values()
        if report.type == "inbound-rtp" and report.kind == kind
    )


def lines(sdp: str, start: str) -> list[str]:
    return [line for line in sdp.splitlines() if line.startswith(start)]


def directions(sdp: str) -> list[str]:
    names = ("a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive")
    return [line[2:] for line in sdp.splitlines() if line in names]


def without_video(answer: str) -> str:
    """The answer of one who refuses the video, which is in the second m= line."""
    refusal = re.sub("^m=video [0-9]+", "m=video 0", answer, flags=re.MULTILINE)
    return refusal.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")


async def frame(address: str, attribute: str | None) -> Any:
    """The window of a new iframe in our page, loaded, with this ``data-config``."""
    document = js.window.document
    element = document.createElement("iframe")
    if attribute is not None:
        element.setAttribute("data-config", attribute)
    element.src = address
    loaded = asyncio.Event()
    listeners = Listeners(element)
    listeners.on("load", lambda _: loaded.set())
    document.body.appendChild(element)
    await loaded.wait()
    listeners.close()
    return element.contentWindow


class WidgetAccount:
    """A host page whose widget has an account of its own."""

    language = "en"

    async def read(self) -> Settings:
        document = {"websocketUrl": "wss://a.test", "domain": "a.test"}
        return Settings({**document, "username": "620", "password": "w"}, Source.HOST)

    def is_editing(self) -> bool:
        return False


class Bench:
    """A shell on a root of its own; ``done`` is what it asked of its ports, in order."""

    def __init__(self) -> None:
        document = js.window.document
        self.root = document.body.appendChild(document.createElement("div"))
        self.done: list[list[object]] = []
        self.followed: list[Model] = []
        self.on_open: Callable[[int], None] = lambda _: None
        self.ice_servers: list[object] = []
        self._heard: list[tuple[str, Any]] = []
        listeners = Listeners(self.root)
        for name in ("sipwidget:ready", "sipwidget:state"):
            listeners.on(name, lambda event: self._heard.append((event.type, event.detail)))
        tokens = itertools.count()
        self.shell = Shell(Phone(lambda: f"token{next(tokens)}"), js.window)
        self.face = Face(1, js.window, js.window, self.root)

    def start(self) -> None:
        follower = SimpleNamespace(follow=self.followed.append)
        self.shell.start(self, self, self, self, self, self, [follower])
        self.face.start(self, self)
        self.shell.add(self.face)

    def heard(self, name: str) -> list[Any]:
        """The details of the events of this name that left the widget."""
        return [detail for kind, detail in self._heard if kind == name]

    def configure(
        self, url: str = "wss://pbx.test/ws", linked: bool = False, **more: object
    ) -> None:
        document = {"websocketUrl": url, "domain": "pbx.test", **more}
        source = Source.LINK if linked else Source.HOST
        found = configure(document, page_url="https://oh/", source=source)
        self.face.configured = Configured(*found)
        self.shell.settings_read(self.face)

    def asked(self, method: str) -> list[list[object]]:
        """The calls of one method."""
        return [done for done in self.done if done[0] == method]

    def claim(self, account: str) -> None:
        self.shell.put(Elected(account))

    def open(self, socket: int, url: str) -> None:
        self.done.append(["open", socket, url])
        self.on_open(socket)

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Every other method of a port."""
        return lambda *arguments: self.done.append([name, *map(_plain, arguments)])


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | bool) else repr(value)


@contextmanager
def keys(html: str) -> Iterator[tuple[Any, Callable[[str], bool], list[str]]]:
    """A root that holds this: the root, what presses a key there, and the ids of what was clicked.

    Pressing (``Shift+Tab``) gives back whether the browser may do what it does by itself.
    """
    document, clicked = js.window.document, list[str]()
    root = document.body.appendChild(document.createElement("div"))
    root.innerHTML = html
    listeners = Listeners(root)
    listeners.on("keydown", lambda event: pressed(root, event))
    listeners.on("click", lambda event: clicked.append(event.target.id))
    make = run_js("(key, it) => new KeyboardEvent('keydown', {key, ...it})")
    options = {"bubbles": True, "cancelable": True}

    def press(key: str) -> bool:
        name = key.split("+")[-1]
        held = {"shiftKey": "Shift+" in key, "ctrlKey": "Ctrl+" in key}
        event = make(name, to_js({**options, **held}, dict_converter=js.Object.fromEntries))
        return bool(document.activeElement.dispatchEvent(event))

    try:
        yield root, press, clicked
    finally:
        listeners.close()
        root.remove()
