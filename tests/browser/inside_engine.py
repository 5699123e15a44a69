"""What the tests of the engine, its faces and the call bar share inside the page."""

import itertools
import json
from types import SimpleNamespace
from typing import Any

import js
from pyodide.code import run_js

from sipwidget.browser.engine import Engine
from sipwidget.browser.face import Face
from sipwidget.browser.shell import Shell
from sipwidget.phone.config import Source, configure
from sipwidget.phone.inputs import Configured, Elected
from sipwidget.phone.phone import Phone

WIDGET = '<div id="sipwidget" class="sipwidget" data-config=\'{}\'></div>'


class Ports:
    """All ports of one phone: ``done`` is what it asked of them."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.done: list[list[Any]] = []
        self.ice_servers: list[object] = []

    def claim(self, account: str) -> None:
        self.shell.put(Elected(account))

    def asked(self, method: str) -> list[list[Any]]:
        return [done for done in self.done if done[0] == method]

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.done.append([name, *arguments])


class House:
    """An engine whose pages are iframes of ours; ``furnished`` says what each face was set to."""

    def __init__(self) -> None:
        self.ports: list[Ports] = []
        self.faces: list[Face] = []
        self.closed: list[str] = []
        self._numbers, self._tokens = itertools.count(1), itertools.count()
        self.engine = Engine(js.window, self._phone, self._dress, self._furnish)

    def page(self, *documents: dict[str, object]) -> Any:
        """The window of a new page with a root for each of these settings."""
        frame = js.document.createElement("iframe")
        frame.src = "about:blank"
        frame.dataset.config = json.dumps(documents)
        window = js.document.body.appendChild(frame).contentWindow
        roots = [WIDGET.format(json.dumps(each).replace("'", "&#39;")) for each in documents]
        window.document.body.innerHTML = "".join(roots)
        return window

    def framed(self, document: dict[str, object]) -> Any:
        """The window of a new page like index.html, attached."""
        window = self.page(document)
        self.arrive(window)
        return window

    def arrive(self, window: Any) -> None:
        """The page is like index.html, and is attached."""
        main = window.document.createElement("main")
        main.className = "sipwidget-page"
        main.append(window.document.querySelector("#sipwidget"))
        window.document.body.append(main)
        self.engine.attach(window)

    def attached(self, *documents: dict[str, object]) -> Any:
        """The same, attached, with its settings read."""
        window = self.page(*documents)
        self.engine.attach(window)
        return window

    def configure(self, face: Face, **properties: object) -> None:
        """The page of the face now says this."""
        found = configure(properties, page_url="https://oh/", source=Source.HOST)
        self.engine.settings_read(face, Configured(*found))

    def phone_of(self, face: Face) -> Ports:
        return next(each for each in self.ports if face in each.shell.faces)

    def _phone(self) -> Shell:
        shell = Shell(Phone(lambda: f"token{next(self._tokens)}"), js.window)
        ports = Ports(shell)
        self.ports.append(ports)
        shell.start(ports, ports, ports, ports, ports, ports, [])
        return shell

    def _furnish(self, page: Any, root: Any) -> tuple[Face, list[Any]]:
        face = Face(next(self._numbers), page, js.window, root)
        face.start(quiet(), SimpleNamespace(read=lambda: self._read(face, root), close=_nothing))
        self.faces.append(face)
        return face, [SimpleNamespace(close=lambda: self.closed.append("host"))]

    def _read(self, face: Face, root: Any) -> None:
        self.configure(face, **json.loads(root.dataset.config))

    def _dress(self, _page: Any) -> Any:
        return SimpleNamespace(close=lambda: self.closed.append("theme"))


def quiet() -> Any:
    """Something that shows and reads nothing."""
    return SimpleNamespace(display=lambda *_: None, close=_nothing, read=_nothing)


def account(username: str = "620", **more: object) -> dict[str, object]:
    return {"websocketUrl": "wss://a.test", "domain": "a.test", "username": username, **more}


def leave(window: Any) -> None:
    """The page goes, as when its frame is taken away."""
    window.frameElement.remove()


def proxies() -> int:
    """How many Python objects JavaScript has hold of."""
    count = run_js("() => pyodide._module._hiwire_num_refs?.() ?? -1")
    return int(count())


def _nothing(*_: object) -> None:
    pass
