"""What the tests share inside the page."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from pyodide.code import run_js

from sipwidget.browser.media import Media
from sipwidget.phone.messages import AnswerMade, OfferMade

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
        const open = wanted => navigator.mediaDevices.getUserMedia(wanted);
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
        return {
            connections, tracks, audios, Promise, Array, Object, Reflect, MediaStream,
            RTCPeerConnection: Watched, document: {createElement},
            navigator: {mediaDevices: {getUserMedia}},
        };
    })()""".replace("DEVICES", devices)
    )


async def until(holds: Callable[[], object], seconds: float = 4) -> None:
    """Wait for what no event tells."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


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
