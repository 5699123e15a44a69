"""Builds the adapters and the engine, and joins them; nothing else."""

import itertools
import secrets
from functools import partial
from typing import Any

from js import performance, window

performance.mark("sipwidget:python")

from sipwidget.browser.call_bar import CallBar  # noqa: E402 - the mark comes first
from sipwidget.browser.call_log import CallLog  # noqa: E402
from sipwidget.browser.configurator import Configurator  # noqa: E402
from sipwidget.browser.devices import are_allowed  # noqa: E402
from sipwidget.browser.dock import dock_of, open_dock  # noqa: E402
from sipwidget.browser.election import Election  # noqa: E402
from sipwidget.browser.engine import AroundPort, Engine  # noqa: E402
from sipwidget.browser.face import Face  # noqa: E402
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
from sipwidget.browser.warm_up import WarmUp  # noqa: E402
from sipwidget.phone.inputs import Insecure  # noqa: E402
from sipwidget.phone.phone import Phone  # noqa: E402
from sipwidget.phone.rehearsal import rehearse  # noqa: E402

numbers = itertools.count(1)
storage = Storage(window)
openhab = OpenHab(lambda _: None, window)  # which is only asked


def token() -> str:
    """A word that nobody can guess: tags, branches, nonces (RFC 3261 section 19.3)."""
    return secrets.token_hex(8)


def new_phone() -> Shell:
    """A phone without an account; with others it shares what the device keeps."""
    shell = Shell(Phone(token, storage.instance_id(), heartbeat=True), window)
    sounds = Sounds(shell.put, window)
    shell.start(
        Sockets(shell.put, window),
        Media(shell.put, window),
        sounds,
        OpenHab(shell.put, window),
        Election(shell.put, window),
        CallLog(shell.put, storage),
        (sounds, Vibration(window), WakeLock(window), MediaKeys(shell.put, window)),
    )
    if bar is not None:
        shell.painted = partial(painted, bar, shell)
    when_gone(window, sounds.close)
    if not are_allowed(window):
        shell.put(Insecure())
    return shell


def painted(bar: CallBar, phone: Shell) -> None:
    """The phone may be another now, in pages and where there is none."""
    bar.follow(phone)
    engine.look()


def furnish(page: Any, root: Any) -> tuple[Face, list[AroundPort]]:
    """A face in this root of this page."""
    face = Face(next(numbers), page, window, root)
    host = Host(page, window, root, openhab.locale)
    configurator = Configurator(lambda it: engine.settings_read(face, it), page, host, storage)
    height = FrameHeight(page, window, root)
    face.start(DoorPicture(face.hear, page, openhab.image), configurator)
    host.watch(configurator.read)
    height.start()
    return face, [host, height]


def new_face(root: Any) -> Face:
    """A face in the call bar."""
    face = Face(next(numbers), window, window, root)
    face.start(DoorPicture(face.hear, window, openhab.image), None)
    return face


def dress(page: Any) -> Theme:
    """The looks of the page around that page."""
    theme = Theme(page, window)
    theme.start()
    return theme


dock = dock_of(window)
bar = None if dock is None else CallBar(window, dock, new_face)
engine = Engine(window, new_phone, dress, furnish)
storage.watch(engine.read)
if dock is None:
    engine.attach(window)
else:
    dress(window)
    engine.watch(dock.ownerDocument)
    open_dock(window, dock, engine.attach, engine.is_busy)
WarmUp(window, rehearse(token))
