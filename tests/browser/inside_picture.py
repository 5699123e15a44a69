"""What the tests of the door's picture share inside the page."""

import base64
from typing import Any

import js
from inside import Inbox
from pyodide.code import run_js

from sipwidget.browser.picture import DoorPicture, Times
from sipwidget.phone.model import Picture


class Wall:
    """A place for a picture; ``items`` are what openHAB answers, the last one again and again."""

    def __init__(self, **times: float) -> None:
        self.inbox = Inbox()
        self.items: list[str | Exception] = []
        self.read: list[str] = []
        self.place: Any = js.document.body.appendChild(js.document.createElement("div"))
        self._picture = DoorPicture(self.inbox, js.window, self._read, Times(**times))

    def show(self, picture: Picture | None, place: Any = None) -> None:
        self._picture.display(picture, place or self.place)

    def close(self) -> None:
        self._picture.close()
        self.place.remove()

    @property
    def width(self) -> int:
        """Of the picture that hangs there; 0 where there is none."""
        image = self.place.firstChild
        return int(image.naturalWidth) if image else 0

    async def _read(self, item: str) -> str:
        self.read.append(item)
        answer = self.items.pop(0) if len(self.items) > 1 else self.items[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def gif(width: int) -> str:
    """The address of a picture that is so wide."""
    octets = b"GIF89a" + bytes([width, 0, 1, 0, 0x80, 0, 0]) + bytes(6)
    octets += b"," + bytes([0, 0, 0, 0, width, 0, 1, 0, 0]) + b"\x02\x02\x44\x01\x00;"
    return f"data:image/gif;base64,{base64.b64encode(octets).decode()}"


def look_away(hidden: bool) -> None:
    """The page is hidden, or seen again."""
    run_js("""hidden => {
        const state = {configurable: true, get: () => "hidden"};
        if (hidden) Object.defineProperty(document, "visibilityState", state);
        else delete document.visibilityState;
        document.dispatchEvent(new Event("visibilitychange"));
    }""")(hidden)
