"""What the shell needs from its adapters; ``main.py`` says which ones they are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sipwidget.browser.devices import Wishes
from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.config import Source
from sipwidget.phone.device import Device
from sipwidget.phone.model import Model, Picture
from sipwidget.phone.notices import Notice
from sipwidget.phone.settings import Config


class SocketPort(Protocol):
    """WebSockets by number (``browser/socket.py``)."""

    def open(self, socket: int, url: str) -> None: ...

    def send(self, socket: int, text: str) -> None: ...

    def close(self, socket: int) -> None: ...


class MediaPort(Protocol):
    """Devices and peer connections by call (``browser/media.py``)."""

    ice_servers: Sequence[object]

    def make_offer(self, call: str, video: bool, local_video: bool) -> None: ...

    def make_answer(self, call: str, offer: str, video: bool, local_video: bool) -> None: ...

    def apply_answer(self, call: str, answer: str, provisional: bool) -> None: ...

    def drop_offer(self, call: str) -> None: ...

    def send_tones(self, call: str, tones: str, duration: int, gap: int) -> None: ...

    def set_hold(self, call: str, on_hold: bool) -> None: ...

    def set_camera(self, call: str, on: bool) -> None: ...

    def set_muted(self, call: str, muted: bool) -> None: ...

    def release(self, call: str) -> None: ...

    def measure(self, call: str) -> None: ...

    def probe(self, run: int, step: str) -> None: ...

    def stop_probes(self) -> None: ...

    def show(self, call: str, remote: Any, local: Any) -> None: ...

    def hide(self, *nodes: Any) -> None: ...

    def ask_permission(self, video: bool) -> None: ...

    def list_devices(self) -> None: ...

    def use(self, wishes: Wishes) -> None: ...

    def set_volume(self, percent: int) -> None: ...


class SoundPort(Protocol):
    """What is to be heard besides the calls themselves (``browser/sounds.py``)."""

    def tune(self, config: Config, device: Device) -> None: ...

    def beep(self) -> None: ...


class FollowerPort(Protocol):
    """What goes with the model besides the picture: tones, vibration, the screen that stays on."""

    def follow(self, model: Model) -> None: ...


class OpenHabPort(Protocol):
    """Items, told and followed over REST (``browser/openhab.py``)."""

    def tell(self, number: int, item: str, text: str) -> None: ...

    def command(self, number: int, item: str, command: str) -> None: ...

    def follow(self, item: str) -> None: ...


class PicturePort(Protocol):
    """The picture of the door (``browser/picture.py``)."""

    def display(self, picture: Picture | None, place: Any) -> None: ...


class HostPort(Protocol):
    """The page around the widget (``browser/host.py``)."""

    async def read(self) -> "SettingsPort": ...

    def is_editing(self) -> bool: ...

    @property
    def language(self) -> str: ...


class SettingsPort(Protocol):
    """The documents that the page names, in one, and what was wrong with them."""

    @property
    def document(self) -> Mapping[str, object]: ...

    @property
    def source(self) -> Source: ...

    @property
    def problems(self) -> tuple[Notice, ...]: ...


class StoragePort(Protocol):
    """What this device keeps (``browser/storage.py``)."""

    def local_account(self) -> Mapping[str, str] | None: ...

    def overrides(self) -> Mapping[str, object]: ...

    def trusted(self) -> frozenset[tuple[str, str]]: ...

    def add_trusted(self, websocket_url: str, domain: str) -> bool: ...

    def damaged(self) -> bool: ...

    def save_device(self, device: Device) -> bool: ...


class CallStoragePort(Protocol):
    """Where the records of calls are (``browser/storage.py``)."""

    def calls(self) -> object: ...

    def save_calls(self, kept: Mapping[str, object]) -> bool: ...

    def watch_calls(self, changed: Callable[[], None]) -> object: ...


class CallLogPort(Protocol):
    """Records of calls (``browser/call_log.py``)."""

    def follow_calls(self, account: str) -> None: ...

    def keep_call(self, record: CallRecord) -> None: ...

    def see_calls(self) -> None: ...

    def forget_calls(self) -> None: ...


class ElectionPort(Protocol):
    """Who of this device registers (``browser/election.py``)."""

    def claim(self, account: str) -> None: ...

    def resign(self) -> None: ...


class ConfiguratorPort(Protocol):
    """Where ``Configured`` comes from (``browser/configurator.py``)."""

    def read(self) -> None: ...

    def consent(self, websocket_url: str, domain: str) -> None: ...

    def save(self, device: Device) -> None: ...
