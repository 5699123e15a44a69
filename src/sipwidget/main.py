"""The page's own Python: builds the adapters, the phone and the shell, and joins them."""

import json
import secrets
from urllib.parse import unquote

from js import performance, window

performance.mark("sipwidget:python")

from sipwidget.browser.media import Media  # noqa: E402 - the mark comes first: it is measured
from sipwidget.browser.shell import Shell  # noqa: E402
from sipwidget.browser.socket import Sockets  # noqa: E402
from sipwidget.phone.config import Source, configure  # noqa: E402
from sipwidget.phone.messages import Configured  # noqa: E402
from sipwidget.phone.phone import Phone  # noqa: E402


def start() -> None:
    shell = Shell(Phone(lambda: secrets.token_hex(8)), window, window.document.querySelector("#sipwidget"))

    def read() -> None:
        text = unquote(window.location.hash[1:])
        frame = window.frameElement
        if frame and frame.dataset.config:
            text = frame.dataset.config
        doc = json.loads(text or "{}")
        shell.put(Configured(*configure(doc, page_url=window.location.href, source=Source.HOST)))

    shell.start(Sockets(shell.put, window), Media(shell.put, window), None, read)


start()
