"""WebDriver BiDi, as far as these tests need it: commands, their results, and events.

with Bidi("ws://127.0.0.1:PORT") as bidi:
    tab = Tab(bidi)
    tab.open("http://localhost/")
    tab.evaluate("(a, b) => a + b", 1, 2)
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Self

from tests.e2e.remote import LEFT, Remote, RemoteError


class Bidi(Remote):
    """One session with a browser whose remote agent listens on `url`."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url}/session")

    def __enter__(self) -> Self:
        super().__enter__()
        self.call("session.new", capabilities={})
        return self

    def call(self, method: str, **parameters: object) -> Any:
        """The result of a command. Raises RemoteError, or TimeoutError."""
        return self.ask(method, parameters)

    def listen(self, event: str, heard: Callable[[dict[str, Any]], None]) -> None:
        """From now on call `heard` with the parameters of each such event."""
        self.hear(event, lambda message: heard(message["params"]))
        self.call("session.subscribe", events=[event])

    def preload(self, script: str) -> None:
        """Run the statements before any script of a page, in every page and frame to come."""
        self.call("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")


class Tab:
    """A window of its own with one page. `frame` is a frame's context, by default the page's."""

    def __init__(self, bidi: Bidi) -> None:
        self._bidi = bidi
        self.context = str(bidi.call("browsingContext.create", type="window")["context"])

    def open(self, url: str, *, wait: str = "complete") -> None:
        """Go there; `wait` "none" does not wait for it."""
        self._bidi.call("browsingContext.navigate", context=self.context, url=url, wait=wait)

    def resize(self, width: int, height: int) -> None:
        """Give the page these CSS pixels."""
        viewport = {"width": width, "height": height}
        self._bidi.call("browsingContext.setViewport", context=self.context, viewport=viewport)

    def frames(self) -> list[str]:
        """The contexts of the page and of all frames in it, the page's first."""

        def walk(nodes: list[dict[str, Any]]) -> Iterator[str]:
            for node in nodes:
                yield node["context"]
                yield from walk(node["children"] or [])

        return list(walk(self._bidi.call("browsingContext.getTree", root=self.context)["contexts"]))

    def evaluate(self, script: str, *arguments: object, frame: str = "") -> Any:
        """What a function gives, or the promise that it gives. In and out goes what JSON knows."""
        return evaluate(self._bidi, frame or self.context, script, *arguments)

    def click(self, x: float, y: float, *, frame: str = "", button: int = LEFT) -> None:
        """Move the mouse to a place in the frame's viewport, press, and let go."""
        place = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": button} for kind in ("pointerDown", "pointerUp")]
        mouse = {"type": "pointer", "id": "mouse", "actions": [place, *press]}
        self._bidi.call("input.performActions", context=frame or self.context, actions=[mouse])

    def type(self, text: str, *, frame: str = "") -> None:
        """Press and let go a key for each character, in what has the focus in the frame."""
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        board = {"type": "key", "id": "keys", "actions": keys}
        self._bidi.call("input.performActions", context=frame or self.context, actions=[board])

    def picture(self) -> str:
        """What is seen of the page now: a PNG file in base64."""
        taken = self._bidi.call("browsingContext.captureScreenshot", context=self.context)
        return str(taken["data"])

    def close(self) -> None:
        """Close the window, as a person does: the page is asked before."""
        self._bidi.call("browsingContext.close", context=self.context, promptUnload=True)


def evaluate(bidi: Bidi, context: str, script: str, *arguments: object) -> Any:
    """What a function in this context gives, or the promise that it gives. Raises RemoteError."""
    found = bidi.call(
        "script.callFunction",
        functionDeclaration=f"async it => JSON.stringify(await ({script})(...JSON.parse(it)))",
        arguments=[{"type": "string", "value": json.dumps(arguments)}],
        target={"context": context},
        awaitPromise=True,
    )
    if found["type"] == "exception":
        raise RemoteError(found["exceptionDetails"]["text"])
    value = found["result"].get("value")
    return None if value is None else json.loads(value)
