"""What a page looks like, picture by picture, and when something is seen on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LARGE = 100  # pixels of a colour that make a thing to be seen
COUNT = """async ([picture, colours]) => {
    const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    const {data} = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    const pixels = new Uint32Array(data.buffer); // alpha, blue, green, red
    const wanted = colours.map(rgb => {
        const [red, green, blue] = rgb.match(/../g).map(two => parseInt(two, 16));
        return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    });
    return wanted.map(colour => pixels.reduce((count, pixel) => count + (pixel === colour), 0));
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """When it was shown, in milliseconds since 1970, and the colours that are seen there."""

    time: float
    colours: frozenset[str]


class Screen:
    """That of `page`, between `start` and `stop`; `reader` is a page that has time to look."""

    def __init__(self, page: Page, reader: Page, colours: Iterable[str]) -> None:
        self._reader = reader
        self._colours = list(colours)
        self._session = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._keep)
        self._kept: list[tuple[float, str]] = []

    def start(self) -> None:
        """Keep what is shown from now on."""
        self._kept.clear()
        self._session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})

    def stop(self) -> list[Picture]:
        """All that was shown, in its order."""
        self._session.send("Page.stopScreencast")
        return [Picture(time, self._read(picture)) for time, picture in self._kept]

    def _keep(self, frame: dict[str, Any]) -> None:
        self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
        self._kept.append((frame["metadata"]["timestamp"] * 1000, frame["data"]))

    def _read(self, picture: str) -> frozenset[str]:
        counts = self._reader.evaluate(COUNT, [picture, self._colours])
        found = zip(self._colours, counts, strict=True)
        return frozenset(colour for colour, count in found if count >= LARGE)


def seen(pictures: list[Picture], *colours: str) -> float:
    """When these had come to stay. Raises RuntimeError where they have not."""
    since = None
    for picture in pictures:
        if not picture.colours.issuperset(colours):
            since = None
        elif since is None:
            since = picture.time
    if since is None:
        raise RuntimeError(f"No picture shows {' and '.join(colours)} at the end.")
    return since
