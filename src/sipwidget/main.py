"""Builds the adapters, the phones and their shells, and joins them; nothing else."""

import secrets
from typing import Any

from js import performance, window

performance.mark("sipwidget:python")

from sipwidget.browser.call_log import CallLog  # noqa: E402 - the mark comes first
from sipwidget.browser.configurator import Configurator  # noqa: E402
from sipwidget.browser.election import Election  # noqa: E402
from sipwidget.browser.frame import FrameHeight  # noqa: E402
from sipwidget.browser.host import Host  # noqa: E402
from sipwidget.browser.listeners import when_gone  # noqa: E402
from sipwidget.browser.media import Media  # noqa: E402
from sipwidget.browser.media_keys import MediaKeys  # noqa: E402
from sipwidget.browser.openhab import OpenHab  # noqa: E402
from sipwidget.browser.picture import DoorPicture  # noqa: E402
from sipwidget.browser.shell import Shell  # noqa: E402
from sipwidget.browser.socket import Sockets  # noqa: E402
from sipwidget.browser.sounds import Sounds  # noqa: E402
from sipwidget.browser.storage import Storage  # noqa: E402
from sipwidget.browser.theme import Theme  # noqa: E402
from sipwidget.browser.vibration import Vibration  # noqa: E402
from sipwidget.browser.wake_lock import WakeLock  # noqa: E402
from sipwidget.phone.inputs import Insecure  # noqa: E402
from sipwidget.phone.phone import Phone  # noqa: E402


def token() -> str:
    """A word that nobody can guess: tags, branches, nonces (RFC 3261 section 19.3)."""
    return secrets.token_hex(8)


def start(root: Any, storage: Storage) -> None:
    """One phone, in this root element; with those in others it shares what the device keeps."""
    shell = Shell(Phone(token, storage.instance_id()), window, root)
    openhab = OpenHab(shell.put, window)
    host = Host(window, window, root, openhab.locale)
    configurator = Configurator(shell.put, window, host, storage)
    host.watch(configurator.read)
    storage.watch(configurator.read)
    sounds = Sounds(shell.put, window)
    shell.start(
        Sockets(shell.put, window),
        Media(shell.put, window),
        sounds,
        openhab,
        DoorPicture(shell.put, window, openhab.image),
        Election(shell.put, window),
        configurator,
        CallLog(shell.put, storage),
        (sounds, Vibration(window), WakeLock(window), MediaKeys(shell.put, window)),
    )
    height = FrameHeight(window, window, root)
    height.start()
    for around in (host, height, sounds):
        when_gone(window, around.close)
    if not host.is_secure():
        shell.put(Insecure())


def main() -> None:
    """All widgets that the page holds, dressed as the page around it."""
    storage, theme = Storage(window), Theme(window, window)
    for root in window.document.querySelectorAll("#sipwidget, .sipwidget"):
        start(root, storage)
    theme.start()
    when_gone(window, theme.close)


main()
