"""Builds the adapters, the phone and the shell, and joins them; nothing else."""

import secrets

from js import performance, window

performance.mark("sipwidget:python")

from sipwidget.browser.configurator import Configurator  # noqa: E402 - the mark comes first
from sipwidget.browser.host import Host  # noqa: E402
from sipwidget.browser.media import Media  # noqa: E402
from sipwidget.browser.shell import Shell  # noqa: E402
from sipwidget.browser.socket import Sockets  # noqa: E402
from sipwidget.browser.storage import Storage  # noqa: E402
from sipwidget.phone.messages import Insecure  # noqa: E402
from sipwidget.phone.phone import Phone  # noqa: E402


def token() -> str:
    """A word that nobody can guess: tags, branches, nonces (RFC 3261 section 19.3)."""
    return secrets.token_hex(8)


def start() -> None:
    storage, host = Storage(window), Host(window, window)
    shell = Shell(
        Phone(token, storage.instance_id()), window, window.document.querySelector("#sipwidget")
    )
    configurator = Configurator(shell.put, window, host, storage)
    host.watch(configurator.read)
    shell.start(Sockets(shell.put, window), Media(shell.put, window), None, configurator)
    if not host.is_secure():
        shell.put(Insecure())


start()
